package playground

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"playhead/core/branch"
	"playhead/core/checkpoint"
	"playhead/core/eventstore"
	"playhead/core/sealing"
	"playhead/core/world"
)

// tree is an open world: its log, the branches that part from it, and the
// sessions of those that were looked at.
type tree struct {
	world *world.World

	listing sync.Mutex // guards what follows
	kept    OpenLog    // of the list
	list    *branch.List
	noList  error // why there is none

	entering sync.Mutex
	sessions map[string]*session // by the branch's ID, main without one

	// What follows is guarded as the open session is.
	fresh []*session                     // whose logs are to be opened
	ends  map[string]eventstore.Position // of branches that are not open, when they were looked at
	dated bool                           // whether they are to be looked at again
}

// The names under which storage keeps what belongs to a world besides its log.
func listName(world string) string       { return world + "~branches" }
func branchName(world, id string) string { return world + "~" + id }

// plant opens a world's log, and the list of its branches.
func (p *Playground) plant(ctx context.Context, w *world.World, main OpenLog, ring *sealing.Ring) *tree {
	t := &tree{world: w, sessions: map[string]*session{"": p.newSession(w, main, ring)}}
	p.withCheckpoints(t.main(), nil)
	t.kept, t.noList = p.config.Storage.Open(ctx, listName(w.Name), nil)
	if t.noList == nil {
		t.list, t.noList = branch.Read(ctx, t.kept.Store)
	}
	return t
}

// main returns the session of the world's own log.
func (t *tree) main() *session { return t.sessions[""] }

// close lets go of all logs.
func (t *tree) close() {
	for _, s := range t.sessions {
		s.log.close()
	}
	t.kept.close()
}

// branches calls f with the list of branches while nobody else uses it. It
// fails when there is no list, and as f does.
func (t *tree) branches(f func(*branch.List) error) error {
	t.listing.Lock()
	defer t.listing.Unlock()
	if t.list == nil {
		return fmt.Errorf("the branches of this log cannot be read: %w", t.noList)
	}
	return f(t.list)
}

// find returns a branch by its name; main has the zero Branch.
func (t *tree) find(name string) (b branch.Branch, err error) {
	if name == "" || name == branch.Main {
		return b, nil
	}
	err = t.branches(func(l *branch.List) error {
		b, err = l.Named(name)
		return err
	})
	if errors.Is(err, branch.ErrNotFound) {
		err = &Error{Code: CodeNotFound, Message: fmt.Sprintf("There is no branch %q.", name)}
	}
	return b, err
}

// enter returns the session of a branch, and opens its log, with all that it
// parts from, where that is not open yet. It fails when one of the logs cannot
// be opened, and when what a branch parted from is not there any more.
func (p *Playground) enter(ctx context.Context, t *tree, b branch.Branch) (*session, error) {
	t.entering.Lock()
	defer t.entering.Unlock()
	return p.enterOnce(ctx, t, b)
}

func (p *Playground) enterOnce(ctx context.Context, t *tree, b branch.Branch) (*session, error) {
	s, open := t.sessions[b.ID]
	if !open {
		parted := branch.Branch{}
		if b.Parent != "" {
			err := t.branches(func(l *branch.List) (err error) {
				parted, err = l.Find(b.Parent)
				return err
			})
			if err != nil {
				return nil, fmt.Errorf("open what %q parts from: %w", b.Name, err)
			}
		}
		parent, err := p.enterOnce(ctx, t, parted)
		if err != nil {
			return nil, err
		}
		if s, err = p.openBranch(ctx, parent, b); err != nil {
			return nil, fmt.Errorf("open the branch %q: %w", b.Name, err)
		}
		t.sessions[b.ID] = s
	}
	if s.fresh != nil { // somebody else may have written to it since it was made
		if _, err := s.fresh.settle(ctx); err != nil {
			return nil, err
		}
	}
	return s, p.catchUp(ctx, s, false)
}

// sprout returns the session of a branch that was just made of another one's log.
// Work opens the branch's own log.
func (p *Playground) sprout(t *tree, parent *session, b branch.Branch, past *eventstore.Past) *session {
	name := branchName(parent.world.Name, b.ID)
	fresh := newFreshLog(past, parent.log.Kept, func(ctx context.Context) (OpenLog, error) {
		return p.config.Storage.Open(ctx, name, past)
	})
	t.entering.Lock()
	defer t.entering.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.fork(parent, b, fresh.log())
	s.fresh = fresh
	t.sessions[b.ID] = s
	t.fresh = append(t.fresh, s)
	return s
}

// settle opens the logs of branches that were just made. Where that fails, the
// page is told, and whoever records something or comes back tries again.
func (p *Playground) settle(ctx context.Context, t *tree) {
	p.mu.Lock()
	fresh := t.fresh
	t.fresh = nil
	p.mu.Unlock()
	for _, s := range fresh {
		_, err := s.fresh.settle(ctx)
		p.mu.Lock()
		shown := p.session == s
		p.mu.Unlock()
		switch {
		case !shown || errors.Is(err, errFreshClosed):
		case err != nil:
			p.config.Push(Push{pushGuarantee, LogPush{p.unreadable(err)}})
		default:
			p.Kept()
		}
	}
}

// openBranch opens the log of a branch behind the past that it shares with
// its parent.
func (p *Playground) openBranch(ctx context.Context, parent *session, b branch.Branch) (*session, error) {
	past, err := parent.log.Store.Past(b.At)
	if err != nil || past.Head().Hash != b.Hash {
		return nil, &Error{Code: CodeDamaged, Message: fmt.Sprintf(
			"The branch %q parts from event %d, and that is not the event any more that it parted from. Its own events are kept.", b.Name, b.At)}
	}
	log, err := p.config.Storage.Open(ctx, branchName(parent.world.Name, b.ID), past)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.fork(parent, b, log)
	if s.warm+checkpoint.Every <= b.At { // what is kept of the shared past knows more than the parent does
		p.withCheckpoints(s, parent)
	}
	return s, nil
}

// fork makes a session that begins with what another one knows of the past
// that they share, so that nothing of it is read again.
func (p *Playground) fork(parent *session, b branch.Branch, log OpenLog) *session {
	s := p.newSession(parent.world, log, parent.ring)
	s.branch, s.hash = b, b.Hash
	s.index = parent.index.upTo(b.At)
	s.timeline = parent.timeline.Fork(s.decoded.read, b.At)
	near := s.timeline.Nearest(b.At)
	s.runner = parent.runner.Fork(near.Projections, b.At)
	s.warm = near.Position
	return s
}

// grown takes up what other tabs did to the branches, and tells the page. A
// list that cannot be read is told of when it is asked for. Since the list does
// not say how far a branch goes, that is looked at again whenever somebody went
// from one to another.
func (p *Playground) grown(ctx context.Context, t *tree) {
	changed := false
	err := t.branches(func(l *branch.List) error {
		position := l.Position()
		err := l.Refresh(ctx)
		changed = l.Position() != position
		return err
	})
	p.mu.Lock()
	dated, before := t.dated, t.ends
	t.dated = false
	p.mu.Unlock()
	if err != nil || !changed && !dated {
		return
	}
	p.renamed(t)
	result := p.lookAtBranches(ctx, t)
	p.mu.Lock()
	for id, end := range t.ends {
		changed = changed || before[id] != end
	}
	p.mu.Unlock()
	if changed {
		p.config.Push(Push{pushBranches, result})
	}
}

// renamed gives sessions the names that their branches have now.
func (p *Playground) renamed(t *tree) {
	_ = t.branches(func(l *branch.List) error {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, b := range l.All() {
			if s := t.sessions[b.ID]; s != nil {
				s.branch = b
			}
		}
		return nil
	})
}

// fell removes what storage keeps of a branch that is on no list any more.
func (p *Playground) fell(ctx context.Context, t *tree, id string) error {
	t.entering.Lock()
	defer t.entering.Unlock()
	if s := t.sessions[id]; s != nil {
		s.log.close()
		delete(t.sessions, id)
	}
	p.dropCheckpoints(ctx, branchName(t.world.Name, id))
	log, err := p.config.Storage.Reset(ctx, branchName(t.world.Name, id), nil)
	log.close()
	return err
}

// fellAll removes all branches and bookmarks of a world whose log is begun anew:
// what they part from is gone.
func (p *Playground) fellAll(ctx context.Context, t *tree) error {
	var all []branch.Branch
	empty := true
	_ = t.branches(func(l *branch.List) error { // a list that cannot be read has nothing to be removed by
		all, empty = l.All(), l.Position() == 0
		return nil
	})
	for _, b := range all {
		if err := p.fell(ctx, t, b.ID); err != nil {
			return fmt.Errorf("remove the branch %q: %w", b.Name, err)
		}
	}
	if empty {
		return nil
	}
	t.listing.Lock()
	defer t.listing.Unlock()
	t.kept.close()
	var err error
	if t.kept, err = p.config.Storage.Reset(ctx, listName(t.world.Name), nil); err == nil {
		t.list, err = branch.Read(ctx, t.kept.Store)
	}
	return err
}

// endOf returns the end of a branch's log as far as it is known. It is looked up
// once: that takes as long as an append, for each branch.
func (p *Playground) endOf(ctx context.Context, t *tree, b branch.Branch) eventstore.Position {
	p.mu.Lock()
	s := t.sessions[b.ID]
	end, known := t.ends[b.ID]
	p.mu.Unlock()
	if s != nil {
		if head, err := s.log.Store.Head(ctx); err == nil {
			return head.Position
		}
	}
	if known {
		return end
	}
	head, err := p.config.Storage.Head(ctx, branchName(t.world.Name, b.ID))
	if err != nil {
		return b.At // its lane is short until it can be read
	}
	end = max(head, b.At)
	p.mu.Lock()
	defer p.mu.Unlock()
	if t.ends == nil {
		t.ends = map[string]eventstore.Position{}
	}
	t.ends[b.ID] = end
	return end
}

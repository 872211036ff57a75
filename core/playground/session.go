package playground

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"playhead/core/branch"
	"playhead/core/eventstore"
	"playhead/core/process"
	"playhead/core/projection"
	"playhead/core/sealing"
	"playhead/core/timetravel"
	"playhead/core/world"
)

// session is an open world with its log and all that is derived from it.
type session struct {
	world    *world.World
	branch   branch.Branch // zero for main
	log      OpenLog
	fresh    *freshLog // the log, of a branch that was made here
	timeline *timetravel.Timeline
	runner   *projection.Runner
	index    *index
	hash     eventstore.Hash // of the last event that was indexed
	search   *search
	decoded  decoded
	counted  *counted // what tables and log take
	linting  linting
	shelves  shelves
	evolving evolving
	blaming  blaming
	former   formerFolds
	paired   paired
	sending  int                 // appends of our own under way
	warm     eventstore.Position // up to where the timeline was folded ahead
	resuming resuming
	book     *process.Book // what processes wait for
	acting   sync.Mutex    // held while the runner of processes does one thing
	check    check
	outboxes map[string]*outbox // by projection
	// feeding says where what is fed to a projection parts from its rebuild.
	feeding map[string]eventstore.Position
	alarm   time.Time     // when somebody looks again
	ring    *sealing.Ring // the keys of persons; nil without a place for them
	stale   bool          // whether live read models may hold what was forgotten
}

func (p *Playground) newSession(w *world.World, log OpenLog, ring *sealing.Ring) *session {
	s := &session{
		world: w, log: log, ring: ring,
		runner: projection.NewRunner(w.Projections),
		index:  newIndex(w.Registry),
		book:   process.NewBook(w.Managers, w.Registry.Read),

		outboxes: map[string]*outbox{}, feeding: map[string]eventstore.Position{},
	}
	s.check.known = CheckState{Status: CheckBegun, Parted: []PartedModel{}}
	s.check.parting = map[string]eventstore.Position{}
	folds := timetravel.Folds{Deciders: w.Deciders, Projections: w.Projections}
	s.counted = newCounted(w.Deciders)
	s.decoded.registry, s.decoded.store = w.Registry, log.Store
	s.timeline = timetravel.New(folds, s.decoded.read, p.config.Pause)
	return s
}

func (p *Playground) worlds(context.Context, None) (WorldsResult, error) {
	var result WorldsResult
	for _, w := range p.config.Worlds {
		result.Worlds = append(result.Worlds, WorldName{w.Name, w.About})
	}
	return result, nil
}

func (p *Playground) open(ctx context.Context, params OpenParams) (Opened, error) {
	for _, w := range p.config.Worlds {
		if w.Name == params.World {
			return p.openWorld(ctx, w, p.config.Storage.Open, ResetToExample, params.Branch, params.Settings...)
		}
	}
	return Opened{}, &Error{Code: CodeNoWorld, Message: fmt.Sprintf("There is no world %q.", params.World)}
}

func (p *Playground) reset(ctx context.Context, params ResetParams) (Opened, error) {
	if params.To != ResetToExample && params.To != ResetToEmpty {
		return Opened{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("A log starts from %q or %q, not from %q.", ResetToExample, ResetToEmpty, params.To)}
	}
	s, err := p.current()
	if err != nil {
		return Opened{}, err
	}
	return p.openWorld(ctx, s.world, p.anew, params.To, "")
}

// anew begins a log anew. Its keys are destroyed before: afterwards another tab
// may have made some for the new log.
func (p *Playground) anew(ctx context.Context, name string, past *eventstore.Past) (OpenLog, error) {
	if keys := p.config.Storage.Keys(name); keys != nil {
		if err := keys.Clear(ctx); err != nil {
			return OpenLog{}, fmt.Errorf("destroy the keys: %w", err)
		}
	}
	p.dropCheckpoints(ctx, name)
	return p.config.Storage.Reset(ctx, name, past)
}

// reopen opens the log again that is not what it was, and tells the page by a
// push of the kind.
func (p *Playground) reopen(ctx context.Context, s *session, kind string) error {
	p.mu.Lock()
	name := s.branch.Name
	p.mu.Unlock()
	opened, err := p.openWorld(ctx, s.world, p.config.Storage.Open, ResetToEmpty, name)
	if failure := (*Error)(nil); name != "" && errors.As(err, &failure) {
		// The branch was deleted, or what it parted from is not what it was.
		opened, err = p.openWorld(ctx, s.world, p.config.Storage.Open, ResetToEmpty, branch.Main)
	}
	if err == nil {
		p.config.Push(Push{kind, LogPush{opened.Log}})
	}
	return err
}

// openWorld makes a session of the log that opening returns; a log that it
// began gets the world's history when it is to start from the example. Then it
// goes to the branch of the name, whose projections are set as they were.
func (p *Playground) openWorld(ctx context.Context, w *world.World, opening opener, to ResetTo, name string, settings ...ProjectionSetting) (Opened, error) {
	p.opening.Lock()
	defer p.opening.Unlock()
	log, err := opening(ctx, w.Name, nil)
	if err != nil {
		return Opened{}, fmt.Errorf("open the log of %s: %w", w.Name, err)
	}
	w, ring := p.sealed(ctx, w)
	seeded := log.New && to == ResetToExample && !p.config.Safe
	if seeded {
		if err := p.seed(ctx, w, log.Store); err != nil {
			return Opened{}, fmt.Errorf("record the history of %s: %w", w.Name, err)
		}
	}
	t := p.plant(ctx, w, log, ring)
	if log.New {
		err = p.fellAll(ctx, t)
	}
	var s *session
	if err == nil {
		s, err = p.enterNamed(ctx, t, name)
	}
	if err != nil {
		t.close()
		return Opened{}, err
	}
	p.mu.Lock()
	before := p.tree
	p.tree, p.session = t, s
	s.proceed(settings)
	_, err = p.advance(s)
	described := s.describeLog()
	p.mu.Unlock()
	if before != nil {
		before.close()
	}
	p.signal()
	return Opened{World: describe(w), Log: described, Branches: p.describeBranches(ctx, t), Seeded: seeded}, err
}

// opener opens a log, or begins it anew.
type opener func(ctx context.Context, name string, past *eventstore.Past) (OpenLog, error)

// enterNamed returns the session of the branch with the name.
func (p *Playground) enterNamed(ctx context.Context, t *tree, name string) (*session, error) {
	b, err := t.find(name)
	if err != nil {
		return nil, err
	}
	return p.enter(ctx, t, b)
}

// sealed returns the world as it is with the keys of its persons: its registry
// seals what is recorded and opens what is read. Keys that cannot be read now
// are looked for one by one later.
func (p *Playground) sealed(ctx context.Context, w *world.World) (*world.World, *sealing.Ring) {
	var ring *sealing.Ring
	if keys := p.config.Storage.Keys(w.Name); keys != nil && p.config.NewKey != nil {
		ring = sealing.NewRing(keys, p.config.NewKey)
		_, _ = ring.Reload(ctx)
	}
	with := *w
	with.Registry = w.Registry.With(ring)
	return &with, ring
}

// seed records the world's history, all of it or nothing, unless somebody else
// has written to the log.
func (p *Playground) seed(ctx context.Context, w *world.World, store eventstore.Store) error {
	head, err := store.Head(ctx)
	if err != nil || head.Position > 0 {
		return err
	}
	now := p.config.Now()
	var history []eventstore.Addressed
	for _, past := range w.History {
		at := now.Add(-past.Ago)
		command := p.config.NewID(at)
		data, err := w.Registry.Record(ctx, past.Stream, p.config.NewID(at), past.Event)
		if err != nil {
			return err
		}
		data.Timestamp = at
		data.Metadata = eventstore.Metadata{
			CorrelationID: command, CausationID: command, Actor: past.Actor, Command: past.Command,
		}
		if past.Led && len(history) > 0 {
			before := history[len(history)-1]
			data.Metadata.CorrelationID, data.Metadata.CausationID = before.Metadata.CorrelationID, before.ID
		}
		history = append(history, eventstore.Addressed{Stream: past.Stream, EventData: data})
	}
	_, err = store.AppendAll(ctx, history...)
	return err
}

// catchUp takes up what the log holds beyond the index, and tells the page.
func (p *Playground) catchUp(ctx context.Context, s *session, elsewhere bool) error {
	for {
		first, more, err := p.takeUp(ctx, s)
		if first != 0 {
			p.mu.Lock()
			if p.session == s {
				p.config.Push(Push{pushAppended, AppendedPush{s.describeLog(), first, elsewhere && s.sending == 0}})
			}
			p.mu.Unlock()
		}
		if err != nil || !more {
			return err
		}
		if err := p.config.Pause(ctx); err != nil {
			return err
		}
	}
}

// takeUpBudget is how many events are indexed before others get a turn: some
// 10 ms in a browser.
const takeUpBudget = 4096

// takeUp indexes the next events, and returns the first one's position, 0 when
// there are none.
func (p *Playground) takeUp(ctx context.Context, s *session) (first eventstore.Position, more bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	after, budget := s.index.head(), takeUpBudget
	for e, err := range s.log.Store.ReadAll(ctx, after) {
		if err != nil {
			return first, false, fmt.Errorf("read the log: %w", err)
		}
		if budget == 0 {
			more = true
			break
		}
		budget--
		first = after + 1
		s.index.add(s.world.Registry, e)
		if !p.config.Safe && s.book.Head()+1 == e.Position { // on a branch it may be behind
			s.book.Fold(e)
		}
		s.timeline.Extend(e.Timestamp)
		s.hash = e.Hash
	}
	s.runner.Notice(s.index.head())
	if first != 0 {
		p.signal()
	}
	return first, more, nil
}

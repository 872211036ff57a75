package playground

import (
	"context"
	"math"
	"sync"

	"playhead/core/checkpoint"
	"playhead/core/eventstore"
	"playhead/core/timetravel"
)

// foldedAnyway is how long a log may be to be folded ahead also where it was resumed
// from checkpoints. It makes jumps into the past begin closer to where they go; in a
// longer log the moments in between would take half as much memory again as all there is.
const foldedAnyway = 200_000

// resuming is how a session comes to what its log was folded to earlier. Checkpoints
// are a shortcut: where they cannot be had, the log is folded, and nobody is told.
type resuming struct {
	begin func() *checkpoint.Chain // nil where nothing is kept
	from  []shared

	mu    sync.Mutex // guards what follows
	chain *checkpoint.Chain
	read  int                 // how many of from were read to the end
	end   eventstore.Position // of the chain
}

// shared is what is kept of a log that a session's own begins with, or of its own, which
// is the last.
type shared struct {
	store checkpoint.Store
	upTo  eventstore.Position
}

// withCheckpoints lets a session begin with the checkpoints of its log, after those of the parent's
// where it parts from another.
func (p *Playground) withCheckpoints(s, parent *session) {
	name := s.world.Name
	if parent != nil {
		name = branchName(name, s.branch.ID)
	}
	store := p.config.Storage.Checkpoints(name)
	if p.config.Code == "" || p.config.Safe || s.ring == nil || store == nil {
		return
	}
	r := &s.resuming
	if parent != nil {
		for _, each := range parent.resuming.from {
			r.from = append(r.from, shared{each.store, min(each.upTo, s.branch.At)})
		}
	}
	r.from = append(r.from, shared{store, math.MaxInt64})
	folds := timetravel.Folds{Deciders: s.world.Deciders, Projections: s.world.Projections}
	hash := func(at eventstore.Position) (eventstore.Hash, error) {
		e, err := s.at(context.Background(), at)
		return e.Hash, err
	}
	r.begin = func() *checkpoint.Chain { return checkpoint.New(p.config.Code, folds, s.ring, hash) }
	r.again()
}

// again begins from the first checkpoint: some of them may be of no use any more.
func (r *resuming) again() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.begin != nil {
		r.chain, r.read, r.end = r.begin(), 0, 0
	}
}

// at returns the chain as it is, nil where nothing is kept.
func (r *resuming) at() *checkpoint.Chain {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.chain
}

// giveUp does without checkpoints, unless they were begun again since.
func (r *resuming) giveUp(chain *checkpoint.Chain) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.chain == chain {
		r.chain, r.end = nil, 0
	}
}

// upTo returns the position of the last checkpoint, 0 when there is none.
func (r *resuming) upTo() eventstore.Position {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.end
}

// came takes note of where the chain ends, if it is still the one.
func (r *resuming) came(chain *checkpoint.Chain) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.chain == chain {
		r.end = chain.Last().Position
	}
}

// next returns what is to be read next, not ok when all is.
func (r *resuming) next() (chain *checkpoint.Chain, from shared, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.chain == nil || r.read == len(r.from) {
		return nil, shared{}, false
	}
	return r.chain, r.from[r.read], true
}

// passed takes note that one was read to its end, and reports whether it was the last.
func (r *resuming) passed(chain *checkpoint.Chain) (last bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.chain != chain {
		return false
	}
	r.read++
	return r.read == len(r.from)
}

// resumeSlice takes up one checkpoint, and reports whether there may be more.
func (p *Playground) resumeSlice(ctx context.Context, s *session) (more bool) {
	chain, from, ok := s.resuming.next()
	if !ok {
		return false
	}
	p.mu.Lock()
	head, ruled := s.index.head(), s.runner.Rules().Age() != 0
	p.mu.Unlock()
	if ruled { // they were folded by none
		s.resuming.giveUp(chain)
		return false
	}
	m, ok, err := chain.Next(ctx, from.store, min(from.upTo, head))
	switch {
	case err != nil:
		s.resuming.giveUp(chain)
	case ok:
		s.resuming.came(chain)
		p.takeOver(s, chain, m)
	case s.resuming.passed(chain):
		p.resumed(s, chain.Last().Position, head)
	}
	return true
}

// resumed goes on from the last checkpoint, once it was read.
func (p *Playground) resumed(s *session, at, head eventstore.Position) {
	p.mu.Lock()
	if head > foldedAnyway {
		s.warm = max(s.warm, at)
	}
	shown := p.session == s
	p.mu.Unlock()
	if shown && at > 0 {
		p.Kept()
	}
}

// takeOver begins from a checkpoint, unless what it was made of was forgotten since.
func (p *Playground) takeOver(s *session, chain *checkpoint.Chain, m timetravel.Moment) {
	p.forgetting.Lock()
	defer p.forgetting.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	if s.resuming.at() == chain && s.runner.Rules().Age() == 0 {
		s.timeline.Learn(m)
		p.tellProjected(s, s.runner.Adopt(m.Projections))
	}
}

// keepCheckpoint keeps a moment that was just folded, where the chain goes on with it.
// The chain is that from before the folding: if it is another one now, the moment may
// have something in it that was forgotten since.
func (p *Playground) keepCheckpoint(ctx context.Context, s *session, chain *checkpoint.Chain, m timetravel.Moment) {
	if chain == nil || m.Position != chain.Last().Position+checkpoint.Every {
		return
	}
	p.forgetting.Lock()
	defer p.forgetting.Unlock()
	p.mu.Lock()
	usable := s.resuming.at() == chain && s.runner.Rules().Age() == 0
	persons := s.index.people.between(chain.Last().Position, m.Position)
	p.mu.Unlock()
	if !usable {
		return
	}
	own := s.resuming.from[len(s.resuming.from)-1]
	if err := chain.Add(ctx, own.store, m, persons); err != nil {
		s.resuming.giveUp(chain)
		return
	}
	s.resuming.came(chain)
	p.mu.Lock()
	shown := p.session == s
	p.mu.Unlock()
	if shown {
		p.Kept()
	}
}

// dropCheckpoints throws away what is kept beside a log that is thrown away. Where that
// fails, it is of no use to the log that is begun in its place.
func (p *Playground) dropCheckpoints(ctx context.Context, name string) {
	if store := p.config.Storage.Checkpoints(name); store != nil {
		_ = store.Drop(ctx, 0)
	}
}

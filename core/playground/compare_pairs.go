package playground

import (
	"context"
	"fmt"
	"sync"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/timetravel"
)

const (
	// pairedMost is how many events behind the common past of two logs are paired by
	// their ids. A pair takes some 100 bytes.
	pairedMost = 20_000
	// pairBudget is how many events one part of a comparison looks up: some 20 ms in a
	// browser.
	pairBudget = 4096
)

// paired is which events of two logs are the same, the pairs that were asked for last.
type paired struct {
	mu   sync.Mutex
	last *pairs
}

// pairs tells which event of the other log an event of the open one is: the one with
// its id, as a what-if leaves it, or else the one in its place.
type pairs struct {
	of                  string // what they are pairs of
	common, there, here eventstore.Position
	atThere, atHere     eventstore.Position // how far both logs were read
	ids                 map[uuid.UUID]eventstore.Position
	was, is             map[eventstore.Position]eventstore.Position
}

// pairs pairs the events of two logs behind their common past, as many as one request
// may.
func (s *session) pairs(ctx context.Context, p *Playground, other *session, common, there, here eventstore.Position) (*pairs, error) {
	s.paired.mu.Lock()
	defer s.paired.mu.Unlock()
	of := fmt.Sprint(other.branch.ID, " ", common, " ", there, " ", here)
	if s.paired.last == nil || s.paired.last.of != of {
		s.paired.last = &pairs{
			of: of, common: common, there: there, here: here, atThere: common, atHere: common,
			ids: map[uuid.UUID]eventstore.Position{},
			was: map[eventstore.Position]eventstore.Position{}, is: map[eventstore.Position]eventstore.Position{},
		}
	}
	pairs := s.paired.last
	left, err := pairs.read(ctx, p, other, &pairs.atThere, pairs.lastThere(), pairBudget, func(e eventstore.Event) {
		pairs.ids[e.ID] = e.Position
	})
	if err == nil && pairs.atThere == pairs.lastThere() {
		_, err = pairs.read(ctx, p, s, &pairs.atHere, pairs.lastHere(), left, func(e eventstore.Event) {
			if before, ok := pairs.ids[e.ID]; ok {
				pairs.was[e.Position], pairs.is[before] = before, e.Position
			}
		})
	}
	return pairs, err
}

func (p *pairs) read(ctx context.Context, playground *Playground, s *session, at *eventstore.Position, to eventstore.Position, budget int, take func(eventstore.Event)) (left int, err error) {
	if *at >= to {
		return budget, nil
	}
	for e, err := range s.log.Store.ReadAll(ctx, *at) {
		if err != nil {
			return 0, fmt.Errorf("pair the events of two branches: %w", err)
		}
		take(e)
		*at = e.Position
		if budget--; budget <= 0 || e.Position >= to {
			break
		}
		if budget%compareSlice == 0 {
			if err := playground.config.Pause(ctx); err != nil {
				return 0, err
			}
		}
	}
	return budget, nil
}

func (p *pairs) lastThere() eventstore.Position { return p.upTo(p.there) }
func (p *pairs) lastHere() eventstore.Position  { return p.upTo(p.here) }

// upTo returns how far a log is read. Where either has nothing of its own, there are no
// pairs.
func (p *pairs) upTo(end eventstore.Position) eventstore.Position {
	if p.there == p.common || p.here == p.common {
		return p.common
	}
	return min(end, p.common+pairedMost)
}

func (p *pairs) all() int    { return int(p.lastThere() - p.common + p.lastHere() - p.common) }
func (p *pairs) paired() int { return int(p.atThere - p.common + p.atHere - p.common) }
func (p *pairs) done() bool  { return p.paired() == p.all() }

// moved tells the pairs to a comparison. They are not changed any more. Where one log
// has nothing of its own, nothing has moved.
func (p *pairs) moved() *timetravel.Moved {
	if p.there == p.common || p.here == p.common {
		return nil
	}
	find := func(position, end eventstore.Position, mine, theirs map[eventstore.Position]eventstore.Position) eventstore.Position {
		if other, ok := mine[position]; ok {
			return other
		}
		if _, taken := theirs[position]; position <= end && !taken {
			return position
		}
		return 0
	}
	return &timetravel.Moved{
		From: p.common,
		Was:  func(position eventstore.Position) eventstore.Position { return find(position, p.there, p.was, p.is) },
		Is:   func(position eventstore.Position) eventstore.Position { return find(position, p.here, p.is, p.was) },
	}
}

// unpaired returns how many events of both logs are not looked up in the other.
func (p *pairs) unpaired() int {
	if p.moved() == nil {
		return 0
	}
	return int(p.there - p.lastThere() + p.here - p.lastHere())
}

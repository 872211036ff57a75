package playground

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/schema"
	"playhead/core/timetravel"
	"playhead/core/world"
)

// formerBudget is how many events one request folds with both versions of the code.
const formerBudget = 4096

// formerApart is how many events apart the states of both versions are kept, so that
// going back folds at most as many.
const formerApart = 1024

// formerFolds are the folds of both versions of each projection that was asked about.
type formerFolds struct {
	mu    sync.Mutex
	pairs map[string]*formerPair
	age   int // of the rules under which they were folded
}

// forget lets go of the states, which may hold data of persons whose keys are gone.
func (f *formerFolds) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pairs = nil
}

// formerPair is a projection and its older code, folded side by side.
type formerPair struct {
	old, now *projection.Projection
	kept     []formerStep // by position, the beginning first
}

// formerStep is where both stand after an event.
type formerStep struct {
	position eventstore.Position
	old, now projection.State
	parted   eventstore.Position // the first event after which they showed another; 0 for none
}

func (p *Playground) compareFormer(ctx context.Context, params FormerParams) (FormerResult, error) {
	s, err := p.current()
	if err != nil {
		return FormerResult{}, err
	}
	i := slices.IndexFunc(s.world.Formerly, func(f world.Former) bool { return f.Name == params.Name })
	if i < 0 {
		return FormerResult{}, &Error{Code: CodeNotFound, Message: fmt.Sprintf("There is no older code of %q.", params.Name)}
	}
	former := s.world.Formerly[i]
	p.mu.Lock()
	params.Position = min(params.Position, s.index.head())
	p.mu.Unlock()
	at, err := s.formerAt(ctx, p, former, params.Position)
	if err != nil {
		return FormerResult{}, err
	}
	result := FormerResult{
		Name: former.Name, Position: params.Position, Mended: former.Mended, Looked: at.position,
		Older: describeFailure(at.old.Failure), Newer: describeFailure(at.now.Failure),
	}
	if result.Place = newPlacing(former.Name, 0).ComparedPlace; at.position == params.Position {
		result.Place = s.comparedModels(former.Name, at)
	}
	return locked(p, func(*session) (FormerResult, error) {
		if at.parted > 0 {
			e, err := s.at(ctx, at.parted)
			if err != nil {
				return result, err
			}
			row := s.row(e)
			result.Parted = &row
		}
		return result, nil
	})
}

// formerAt folds both versions towards a position, under the rules that projections have
// now: those say what is done at events out of the ordinary.
func (s *session) formerAt(ctx context.Context, p *Playground, former world.Former, position eventstore.Position) (formerStep, error) {
	s.former.mu.Lock()
	defer s.former.mu.Unlock()
	_, rules := s.timeline.Remembered(0)
	if rules.Age() != s.former.age {
		s.former.pairs, s.former.age = nil, rules.Age()
	}
	return s.former.pair(former, s.world.Projections).goOn(ctx, s, position, rules, p.config.Pause)
}

func (f *formerFolds) pair(former world.Former, projections []*projection.Projection) *formerPair {
	if f.pairs == nil {
		f.pairs = map[string]*formerPair{}
	}
	pair := f.pairs[former.Name]
	if pair == nil {
		now := projections[slices.IndexFunc(projections, func(p *projection.Projection) bool { return p.Name == former.Name })]
		pair = &formerPair{former.Projection, now, []formerStep{{old: former.Start(), now: now.Start()}}}
		f.pairs[former.Name] = pair
	}
	return pair
}

// goOn folds both towards a position, as far as one request may, from the nearest
// state that is kept.
func (f *formerPair) goOn(ctx context.Context, s *session, to eventstore.Position, rules projection.Rules, pause func(context.Context) error) (formerStep, error) {
	at := f.kept[0]
	for _, step := range f.kept {
		if step.position <= to {
			at = step
		}
	}
	folded := 0
	for e, err := range s.recordedAt(at.position, to) {
		if err != nil {
			return at, err
		}
		at = f.step(at, e, rules)
		if at.position%formerApart == 0 && at.position > f.kept[len(f.kept)-1].position {
			f.kept = append(f.kept, at)
		}
		if folded++; folded >= formerBudget && at.position%formerApart == 0 {
			break
		}
		if folded%256 == 0 {
			if err := pause(ctx); err != nil {
				return at, err
			}
		}
	}
	return at, nil
}

func (f *formerPair) step(at formerStep, e schema.Recorded, rules projection.Rules) formerStep {
	next := formerStep{e.Position, f.old.Step(at.old, e, rules), f.now.Step(at.now, e, rules), at.parted}
	if next.parted == 0 && (touchedApart(at.now.Model, next.now.Model, next.old.Model) || touchedApart(at.old.Model, next.old.Model, next.now.Model)) {
		next.parted = e.Position
	}
	return next
}

// touchedApart reports whether what a step changed in one model is another in the other.
func touchedApart(before, after, other projection.Model) bool {
	rows, ok := after.(projection.Rows)
	if !ok {
		for range projection.Compare(after, other) {
			return true
		}
		return false
	}
	for c := range rows.Changes(before) {
		row, _ := projection.Find(other.(projection.Rows), c.Key)
		if !slices.Equal(row.Cells, c.After) {
			return true
		}
	}
	return false
}

// comparedModels lists what the two show differently, the older code's value before.
func (s *session) comparedModels(name string, at formerStep) ComparedPlace {
	place := newPlacing(name, rowsOf(at.now.Model))
	change := timetravel.Change{}
	add := func() {
		if len(change.Differences) > 0 {
			place.add(s, change, usualCompared)
		}
		change = timetravel.Change{}
	}
	for d := range projection.Compare(at.now.Model, at.old.Model) {
		if len(change.Differences) > 0 && change.Differences[0].Key != d.Key {
			add()
		}
		change.Was, change.Is = change.Was || d.Want != nil, change.Is || d.Is != nil
		change.Differences = append(change.Differences, timetravel.Difference{Where: name, Key: d.Key, Field: d.Field, Before: d.Want, After: d.Is})
	}
	add()
	return place.ComparedPlace
}

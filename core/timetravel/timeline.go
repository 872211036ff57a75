// Package timetravel tells the state of everything at any moment of a log.
package timetravel

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"sync"
	"time"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/persistent"
	"playhead/core/projection"
	"playhead/core/schema"
)

// Moment is the state of everything after the event at Position: a value that
// never changes. The zero position is the moment before the first event.
type Moment struct {
	Position    eventstore.Position
	Aggregates  persistent.Map[eventstore.StreamID, aggregate.State]
	Projections []projection.State // in the order of Folds.Projections
}

// Folds are the functions whose results a timeline shows.
type Folds struct {
	Deciders    map[string]*aggregate.Decider // by category
	Projections []*projection.Projection
}

// Start returns the moment before the first event.
func (f Folds) Start() Moment {
	var m Moment
	for _, p := range f.Projections {
		m.Projections = append(m.Projections, p.Start())
	}
	return m
}

func (f Folds) step(m Moment, e schema.Recorded, rules projection.Rules) Moment {
	state, _ := m.Aggregates.Get(e.Stream)
	next := Moment{
		Position:    e.Position,
		Aggregates:  m.Aggregates.Set(e.Stream, f.Deciders[e.Stream.Category()].Step(state, e)),
		Projections: make([]projection.State, len(m.Projections)),
	}
	for i, p := range f.Projections {
		next.Projections[i] = p.Step(m.Projections[i], e, rules)
	}
	return next
}

const (
	// every is how many events apart the kept moments are while there are few.
	// A jump folds half of it on average: BenchmarkPlayground_Moment/random
	// allocates in proportion, 10,000 times at 256 and twice that at 512.
	every = 256
	// most is how many moments are kept; beyond it every other one is let go
	// and the distance doubles. 512 of them are 131,072 events at the closest
	// distance; all that differs between them is kept, at the worst some
	// 200 kB each with a thousand accounts.
	most = 512
	// near is how many events apart the moments between two kept ones are
	// remembered, for the stretch that was visited last: scrubbing back folds
	// at most this many.
	near = 32
	// askedMost is how many moments Towards holds on to: both sides of two
	// comparisons.
	askedMost = 4
	// slice is how many events are folded before others get a turn.
	slice = 256
)

// Timeline answers what was, at any position of a log, by folding from the
// nearest moment that it remembers. It is safe for use by several goroutines.
type Timeline struct {
	folds  Folds
	source projection.Source
	pause  func(context.Context) error

	mu     sync.Mutex
	rules  projection.Rules
	age    int // of the rules: moments folded under an older one are not kept
	start  Moment
	kept   []Moment // by position, a multiple of spread apart
	spread eventstore.Position
	recent []Moment                 // by position: the stretch that was visited last
	asked  []Moment                 // that Towards was asked for last, the newest last
	way    Moment                   // that it came to last on the way to one
	latest persistent.Column[int64] // by position - 1: the latest timestamp up to there
}

// New returns a timeline over the events that source yields. Between slices of
// a long fold it calls pause, which gives others a turn and ends the fold with
// an error; nil never pauses.
func New(folds Folds, source projection.Source, pause func(context.Context) error) *Timeline {
	if pause == nil {
		pause = func(ctx context.Context) error { return ctx.Err() }
	}
	return &Timeline{folds: folds, source: source, pause: pause, start: folds.Start(), spread: every}
}

// Extend tells the timeline of the log's next event. Events come in order,
// each once.
func (t *Timeline) Extend(timestamp time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	latest := timestamp.UnixMilli()
	if n := t.latest.Len(); n > 0 {
		latest = max(latest, t.latest.At(n-1))
	}
	t.latest.Append(latest)
}

// Locate returns the last position by which nothing later than the time was
// recorded; 0 when the log begins later. Clocks may go backwards: an event
// recorded after a later one belongs to the later one's time.
func (t *Timeline) Locate(at time.Time) eventstore.Position {
	t.mu.Lock()
	defer t.mu.Unlock()
	ms := at.UnixMilli()
	return eventstore.Position(sort.Search(t.latest.Len(), func(i int) bool { return t.latest.At(i) > ms }))
}

// SetRules replaces what projections do with events out of the ordinary, and
// forgets the moments that were folded otherwise.
func (t *Timeline) SetRules(rules projection.Rules) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rules = rules
	t.forget()
}

// Forget lets go of every moment that is remembered: what events read as is
// another now than when they were folded.
func (t *Timeline) Forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forget()
}

func (t *Timeline) forget() {
	t.kept, t.recent, t.asked, t.way = nil, nil, nil, Moment{}
	t.age++
}

// At returns the moment after the event at the position. It fails when the
// log does not reach that far, when the source fails, and when ctx ends.
func (t *Timeline) At(ctx context.Context, position eventstore.Position) (Moment, error) {
	t.mu.Lock()
	m, rules, age := t.nearest(position), t.rules, t.age
	t.mu.Unlock()
	if m.Position == position {
		return m, nil
	}
	var passed []Moment
	for e, err := range t.source(m.Position) {
		if err != nil {
			return Moment{}, fmt.Errorf("state at %d: %w", position, err)
		}
		m = t.folds.step(m, e, rules)
		if m.Position%near == 0 || m.Position == position || m.Position+1 == position {
			passed = append(passed, m)
		}
		if m.Position == position {
			t.remember(passed, age)
			return m, nil
		}
		if m.Position%slice == 0 {
			t.remember(passed, age)
			passed = passed[:0]
			if err := t.pause(ctx); err != nil {
				return Moment{}, fmt.Errorf("state at %d: %w", position, err)
			}
		}
	}
	return Moment{}, fmt.Errorf("state at %d: the log ends at %d", position, m.Position)
}

// Next returns the moment after the event that follows a moment, made of that one: what
// is not the very same in the two is what the event was about. Moments that At returns
// may have been folded apart. It fails when m is the log's last, and when the source does.
func (t *Timeline) Next(m Moment) (Moment, error) {
	t.mu.Lock()
	rules := t.rules
	t.mu.Unlock()
	for e, err := range t.source(m.Position) {
		if err != nil {
			return Moment{}, fmt.Errorf("state at %d: %w", m.Position+1, err)
		}
		return t.folds.step(m, e, rules), nil
	}
	return Moment{}, fmt.Errorf("state at %d: the log ends at %d", m.Position+1, m.Position)
}

// Towards returns the moment after the event at the position, or one on the way there
// when more events than budget would have to be folded, and how many were. What it
// returned last is remembered, so the same question again goes on from there. It
// fails as At does.
func (t *Timeline) Towards(ctx context.Context, position eventstore.Position, budget int) (m Moment, folded int, err error) {
	t.mu.Lock()
	from, age := t.nearest(position).Position, t.age
	t.mu.Unlock()
	m, err = t.At(ctx, min(position, from+eventstore.Position(max(1, budget))))
	if err != nil {
		return Moment{}, 0, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case age != t.age: // it is not what it would be folded to now
	case m.Position < position:
		t.way = m
	default:
		t.hold(m)
	}
	return m, int(m.Position - min(from, m.Position)), nil
}

// hold keeps what was asked for, until others are asked for.
func (t *Timeline) hold(m Moment) {
	t.asked = slices.DeleteFunc(t.asked, func(a Moment) bool { return a.Position == m.Position })
	if len(t.asked) == askedMost {
		t.asked = t.asked[1:]
	}
	t.asked = append(t.asked, m)
}

// Nearest returns the moment that is closest before a position, or at it, of
// those that can be told without folding.
func (t *Timeline) Nearest(position eventstore.Position) Moment {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.nearest(position)
}

// Learn tells the timeline of a moment that need not be folded: one that was kept
// elsewhere, of the same log, folded by the same code and without rules. It is not
// taken where there are rules. It takes the place of one that was folded here: those
// that are learned share what is the same in them.
func (t *Timeline) Learn(m Moment) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.rules.Age() != 0 || m.Position%t.spread != 0 {
		return
	}
	i, found := find(t.kept, m.Position)
	if found {
		t.kept[i] = m
		return
	}
	t.kept = slices.Insert(t.kept, i, m)
	t.thin()
}

// Fork returns the timeline of a log that shares this one's past up to a
// position, and with it the moments that are remembered of that. source yields
// the events of that log.
func (t *Timeline) Fork(source projection.Source, at eventstore.Position) *Timeline {
	t.mu.Lock()
	defer t.mu.Unlock()
	fork := New(t.folds, source, t.pause)
	fork.start, fork.rules, fork.spread = t.start, t.rules, t.spread
	n := sort.Search(len(t.kept), func(i int) bool { return t.kept[i].Position > at })
	fork.kept = slices.Clone(t.kept[:n])
	fork.latest = t.latest.Fork(int(at))
	return fork
}

// Remembered returns the moments before a position that need not be folded, by
// position, the beginning of the log first, and the rules of their folds.
func (t *Timeline) Remembered(before eventstore.Position) ([]Moment, projection.Rules) {
	t.mu.Lock()
	defer t.mu.Unlock()
	known := []Moment{t.start}
	for _, m := range slices.Concat(t.kept, t.recent) {
		if m.Position < before {
			known = insert(known, m)
		}
	}
	return known, t.rules
}

// nearest returns the remembered moment that is closest before the position.
func (t *Timeline) nearest(position eventstore.Position) Moment {
	best := t.start
	for _, moments := range [][]Moment{t.kept, t.recent} {
		i := sort.Search(len(moments), func(i int) bool { return moments[i].Position > position })
		if i > 0 && moments[i-1].Position > best.Position {
			best = moments[i-1]
		}
	}
	for _, m := range t.asked {
		best = closer(best, m, position)
	}
	return closer(best, t.way, position)
}

// closer returns which of two moments is closer before a position, of which the first
// is not behind it.
func closer(best, m Moment, position eventstore.Position) Moment {
	if m.Position <= position && m.Position > best.Position {
		return m
	}
	return best
}

// remember files the moments that a fold passed: for good when they lie the right distance
// apart, as recent ones otherwise.
func (t *Timeline) remember(passed []Moment, age int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if age != t.age {
		return
	}
	for _, m := range passed {
		if m.Position%t.spread == 0 {
			t.kept = insert(t.kept, m)
		}
		t.recent = insert(t.recent, m)
	}
	if extra := len(t.recent) - 2*every/near; extra > 0 && len(passed) > 0 {
		t.recent = around(t.recent, passed[len(passed)-1].Position, 2*every/near)
	}
	t.thin()
}

// thin lets go of every other kept moment as long as there are too many.
func (t *Timeline) thin() {
	for len(t.kept) > most {
		t.spread *= 2
		t.kept = slices.DeleteFunc(t.kept, func(m Moment) bool { return m.Position%t.spread != 0 })
	}
}

func insert(moments []Moment, m Moment) []Moment {
	i, found := find(moments, m.Position)
	if found {
		return moments
	}
	return slices.Insert(moments, i, m)
}

// find returns where the moment of a position is, or belongs.
func find(moments []Moment, position eventstore.Position) (i int, found bool) {
	return slices.BinarySearchFunc(moments, position, func(m Moment, p eventstore.Position) int {
		return int(int64(m.Position) - int64(p))
	})
}

// around returns the n moments closest to a position.
func around(moments []Moment, position eventstore.Position, n int) []Moment {
	for len(moments) > n {
		behind := int64(position) - int64(moments[0].Position)
		ahead := int64(moments[len(moments)-1].Position) - int64(position)
		if behind > ahead {
			moments = moments[1:]
		} else {
			moments = moments[:len(moments)-1]
		}
	}
	return slices.Clone(moments)
}

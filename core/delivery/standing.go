package delivery

import (
	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/schema"
)

// Mark says what became of one event at one moment of a run.
type Mark byte

// The marks.
const (
	Unsent   Mark = '.'
	OnItsWay Mark = '~' // sent, and not in the read model
	Once     Mark = '1'
	More     Mark = '2' // it is in the read model more than once
	InPark   Mark = 'p'
	Gone     Mark = 'x' // it will not come any more
)

// Standing is where a subscriber stands at one moment of its run.
type Standing struct {
	Marks []Mark // one for each event
	Model projection.Model
	// Truth is the model of the same projection with what the subscriber should have in
	// it: while it runs, each event that it has taken, once and in order; in
	// the end, every event.
	Truth projection.Model
	Over  bool
}

// Stand returns where the subscriber stands now.
func (r *Run) Stand(start projection.Model) Standing {
	s := Standing{Marks: make([]Mark, len(r.events)), Model: r.model, Over: r.over}
	for i := range r.events {
		s.Marks[i] = r.mark(i)
	}
	s.Truth = Truth(r.projection, start, r.events, func(i int) bool { return r.over || r.times[i] > 0 })
	return s
}

func (r *Run) mark(i int) Mark {
	switch {
	case r.parked[i]:
		return InPark
	case r.times[i] > 1:
		return More
	case r.times[i] == 1:
		return Once
	case r.over || r.who.Guarantee == AtMostOnce && r.acked[i]:
		return Gone
	case i < r.next:
		return OnItsWay
	}
	return Unsent
}

// Truth folds the events that are wanted, each once and in order, and passes
// over what the projection cannot fold.
func Truth(p *projection.Projection, start projection.Model, events []schema.Recorded, wanted func(i int) bool) projection.Model {
	model := start
	for i, e := range events {
		if wanted(i) {
			model = p.Step(projection.State{Model: model}, e, projection.Rules{}).Model
		}
	}
	return model
}

// First returns the first event, by position, that did harm or was never
// taken; 0 without one.
func (r *Run) First() eventstore.Position {
	first := eventstore.Position(0)
	for i, e := range r.events {
		if m := r.mark(i); m == Gone || m == InPark {
			first = e.Position
			break
		}
	}
	for _, n := range r.notes {
		harmed := n.Harm && (n.What == CountedAgain || n.What == OutOfOrder)
		if harmed && (first == 0 || n.Position < first) {
			first = n.Position
		}
	}
	return first
}

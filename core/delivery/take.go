package delivery

import (
	"playhead/core/eventstore"
	"playhead/core/projection"
)

// receive is what a subscriber does when an event comes.
func (r *Run) receive(p parcel) {
	switch {
	case p.replay:
		r.replay(p)
	case r.tick < r.up:
		if r.who.Guarantee == AtMostOnce {
			r.acked[p.event] = true // nobody sends it again
		}
		r.note(p, Missed, "", r.who.Guarantee == AtMostOnce && r.times[p.event] == 0)
	case r.who.Ordered:
		r.receiveInOrder(p)
	default:
		r.take(p)
	}
}

func (r *Run) receiveInOrder(p parcel) {
	if r.who.Guarantee == AtMostOnce {
		// What was lost never comes: waiting for it would be for ever.
		if p.event < r.expected {
			r.note(p, TooLate, "", r.times[p.event] == 0)
			return
		}
		r.expected = p.event + 1
		r.take(p)
		return
	}
	if p.event > r.expected {
		if _, waits := r.held[p.event]; !waits {
			r.held[p.event] = p
			r.note(p, Held, number(r.events[r.expected].Position), false)
		}
		return
	}
	if !r.take(p) || p.event < r.expected {
		return
	}
	for r.expected++; ; r.expected++ {
		next, waits := r.held[r.expected]
		delete(r.held, r.expected)
		if !waits || !r.take(next) {
			return
		}
	}
}

// take handles an event, and reports whether the subscriber is through with it.
func (r *Run) take(p parcel) bool {
	e := &r.events[p.event]
	switch behind, blocked := r.blocked[e.Stream]; {
	case r.done[p.event]:
		r.note(p, PassedOver, "", false)
		r.settle(p.event)
		return true
	case blocked && r.who.Ordered && r.who.Guarantee != AtMostOnce:
		r.park(p, "behind "+number(behind))
		return true
	}
	crash := !p.again && r.settings.luck(e.Position, p.attempt).crash
	if r.who.Guarantee == AtMostOnce {
		r.acked[p.event] = true
		if crash {
			r.crash(p)
			return false
		}
	}
	if !r.handle(p) {
		return r.parked[p.event] || r.who.Guarantee == AtMostOnce
	}
	if crash && r.who.Guarantee != AtMostOnce {
		r.crash(p)
		return false
	}
	r.settle(p.event)
	return true
}

// handle folds an event into the model; where that fails it is tried again,
// then parked, or lost.
func (r *Run) handle(p parcel) bool {
	after, problem := r.fold(p)
	switch {
	case problem == "":
		r.took(p, after)
		return true
	case r.who.Guarantee == AtMostOnce:
		r.note(p, Lost, problem, true)
		return false
	}
	r.fails[p.event]++
	if r.fails[p.event] >= tries {
		r.park(p, problem)
		return false
	}
	r.note(p, Failed, problem, false)
	p.again = true
	r.arrivals[r.tick+retryAfter] = append(r.arrivals[r.tick+retryAfter], p)
	return false
}

func (r *Run) fold(p parcel) (after projection.Model, problem string) {
	e := r.events[p.event]
	if !p.replay && r.settings.poisoned(e.Position) {
		return r.model, "the handler cannot take it"
	}
	next := r.projection.Step(projection.State{Model: r.model}, e, projection.Rules{})
	if next.Failure != nil {
		return r.model, next.Failure.Message
	}
	return next.Model, ""
}

// took takes note of an event that is in the model now.
func (r *Run) took(p parcel, after projection.Model) {
	before := r.model
	r.model = after
	r.times[p.event]++
	r.done[p.event] = r.who.Idempotent
	switch overtaken := r.overtaken(p.event); {
	case r.times[p.event] > 1:
		change := changeOf(before, after)
		r.note(p, CountedAgain, change, change != "")
	case overtaken != 0:
		r.note(p, OutOfOrder, number(overtaken), true)
	}
}

// overtaken returns an event of the same stream that should have come before
// and did not; 0 without one. It looks as far back as an event can be late.
func (r *Run) overtaken(event int) eventstore.Position {
	const most = 2 * (resendAfter + downFor)
	for i := event - 1; i >= max(0, event-most); i-- {
		gone := r.parked[i] || r.acked[i]
		if r.events[i].Stream == r.events[event].Stream && r.times[i] == 0 && !gone {
			return r.events[i].Position
		}
	}
	return 0
}

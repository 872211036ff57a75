package delivery

import (
	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/schema"
)

// parcel is an event on its way.
type parcel struct {
	event   int // its index
	attempt int
	again   bool // a copy, or the handler's next try: the channel does nothing more to it
	replay  bool // from the park
}

// Run is what becomes of one subscriber, tick by tick.
type Run struct {
	settings   Settings
	projection *projection.Projection
	who        Subscriber
	events     []schema.Recorded

	tick     int
	next     int // the event that is sent next
	free     int // the tick before which the line lets nothing through
	up       int // the tick at which it is there again after a crash
	sends    map[int][]parcel
	arrivals map[int][]parcel

	model    projection.Model
	written  projection.Model // with the last checkpoint, effectively once
	attempts []int            // to deliver each event
	times    []int            // how often each event is in the model
	done     []bool           // what it remembers to have taken
	settled  []bool           // what it is through with
	acked    []bool           // what its checkpoint says that it is through with
	due      int              // how many are settled and not in the checkpoint
	fails    []int
	parked   []bool
	blocked  map[eventstore.StreamID]eventstore.Position // streams with something in the park
	held     map[int]parcel
	expected int // the event that comes next, for one that is ordered
	replayed bool
	over     bool

	notes []Note
}

// NewRun returns a run in which nothing was sent yet. The subscriber begins
// with a model to which the events are the next ones.
func NewRun(p *projection.Projection, start projection.Model, events []schema.Recorded, who Subscriber, settings Settings) *Run {
	n := len(events)
	return &Run{
		settings: settings, projection: p, who: who.whole(), events: events,
		sends: map[int][]parcel{}, arrivals: map[int][]parcel{},
		model: start, written: start,
		attempts: make([]int, n), times: make([]int, n), done: make([]bool, n),
		settled: make([]bool, n), acked: make([]bool, n), fails: make([]int, n), parked: make([]bool, n),
		blocked: map[eventstore.StreamID]eventstore.Position{}, held: map[int]parcel{},
		over: n == 0,
	}
}

// Over reports whether nothing more will happen.
func (r *Run) Over() bool { return r.over }

// Tick returns how many ticks have passed.
func (r *Run) Tick() int { return r.tick }

// Step lets one tick pass.
func (r *Run) Step() {
	if r.over {
		return
	}
	r.tick++
	if r.tick == r.up {
		r.restart()
	}
	for _, p := range take(r.sends, r.tick) {
		r.send(p)
	}
	if r.next < len(r.events) {
		r.send(parcel{event: r.next})
		r.next++
	}
	for _, p := range take(r.arrivals, r.tick) {
		r.receive(p)
	}
	if r.next == len(r.events) && len(r.sends) == 0 && len(r.arrivals) == 0 && r.tick >= r.up {
		r.rest()
	}
}

func take(queue map[int][]parcel, tick int) []parcel {
	parcels := queue[tick]
	delete(queue, tick)
	return parcels
}

// rest writes the last checkpoint, and empties the park if that is asked for.
func (r *Run) rest() {
	r.checkpoint()
	if !r.who.Replay || r.replayed {
		r.over = true
		return
	}
	r.replayed = true
	at := r.tick
	for i, parked := range r.parked {
		if parked {
			at++
			r.arrivals[at] = append(r.arrivals[at], parcel{event: i, again: true, replay: true})
		}
	}
	r.over = at == r.tick
}

// send gives an event to the channel.
func (r *Run) send(p parcel) {
	l := r.settings.luck(r.events[p.event].Position, p.attempt)
	at := max(r.tick+1, r.free)
	if l.delay {
		at += 2 + l.by
		r.free = at
	}
	if l.drop {
		if r.who.Guarantee == AtMostOnce {
			r.acked[p.event] = true // nobody sends it again
			r.note(p, Dropped, "for good", true)
			return
		}
		r.note(p, Dropped, "to be sent again", false)
		r.resend(p.event, r.tick+resendAfter)
		return
	}
	if l.reorder {
		at += 1 + l.by
	}
	r.arrivals[at] = append(r.arrivals[at], p)
	if l.duplicate {
		p.again = true
		r.arrivals[at+l.by] = append(r.arrivals[at+l.by], p)
	}
}

func (r *Run) resend(event, at int) {
	r.attempts[event]++
	r.sends[at] = append(r.sends[at], parcel{event: event, attempt: r.attempts[event]})
}

// restart asks for all that is not in the checkpoint. Nobody asks for what may
// come once at most.
func (r *Run) restart() {
	if r.who.Guarantee == AtMostOnce {
		return
	}
	at := r.tick
	for i := range r.next {
		if !r.acked[i] {
			at++
			r.resend(i, at)
		}
	}
}

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

func (r *Run) park(p parcel, why string) {
	e := &r.events[p.event]
	if !r.parked[p.event] {
		r.parked[p.event] = true
		r.note(p, Parked, why, true)
	}
	if _, blocked := r.blocked[e.Stream]; !blocked {
		r.blocked[e.Stream] = e.Position
	}
	r.settle(p.event)
}

// replay hands an event of the park to the handler once more.
func (r *Run) replay(p parcel) {
	after, problem := r.fold(p)
	if problem != "" {
		r.note(p, StillParked, problem, true)
		return
	}
	r.parked[p.event] = false
	change := changeOf(r.model, after)
	r.model = after
	r.times[p.event]++
	r.note(p, Replayed, change, false)
}

// settle says that the subscriber is through with an event, and writes the
// checkpoint when it is due.
func (r *Run) settle(event int) {
	if !r.settled[event] && !r.acked[event] {
		r.due++
	}
	r.settled[event] = true
	if r.due >= r.settings.CheckpointEvery {
		r.checkpoint()
	}
}

func (r *Run) checkpoint() {
	for i, settled := range r.settled {
		r.acked[i] = r.acked[i] || settled
	}
	r.written, r.due = r.model, 0
}

// crash forgets what is not in the checkpoint. The read model is somewhere
// else, and keeps what it has, unless both are one transaction.
func (r *Run) crash(p parcel) {
	unwritten := 0
	for i := range r.events {
		if r.acked[i] || !r.settled[i] && i != p.event {
			continue
		}
		unwritten++
		if r.who.Guarantee == EffectivelyOnce && r.done[i] {
			r.done[i] = false
			r.times[i]--
		}
	}
	copy(r.settled, r.acked)
	r.due = 0
	if r.who.Guarantee == EffectivelyOnce {
		r.model = r.written
	}
	if r.who.Guarantee != AtMostOnce {
		r.expected = 0
		for r.expected < len(r.acked) && r.acked[r.expected] {
			r.expected++
		}
	}
	clear(r.held)
	r.up = r.tick + downFor
	r.note(p, Crashed, counted(unwritten), r.who.Guarantee == AtMostOnce)
}

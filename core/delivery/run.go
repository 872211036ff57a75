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

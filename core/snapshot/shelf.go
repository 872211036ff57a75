package snapshot

import (
	"reflect"
	"sort"
	"time"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/schema"
)

// Snapshot is one that a plan has taken.
type Snapshot struct {
	Version   eventstore.Version
	Position  eventstore.Position // of the event that it was taken after
	Timestamp time.Time           // of that event
	Fold      int                 // how many deploys preceded it
	Bytes     int
	data      []byte // nil when it was let go; see keptBytes
}

// keptBytes is how much of a stream's snapshots a shelf holds as they were
// written: those of a stream of 50,000 events even when each event has one. Of
// older ones it knows all but the bytes, which can be made again.
const keptBytes = 8 << 20

// Shelf holds all the snapshots that a plan has taken of one stream. What it
// holds is a function of the stream's events and the plan: those up to a position are
// the same whatever came later. A Shelf is not safe for use by several goroutines.
type Shelf struct {
	stream   eventstore.StreamID
	plan     Plan
	registry *schema.Registry
	decider  *aggregate.Decider
	why      error // why no snapshot can be taken

	state    aggregate.State
	began    time.Time // when the first event was recorded
	open     save      // whose end is not known yet
	openFold int
	openID   uuid.UUID
	position eventstore.Position // of the last event that was added
	taken    []Snapshot
	held     int // bytes of data that is kept
	released int // snapshots whose data was let go, the oldest
	saves    []eventstore.Version
	upTo     []eventstore.Position // where each of saves ended
}

// NewShelf returns a shelf for a stream, of which it has seen no event yet.
func NewShelf(registry *schema.Registry, d *aggregate.Decider, stream eventstore.StreamID, plan Plan) *Shelf {
	s := &Shelf{stream: stream, plan: plan, registry: registry, decider: d, state: aggregate.State{Value: d.Initial}}
	s.why = Lossless(reflect.TypeOf(d.Initial))
	return s
}

// Version returns the version of the last event that was added.
func (s *Shelf) Version() eventstore.Version { return s.state.Version }

// Why says why no snapshot can be taken of this stream, nil when some can.
func (s *Shelf) Why() error { return s.why }

// Add takes the stream's next event. Events that one command caused, side by
// side in the log, are one save; it ends with the first event that
// is not of it, or with Settle.
func (s *Shelf) Add(e eventstore.Event) {
	continues := s.open.after > 0 && e.Metadata.CausationID == s.openID &&
		s.openID != uuid.Nil && e.Position == s.position+1
	if !continues {
		s.Settle()
		s.open, s.openID = save{before: s.state.Version}, e.Metadata.CausationID
		s.openFold = s.plan.Fold(e.Position - 1)
	}
	if e.Version == 1 {
		s.began = e.Timestamp
	}
	s.state = s.decider.Step(s.state, s.registry.Read(e))
	s.open.after, s.open.at, s.position = e.Version, e.Timestamp, e.Position
}

// Settle ends the save that is open: the events that were added last are all
// that it recorded.
func (s *Shelf) Settle() {
	if s.open.after == 0 {
		return
	}
	done := s.open
	s.open = save{}
	s.saves, s.upTo = append(s.saves, done.after), append(s.upTo, s.position)
	if s.why != nil || !s.plan.takes(done, s.last()) {
		return
	}
	data, err := Encode(s.stream, s.state, Fingerprint(s.decider, s.openFold))
	if err != nil {
		s.why = err
		return
	}
	s.taken = append(s.taken, Snapshot{
		Version: done.after, Position: s.position, Timestamp: done.at, Fold: s.openFold, Bytes: len(data), data: data,
	})
	for s.held += len(data); s.held > keptBytes; s.released++ {
		old := &s.taken[s.released]
		s.held -= old.Bytes
		old.data = nil
	}
}

// last returns what the save that ends could have been loaded from. A
// snapshot from before a deploy is none.
func (s *Shelf) last() mark {
	if n := len(s.taken); n > 0 && s.taken[n-1].Fold == s.openFold {
		return mark{s.taken[n-1].Version, s.taken[n-1].Timestamp}
	}
	return mark{at: s.began}
}

// Taken returns the snapshots that there were after the event at a position,
// oldest first. They are not to be changed.
func (s *Shelf) Taken(upTo eventstore.Position) []Snapshot {
	n := sort.Search(len(s.taken), func(i int) bool { return s.taken[i].Position > upTo })
	return s.taken[:n]
}

// Stale reports whether a snapshot is of no use after the event at a position.
func (s *Shelf) Stale(one Snapshot, at eventstore.Position) bool { return one.Fold != s.plan.Fold(at) }

// Fingerprint returns that of the code after so many deploys.
func (s *Shelf) Fingerprint(fold int) string { return Fingerprint(s.decider, fold) }

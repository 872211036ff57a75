package snapshot

import (
	"context"
	"errors"
	"fmt"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
)

// Outcome says what a load began from.
type Outcome string

// The outcomes.
const (
	Hit   Outcome = "hit"   // from a snapshot
	Miss  Outcome = "miss"  // from the first event: there is no snapshot
	Stale Outcome = "stale" // from the first event: the snapshot is of other code
	Bad   Outcome = "bad"   // from the first event: the snapshot cannot be read
	Off   Outcome = "off"   // from the first event, since nobody looked for a snapshot
)

// Loading is what a load came to, and what it took.
type Loading struct {
	State   aggregate.State
	Outcome Outcome
	From    eventstore.Version // of the snapshot that was found, used or not
	Events  int                // that were read
	Bytes   int                // that were read: of the snapshot, and of the events' data
}

// pauseEvery is how many events are read before others get a turn: under 2 ms
// in a browser.
const pauseEvery = 256

// Load folds the stream up to a position, from the newest snapshot that there was then,
// if it can be used. Between runs of events it calls pause, which ends
// the load with its error; nil never pauses. It fails when the store does.
func (s *Shelf) Load(ctx context.Context, store eventstore.Store, upTo eventstore.Position, pause func(context.Context) error) (Loading, error) {
	taken := s.Taken(upTo)
	if len(taken) == 0 {
		return s.fold(ctx, store, Loading{Outcome: Miss}, upTo, pause)
	}
	newest := taken[len(taken)-1]
	data := newest.data
	if data == nil {
		var err error
		if data, err = s.again(ctx, store, newest, pause); err != nil {
			return Loading{}, err
		}
	}
	begun := s.begin(data, upTo)
	begun.From = newest.Version
	return s.fold(ctx, store, begun, upTo, pause)
}

// Without folds the stream up to a position from its first event. It calls pause
// and fails as Load does.
func (s *Shelf) Without(ctx context.Context, store eventstore.Store, upTo eventstore.Position, pause func(context.Context) error) (Loading, error) {
	return s.fold(ctx, store, Loading{Outcome: Off}, upTo, pause)
}

// begin reads a snapshot, if it is of the code that folds at a position.
func (s *Shelf) begin(data []byte, at eventstore.Position) Loading {
	state, err := Decode(s.decider, s.stream, Fingerprint(s.decider, s.plan.Fold(at)), data)
	switch {
	case errors.Is(err, ErrStale):
		return Loading{Outcome: Stale, Bytes: len(data)}
	case err != nil:
		return Loading{Outcome: Bad, Bytes: len(data)}
	}
	return Loading{State: state, Outcome: Hit, Bytes: len(data)}
}

// again makes the bytes of a snapshot that the shelf has let go.
func (s *Shelf) again(ctx context.Context, store eventstore.Store, one Snapshot, pause func(context.Context) error) ([]byte, error) {
	folded, err := s.Without(ctx, store, one.Position, pause)
	if err != nil {
		return nil, err
	}
	return Encode(s.stream, folded.State, Fingerprint(s.decider, one.Fold))
}

func (s *Shelf) fold(ctx context.Context, store eventstore.Store, l Loading, upTo eventstore.Position, pause func(context.Context) error) (Loading, error) {
	if l.State.Value == nil {
		l.State.Value = s.decider.Initial
	}
	for e, err := range store.ReadStream(ctx, s.stream, l.State.Version) {
		if err != nil {
			return l, fmt.Errorf("load %s: %w", s.stream, err)
		}
		if e.Position > upTo {
			break
		}
		l.State = s.decider.Step(l.State, s.registry.Read(e))
		l.Bytes += len(e.Data)
		if l.Events++; l.Events%pauseEvery == 0 && pause != nil {
			if err := pause(ctx); err != nil {
				return l, fmt.Errorf("load %s: %w", s.stream, err)
			}
		}
	}
	return l, nil
}

package aggregate

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/schema"
)

// A counter counts to three and no further.
type (
	counted struct{ By int }
	count   struct{ By int }
)

func counter() (*Decider, *schema.Registry) {
	registry := schema.NewRegistry()
	registry.Register("Counted", 1, reflect.TypeFor[counted]())
	return &Decider{
		Type:    "Counter",
		Initial: 0,
		Decide: func(state, command any) ([]any, error) {
			by := command.(count).By
			switch {
			case by == 0:
				return nil, nil
			case by < 0:
				panic("counting backwards")
			case by > 100:
				return nil, errors.New("cannot count so far")
			case state.(int)+by > 3:
				return nil, &Refusal{"too_far", "three is the most"}
			}
			return []any{counted{by}}, nil
		},
		Evolve: func(state, event any) any {
			if event.(counted).By == 13 {
				panic("unlucky")
			}
			return state.(int) + event.(counted).By
		},
	}, registry
}

func envelope(n byte, by int, expected eventstore.ExpectedVersion) Envelope {
	return Envelope{
		ID: uuid.UUID{0: 1, 15: n}, Stream: "counter-1", Name: "Count", Command: count{by},
		Expected: expected, Actor: "test", Now: time.UnixMilli(1_800_000_000_000),
	}
}

// What was decided is recorded, with the command as its cause.
func TestHandle_Records(t *testing.T) {
	d, registry := counter()
	store := eventstore.NewMemory()
	result, err := Handle(t.Context(), store, registry, d, envelope(1, 2, eventstore.NoStream))
	require.NoError(t, err)
	require.Len(t, result.Recorded, 1)
	e := result.Recorded[0]
	assert.Equal(t, "Counted", e.Type)
	assert.Equal(t, envelope(1, 2, 0).ID, e.Metadata.CausationID)
	assert.Equal(t, "Count", e.Metadata.Command)
	assert.Equal(t, uuid.Version(7), e.ID.Version())
	state, err := Load(t.Context(), store, registry, d, "counter-1", 0)
	require.NoError(t, err)
	assert.Equal(t, State{Value: 2, Version: 1}, state)
}

// A rule that says no is a result, and leaves no event.
func TestHandle_Refusal(t *testing.T) {
	d, registry := counter()
	store := eventstore.NewMemory()
	result, err := Handle(t.Context(), store, registry, d, envelope(1, 4, eventstore.Any))
	require.NoError(t, err)
	assert.Equal(t, &Refusal{"too_far", "three is the most"}, result.Refusal)
	head, err := store.Head(t.Context())
	require.NoError(t, err)
	assert.Zero(t, head.Position)
}

// The same command twice takes effect once, also when its rule would refuse it
// the second time.
func TestHandle_IsIdempotentByCommand(t *testing.T) {
	d, registry := counter()
	store := eventstore.NewMemory()
	first, err := Handle(t.Context(), store, registry, d, envelope(1, 2, eventstore.NoStream))
	require.NoError(t, err)
	again, err := Handle(t.Context(), store, registry, d, envelope(1, 2, eventstore.NoStream))
	require.NoError(t, err)
	assert.Equal(t, first, again)
	head, err := store.Head(t.Context())
	require.NoError(t, err)
	assert.EqualValues(t, 1, head.Position)
}

// A stream that has moved on is a conflict, whatever the rule would say.
func TestHandle_ErrConcurrency(t *testing.T) {
	d, registry := counter()
	store := eventstore.NewMemory()
	_, err := Handle(t.Context(), store, registry, d, envelope(1, 1, eventstore.NoStream))
	require.NoError(t, err)
	_, err = Handle(t.Context(), store, registry, d, envelope(2, 99, eventstore.NoStream))
	var conflict *eventstore.ConcurrencyError
	require.ErrorAs(t, err, &conflict)
	assert.EqualValues(t, 1, conflict.Actual)
}

// racing is a store to which somebody else writes before each of the first
// few appends.
type racing struct {
	*eventstore.Memory
	races int
	notes byte
}

func (r *racing) Append(ctx context.Context, stream eventstore.StreamID, expected eventstore.ExpectedVersion, events ...eventstore.EventData) ([]eventstore.Event, error) {
	if r.races > 0 {
		r.races--
		r.notes++
		other := eventstore.EventData{
			ID: uuid.UUID{0: 9, 15: r.notes}, Type: "Noted", SchemaVersion: 1, Data: []byte("{}"), Timestamp: time.UnixMilli(1),
		}
		if _, err := r.Memory.Append(ctx, stream, eventstore.Any, other); err != nil {
			return nil, err
		}
	}
	return r.Memory.Append(ctx, stream, expected, events...)
}

// A command that expects any version starts over when it loses a race, and
// gives up when it keeps losing.
func TestHandle_Any_RetriesRaces(t *testing.T) {
	d, registry := counter()
	store := &racing{Memory: eventstore.NewMemory(), races: 3}
	result, err := Handle(t.Context(), store, registry, d, envelope(1, 1, eventstore.Any))
	require.NoError(t, err)
	assert.EqualValues(t, 4, result.Recorded[0].Version)

	store.races = maxRaces + 1
	_, err = Handle(t.Context(), store, registry, d, envelope(2, 1, eventstore.Any))
	assert.ErrorIs(t, err, eventstore.ErrConcurrency)
}

// A rule that fails or panics is an error that names command and stream.
func TestHandle_RuleFails(t *testing.T) {
	d, registry := counter()
	for by, want := range map[int]string{101: "cannot count so far", -1: "counting backwards"} {
		_, err := Handle(t.Context(), eventstore.NewMemory(), registry, d, envelope(1, by, eventstore.Any))
		assert.ErrorContains(t, err, "decide Count on counter-1")
		assert.ErrorContains(t, err, want)
	}
}

// A decision on nothing records nothing and is no error.
func TestHandle_NoEvents(t *testing.T) {
	d, registry := counter()
	result, err := Handle(t.Context(), eventstore.NewMemory(), registry, d, envelope(1, 0, eventstore.Any))
	require.NoError(t, err)
	assert.Empty(t, result.Recorded)
	assert.Nil(t, result.Refusal)
}

// Events that cannot be folded count, leave the state as it was, and say so.
func TestDecider_Step_NeverStops(t *testing.T) {
	d, _ := counter()
	s := d.Step(State{}, schema.Recorded{Version: 1, Event: counted{1}})
	s = d.Step(s, schema.Recorded{Version: 2, Event: schema.Raw{}})
	assert.Equal(t, State{Value: 1, Version: 2}, s)
	s = d.Step(s, schema.Recorded{Version: 3, Type: "Counted", Event: counted{13}})
	assert.Equal(t, 1, s.Value)
	assert.Contains(t, s.Problem, "Counted v3 could not be folded: unlucky")
	var nobody *Decider
	assert.Equal(t, State{Version: 1}, nobody.Step(State{}, schema.Recorded{Version: 1, Event: counted{1}}))
}

// Loading up to a position is loading what was there then.
func TestLoad_UpTo(t *testing.T) {
	d, registry := counter()
	store := eventstore.NewMemory()
	for n := byte(1); n <= 3; n++ {
		_, err := Handle(t.Context(), store, registry, d, envelope(n, 1, eventstore.Any))
		require.NoError(t, err)
	}
	state, err := Load(t.Context(), store, registry, d, "counter-1", 2)
	require.NoError(t, err)
	assert.Equal(t, State{Value: 2, Version: 2}, state)
}

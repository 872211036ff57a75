package aggregate

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

// crowd is a counter of which there may be three in all streams together.
func crowd() (*Decider, *schema.Registry, eventstore.Query) {
	d, registry := counter()
	all := eventstore.Query{{Types: []string{"Counted"}}}
	d.Scope = func(any) *Scope {
		return &Scope{Query: all, Decide: func(_, command any, others []schema.Recorded) ([]any, error) {
			if len(others) >= 3 {
				return nil, &Refusal{"full", "three is the most"}
			}
			return []any{counted{command.(count).By}}, nil
		}}
	}
	return d, registry, all
}

func inStream(stream eventstore.StreamID, n byte) Envelope {
	c := envelope(n, 1, eventstore.Any)
	c.Stream = stream
	return c
}

// A rule that looks at all streams holds over all of them.
func TestHandle_Across(t *testing.T) {
	d, registry, _ := crowd()
	store := eventstore.NewMemory()
	for i, stream := range []eventstore.StreamID{"counter-1", "counter-2", "counter-3"} {
		result, err := Handle(t.Context(), store, registry, d, inStream(stream, byte(i+1)))
		require.NoError(t, err)
		require.Len(t, result.Recorded, 1)
	}
	result, err := Handle(t.Context(), store, registry, d, inStream("counter-4", 4))
	require.NoError(t, err)
	assert.Equal(t, "full", result.Refusal.Code)
	again, err := Handle(t.Context(), store, registry, d, inStream("counter-3", 3))
	require.NoError(t, err)
	assert.Len(t, again.Recorded, 1, "the same command again")
	wrong := inStream("counter-1", 5)
	wrong.Expected = eventstore.NoStream
	_, err = Handle(t.Context(), store, registry, d, wrong)
	assert.ErrorIs(t, err, eventstore.ErrConcurrency)
}

// hurried is a store where somebody in another stream is faster, once.
type hurried struct {
	*eventstore.Memory
	other func()
}

func (h *hurried) AppendIf(ctx context.Context, c eventstore.Condition, events ...eventstore.Addressed) ([]eventstore.Event, error) {
	if other := h.other; other != nil {
		h.other = nil
		other()
	}
	return h.Memory.AppendIf(ctx, c, events...)
}

// Who loses a race across streams looks again, and then it is the rule that
// says no.
func TestHandle_Across_LooksAgain(t *testing.T) {
	d, registry, _ := crowd()
	store := &hurried{Memory: eventstore.NewMemory()}
	store.other = func() {
		for i := byte(1); i <= 3; i++ {
			_, err := Handle(t.Context(), store.Memory, registry, d, inStream("counter-1", i))
			require.NoError(t, err)
		}
	}
	result, err := Handle(t.Context(), store, registry, d, inStream("counter-9", 9))
	require.NoError(t, err)
	assert.Equal(t, "full", result.Refusal.Code)
}

// Of two who have seen the same, by stream both are recorded and the rule is
// broken; by query the second is refused.
func TestHandleSeen_BothWays(t *testing.T) {
	d, registry, all := crowd()
	for _, query := range []*eventstore.Query{nil, &all} {
		store := eventstore.NewMemory()
		for i := byte(1); i <= 2; i++ {
			_, err := Handle(t.Context(), store, registry, d, inStream("counter-1", i))
			require.NoError(t, err)
		}
		_, err := HandleSeen(t.Context(), store, registry, d, inStream("counter-2", 3), 2, query)
		require.NoError(t, err)
		_, err = HandleSeen(t.Context(), store, registry, d, inStream("counter-3", 4), 2, query)
		head, headErr := store.Head(t.Context())
		require.NoError(t, headErr)
		if query == nil {
			require.NoError(t, err)
			assert.EqualValues(t, 4, head.Position, "one more than the rule allows")
			continue
		}
		var came *eventstore.ConditionError
		require.ErrorAs(t, err, &came)
		assert.EqualValues(t, 3, came.Position)
		assert.EqualValues(t, 3, head.Position)
		again, err := HandleSeen(t.Context(), store, registry, d, inStream("counter-2", 3), 2, query)
		require.NoError(t, err)
		assert.EqualValues(t, 3, again.Recorded[0].Position, "the same command again")
	}
}

// By stream, a decision on an old version is a conflict, whatever the rule says.
func TestHandleSeen_ErrConcurrency(t *testing.T) {
	d, registry := counter()
	store := eventstore.NewMemory()
	for i := byte(1); i <= 2; i++ {
		_, err := Handle(t.Context(), store, registry, d, envelope(i, 1, eventstore.Any))
		require.NoError(t, err)
	}
	_, err := HandleSeen(t.Context(), store, registry, d, envelope(3, 1, eventstore.Any), 1, nil)
	var conflict *eventstore.ConcurrencyError
	require.ErrorAs(t, err, &conflict)
	assert.Equal(t, eventstore.ConcurrencyError{Stream: "counter-1", Expected: 1, Actual: 2}, *conflict)
}

// A command that is to be handled only while nothing of a kind has come is
// late when it has, whatever its own rule looks at.
func TestHandle_Across_Late(t *testing.T) {
	d, registry, all := crowd()
	store := eventstore.NewMemory()
	_, err := Handle(t.Context(), store, registry, d, inStream("counter-1", 1))
	require.NoError(t, err)
	c := inStream("counter-2", 2)
	c.While = eventstore.Condition{Query: all}
	_, err = Handle(t.Context(), store, registry, d, c)
	require.ErrorIs(t, err, eventstore.ErrCondition)
	c.While.After = 1
	_, err = Handle(t.Context(), store, registry, d, c)
	require.NoError(t, err)
}

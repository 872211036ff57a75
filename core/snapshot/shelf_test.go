package snapshot

import (
	"context"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/schema"
)

type (
	counted struct {
		By int `json:"by"`
	}
	tally struct {
		Sum   int            `json:"sum"`
		Parts map[string]int `json:"parts"`
	}
)

func decider() *aggregate.Decider {
	return &aggregate.Decider{Type: "Tally", Initial: tally{}, Evolve: func(state, event any) any {
		s := state.(tally)
		s.Sum += event.(counted).By
		s.Parts = map[string]int{"last": event.(counted).By}
		return s
	}}
}

func registry() *schema.Registry {
	r := schema.NewRegistry()
	r.Register("Counted", 1, reflect.TypeFor[counted]())
	return r
}

// fill records saves of so many events each in tally-1, a minute apart.
func fill(t require.TestingT, store *eventstore.Memory, sizes ...int) {
	began := time.UnixMilli(1_800_000_000_000)
	for i, size := range sizes {
		head, err := store.Head(context.Background())
		require.NoError(t, err)
		var events []eventstore.EventData
		for j := range size {
			events = append(events, eventstore.EventData{
				ID:   uuid.NewSHA1(uuid.Nil, fmt.Append(nil, head.Position, j)),
				Type: "Counted", SchemaVersion: 1, Data: fmt.Appendf(nil, `{"by":%d}`, j+1),
				Timestamp: began.Add(time.Duration(i) * time.Minute),
				Metadata:  eventstore.Metadata{CausationID: uuid.NewSHA1(uuid.Max, fmt.Append(nil, head.Position))},
			})
		}
		_, err = store.Append(context.Background(), "tally-1", eventstore.Any, events...)
		require.NoError(t, err)
	}
}

func shelve(t require.TestingT, store *eventstore.Memory, plan Plan) *Shelf {
	s := NewShelf(registry(), decider(), "tally-1", plan)
	for e, err := range store.ReadStream(context.Background(), "tally-1", 0) {
		require.NoError(t, err)
		s.Add(e)
	}
	s.Settle()
	return s
}

func taken(snapshots []Snapshot) []eventstore.Version {
	var out []eventstore.Version
	for _, s := range snapshots {
		out = append(out, s.Version)
	}
	return out
}

// The events that one command caused are one save, and a snapshot is only
// taken when it ends.
func TestShelf_Taken(t *testing.T) {
	store := eventstore.NewMemory()
	fill(t, store, 1, 3, 2, 5)
	shelf := shelve(t, store, Plan{Policy: Policy{Rule: Boundary, N: 5}})
	assert.Equal(t, []eventstore.Version{6, 11}, taken(shelf.Taken(11)))
	assert.Equal(t, []eventstore.Version{6}, taken(shelf.Taken(10)))
	assert.Empty(t, shelf.Taken(5))
	assert.Empty(t, shelve(t, store, Plan{Policy: Policy{Rule: Multiple, N: 5}}).Taken(11))
}

// By time, the first is due when the stream is old enough.
func TestShelf_Taken_ByTime(t *testing.T) {
	store := eventstore.NewMemory()
	fill(t, store, 1, 1, 1, 1, 1, 1)
	shelf := shelve(t, store, Plan{Policy: Policy{Rule: Time, Age: 2 * time.Minute}})
	assert.Equal(t, []eventstore.Version{3, 5}, taken(shelf.Taken(6)))
}

// A load says what it began from and what it read.
func TestShelf_Load(t *testing.T) {
	store := eventstore.NewMemory()
	fill(t, store, 1, 3, 2, 5)
	shelf := shelve(t, store, Plan{Policy: Policy{Rule: Boundary, N: 5}})

	got, err := shelf.Load(t.Context(), store, 9, nil)
	require.NoError(t, err)
	assert.Equal(t, Hit, got.Outcome)
	assert.Equal(t, eventstore.Version(6), got.From)
	assert.Equal(t, 3, got.Events)
	assert.Equal(t, len(shelf.Taken(9)[0].data)+3*len(`{"by":1}`), got.Bytes)
	assert.Equal(t, tally{16, map[string]int{"last": 3}}, got.State.Value)

	got, err = shelf.Load(t.Context(), store, 5, nil)
	require.NoError(t, err)
	assert.Equal(t, Loading{State: got.State, Outcome: Miss, Events: 5, Bytes: 5 * len(`{"by":1}`)}, got)

	got, err = shelf.Without(t.Context(), store, 11, nil)
	require.NoError(t, err)
	assert.Equal(t, Off, got.Outcome)
	assert.Equal(t, 11, got.Events)
}

// After a deploy the snapshots of the code before are there, and are not used; before it they were.
func TestShelf_Load_Stale(t *testing.T) {
	store := eventstore.NewMemory()
	fill(t, store, 5, 1, 1, 5, 1)
	shelf := shelve(t, store, Plan{Policy{Rule: Boundary, N: 5}, []eventstore.Position{6}})
	require.Equal(t, []eventstore.Version{5, 12}, taken(shelf.Taken(13)))

	for at, want := range map[eventstore.Position]Outcome{4: Miss, 5: Hit, 6: Stale, 7: Stale, 12: Hit, 13: Hit} {
		got, err := shelf.Load(t.Context(), store, at, nil)
		require.NoError(t, err)
		assert.Equal(t, want, got.Outcome, "at %d", at)
		assert.Equal(t, at, eventstore.Position(got.State.Version))
		if want == Stale {
			assert.Equal(t, int(at), got.Events)
			assert.Equal(t, eventstore.Version(5), got.From)
		}
	}
	assert.False(t, shelf.Stale(shelf.Taken(13)[0], 5))
	assert.True(t, shelf.Stale(shelf.Taken(13)[0], 6))
	assert.False(t, shelf.Stale(shelf.Taken(13)[1], 13))
}

// When no snapshot is of today's code, n events since the last one are all the
// events that there are.
func TestShelf_Taken_AfterDeploy(t *testing.T) {
	store := eventstore.NewMemory()
	fill(t, store, 1, 1, 1, 1, 1, 1, 1, 1)
	shelf := shelve(t, store, Plan{Policy{Rule: Every, N: 4}, []eventstore.Position{5}})
	assert.Equal(t, []eventstore.Version{4, 6}, taken(shelf.Taken(8)))
}

// A snapshot whose bytes were let go is made again, and is the same.
func TestShelf_Load_Again(t *testing.T) {
	store := eventstore.NewMemory()
	fill(t, store, 3, 3, 3)
	shelf := shelve(t, store, Plan{Policy: Policy{Rule: Every, N: 3}})
	kept, err := shelf.Load(t.Context(), store, 7, nil)
	require.NoError(t, err)
	data := shelf.taken[1].data
	shelf.taken[1].data = nil
	again, err := shelf.Load(t.Context(), store, 7, nil)
	require.NoError(t, err)
	assert.Equal(t, kept, again)
	made, err := shelf.again(t.Context(), store, shelf.taken[1], nil)
	require.NoError(t, err)
	assert.Equal(t, data, made)
}

// Bytes beyond what is kept are let go, oldest first, and the list stays.
func TestShelf_KeepsBounded(t *testing.T) {
	shelf := shelve(t, eventstore.NewMemory(), Plan{Policy: Policy{Rule: Every, N: 1}})
	shelf.held = keptBytes - 10
	fill(t, eventstore.NewMemory())
	store := eventstore.NewMemory()
	fill(t, store, 1, 1)
	for e := range store.ReadStream(t.Context(), "tally-1", 0) {
		shelf.Add(e)
	}
	shelf.Settle()
	require.Len(t, shelf.taken, 2)
	assert.Nil(t, shelf.taken[0].data)
	assert.NotZero(t, shelf.taken[0].Bytes)
}

// What a load reads on average falls with n, and what it costs are snapshots.
func TestShelf_Costs(t *testing.T) {
	store := eventstore.NewMemory()
	fill(t, store, 1, 3, 2, 5)
	shelf := shelve(t, store, Plan{Policy: Policy{Rule: Never}})
	numbers := []eventstore.Version{1, 5, 12}
	assert.Equal(t, []Cost{{1, 4, 0, 4}, {5, 4, 1 + 4, 2}, {12, 4, 1 + 4 + 6, 0}}, shelf.Costs(Boundary, numbers, 11))
	assert.Equal(t, []Cost{{1, 4, 0, 4}, {5, 4, 11, 0}, {12, 4, 11, 0}}, shelf.Costs(Multiple, numbers, 11))
	assert.Equal(t, []Cost{{5, 2, 1, 0}}, shelf.Costs(Boundary, numbers[1:2], 5))
}

// Of a long stream the newest saves are looked at, as they would be after all
// that came before.
func TestCost_LongStream(t *testing.T) {
	var saves []eventstore.Version
	for v := range 3 * costMost {
		saves = append(saves, eventstore.Version(v+1))
	}
	for _, rule := range []Rule{Every, Boundary, Multiple} {
		c := cost(Policy{Rule: rule, N: 10}, saves)
		assert.Equal(t, Cost{10, costMost, costMost / 10 * 45, costMost / 10}, c, rule)
	}
}

func TestNumbers(t *testing.T) {
	assert.Equal(t, []eventstore.Version{1}, Numbers(0, 64))
	assert.Equal(t, []eventstore.Version{1, 2, 3, 4}, Numbers(3, 2))
	long := Numbers(1_000_000, 777)
	assert.Less(t, len(long), 160)
	assert.Contains(t, long, eventstore.Version(777))
	assert.Greater(t, long[len(long)-1], eventstore.Version(1_000_000))
	assert.IsIncreasing(t, long)
}

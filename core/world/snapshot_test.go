package world_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/snapshot"
	"playhead/core/world"
)

// batched copies a stream of a driven store into another, in saves of one to
// four events, as commands record that decide on more than one.
func batched(t *rapid.T, from *eventstore.Memory, stream eventstore.StreamID) *eventstore.Memory {
	store := eventstore.NewMemory()
	var batch []eventstore.EventData
	flush := func() {
		if len(batch) > 0 {
			_, err := store.Append(t.Context(), stream, eventstore.Any, batch...)
			require.NoError(t, err)
		}
		batch = nil
	}
	size, cause := 0, uuid.Nil
	for e, err := range from.ReadStream(t.Context(), stream, 0) {
		require.NoError(t, err)
		if size == 0 {
			flush()
			size, cause = rapid.IntRange(1, 4).Draw(t, "size"), uuid.NewSHA1(uuid.Max, e.ID[:])
		}
		size--
		e.EventData.Metadata.CausationID = cause
		batch = append(batch, e.EventData)
	}
	flush()
	return store
}

func drawPlan(t *rapid.T, head eventstore.Position) snapshot.Plan {
	plan := snapshot.Plan{Policy: snapshot.Policy{
		Rule: rapid.SampledFrom([]snapshot.Rule{
			snapshot.Never, snapshot.Every, snapshot.Boundary, snapshot.Time, snapshot.Multiple,
		}).Draw(t, "rule"),
		N:   eventstore.Version(rapid.Uint64Range(1, 9).Draw(t, "n")),
		Age: time.Duration(rapid.IntRange(1000, 3000).Draw(t, "age")) * time.Millisecond,
	}}
	for at := eventstore.Position(0); at < head && len(plan.Deploys) < 3; {
		at += eventstore.Position(rapid.Uint64Range(0, uint64(head)).Draw(t, "deploy"))
		plan.Deploys = append(plan.Deploys, at)
	}
	return plan
}

// Loading with snapshots comes to the same state as loading without, under
// every policy, at every position, whatever was deployed when; and what was taken
// up to a position is the same whatever came later.
func TestShelf_LoadWithEqualsLoadWithout(t *testing.T) {
	eachWorld(t, func(t *rapid.T, w *world.World) {
		driven, _ := drive(t, w, rapid.IntRange(1, 80).Draw(t, "commands"))
		first, err := streamOf(t.Context(), driven, rapid.Uint64Range(0, 79).Draw(t, "event"))
		require.NoError(t, err)
		store := batched(t, driven, first)
		head, err := store.Head(t.Context())
		require.NoError(t, err)
		plan := drawPlan(t, head.Position)
		decider := w.Deciders[first.Category()]
		shelf := snapshot.NewShelf(w.Registry, decider, first, plan)
		for e, err := range store.ReadStream(t.Context(), first, 0) {
			require.NoError(t, err)
			shelf.Add(e)
		}
		shelf.Settle()
		require.NoError(t, shelf.Why())
		for at := eventstore.Position(0); at <= head.Position; at++ {
			with, err := shelf.Load(t.Context(), store, at, nil)
			require.NoError(t, err)
			without, err := shelf.Without(t.Context(), store, at, nil)
			require.NoError(t, err)
			require.NotEqual(t, snapshot.Bad, with.Outcome)
			require.Equal(t, without.State, with.State, "at %d: %s", at, with.Outcome)
			if with.Outcome == snapshot.Hit {
				require.Equal(t, without.Events, with.Events+int(with.From))
			} else {
				require.Equal(t, without.Events, with.Events)
			}
			require.ElementsMatch(t, takenAfresh(t, w, store, first, plan, at), shelf.Taken(at), "at %d", at)
		}
	})
}

// takenAfresh returns what is taken of a log that ends at a position.
func takenAfresh(t *rapid.T, w *world.World, store *eventstore.Memory, stream eventstore.StreamID, plan snapshot.Plan, at eventstore.Position) []snapshot.Snapshot {
	shelf := snapshot.NewShelf(w.Registry, w.Deciders[stream.Category()], stream, plan)
	whole := true
	for e, err := range store.ReadStream(t.Context(), stream, 0) {
		require.NoError(t, err)
		if e.Position > at {
			whole = e.Metadata.CausationID != causeAt(t, store, at)
			break
		}
		shelf.Add(e)
	}
	if whole { // otherwise the log ends within a save, which no log does
		shelf.Settle()
	}
	return shelf.Taken(at)
}

func causeAt(t *rapid.T, store *eventstore.Memory, at eventstore.Position) uuid.UUID {
	if at > 0 {
		for e, err := range store.ReadAll(t.Context(), at-1) {
			require.NoError(t, err)
			return e.Metadata.CausationID
		}
	}
	return uuid.Nil
}

// streamOf returns the stream of the n-th event, of the last one when there are fewer.
func streamOf(ctx context.Context, store *eventstore.Memory, n uint64) (stream eventstore.StreamID, err error) {
	for e, err := range store.ReadAll(ctx, 0) {
		if err != nil {
			return "", err
		}
		if stream = e.Stream; uint64(e.Position) > n {
			break
		}
	}
	return stream, nil
}

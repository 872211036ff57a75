package world_test

import (
	"bytes"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/evolution"
	"playhead/core/schema"
	"playhead/core/world"
)

// aged returns a log with the world's history, whose schemas are of their time, in
// any order and number, and with events that cannot be read among them.
func aged(t *rapid.T, w *world.World) *eventstore.Memory {
	store := eventstore.NewMemory()
	for i := range rapid.IntRange(1, 60).Draw(t, "events") {
		past := rapid.SampledFrom(w.History).Draw(t, "event")
		data, err := w.Registry.Encode(past.Event)
		require.NoError(t, err)
		switch rapid.IntRange(0, 9).Draw(t, "fault") {
		case 0:
			data.Type = "Struck"
		case 1:
			data.SchemaVersion = 9
		case 2:
			data.Data = []byte(`{"amount":"a lot","outcome":7,"item":[],"owner":{},"name":0,"customer":1}`)
		}
		data.ID, data.Timestamp = uuid.UUID{0: 1, 14: byte(i >> 8), 15: byte(i)}, time.UnixMilli(1_800_000_000_000)
		_, err = store.Append(t.Context(), past.Stream, eventstore.Any, data)
		require.NoError(t, err)
	}
	return store
}

func reading(t *rapid.T, store *eventstore.Memory) func(eventstore.Position) iter.Seq2[eventstore.Event, error] {
	return func(after eventstore.Position) iter.Seq2[eventstore.Event, error] {
		return store.ReadAll(t.Context(), after)
	}
}

func stored(t *rapid.T, store *eventstore.Memory) [][]byte {
	var all [][]byte
	for e, err := range store.ReadAll(t.Context(), 0) {
		require.NoError(t, err)
		all = append(all, bytes.Clone(e.Data))
	}
	return all
}

// Whatever is read, through whatever upcasters, what is stored stays as it was, byte
// for byte, and its hashes verify.
func TestUpcasters_StoredBytesUnchanged(t *testing.T) {
	eachWorld(t, func(t *rapid.T, w *world.World) {
		store := aged(t, w)
		before := stored(t, store)
		bench := evolution.NewBench(w.Registry)
		head, err := store.Head(t.Context())
		require.NoError(t, err)
		require.NoError(t, bench.Count(reading(t, store), head.Position, 1000))
		for e, err := range store.ReadAll(t.Context(), 0) {
			require.NoError(t, err)
			w.Registry.Read(e)
			_, _ = evolution.Shapes(w.Registry, e) // an event that breaks is named by the bench
		}
		require.Equal(t, before, stored(t, store))
		require.NoError(t, eventstore.Verify(store.ReadAll(t.Context(), 0)))
		tally, err := bench.At(reading(t, store), head.Position)
		require.NoError(t, err)
		require.Equal(t, head.Position, tally.Verified)
	})
}

// Each event is counted once, under what it was stored as and what it is read as,
// or as one that breaks; and a tally is the same however the counting was sliced.
func TestBench_At_CountsEachEventOnce(t *testing.T) {
	eachWorld(t, func(t *rapid.T, w *world.World) {
		store := aged(t, w)
		head, err := store.Head(t.Context())
		require.NoError(t, err)
		bench := evolution.NewBench(w.Registry)
		for bench.Counted() < head.Position {
			require.NoError(t, bench.Count(reading(t, store), head.Position, rapid.IntRange(1, 30).Draw(t, "budget")))
		}
		at := eventstore.Position(rapid.Uint64Range(0, uint64(head.Position)).Draw(t, "position"))
		got, err := bench.At(reading(t, store), at)
		require.NoError(t, err)

		afresh := evolution.NewTally(w.Registry)
		var bytesStored int
		for e, err := range store.ReadAll(t.Context(), 0) {
			require.NoError(t, err)
			if e.Position > at {
				break
			}
			afresh.Add(e)
			bytesStored += len(e.Data)
			_, raw := w.Registry.Read(e).Event.(schema.Raw)
			named := len(afresh.Named) > 0 && afresh.Named[len(afresh.Named)-1].Position == e.Position
			require.Equal(t, raw, named || raw && afresh.Breaks > 20, "at %d", e.Position)
		}
		require.Equal(t, afresh, got)

		var in, out, lost int
		for _, c := range got.Stored {
			in += c.Events
		}
		for _, c := range got.Unknown {
			in += c.Events
		}
		for _, c := range got.Read {
			out += c.Events
		}
		lost = got.Breaks
		require.Equal(t, int(at), in)
		require.Equal(t, int(at), out+lost)
		total, _ := got.Total()
		require.Equal(t, bytesStored, total)
	})
}

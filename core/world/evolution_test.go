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
	"playhead/core/projection"
	"playhead/core/schema"
	"playhead/core/timetravel"
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

// Whatever projections are told to do at what they cannot read, they come to the same when
// they follow the log, when they are rebuilt, and in the past.
func TestRunner_Unknown_LiveEqualsPast(t *testing.T) {
	eachWorld(t, func(t *rapid.T, w *world.World) {
		store := aged(t, w)
		head, err := store.Head(t.Context())
		require.NoError(t, err)
		read := source(t.Context(), w, store)
		runner := projection.NewRunner(w.Projections)
		runner.Notice(head.Position)
		settle := func() {
			for {
				moved, err := runner.Advance(read, rapid.IntRange(1, 20).Draw(t, "budget"))
				require.NoError(t, err)
				if len(moved) == 0 {
					return
				}
			}
		}
		if rapid.Bool().Draw(t, "folded before") {
			settle()
		}
		for _, p := range w.Projections {
			policy := rapid.SampledFrom([]projection.Unknown{projection.Ignore, projection.Show, projection.Stop}).Draw(t, p.Name)
			require.NoError(t, runner.SetUnknown(p.Name, policy))
		}
		settle()
		folds := timetravel.Folds{Deciders: w.Deciders, Projections: w.Projections}
		timeline := timetravel.New(folds, read, nil)
		timeline.SetRules(runner.Rules())
		moment, err := timeline.At(t.Context(), head.Position)
		require.NoError(t, err)
		for i, p := range w.Projections {
			progress, err := runner.Progress(p.Name)
			require.NoError(t, err)
			past := moment.Projections[i]
			require.Equal(t, past.Checkpoint, progress.State.Checkpoint, p.Name)
			require.Equal(t, past.Failure, progress.State.Failure, p.Name)
			require.Equal(t, past.Unread, progress.State.Unread, p.Name)
			require.Equal(t, shown(past.Model), shown(progress.State.Model), p.Name)
		}
	})
}

package world_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/aggregate"
	"playhead/core/crud"
	"playhead/core/eventstore"
	"playhead/core/schema"
	"playhead/core/world"
	"playhead/core/world/orders"
)

// A table updated in place holds for each stream what the fold of its first
// events is, at every position, and the ledger's sums are those of a count
// from the beginning.
func TestCrud_RowIsTheFoldOfTheStream(t *testing.T) {
	eachWorld(t, func(t *rapid.T, w *world.World) {
		store, head := drive(t, w, rapid.IntRange(1, 120).Draw(t, "commands"))
		p := eventstore.Position(rapid.Uint64Range(0, uint64(head)).Draw(t, "position"))
		database, ledger := crud.NewDatabase(w.Deciders), crud.NewLedger(w.Deciders)
		var want crud.Sizes
		written := map[eventstore.StreamID]bool{}
		for e := range store.ReadAll(t.Context(), 0) {
			read := w.Registry.Read(e)
			ledger.Add(e, read)
			if e.Position > p {
				continue
			}
			database.Write(read)
			want.Events++
			want.Data += len(e.Data)
			want.Log += len(eventstore.AppendEvent(nil, e))
			if written[e.Stream] {
				want.Overwritten++
			}
			written[e.Stream] = true
		}
		categories := map[string]bool{}
		for stream := range written {
			folded, err := aggregate.Load(t.Context(), store, w.Registry, w.Deciders[stream.Category()], stream, p)
			require.NoError(t, err)
			row, ok := database.Row(stream)
			require.True(t, ok)
			require.Equal(t, folded.Value, row, "%s at %d", stream, p)
			want.Table += crud.RowBytes(stream, folded.Value)
			categories[stream.Category()] = true
		}
		for category := range categories {
			for _, f := range schema.Tree(w.Deciders[category].Initial) {
				want.Table += len(f.Name)
			}
		}
		want.Rows = len(written)
		require.Equal(t, want, ledger.At(p))
		require.Equal(t, want.Table, database.Bytes())
	})
}

// Where a row says that it answers a question, it says what the log says.
func TestQuestions_RowAgreesWithLog(t *testing.T) {
	eachWorld(t, func(t *rapid.T, w *world.World) {
		require.NotEmpty(t, w.Questions)
		store, head := drive(t, w, rapid.IntRange(1, 120).Draw(t, "commands"))
		p := eventstore.Position(rapid.Uint64Range(1, uint64(head)).Draw(t, "position"))
		histories := map[eventstore.StreamID][]world.Recorded{}
		for e := range store.ReadAll(t.Context(), 0) {
			if e.Position <= p {
				histories[e.Stream] = append(histories[e.Stream], w.Registry.Read(e))
			}
		}
		for stream, history := range histories {
			state, err := aggregate.Load(t.Context(), store, w.Registry, w.Deciders[stream.Category()], stream, p)
			require.NoError(t, err)
			for _, q := range w.Questions {
				if q.Category != stream.Category() {
					continue
				}
				says, answers := q.Row(state.Value)
				answer := q.Log(history)
				require.NotEmpty(t, says)
				require.NotEmpty(t, answer.Text)
				if answers {
					require.Equal(t, answer.Text, says, "%s of %s", q.Ask, stream)
				}
			}
		}
	})
}

// What a row does not answer it cannot: two orders whose rows are the same had
// other histories, and only the log tells them apart.
func TestQuestions_OneRowTwoHistories(t *testing.T) {
	w := orders.World()
	histories := [][]any{
		{orders.OrderCreated{Customer: "Ada", Address: "1 Road"}, orders.ItemAdded{Item: "lamp", Price: 10_00, Quantity: 1},
			orders.DiscountApplied{Percent: 10, Reason: "late"}},
		{orders.OrderCreated{Customer: "Ada", Address: "2 Lane"}, orders.ItemAdded{Item: "lamp", Price: 10_00, Quantity: 3},
			orders.DiscountApplied{Percent: 10, Reason: "loyal"}, orders.ItemRemoved{Item: "lamp", Quantity: 2}, orders.ShippingUpdated{Address: "1 Road"}},
	}
	var rows []any
	var told [][]world.Recorded
	for _, events := range histories {
		row := w.Deciders["order"].Initial
		var history []world.Recorded
		for i, e := range events {
			row = w.Deciders["order"].Evolve(row, e)
			history = append(history, world.Recorded{Stream: "order-1", Version: eventstore.Version(i + 1), Timestamp: time.UnixMilli(int64(i)), Event: e})
		}
		rows, told = append(rows, row), append(told, history)
	}
	require.Equal(t, rows[0], rows[1])
	gone := 0
	for _, q := range w.Questions {
		if _, answers := q.Row(rows[0]); answers {
			continue
		}
		gone++
		assert.NotEqual(t, q.Log(told[0]).Text, q.Log(told[1]).Text, q.Ask)
	}
	assert.Equal(t, 4, gone)
}

package checkpoint

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/schema"
	"playhead/core/sealing"
	"playhead/core/timetravel"
	"playhead/core/world/bank"
)

// The last of ten checkpoints of a Bank with a thousand accounts: what it takes to read
// it, and to fold the same events again, without decoding them.
func BenchmarkChain(b *testing.B) {
	w := bank.World()
	folds := timetravel.Folds{Deciders: w.Deciders, Projections: w.Projections}
	ring := sealing.NewRing(&sealing.MemoryKeys{}, func() sealing.Key { return sealing.Key{1} })
	hash := func(eventstore.Position) (hash eventstore.Hash, err error) { return hash, nil }
	const checkpoints = 10
	source := func(after eventstore.Position) iter.Seq2[schema.Recorded, error] {
		return func(yield func(schema.Recorded, error) bool) {
			for p := after + 1; p <= checkpoints*Every && yield(deposit(p), nil); p++ {
			}
		}
	}
	timeline := timetravel.New(folds, source, nil)
	chain, store := New("bench", folds, ring, hash), &Memory{}
	for at := eventstore.Position(Every); at <= checkpoints*Every; at += Every {
		m, err := timeline.At(context.Background(), at)
		require.NoError(b, err)
		require.NoError(b, chain.Add(context.Background(), store, m, nil))
	}
	_, last, _, _ := store.Next(context.Background(), (checkpoints-1)*Every)
	ready := New("bench", folds, ring, hash)
	for range checkpoints - 1 {
		_, ok, err := ready.Next(context.Background(), store, checkpoints*Every)
		require.NoError(b, err)
		require.True(b, ok)
	}
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		b.ReportMetric(float64(len(last))/Every, "bytes/event")
		for b.Loop() {
			_, err := ready.read(checkpoints*Every, last)
			require.NoError(b, err)
		}
		b.ReportMetric(float64(len(last))/Every, "bytes/event")
	})
	b.Run("fold", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m := ready.Last()
			for m.Position < checkpoints*Every {
				var err error
				m, err = timeline.Next(m)
				require.NoError(b, err)
			}
		}
	})
}

func deposit(p eventstore.Position) schema.Recorded {
	i := int(p - 1)
	e := schema.Recorded{
		Position: p, Stream: eventstore.StreamID(fmt.Sprintf("account-%d", (i*7919)%1000)),
		Version: eventstore.Version(i/1000 + 1), Timestamp: time.UnixMilli(1_800_000_000_000 + int64(i)*1000),
		Type: "MoneyDeposited", Event: bank.MoneyDeposited{Amount: 1250, Currency: "USD", Source: "cash"},
	}
	if i < 1000 {
		e.Type, e.Event = "AccountOpened", bank.AccountOpened{Owner: fmt.Sprint("Ada ", i), Currency: "USD"}
	}
	return e
}

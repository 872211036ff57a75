package durable

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/eventstore/storetest"
)

// BenchmarkOpen opens a log of so many events of a thousand streams, in
// segments, from a database that costs nothing.
func BenchmarkOpen(b *testing.B) {
	const events, streams = 100_000, 1000
	shared := calm()
	log := eventstore.NewLog()
	for first := 0; first < events; first += 1000 {
		var run []eventstore.Addressed
		for i := range 1000 {
			stream := eventstore.StreamID(fmt.Sprintf("account-%d", (first+i)%streams))
			run = append(run, eventstore.Addressed{Stream: stream, EventData: storetest.Deposit()})
		}
		sealed, err := log.PrepareAll(run)
		require.NoError(b, err)
		require.NoError(b, log.Commit(sealed))
		for _, r := range segments().recordsOf(sealed) {
			shared.kept.records[recordKey{"log", r.First}] = r.Bytes
		}
	}
	head := log.Head()
	shared.kept.entry = Entry{ID: "log", Era: 1, Head: head.Position, Hash: head.Hash}
	for b.Loop() {
		s, err := Open(b.Context(), simDatabase{&tab{browser: shared}}, nil, Options{NewID: shared.newID})
		require.NoError(b, err)
		require.Equal(b, head.Position, s.head())
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/events, "µs/event")
}

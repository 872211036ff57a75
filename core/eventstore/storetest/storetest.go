// Package storetest is the suite that every eventstore.Store passes. After
// each of its tests the whole log is checked.
package storetest

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/eventstore"
)

// patience is how long a test waits for what must come. It only ends tests
// that would hang: a browser's store on a busy machine needs a second or two.
const patience = 30 * time.Second

// Run tests the stores that open returns. Each call of open must return a
// store with a log of its own, without events.
func Run(t *testing.T, open func(t *testing.T) eventstore.Store) {
	for _, group := range [][]test{appending, repeating, refusing, conditional, reading, subscribing, racing} {
		for _, test := range group {
			t.Run(test.name, func(t *testing.T) {
				s := fixture{t, open(t)}
				test.run(s)
				Check(t, s.store)
			})
		}
	}
	t.Run("Model", func(t *testing.T) { testModel(t, open) })
}

type test struct {
	name string
	run  func(s fixture)
}

// fixture is a test's store with what makes tests short.
type fixture struct {
	*testing.T
	store eventstore.Store
}

// append appends and fails the test if that fails.
func (s fixture) append(stream eventstore.StreamID, expected eventstore.ExpectedVersion, data ...eventstore.EventData) []eventstore.Event {
	s.Helper()
	events, err := s.store.Append(s.Context(), stream, expected, data...)
	require.NoError(s, err)
	require.Len(s, events, len(data))
	return events
}

// all reads the whole log.
func (s fixture) all() []eventstore.Event {
	s.Helper()
	return collect(s.T, s.store.ReadAll(s.Context(), 0))
}

// stream reads a whole stream.
func (s fixture) stream(stream eventstore.StreamID) []eventstore.Event {
	s.Helper()
	return collect(s.T, s.store.ReadStream(s.Context(), stream, 0))
}

// head returns the position of the last event.
func (s fixture) head() eventstore.Position {
	s.Helper()
	head, err := s.store.Head(s.Context())
	require.NoError(s, err)
	return head.Position
}

// reader is a way to read the log: all that there is, or that and what comes.
type reader func(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Event, error]

// leave stops reading at the first event.
func (s fixture) leave(read reader) {
	s.Helper()
	for event, err := range read(s.Context(), 1) {
		require.NoError(s, err)
		assert.Equal(s, eventstore.Position(2), event.Position)
		break
	}
}

// cancel ends the reader's context at the first event; nothing but its error
// may come then.
func (s fixture) cancel(read reader) {
	s.Helper()
	ctx, cancel := context.WithCancel(s.Context())
	defer cancel()
	var events int
	var last error
	for _, err := range read(ctx, 0) {
		if last = err; err == nil {
			events++
			cancel()
		}
	}
	assert.Equal(s, 1, events)
	assert.ErrorIs(s, last, context.Canceled)
}

func collect(t require.TestingT, events iter.Seq2[eventstore.Event, error]) []eventstore.Event {
	var all []eventstore.Event
	for event, err := range events {
		require.NoError(t, err)
		all = append(all, event)
	}
	return all
}

var counter atomic.Uint64

// start is when all test events happened, give or take a second.
var start = time.Date(2026, 11, 20, 14, 3, 21, 755_000_000, time.UTC)

// Deposit returns an event that was never returned before.
func Deposit() eventstore.EventData {
	n := counter.Add(1)
	d := eventstore.EventData{
		Type:          "MoneyDeposited",
		SchemaVersion: 2,
		Data:          fmt.Appendf(nil, `{"amount":%d,"currency":"USD","source":"cash"}`, n),
		Timestamp:     start.Add(time.Duration(n%1000) * time.Millisecond),
	}
	binary.BigEndian.PutUint64(d.ID[8:], n)
	d.ID[6], d.ID[8] = 0x70, d.ID[8]|0x80 // a UUID of version 7
	d.Metadata = eventstore.Metadata{CorrelationID: d.ID, CausationID: uuid.UUID{15: 1}, Actor: "Ada", Command: "Deposit"}
	return d
}

// Deposits returns n events that were never returned before.
func Deposits(n int) []eventstore.EventData {
	data := make([]eventstore.EventData, n)
	for i := range data {
		data[i] = Deposit()
	}
	return data
}

// Check checks the whole log: positions and versions without gaps, the chain
// of hashes, and that the streams together are the log.
func Check(t *testing.T, store eventstore.Store) {
	t.Helper()
	ctx := context.Background() // the test's own may have ended
	require.NoError(t, eventstore.Verify(store.ReadAll(ctx, 0)))
	all := collect(t, store.ReadAll(ctx, 0))
	byStream := map[eventstore.StreamID][]eventstore.Event{}
	for _, event := range all {
		byStream[event.Stream] = append(byStream[event.Stream], event)
	}
	for stream, events := range byStream {
		require.Equal(t, events, collect(t, store.ReadStream(ctx, stream, 0)), "stream %s", stream)
	}
	want := eventstore.Head{Position: eventstore.Position(len(all)), Streams: len(byStream)}
	if len(all) > 0 {
		want.Hash = all[len(all)-1].Hash
	}
	head, err := store.Head(ctx)
	require.NoError(t, err)
	require.Equal(t, want, head)
}

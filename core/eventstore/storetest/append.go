package storetest

import (
	"context"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

var appending = []test{
	{"Append", func(s fixture) {
		// What is recorded is what was handed in, at the end of the stream.
		first, second := Deposit(), Deposit()
		events := s.append("account-7", eventstore.NoStream, first, second)
		for i, want := range []eventstore.EventData{first, second} {
			assert.Equal(s, want, events[i].EventData)
			assert.Equal(s, eventstore.StreamID("account-7"), events[i].Stream)
			assert.Equal(s, eventstore.Version(i+1), events[i].Version)
			assert.Equal(s, eventstore.Position(i+1), events[i].Position)
		}
		assert.Equal(s, events, s.all())
	}},
	{"Append_Positions", func(s fixture) {
		// Positions count all streams, versions each for itself.
		s.append("account-1", eventstore.NoStream, Deposits(2)...)
		other := s.append("account-2", eventstore.NoStream, Deposit())[0]
		again := s.append("account-1", eventstore.Exactly(2), Deposit())[0]
		assert.Equal(s, [2]uint64{3, 1}, [2]uint64{uint64(other.Position), uint64(other.Version)})
		assert.Equal(s, [2]uint64{4, 3}, [2]uint64{uint64(again.Position), uint64(again.Version)})
	}},
	{"AppendAll", func(s fixture) {
		// Events of several streams are recorded in the order given, without
		// those that are there; again, it records nothing.
		known := s.append("account-1", eventstore.NoStream, Deposits(2)...)
		all := []eventstore.Addressed{{Stream: "account-2", EventData: Deposit()}, {Stream: "account-1", EventData: known[1].EventData}, {Stream: "account-1", EventData: Deposit()}}
		events, err := s.store.AppendAll(s.Context(), all...)
		require.NoError(s, err)
		require.Len(s, events, 2)
		assert.Equal(s, all[0].EventData, events[0].EventData)
		assert.Equal(s, eventstore.Version(1), events[0].Version)
		assert.Equal(s, all[2].EventData, events[1].EventData)
		assert.Equal(s, eventstore.Version(3), events[1].Version)
		assert.Equal(s, append(known, events...), s.all())
		events, err = s.store.AppendAll(s.Context(), all...)
		require.NoError(s, err)
		assert.Empty(s, events)
	}},
	{"AppendAll_Refused", func(s fixture) {
		// One event that cannot be recorded keeps all the others out.
		known := s.append("account-1", eventstore.NoStream, Deposit())[0]
		good, twice := eventstore.Addressed{Stream: "account-2", EventData: Deposit()}, eventstore.Addressed{Stream: "account-1", EventData: Deposit()}
		_, err := s.store.AppendAll(s.Context(), good, twice, twice)
		require.ErrorIs(s, err, eventstore.ErrIDReused)
		_, err = s.store.AppendAll(s.Context(), good, eventstore.Addressed{Stream: "account-2", EventData: known.EventData})
		require.ErrorIs(s, err, eventstore.ErrIDReused)
		_, err = s.store.AppendAll(s.Context(), good, eventstore.Addressed{Stream: "two words", EventData: Deposit()})
		var name *eventstore.StreamIDError
		require.ErrorAs(s, err, &name)
		assert.Len(s, s.all(), 1)
	}},
	{"Append_Any", func(s fixture) {
		// Any takes a stream as it is, new or not.
		s.append("account-7", eventstore.Any, Deposit())
		event := s.append("account-7", eventstore.Any, Deposit())[0]
		assert.Equal(s, eventstore.Version(2), event.Version)
	}},
	{"Append_Milliseconds", func(s fixture) {
		// Timestamps are kept in whole milliseconds, in UTC.
		data := Deposit()
		data.Timestamp = start.Add(123_456_789).In(time.FixedZone("Kathmandu", 5*3600+45*60))
		event := s.append("account-7", eventstore.NoStream, data)[0]
		assert.Equal(s, start.Add(123*time.Millisecond), event.Timestamp)
		assert.Equal(s, event, s.all()[0])
	}},
	{"Append_DataKept", func(s fixture) {
		// Data is kept byte by byte: the digits of numbers, the order of
		// keys, and keys that mean something elsewhere.
		const json = ` {"__proto__":1.10, "amount":1234567890123456789012345678901234567890,"a":"\u00e9é","a":[]} `
		data := Deposit()
		data.Data = []byte(json)
		s.append("account-7", eventstore.NoStream, data)
		assert.Equal(s, json, string(s.all()[0].Data))
	}},
	{"Append_InputChangedAfterwards", func(s fixture) {
		// The caller may use its slices again.
		data := Deposit()
		data.Data = []byte(`{"amount":1}`)
		s.append("account-7", eventstore.NoStream, data)
		copy(data.Data, `{"amount":2}`)
		assert.JSONEq(s, `{"amount":1}`, string(s.all()[0].Data))
	}},
	{"Append_Sparse", func(s fixture) {
		// All metadata may be missing.
		data := Deposit()
		data.Metadata = eventstore.Metadata{}
		s.append("x", eventstore.NoStream, data)
		assert.Equal(s, data, s.all()[0].EventData)
	}},
	{"Append_Many", func(s fixture) {
		// A batch far above what a page sends is one append like any other.
		data := Deposits(3000)
		events := s.append("account-7", eventstore.NoStream, data...)
		assert.Equal(s, events, s.all())
		assert.Equal(s, eventstore.Version(3000), events[2999].Version)
	}},
	{"Append_Large", func(s fixture) {
		// An event may be as large as MaxData says.
		data := Deposit()
		data.Data = jsonOfSize(eventstore.MaxData)
		s.append("account-7", eventstore.NoStream, data)
		s.append("account-7", eventstore.Exactly(1), Deposit())
		assert.Equal(s, data.Data, s.all()[0].Data)
	}},
	{"Append_CancelledBefore", func(s fixture) {
		// A context that has ended records nothing, and the same append
		// works with another one.
		ctx, cancel := context.WithCancel(s.Context())
		cancel()
		data := Deposit()
		_, err := s.store.Append(ctx, "account-7", eventstore.NoStream, data)
		require.ErrorIs(s, err, context.Canceled)
		assert.Zero(s, s.head())
		s.append("account-7", eventstore.NoStream, data)
	}},
}

var repeating = []test{
	{"Append_Repeated", func(s fixture) {
		// The same ids again are the same append, whatever is expected now.
		data := Deposits(2)
		recorded := s.append("account-7", eventstore.NoStream, data...)
		for _, expected := range []eventstore.ExpectedVersion{eventstore.NoStream, eventstore.Exactly(1), eventstore.Exactly(9), eventstore.Any} {
			assert.Equal(s, recorded, s.append("account-7", expected, data...), "expecting %s", expected)
		}
		assert.Equal(s, eventstore.Position(2), s.head())
	}},
	{"Append_RepeatedLater", func(s fixture) {
		// It does not matter what was recorded in between.
		data := Deposits(2)
		recorded := s.append("account-7", eventstore.NoStream, data...)
		s.append("account-7", eventstore.Exactly(2), Deposits(3)...)
		s.append("account-8", eventstore.NoStream, Deposit())
		assert.Equal(s, recorded, s.append("account-7", eventstore.NoStream, data...))
		assert.Equal(s, eventstore.Position(6), s.head())
	}},
	{"Append_ErrIDReused_Mixed", func(s fixture) {
		// Recorded ids among new ones are neither a repetition nor new.
		known, unknown := Deposit(), Deposit()
		s.append("account-7", eventstore.NoStream, known)
		for _, data := range [][]eventstore.EventData{{known, unknown}, {unknown, known}} {
			_, err := s.store.Append(s.Context(), "account-7", eventstore.Any, data...)
			require.ErrorIs(s, err, eventstore.ErrIDReused)
		}
		assert.Equal(s, eventstore.Position(1), s.head())
	}},
	{"Append_ErrIDReused_OtherStream", func(s fixture) {
		// An id belongs to the stream where it was recorded.
		data := Deposit()
		s.append("account-7", eventstore.NoStream, data)
		_, err := s.store.Append(s.Context(), "account-8", eventstore.NoStream, data)
		require.ErrorIs(s, err, eventstore.ErrIDReused)
		assert.Equal(s, eventstore.Position(1), s.head())
	}},
	{"Append_ErrIDReused_OtherOrder", func(s fixture) {
		// A repetition keeps the order.
		data := Deposits(2)
		s.append("account-7", eventstore.NoStream, data...)
		_, err := s.store.Append(s.Context(), "account-7", eventstore.Any, data[1], data[0])
		require.ErrorIs(s, err, eventstore.ErrIDReused)
	}},
	{"Append_ErrIDReused_Twice", func(s fixture) {
		// An id comes once in an append.
		data := Deposit()
		_, err := s.store.Append(s.Context(), "account-7", eventstore.Any, data, data)
		require.ErrorIs(s, err, eventstore.ErrIDReused)
		assert.Zero(s, s.head())
	}},
}

var refusing = []test{
	{"Append_ErrConcurrency", func(s fixture) {
		// A wrong claim is refused with what was claimed and what is.
		s.append("account-7", eventstore.NoStream, Deposits(3)...)
		for _, expected := range []eventstore.ExpectedVersion{eventstore.NoStream, eventstore.Exactly(2), eventstore.Exactly(4)} {
			_, err := s.store.Append(s.Context(), "account-7", expected, Deposit())
			var conflict *eventstore.ConcurrencyError
			require.ErrorAs(s, err, &conflict, "expecting %s", expected)
			require.ErrorIs(s, err, eventstore.ErrConcurrency)
			assert.Equal(s, eventstore.ConcurrencyError{Stream: "account-7", Expected: expected, Actual: 3}, *conflict)
		}
		assert.Equal(s, eventstore.Position(3), s.head())
	}},
	{"Append_ErrConcurrency_NoEventsYet", func(s fixture) {
		// A stream without events is at version 0.
		_, err := s.store.Append(s.Context(), "account-7", eventstore.Exactly(1), Deposit())
		var conflict *eventstore.ConcurrencyError
		require.ErrorAs(s, err, &conflict)
		assert.Zero(s, conflict.Actual)
		s.append("account-7", eventstore.Exactly(0), Deposit())
	}},
	{"Append_ErrNoEvents", func(s fixture) {
		_, err := s.store.Append(s.Context(), "account-7", eventstore.Any)
		require.ErrorIs(s, err, eventstore.ErrNoEvents)
	}},
	{"Append_StreamIDError", func(s fixture) {
		_, err := s.store.Append(s.Context(), "account 7", eventstore.Any, Deposit())
		var refused *eventstore.StreamIDError
		require.ErrorAs(s, err, &refused)
		assert.Zero(s, s.head())
	}},
	{"Append_EventDataError_AllOrNothing", func(s fixture) {
		// One event that is not fit to be recorded keeps all the others out.
		s.append("account-7", eventstore.NoStream, Deposit())
		unfit := Deposit()
		unfit.Data = []byte(`{"amount":`)
		_, err := s.store.Append(s.Context(), "account-7", eventstore.Exactly(1), Deposit(), Deposit(), unfit)
		var refused *eventstore.EventDataError
		require.ErrorAs(s, err, &refused)
		assert.Equal(s, unfit.ID, refused.ID)
		assert.Equal(s, eventstore.Position(1), s.head())
		s.append("account-7", eventstore.Exactly(1), Deposit())
	}},
	{"Append_EventDataError_TooLarge", func(s fixture) {
		data := Deposit()
		data.Data = jsonOfSize(eventstore.MaxData + 1)
		_, err := s.store.Append(s.Context(), "account-7", eventstore.NoStream, data)
		var refused *eventstore.EventDataError
		require.ErrorAs(s, err, &refused)
		assert.Zero(s, s.head())
	}},
}

// jsonOfSize returns a JSON string of so many bytes.
func jsonOfSize(n int) []byte {
	json := make([]byte, n)
	for i := range json {
		json[i] = 'x'
	}
	json[0], json[n-1] = '"', '"'
	return json
}

package eventstore_test

import (
	"fmt"
	"iter"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/eventstore/storetest"
)

func TestLog_Prepare_ChangesNothing(t *testing.T) {
	log := sample(t)
	before := log.Head()
	data := storetest.Deposits(2)
	first, _, err := log.Prepare("account-9", eventstore.NoStream, data...)
	require.NoError(t, err)
	second, _, err := log.Prepare("account-9", eventstore.NoStream, data...)
	require.NoError(t, err)
	assert.Equal(t, first, second)
	assert.Equal(t, before, log.Head())
	assert.Zero(t, log.Version("account-9"))
}

func TestLog_Prepare_SaysWhetherItIsARepetition(t *testing.T) {
	log := eventstore.NewLog()
	data := storetest.Deposit()
	recorded := record(t, log, "account-7", data)
	again, repeated, err := log.Prepare("account-7", eventstore.NoStream, data)
	require.NoError(t, err)
	assert.True(t, repeated)
	assert.Equal(t, recorded, again)
}

func TestLog_At(t *testing.T) {
	log := sample(t)
	for want := eventstore.Position(1); want <= 4; want++ {
		event, ok := log.At(want)
		require.True(t, ok)
		assert.Equal(t, want, event.Position)
	}
	for _, outside := range []eventstore.Position{0, 5, 1 << 63} {
		_, ok := log.At(outside)
		assert.False(t, ok, "position %d", outside)
	}
}

func TestLog_InStream(t *testing.T) {
	log := sample(t)
	event, ok := log.InStream("account-1", 3)
	require.True(t, ok)
	assert.Equal(t, eventstore.Position(4), event.Position)
	_, ok = log.InStream("account-1", 4)
	assert.False(t, ok)
	_, ok = log.InStream("Ada", 1)
	assert.False(t, ok, "an actor is not a stream")
	assert.Equal(t, eventstore.Version(1), log.Version("store-店"))
	assert.Equal(t, 2, log.Head().Streams)
}

func TestLog_Find(t *testing.T) {
	log := sample(t)
	for _, event := range events(log) {
		position, ok := log.Find(event.ID)
		assert.True(t, ok)
		assert.Equal(t, event.Position, position)
	}
	_, ok := log.Find(uuid.UUID{15: 9})
	assert.False(t, ok)
}

func TestLog_Commit_ErrCorrupt(t *testing.T) {
	log := sample(t)
	first, _ := log.At(1)
	for want, spoil := range map[string]func(e []eventstore.Event){
		"#7 stands in its place":                         func(e []eventstore.Event) { e[1] = e[2] },
		"it is v6 of account-1, which is at v4":          func(e []eventstore.Event) { e[1].Version = 6 },
		"its hash does not follow from the event before": func(e []eventstore.Event) { e[1].Data = []byte(`{"amount":9}`) },
		"its id " + first.ID.String() + " is taken":      func(e []eventstore.Event) { e[1].ID = first.ID },
		"its id " + id("twice") + " is taken":            func(e []eventstore.Event) { e[1].ID = e[0].ID },
		"its schema version is 0":                        func(e []eventstore.Event) { e[1].SchemaVersion = 0 },
	} {
		data := storetest.Deposits(3)
		data[0].ID = uuid.MustParse(id("twice"))
		spoiled, _, err := log.Prepare("account-1", eventstore.Exactly(3), data...)
		require.NoError(t, err)
		spoil(spoiled)
		err = log.Commit(spoiled)
		var damage *eventstore.DamageError
		require.ErrorAs(t, err, &damage, want)
		assert.Equal(t, eventstore.DamageError{Position: 6, Reason: want}, *damage)
		assert.Equal(t, eventstore.Position(4), log.Head().Position, "nothing of it is taken over")
	}
}

// id returns the UUID that belongs to a name.
func id(name string) string { return uuid.NewSHA1(uuid.NameSpaceOID, []byte(name)).String() }

// What Prepare returned is taken over as it is, and the log is the one that
// Commit makes of it.
func TestLog_CommitOwn(t *testing.T) {
	own, other := sample(t), eventstore.NewLog()
	for e := range own.All(0) {
		require.NoError(t, other.Commit([]eventstore.Event{e}))
	}
	events, _, err := own.Prepare("account-1", eventstore.Any, storetest.Deposits(3)...)
	require.NoError(t, err)
	require.NoError(t, own.CommitOwn(events))
	require.NoError(t, other.Commit(events))
	require.Equal(t, other.Head(), own.Head())
	require.NoError(t, eventstore.Verify(own.All(0)))
	assert.NoError(t, own.CommitOwn(nil))
}

// Events that were prepared for another end of the log are not taken over.
func TestLog_CommitOwn_ErrCorrupt(t *testing.T) {
	log := sample(t)
	late, _, err := log.Prepare("account-1", eventstore.Any, storetest.Deposit())
	require.NoError(t, err)
	record(t, log, "account-2", storetest.Deposit())
	before := log.Head()
	assert.ErrorIs(t, log.CommitOwn(late), eventstore.ErrCorrupt)

	late, _, err = sample(t).Prepare("account-1", eventstore.Any, storetest.Deposits(2)...)
	require.NoError(t, err)
	assert.ErrorIs(t, log.CommitOwn(late[1:]), eventstore.ErrCorrupt, "it follows on an event of another log")
	assert.Equal(t, before, log.Head())
}

// What is appended may be changed by its owner afterwards: the log has copies.
func TestLog_Prepare_CopiesData(t *testing.T) {
	log := eventstore.NewLog()
	data := storetest.Deposits(3)
	var want []string
	for _, d := range data {
		want = append(want, string(d.Data))
	}
	all := []eventstore.Addressed{{Stream: "account-1", EventData: data[0]}, {Stream: "account-2", EventData: data[1]}, {Stream: "account-1", EventData: data[2]}}
	events, err := log.PrepareAll(all)
	require.NoError(t, err)
	for _, d := range data {
		clear(d.Data)
	}
	for i, e := range events {
		assert.Equal(t, want[i], string(e.Data))
		assert.Equal(t, len(e.Data), cap(e.Data), "whoever appends to it must not write into the next")
	}
}

func TestVerify_NamesTheFirstBreak(t *testing.T) {
	log := sample(t)
	require.NoError(t, eventstore.Verify(log.All(0)))
	for what, tamper := range map[string]func(e *eventstore.Event){
		"data":        func(e *eventstore.Event) { e.Data = []byte(`{"amount":1000000}`) },
		"timestamp":   func(e *eventstore.Event) { e.Timestamp = e.Timestamp.Add(time.Millisecond) },
		"actor":       func(e *eventstore.Event) { e.Metadata.Actor = "Eve" },
		"causation":   func(e *eventstore.Event) { e.Metadata.CausationID = uuid.UUID{1} },
		"stream":      func(e *eventstore.Event) { e.Stream = "account-2" },
		"type":        func(e *eventstore.Event) { e.Type = "MoneyWithdrawn" },
		"schema":      func(e *eventstore.Event) { e.SchemaVersion++ },
		"id":          func(e *eventstore.Event) { e.ID[0]++ },
		"version":     func(e *eventstore.Event) { e.Version++ },
		"position":    func(e *eventstore.Event) { e.Position++ },
		"hash itself": func(e *eventstore.Event) { e.Hash[31]++ },
	} {
		err := eventstore.Verify(tampered(log, 3, tamper))
		var damage *eventstore.DamageError
		require.ErrorAs(t, err, &damage, what)
		assert.Equal(t, eventstore.Position(3), damage.Position, what)
	}
}

// tampered yields the log with the event at the position changed.
func tampered(log *eventstore.Log, position eventstore.Position, tamper func(*eventstore.Event)) iter.Seq2[eventstore.Event, error] {
	return func(yield func(eventstore.Event, error) bool) {
		for e := range log.All(0) {
			if e.Position == position {
				tamper(&e)
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}

func TestLog_AcrossBlocks(t *testing.T) {
	// Nothing changes where one block of the arena ends and the next begins.
	log := eventstore.NewLog()
	for i := range 30 {
		record(t, log, eventstore.StreamID(fmt.Sprintf("account-%d", i%3)), storetest.Deposits(100)...)
	}
	require.NoError(t, eventstore.Verify(log.All(0)))
	for _, event := range events(log) {
		position, ok := log.Find(event.ID)
		require.True(t, ok)
		require.Equal(t, event.Position, position)
		same, ok := log.InStream(event.Stream, event.Version)
		require.True(t, ok)
		require.Equal(t, event, same)
	}
}

func TestLog_MemoryPerEvent(t *testing.T) {
	// A million events must fit a tab: under 150 bytes each, indexes included.
	const n = 100_000
	before := heap()
	log := filled(t, n)
	perEvent := float64(heap()-before) / n
	t.Logf("%.0f bytes an event", perEvent)
	assert.Less(t, perEvent, 150.0)
	runtime.KeepAlive(log)
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// filled returns a log of n events over 1,000 streams, as the traffic
// generator makes them: each command causes one event.
func filled(t testing.TB, n int) *eventstore.Log {
	log := eventstore.NewLog()
	for i := range n {
		data := storetest.Deposit()
		data.Metadata.CausationID = data.Metadata.CorrelationID
		record(t, log, eventstore.StreamID(fmt.Sprintf("account-%04d", i%1000)), data)
	}
	return log
}

func BenchmarkLog_Append(b *testing.B) {
	log := eventstore.NewLog()
	data := storetest.Deposits(b.N)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		for len(data) <= i {
			data = append(data, storetest.Deposit())
		}
		events, _, err := log.Prepare("account-7", eventstore.Any, data[i])
		if err != nil {
			b.Fatal(err)
		}
		if err := log.Commit(events); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLog_At(b *testing.B) {
	log := filled(b, 100_000)
	b.ReportAllocs()
	position := eventstore.Position(1)
	for b.Loop() {
		if _, ok := log.At(position); !ok {
			b.Fatal("no event")
		}
		position = position*7919%100_000 + 1
	}
}

func BenchmarkVerify(b *testing.B) {
	log := filled(b, 10_000)
	for b.Loop() {
		if err := eventstore.Verify(log.All(0)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/10_000, "ns/event")
}

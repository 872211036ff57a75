package eventstore_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/eventstore/storetest"
)

// sample returns a log of events that differ in everything the codec treats
// in different ways.
func sample(t testing.TB) *eventstore.Log {
	first, second, third, fourth := storetest.Deposit(), storetest.Deposit(), storetest.Deposit(), storetest.Deposit()
	second.Metadata = eventstore.Metadata{}
	second.Timestamp = time.Date(1848, 3, 13, 0, 0, 0, 0, time.UTC)
	third.Metadata.CausationID = third.Metadata.CorrelationID
	third.Data = []byte(`"ü"`)
	fourth.Metadata.CorrelationID = uuid.Nil
	log := eventstore.NewLog()
	record(t, log, "account-1", first, second)
	record(t, log, "store-店", third)
	record(t, log, "account-1", fourth)
	return log
}

func record(t testing.TB, log *eventstore.Log, stream eventstore.StreamID, data ...eventstore.EventData) []eventstore.Event {
	t.Helper()
	events, repeated, err := log.Prepare(stream, eventstore.Any, data...)
	require.NoError(t, err)
	require.False(t, repeated)
	require.NoError(t, log.Commit(events))
	return events
}

func events(log *eventstore.Log) []eventstore.Event {
	var all []eventstore.Event
	for e := range log.All(0) {
		all = append(all, e)
	}
	return all
}

func TestAppendEvent(t *testing.T) {
	for _, want := range events(sample(t)) {
		encoded := eventstore.AppendEvent([]byte("before"), want)
		got, err := eventstore.DecodeEvent(encoded[len("before"):])
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

// The bytes are what is on people's disks and what hashes cover: a change of
// this test is a new format, with a new first byte.
func TestAppendEvent_Golden(t *testing.T) {
	data := eventstore.EventData{
		ID: uuid.MustParse("019353a0-0000-7000-8000-000000000001"), Type: "AccountOpened", SchemaVersion: 1, Data: []byte(`{"owner":"Ada"}`),
		Metadata:  eventstore.Metadata{CorrelationID: uuid.MustParse("019353a0-0000-7000-8000-0000000000c1"), CausationID: uuid.MustParse("019353a0-0000-7000-8000-0000000000c1"), Actor: "Ada", Command: "Open"},
		Timestamp: time.UnixMilli(1_795_183_401_755),
	}
	log := eventstore.NewLog()
	event := record(t, log, "account-7", data)[0]
	start := "01" + // format
		"01" // position
	body := "019353a0000070008000000000000001" +
		"05" + // a correlation id, and the causation id is the same
		"019353a00000700080000000000000c1" +
		"0101" + // version, schema version
		"b6eca694bf68" + // timestamp
		"096163636f756e742d37" +
		"0d4163636f756e744f70656e6564" +
		"03416461" +
		"044f70656e" +
		"0f7b226f776e6572223a22416461227d"
	covered, err := hex.DecodeString(eventstore.Hash{}.String() + start + body)
	require.NoError(t, err)
	hash := eventstore.Hash(sha256.Sum256(covered))
	assert.Equal(t, hash, event.Hash)
	assert.Equal(t, start+hash.String()+body, hex.EncodeToString(eventstore.AppendEvent(nil, event)))
}

func TestDecodeEvent_ErrCorrupt(t *testing.T) {
	encoded := eventstore.AppendEvent(nil, events(sample(t))[0])
	for size := range encoded {
		_, err := eventstore.DecodeEvent(encoded[:size])
		require.ErrorIs(t, err, eventstore.ErrCorrupt, "cut to %d bytes", size)
	}
	for what, broken := range map[string][]byte{
		"a format to come":                          append([]byte{2}, encoded[1:]...),
		"bytes left over":                           append(bytes.Clone(encoded), 0),
		"a number that is not in its shortest form": append([]byte{1, 0x81, 0}, encoded[2:]...),
	} {
		_, err := eventstore.DecodeEvent(broken)
		assert.ErrorIs(t, err, eventstore.ErrCorrupt, what)
	}
}

func TestAppendBatch(t *testing.T) {
	want := events(sample(t))
	got, err := eventstore.DecodeBatch(eventstore.AppendBatch(nil, want[1:]))
	require.NoError(t, err)
	assert.Equal(t, want[1:], got)

	none, err := eventstore.DecodeBatch(eventstore.AppendBatch(nil, nil))
	require.NoError(t, err)
	assert.Empty(t, none)
}

func TestDecodeBatch_ErrCorrupt(t *testing.T) {
	// Whatever is cut off or changed is found, by the decoder or the chain.
	log := sample(t)
	encoded := eventstore.AppendBatch(nil, events(log))
	for size := range encoded {
		_, err := eventstore.DecodeBatch(encoded[:size])
		require.ErrorIs(t, err, eventstore.ErrCorrupt, "cut to %d bytes", size)
	}
	for i := range encoded {
		flipped := bytes.Clone(encoded)
		flipped[i] ^= 0x10
		read, err := eventstore.DecodeBatch(flipped)
		if err == nil {
			err = eventstore.NewLog().Commit(read)
		}
		require.ErrorIs(t, err, eventstore.ErrCorrupt, "a bit of byte %d", i)
	}
}

func TestDecodeBatch_NamesTheEvent(t *testing.T) {
	encoded := eventstore.AppendBatch(nil, events(sample(t)))
	_, err := eventstore.DecodeBatch(encoded[:len(encoded)-1])
	var damage *eventstore.DamageError
	require.ErrorAs(t, err, &damage)
	assert.Equal(t, eventstore.Position(4), damage.Position)
}

func FuzzDecodeEvent(f *testing.F) {
	for _, e := range events(sample(f)) {
		f.Add(eventstore.AppendEvent(nil, e))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		event, err := eventstore.DecodeEvent(b)
		if err != nil {
			if !errors.Is(err, eventstore.ErrCorrupt) {
				t.Fatalf("got %v, want an ErrCorrupt", err)
			}
			return
		}
		if again := eventstore.AppendEvent(nil, event); !bytes.Equal(b, again) {
			t.Fatalf("%x was read, %x is written", b, again)
		}
	})
}

// Encoding a segment of events, each of another stream.
func BenchmarkAppendBatch(b *testing.B) {
	log := filled(b, 1000)
	var events []eventstore.Event
	for e := range log.All(0) {
		events = append(events, e)
	}
	b.ReportAllocs()
	for b.Loop() {
		eventstore.AppendBatch(nil, events)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(events)), "ns/event")
}

func FuzzDecodeBatch(f *testing.F) {
	f.Add(eventstore.AppendBatch(nil, events(sample(f))))
	f.Add(eventstore.AppendBatch(nil, events(sample(f))[2:3]))
	f.Add(eventstore.AppendBatch(nil, nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		events, err := eventstore.DecodeBatch(b)
		if err != nil {
			if !errors.Is(err, eventstore.ErrCorrupt) {
				t.Fatalf("got %v, want an ErrCorrupt", err)
			}
			return
		}
		again, err := eventstore.DecodeBatch(eventstore.AppendBatch(nil, events))
		if err != nil {
			t.Fatalf("what was read is written in a way that cannot be read: %v", err)
		}
		assert.Equal(t, events, again)
		_ = eventstore.NewLog().Commit(events) // must not panic
	})
}

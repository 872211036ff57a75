package durable

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/eventstore/storetest"
)

// oneAtATime lets goroutines share a simulated browser.
type oneAtATime struct {
	simDatabase
	mu *sync.Mutex
}

func (d oneAtATime) Transact(ctx context.Context, write bool, body func(Tx) error, complete func()) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.simDatabase.Transact(ctx, write, body, complete)
}

// calm is a browser in which nothing goes wrong.
func calm() *browser {
	b := newBrowser(1)
	b.calm = true
	return b
}

func openIn(t *testing.T, b *browser) *Store {
	t.Helper()
	own := &tab{browser: b}
	s, err := Open(t.Context(), oneAtATime{simDatabase{own}, new(sync.Mutex)}, simFiles{own}, Options{NewID: b.newID, layout: short, Thorough: true})
	require.NoError(t, err)
	t.Cleanup(func() { s.Close(errors.New("closed")) })
	return s
}

func record(t *testing.T, s *Store, count int) {
	t.Helper()
	_, err := s.Append(t.Context(), "account-7", eventstore.Any, storetest.Deposits(count)...)
	require.NoError(t, err)
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) eventstore.Store { return openIn(t, calm()) })
}

func TestStore_WithoutFiles(t *testing.T) {
	// Where a browser has no files there is one copy, and that is said.
	b := calm()
	s, err := Open(t.Context(), simDatabase{&tab{browser: b}}, nil, Options{NewID: b.newID})
	require.NoError(t, err)
	record(t, s, 3)
	g, why := s.Guarantee()
	assert.Equal(t, OneCopy, g)
	require.ErrorContains(t, why, "no files")
	s.Close(errors.New("closed"))
	assert.Equal(t, eventstore.Position(3), openIn(t, b).head())
}

func TestStore_Append_ErrCorrupt_PlaceTaken(t *testing.T) {
	// What stands in the place of the next events is never written over.
	b := calm()
	s := openIn(t, b)
	record(t, s, 1)
	place := recordKey{s.log.ID, 2}
	b.kept.records[place] = []byte{1}
	_, err := s.Append(t.Context(), "account-7", eventstore.Any, storetest.Deposit())
	require.ErrorIs(t, err, eventstore.ErrCorrupt)
	assert.Equal(t, []byte{1}, b.kept.records[place])
	assert.Equal(t, eventstore.Position(1), s.head())
}

func TestStore_Append_Sealed(t *testing.T) {
	// A long tail becomes segments, and the log stays what it was for all who
	// have it open, whatever they have seen of it.
	b := calm()
	writer, reader := openIn(t, b), openIn(t, b)
	for i := range 100 {
		record(t, writer, 1)
		if i%7 == 0 {
			require.NoError(t, reader.Refresh(t.Context()))
		}
	}
	require.NoError(t, reader.Refresh(t.Context()))
	storetest.Check(t, reader)
	assert.Equal(t, eventstore.Position(100), reader.head())
	assert.Less(t, len(b.kept.records), 100/int(short.events)*2+int(short.events))
	storetest.Check(t, openIn(t, b))
}

func TestOpen_FirstLayout(t *testing.T) {
	// A log as the first layout wrote it, one record an append and an entry
	// with an id and a head, opens and is sealed as it grows.
	b := calm()
	log := eventstore.NewLog()
	for range 50 {
		events, _, err := log.Prepare("account-7", eventstore.Any, storetest.Deposits(3)...)
		require.NoError(t, err)
		require.NoError(t, log.Commit(events))
		b.kept.records[recordKey{"old", events[0].Position}] = eventstore.AppendBatch(nil, events)
	}
	b.kept.entry = Entry{ID: "old", Head: log.Head().Position}
	s := openIn(t, b)
	head, err := s.Head(t.Context())
	require.NoError(t, err)
	assert.Equal(t, log.Head(), head)
	for range 3 {
		record(t, s, 1)
	}
	assert.Less(t, len(b.kept.records), 50)
	storetest.Check(t, openIn(t, b))
}

func TestOpen_Damage(t *testing.T) {
	// Damage is told apart, restored where the other copy can, and otherwise
	// set aside as it is.
	second := func(b *browser) recordKey { return recordKey{b.kept.entry.ID, 4} }
	for _, c := range []struct {
		what   string
		damage func(b *browser)
		kind   Kind
		from   eventstore.Position
		aside  bool
	}{
		{"a bit", func(b *browser) { flip(b.kept.records[second(b)]) }, Flipped, 4, true},
		{"a record", func(b *browser) { delete(b.kept.records, second(b)) }, Gap, 4, true},
		{"the last record", func(b *browser) { delete(b.kept.records, recordKey{b.kept.entry.ID, 7}) }, Torn, 7, false},
		{"nonsense", func(b *browser) { b.kept.records[second(b)] = []byte("nonsense") }, Flipped, 4, true},
	} {
		for _, copies := range []int{2, 1} {
			t.Run(fmt.Sprintf("%s, of %d copies", c.what, copies), func(t *testing.T) {
				b := calm()
				s := openIn(t, b)
				for range 3 {
					record(t, s, 3)
				}
				s.Close(errors.New("closed"))
				if copies == 1 {
					clear(b.files)
				}
				c.damage(b)
				want := Finding{c.kind, c.from, 9, Restored}
				if copies == 1 {
					want.Outcome = Quarantined
				}
				again := openIn(t, b)
				assert.Equal(t, []Finding{want}, again.Findings())
				storetest.Check(t, again)
				assert.Equal(t, copies == 1 && c.aside, len(b.kept.asides) > 0)
				if copies == 2 {
					assert.Equal(t, eventstore.Position(9), again.head())
				}
				assert.Empty(t, openIn(t, b).Findings(), "it is mended")
			})
		}
	}
}

func flip(b []byte) { b[len(b)-10] ^= 1 }

func TestOpen_EntryUnreadable(t *testing.T) {
	// Without what is known of the log as a whole it comes back from the files;
	// where there are none it is not begun anew over what is there.
	b := calm()
	s := openIn(t, b)
	record(t, s, 3)
	s.Close(errors.New("closed"))
	b.kept.entry = Entry{Unreadable: "its id is empty"}
	assert.Equal(t, eventstore.Position(3), openIn(t, b).head())

	b.kept.entry = Entry{Unreadable: "its id is empty"}
	clear(b.files)
	own := &tab{browser: b}
	_, err := Open(t.Context(), simDatabase{own}, simFiles{own}, Options{NewID: b.newID})
	require.ErrorIs(t, err, eventstore.ErrCorrupt)
	_, err = Reset(t.Context(), simDatabase{own}, simFiles{own}, Options{NewID: b.newID})
	require.NoError(t, err)
}

func TestOpen_Fork(t *testing.T) {
	// Two different continuations are both kept, one as the log.
	b := calm()
	s := openIn(t, b)
	record(t, s, 2)
	s.Close(errors.New("closed"))
	before := b.kept.clone()
	s = openIn(t, b)
	record(t, s, 2)
	s.Close(errors.New("closed"))
	other := calm()
	other.kept = before
	fork := openIn(t, other)
	record(t, fork, 1)
	fork.Close(errors.New("closed"))
	b.kept = other.kept

	again := openIn(t, b)
	require.Len(t, again.Findings(), 1)
	assert.Equal(t, Fork, again.Findings()[0].Kind)
	assert.NotEmpty(t, b.kept.asides)
	storetest.Check(t, again)
}

func TestStore_Append_ErrLost(t *testing.T) {
	// A database that is deleted under an open log gets it back with the next
	// append.
	b := calm()
	s := openIn(t, b)
	record(t, s, 3)
	b.kept = calm().kept
	require.ErrorIs(t, s.Refresh(t.Context()), ErrLost)
	record(t, s, 1)
	assert.Equal(t, Lost, s.Findings()[0].Kind)
	again := openIn(t, b)
	assert.Equal(t, eventstore.Position(4), again.head())
	assert.False(t, again.Began())
}

// silent are files of which the browser does not say whether they are in use.
type silent struct{ simFiles }

func (silent) Remove(string, func([]byte) bool) error { return errors.New("no answer") }

func TestOpen_FilesInUse_Unknown(t *testing.T) {
	// What may not be flushed yet is no second copy.
	b := calm()
	s := openIn(t, b)
	record(t, s, 3)
	require.Len(t, b.files, 1)
	own := &tab{browser: b}
	other, err := Open(t.Context(), simDatabase{own}, silent{simFiles{own}}, Options{NewID: b.newID})
	require.NoError(t, err)
	defer other.Close(errors.New("closed"))
	assert.Len(t, b.files, 2)
}

func TestFinding_String(t *testing.T) {
	for _, kind := range []Kind{Gap, Fork, Torn, Flipped, Lost} {
		for _, outcome := range []Outcome{Restored, Quarantined} {
			one, many := Finding{kind, 4, 4, outcome}.String(), Finding{kind, 4, 9, outcome}.String()
			assert.True(t, strings.HasPrefix(one, "Event #4 "), one)
			assert.True(t, strings.HasPrefix(many, "Events #4 to #9 "), many)
		}
	}
}

// FuzzReadFile: whatever a file holds, reading it ends, and yields only frames
// that are whole.
func FuzzReadFile(f *testing.F) {
	log := eventstore.NewLog()
	events, _, err := log.Prepare("account-7", eventstore.Any, storetest.Deposits(3)...)
	require.NoError(f, err)
	file := appendLogFrame(nil, Entry{ID: "log", Era: 3})
	for _, r := range segments().recordsOf(events) {
		file = appendEventsFrame(file, r, false)
	}
	f.Add(file)
	f.Add(file[:len(file)-1])
	f.Add(bytes.Repeat([]byte{0}, 40))
	f.Fuzz(func(t *testing.T, b []byte) {
		c := readFile(b)
		assert.LessOrEqual(t, c.flushed, len(c.records))
		for _, r := range c.records {
			assert.LessOrEqual(t, r.First, r.Last)
			assert.NotZero(t, r.First)
		}
	})
}

func TestPeek(t *testing.T) {
	// The end of a log is read without the rest of it.
	b := calm()
	own := simDatabase{&tab{browser: b}}
	head, events, err := Peek(t.Context(), own, 5)
	require.NoError(t, err)
	assert.Zero(t, head)
	assert.Empty(t, events)

	s := openIn(t, b)
	for range 100 {
		record(t, s, 1)
	}
	head, events, err = Peek(t.Context(), own, 5)
	require.NoError(t, err)
	assert.Equal(t, eventstore.Position(100), head)
	assert.Equal(t, s.events(span{96, 100}), events)

	b.kept.records[recordKey{s.log.ID, 100}] = []byte("nonsense")
	_, events, err = Peek(t.Context(), own, 5)
	require.NoError(t, err)
	assert.Empty(t, events)
}

func TestStore_Past(t *testing.T) {
	// A branch keeps its own events only, and needs its past to be read.
	b := calm()
	b.past = pastOf(20)
	own := &tab{browser: b}
	openBranch := func() *Store {
		s, err := Open(t.Context(), simDatabase{own}, simFiles{own}, Options{NewID: b.newID, layout: short, Past: b.past})
		require.NoError(t, err)
		return s
	}
	s := openBranch()
	assert.Equal(t, eventstore.Position(20), s.head())
	for range 20 {
		record(t, s, 1)
	}
	s.Close(errors.New("closed"))
	for key := range b.kept.records {
		assert.Greater(t, key.first, eventstore.Position(20))
	}

	b.kept = newBrowser(0).kept // what the files hold is enough to bring them back
	s = openBranch()
	assert.Equal(t, eventstore.Position(40), s.head())
	require.NoError(t, eventstore.Verify(s.ReadAll(t.Context(), 0)))
	require.Len(t, s.Findings(), 1)
	assert.Equal(t, Finding{Lost, 21, 40, Restored}, s.Findings()[0])
	s.Close(errors.New("closed"))
}

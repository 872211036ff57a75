//go:build js && wasm

package indexeddb

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/eventstore/durable"
	"playhead/core/eventstore/storetest"
	"playhead/wasm/opfs"
)

// This file tests the whole of it: a durable.Store over the browser's own
// database and files.

// patience only ends tests that would hang.
const patience = 30 * time.Second

var logs atomic.Int64

// logName returns a name that no other log has.
func logName() string { return fmt.Sprintf("log-%d", logs.Add(1)) }

// log is where a test's log is kept.
type log struct {
	t              testing.TB
	database, name string
	oneCopy        bool
	thorough       bool
}

func newLog(t testing.TB) log { return log{t: t, database: logName(), name: "Bank"} }

// files returns the files of the log, of which each test has its own.
func (l log) files() *opfs.Files {
	l.t.Helper()
	files, err := opfs.Open(l.name, opfs.Options{Directory: l.database})
	require.NoError(l.t, err)
	return files
}

type opener func(context.Context, durable.Database, durable.Files, durable.Options) (*durable.Store, error)

// use opens the log, or resets it, and leaves it to be closed.
func (l log) use(with opener, options durable.Options) (*durable.Store, error) {
	l.t.Helper()
	db, err := Open(l.t.Context(), l.name, Options{Database: l.database})
	require.NoError(l.t, err)
	var files durable.Files
	if !l.oneCopy {
		files = l.files()
	}
	options.NewID = uuid.NewString
	options.Thorough = l.thorough
	return with(l.t.Context(), db, files, options)
}

func (l log) openWith(options durable.Options) *durable.Store {
	l.t.Helper()
	s, err := l.use(durable.Open, options)
	require.NoError(l.t, err)
	l.t.Cleanup(func() { s.Close(errDone) })
	return s
}

// open opens the log without anybody who listens.
func (l log) open() *durable.Store {
	l.t.Helper()
	return l.openWith(durable.Options{})
}

func (l log) reset() *durable.Store {
	l.t.Helper()
	s, err := l.use(durable.Reset, durable.Options{})
	require.NoError(l.t, err)
	l.t.Cleanup(func() { s.Close(errDone) })
	return s
}

// session opens the log, records so many events, and closes it.
func (l log) session(events int) eventstore.Head {
	l.t.Helper()
	s := l.open()
	for range events {
		record1(l.t, s, eventstore.Any)
	}
	head, err := s.Head(l.t.Context())
	require.NoError(l.t, err)
	s.Close(errDone)
	return head
}

var errDone = errors.New("the test is done with it")

func record1(t testing.TB, s *durable.Store, expected eventstore.ExpectedVersion) eventstore.Event {
	t.Helper()
	events, err := s.Append(t.Context(), "account-7", expected, storetest.Deposit())
	require.NoError(t, err)
	return events[0]
}

func head(t testing.TB, s *durable.Store) eventstore.Position {
	t.Helper()
	head, err := s.Head(t.Context())
	require.NoError(t, err)
	return head.Position
}

func requireTwoCopies(t *testing.T, s *durable.Store) {
	t.Helper()
	guarantee, why := s.Guarantee()
	require.NoError(t, why)
	require.Equal(t, durable.TwoCopies, guarantee)
}

func TestStore_TwoCopies(t *testing.T) {
	storetest.Run(t, func(t *testing.T) eventstore.Store { return newLog(t).open() })
}

func TestStore_OneCopy(t *testing.T) {
	storetest.Run(t, func(t *testing.T) eventstore.Store {
		l := newLog(t)
		l.oneCopy = true
		return l.open()
	})
}

func TestOpen_Again(t *testing.T) {
	// What was recorded is there when the log is opened the next time.
	l := newLog(t)
	first := l.open()
	assert.True(t, first.Began())
	for i := range 20 {
		_, err := first.Append(t.Context(), eventstore.StreamID(fmt.Sprintf("account-%d", i%3)), eventstore.Any, storetest.Deposits(1+i*50)...)
		require.NoError(t, err)
	}
	want, err := first.Head(t.Context())
	require.NoError(t, err)
	first.Close(errDone)

	var done, total eventstore.Position
	second := l.openWith(durable.Options{Progress: func(d, t eventstore.Position) { done, total = d, t }})
	assert.False(t, second.Began())
	got, err := second.Head(t.Context())
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.Equal(t, [2]eventstore.Position{want.Position, want.Position}, [2]eventstore.Position{done, total})
	assert.Empty(t, second.Findings())
	requireTwoCopies(t, second)
	storetest.Check(t, second)
}

func TestOpen_SideBySide(t *testing.T) {
	// Logs do not know of each other.
	one := newLog(t)
	other := one
	other.name = "Users"
	a, b := one.open(), other.open()
	record1(t, a, eventstore.NoStream)
	record1(t, b, eventstore.NoStream)
	require.NoError(t, a.Refresh(t.Context()))
	assert.Equal(t, eventstore.Position(1), head(t, a))
}

func TestOpen_AtOnce(t *testing.T) {
	// Of two that open a log that is not there, one begins it.
	l := newLog(t)
	stores := make(chan *durable.Store, 2)
	for range 2 {
		go func() {
			s, err := l.use(durable.Open, durable.Options{})
			assert.NoError(t, err)
			stores <- s
		}()
	}
	one, other := <-stores, <-stores
	defer one.Close(errDone)
	defer other.Close(errDone)
	assert.NotEqual(t, one.Began(), other.Began())
	record1(t, one, eventstore.NoStream)
	require.NoError(t, other.Refresh(t.Context()))
	assert.Equal(t, eventstore.Position(1), head(t, other))
}

func TestOpen_OldLayout(t *testing.T) {
	// A log that the first layout of the database holds opens, goes on, and has
	// a second copy from then on.
	l := newLog(t)
	l.seed(1, 3000, 1)
	s := l.open()
	assert.False(t, s.Began())
	assert.Equal(t, eventstore.Position(3000), head(t, s))
	assert.Empty(t, s.Findings())
	record1(t, s, eventstore.Exactly(3000))
	requireTwoCopies(t, s)
	storetest.Check(t, s)
	s.Close(errDone)
	assert.Less(t, len(l.records("id-of-"+l.name)), 100, "the many records became segments")

	deleteDatabase(t, l.database)
	assert.Equal(t, eventstore.Position(3001), head(t, l.open()))
}

func TestStore_Append_ErrConcurrency_OtherTab(t *testing.T) {
	// Two stores on one log have both seen v1. The second to write loses,
	// though it has not heard of the first.
	l := newLog(t)
	winner, loser := l.open(), l.open()
	record1(t, winner, eventstore.NoStream)
	require.NoError(t, loser.Refresh(t.Context()))
	record1(t, winner, eventstore.Exactly(1))

	_, err := loser.Append(t.Context(), "account-7", eventstore.Exactly(1), storetest.Deposit())
	var conflict *eventstore.ConcurrencyError
	require.ErrorAs(t, err, &conflict)
	assert.Equal(t, eventstore.ConcurrencyError{Stream: "account-7", Expected: eventstore.Exactly(1), Actual: 2}, *conflict)
	assert.Equal(t, eventstore.Position(2), head(t, loser), "it has read what it did not know")
	record1(t, loser, eventstore.Exactly(2))
}

func TestStore_Append_FromBothSides(t *testing.T) {
	// Events of several stores on one log take turns without a gap, and their
	// files together hold all of them.
	l := newLog(t)
	stores := []*durable.Store{l.open(), l.open(), l.open()}
	const each = 20
	done := make(chan error, len(stores))
	for i, s := range stores {
		go func() {
			for range each {
				if _, err := s.Append(t.Context(), eventstore.StreamID(fmt.Sprintf("account-%d", i)), eventstore.Any, storetest.Deposits(2)...); err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range stores {
		require.NoError(t, <-done)
	}
	all := eventstore.Position(len(stores) * each * 2)
	for _, s := range stores {
		require.NoError(t, s.Refresh(t.Context()))
		assert.Equal(t, all, head(t, s))
		storetest.Check(t, s)
		s.Close(errDone)
	}
	deleteDatabase(t, l.database)
	assert.Equal(t, all, head(t, l.open()))
}

func TestStore_Append_Repeated_OtherTab(t *testing.T) {
	// An append whose answer was lost can be repeated by another tab.
	l := newLog(t)
	one, other := l.open(), l.open()
	data := storetest.Deposits(2)
	recorded, err := one.Append(t.Context(), "account-7", eventstore.NoStream, data...)
	require.NoError(t, err)
	repeated, err := other.Append(t.Context(), "account-7", eventstore.NoStream, data...)
	require.NoError(t, err)
	assert.Equal(t, recorded, repeated)
	assert.Equal(t, eventstore.Position(2), head(t, other))
}

func TestStore_Subscribe_OtherTab(t *testing.T) {
	// A hint is enough: subscribers of one store see what the other records.
	l := newLog(t)
	hints := Listen(l.database, l.name, func() {})
	defer hints.Close()
	one := l.openWith(durable.Options{Announce: hints.Post})
	changed := make(chan bool, 1)
	other := l.openWith(durable.Options{Changed: func(elsewhere bool) { changed <- elsewhere }})
	heard := Listen(l.database, l.name, func() { assert.NoError(t, other.Refresh(context.Background())) })
	defer heard.Close()
	go func() { _, _ = one.Append(t.Context(), "account-7", eventstore.NoStream, storetest.Deposit()) }()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for event, err := range other.Subscribe(ctx, 0) {
		require.NoError(t, err)
		assert.Equal(t, eventstore.Position(1), event.Position)
		break
	}
	assert.True(t, <-changed, "it happened elsewhere")
	record1(t, other, eventstore.Exactly(1))
	assert.False(t, <-changed, "it happened here")
}

func TestStore_Append_DatabaseDeleted(t *testing.T) {
	// Deleting the database waits for nobody. The next append puts the log
	// back, and says what was found.
	for what, l := range map[string]log{"two copies": newLog(t), "one copy": {t: t, database: logName(), name: "Bank", oneCopy: true}} {
		t.Run(what, func(t *testing.T) {
			s := l.open()
			record1(t, s, eventstore.NoStream)
			deleteDatabase(t, l.database)
			require.ErrorIs(t, s.Refresh(t.Context()), durable.ErrLost)
			record1(t, s, eventstore.Exactly(1))
			assert.Equal(t, []durable.Finding{{Kind: durable.Lost, From: 1, To: 1, Outcome: durable.Restored}}, s.Findings())
			s.Close(errDone)
			again := l.open()
			assert.False(t, again.Began())
			assert.Equal(t, eventstore.Position(2), head(t, again))
			storetest.Check(t, again)
		})
	}
}

func TestStore_Append_FilesDeleted(t *testing.T) {
	// Files that go while the log is open come back.
	l := newLog(t)
	s := l.open()
	record1(t, s, eventstore.NoStream)
	s.Close(errDone)
	s = l.open()
	require.NoError(t, s.Refresh(t.Context()))
	l.removeFilesOfOthers()
	record1(t, s, eventstore.Exactly(1))
	s.Close(errDone)
	l.open().Close(errDone)
	deleteDatabase(t, l.database)
	assert.Equal(t, eventstore.Position(2), head(t, l.open()))
}

// removeFilesOfOthers removes the files that nobody has open.
func (l log) removeFilesOfOthers() {
	l.t.Helper()
	files := l.files()
	names, err := files.List()
	require.NoError(l.t, err)
	removed := 0
	for _, name := range names {
		if files.Remove(name, func([]byte) bool { return true }) == nil {
			removed++
		}
	}
	require.Positive(l.t, removed)
}

func TestStore_Append_Cancelled(t *testing.T) {
	// However early or late an append is given up, it is recorded whole or
	// not at all, and repeating it settles which.
	l := newLog(t)
	s := l.open()
	for i := range 40 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*100*time.Microsecond)
		data := storetest.Deposits(2)
		_, err := s.Append(ctx, "account-7", eventstore.Any, data...)
		cancel()
		if err != nil {
			require.ErrorIs(t, err, context.DeadlineExceeded)
		}
		_, err = s.Append(t.Context(), "account-7", eventstore.Any, data...)
		require.NoError(t, err)
		require.Equal(t, eventstore.Position(2*(i+1)), head(t, s))
	}
	storetest.Check(t, s)
	s.Close(errDone)
	deleteDatabase(t, l.database)
	assert.Equal(t, eventstore.Position(80), head(t, l.open()), "both copies have it")
}

func TestStore_Append_ErrCorrupt_PlaceTaken(t *testing.T) {
	// What stands in the place of the next events is never written over.
	l := newLog(t)
	s := l.open()
	record1(t, s, eventstore.Any)
	id := l.entry().ID
	l.raw(func(tx *transaction) error { return tx.Add(id, durable.Record{First: 2, Bytes: []byte{1}}) })
	_, err := s.Append(t.Context(), "account-7", eventstore.Any, storetest.Deposit())
	require.ErrorIs(t, err, eventstore.ErrCorrupt)
	assert.Equal(t, eventstore.Position(1), head(t, s))
	assert.Equal(t, []byte{1}, l.record(2))
}

func TestStore_Close(t *testing.T) {
	s := newLog(t).open()
	record1(t, s, eventstore.Any)
	s.Close(&UnavailableError{Cause: CauseClosed})
	_, err := s.Append(t.Context(), "account-7", eventstore.Any, storetest.Deposit())
	requireCause(t, CauseClosed, err)
	var last error
	for _, err := range s.Subscribe(t.Context(), 1) {
		last = err
	}
	requireCause(t, CauseClosed, last)
	storetest.Check(t, s)
}

func TestReset(t *testing.T) {
	// The log is new, and nothing of the old one is left behind in either copy.
	l := newLog(t)
	old := l.open()
	record1(t, old, eventstore.NoStream)
	id := l.entry().ID
	old.Close(errDone)
	fresh := l.reset()
	assert.True(t, fresh.Began())
	assert.Zero(t, head(t, fresh))
	assert.Empty(t, l.records(id))
	record1(t, fresh, eventstore.NoStream)
	assert.Len(t, l.records(l.entry().ID), 1)
	fresh.Close(errDone)
	deleteDatabase(t, l.database)
	assert.Equal(t, eventstore.Position(1), head(t, l.open()), "the files are those of the new log")
}

func TestReset_ErrReplaced(t *testing.T) {
	// Whoever has the old log open learns of it by looking.
	l := newLog(t)
	replaced := make(chan struct{})
	old := l.openWith(durable.Options{Replaced: func() { close(replaced) }})
	record1(t, old, eventstore.NoStream)
	fresh := l.reset()
	require.ErrorIs(t, old.Refresh(t.Context()), eventstore.ErrReplaced)
	<-replaced

	var last error
	for _, err := range old.Subscribe(t.Context(), 0) {
		last = err
	}
	require.ErrorIs(t, last, eventstore.ErrReplaced)
	_, err := old.Append(t.Context(), "account-7", eventstore.Any, storetest.Deposit())
	require.ErrorIs(t, err, eventstore.ErrReplaced)
	assert.Equal(t, eventstore.Position(1), head(t, old), "what was read can still be read")
	assert.Zero(t, head(t, fresh))
}

func TestReset_ErrReplaced_WithoutLooking(t *testing.T) {
	// An append to a log that was reset in between is refused.
	l := newLog(t)
	old := l.open()
	record1(t, old, eventstore.NoStream)
	fresh := l.reset()
	_, err := old.Append(t.Context(), "account-7", eventstore.Any, storetest.Deposit())
	require.ErrorIs(t, err, eventstore.ErrReplaced)
	require.NoError(t, fresh.Refresh(t.Context()))
	assert.Zero(t, head(t, fresh))
}

func BenchmarkStore_Append(b *testing.B) {
	for what, l := range map[string]log{"two copies": newLog(b), "one copy": {t: b, database: logName(), name: "Bank", oneCopy: true}} {
		b.Run(what, func(b *testing.B) {
			s := l.open()
			for b.Loop() {
				if _, err := s.Append(b.Context(), "account-7", eventstore.Any, storetest.Deposit()); err != nil {
					b.Fatal(err)
				}
			}
			s.Close(errDone)
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	const events = 20_000
	for _, perBatch := range []int{1, 1000} {
		b.Run(fmt.Sprintf("%d events in batches of %d", events, perBatch), func(b *testing.B) {
			l := newLog(b)
			l.oneCopy = true
			l.seed(1, events, perBatch)
			for b.Loop() {
				l.open().Close(errDone)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/events, "µs/event")
		})
	}
}

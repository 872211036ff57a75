//go:build js && wasm

package indexeddb

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hack-pad/safejs"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/eventstore/storetest"
)

// patience only ends tests that would hang.
const patience = 30 * time.Second

var logs atomic.Int64

// logName returns a name that no other log has.
func logName() string { return fmt.Sprintf("log-%d", logs.Add(1)) }

func openLog(t *testing.T, name string, options Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), name, options)
	require.NoError(t, err)
	t.Cleanup(s.Close)
	return s
}

func record1(t *testing.T, s *Store, expected eventstore.ExpectedVersion) eventstore.Event {
	t.Helper()
	events, err := s.Append(t.Context(), "account-7", expected, storetest.Deposit())
	require.NoError(t, err)
	return events[0]
}

func head(t *testing.T, s *Store) eventstore.Position {
	t.Helper()
	head, err := s.Head(t.Context())
	require.NoError(t, err)
	return head.Position
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) eventstore.Store { return openLog(t, logName(), Options{}) })
}

func TestOpen_Again(t *testing.T) {
	// What was recorded is there when the log is opened the next time.
	name := logName()
	first := openLog(t, name, Options{})
	assert.True(t, first.Began())
	for i := range 20 {
		_, err := first.Append(t.Context(), eventstore.StreamID(fmt.Sprintf("account-%d", i%3)), eventstore.Any, storetest.Deposits(1+i*50)...)
		require.NoError(t, err)
	}
	want, err := first.Head(t.Context())
	require.NoError(t, err)
	first.Close()

	var done, total eventstore.Position
	second := openLog(t, name, Options{Progress: func(d, t eventstore.Position) { done, total = d, t }})
	assert.False(t, second.Began())
	got, err := second.Head(t.Context())
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.Equal(t, [2]eventstore.Position{want.Position, want.Position}, [2]eventstore.Position{done, total})
	storetest.Check(t, second)
}

func TestOpen_SideBySide(t *testing.T) {
	// Logs do not know of each other.
	one, other := openLog(t, logName(), Options{}), openLog(t, logName(), Options{})
	record1(t, one, eventstore.NoStream)
	record1(t, other, eventstore.NoStream)
	require.NoError(t, one.Refresh(t.Context()))
	assert.Equal(t, eventstore.Position(1), head(t, one))
}

func TestOpen_AtOnce(t *testing.T) {
	// Of two that open a log that is not there, one begins it.
	name := logName()
	stores := make(chan *Store, 2)
	for range 2 {
		go func() {
			s, err := Open(t.Context(), name, Options{})
			assert.NoError(t, err)
			stores <- s
		}()
	}
	one, other := <-stores, <-stores
	t.Cleanup(one.Close)
	t.Cleanup(other.Close)
	assert.NotEqual(t, one.Began(), other.Began())
	record1(t, one, eventstore.NoStream)
	require.NoError(t, other.Refresh(t.Context()))
	assert.Equal(t, eventstore.Position(1), head(t, other))
}

func TestStore_Append_ErrConcurrency_OtherTab(t *testing.T) {
	// Two stores on one log have both seen v1. The second to write loses,
	// though it has not heard of the first.
	name := logName()
	winner, loser := openLog(t, name, Options{}), openLog(t, name, Options{})
	deafen(loser)
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
	// Events of several stores on one log take turns without a gap.
	name := logName()
	stores := []*Store{openLog(t, name, Options{}), openLog(t, name, Options{}), openLog(t, name, Options{})}
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
	for _, s := range stores {
		require.NoError(t, s.Refresh(t.Context()))
		assert.Equal(t, eventstore.Position(len(stores)*each*2), head(t, s))
		storetest.Check(t, s)
	}
}

func TestStore_Append_Repeated_OtherTab(t *testing.T) {
	// An append whose answer was lost can be repeated by another tab.
	name := logName()
	one, other := openLog(t, name, Options{}), openLog(t, name, Options{})
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
	name := logName()
	changed := make(chan bool, 1)
	one := openLog(t, name, Options{})
	other := openLog(t, name, Options{Changed: func(elsewhere bool) { changed <- elsewhere }})
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

func TestStore_Refresh(t *testing.T) {
	// Without any hint, looking again finds what others have recorded.
	name := logName()
	one, other := openLog(t, name, Options{}), openLog(t, name, Options{})
	deafen(other)
	for range 30 {
		record1(t, one, eventstore.Any)
	}
	require.NoError(t, other.Refresh(t.Context()))
	assert.Equal(t, eventstore.Position(30), head(t, other))
}

func TestReset(t *testing.T) {
	// The log is new, and nothing of the old one is left behind.
	name := logName()
	old := openLog(t, name, Options{})
	record1(t, old, eventstore.NoStream)
	fresh, err := Reset(t.Context(), name, Options{})
	require.NoError(t, err)
	t.Cleanup(fresh.Close)
	assert.True(t, fresh.Began())
	assert.Zero(t, head(t, fresh))
	assert.Zero(t, countBatches(t, old.id))
	record1(t, fresh, eventstore.NoStream)
	assert.Equal(t, 1, countBatches(t, fresh.id))
}

func TestReset_ErrReplaced(t *testing.T) {
	// Whoever has the old log open learns of it by a hint.
	name := logName()
	replaced := make(chan struct{})
	old := openLog(t, name, Options{Replaced: func() { close(replaced) }})
	record1(t, old, eventstore.NoStream)
	fresh, err := Reset(t.Context(), name, Options{})
	require.NoError(t, err)
	t.Cleanup(fresh.Close)

	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var last error
	for _, err := range old.Subscribe(ctx, 0) {
		last = err
	}
	require.ErrorIs(t, last, eventstore.ErrReplaced)
	<-replaced
	_, err = old.Append(t.Context(), "account-7", eventstore.Any, storetest.Deposit())
	require.ErrorIs(t, err, eventstore.ErrReplaced)
	require.ErrorIs(t, old.Refresh(t.Context()), eventstore.ErrReplaced)
	assert.Equal(t, eventstore.Position(1), head(t, old), "what was read can still be read")
	assert.Zero(t, head(t, fresh))
}

func TestReset_ErrReplaced_WithoutHint(t *testing.T) {
	// An append to a log that was reset in between is refused.
	name := logName()
	old := openLog(t, name, Options{})
	deafen(old)
	record1(t, old, eventstore.NoStream)
	fresh, err := Reset(t.Context(), name, Options{})
	require.NoError(t, err)
	t.Cleanup(fresh.Close)
	_, err = old.Append(t.Context(), "account-7", eventstore.Any, storetest.Deposit())
	require.ErrorIs(t, err, eventstore.ErrReplaced)
	require.NoError(t, fresh.Refresh(t.Context()))
	assert.Zero(t, head(t, fresh))
}

func TestOpen_ErrCorrupt(t *testing.T) {
	// Damage is named by its position, and a reset gets the log going again.
	for what, damage := range map[string]func(t *testing.T, id string){
		"a bit":                func(t *testing.T, id string) { spoilBatch(t, id, 3, flipped(t, id, 3)) },
		"its end":              func(t *testing.T, id string) { spoilBatch(t, id, 3, cut(t, id, 3)) },
		"its beginning":        func(t *testing.T, id string) { spoilBatch(t, id, 3, bytesOf(t, []byte{9})) },
		"all of it":            func(t *testing.T, id string) { spoilBatch(t, id, 3, "gone") },
		"another in its place": func(t *testing.T, id string) { spoilBatch(t, id, 3, batch(t, id, 4)) },
		"its absence":          func(t *testing.T, id string) { deleteBatch(t, id, 3) },
	} {
		t.Run(what, func(t *testing.T) {
			name := logName()
			s := openLog(t, name, Options{})
			for range 5 {
				record1(t, s, eventstore.Any)
			}
			s.Close()
			damage(t, s.id)

			_, err := Open(t.Context(), name, Options{})
			var damaged *eventstore.DamageError
			require.ErrorAs(t, err, &damaged)
			assert.Equal(t, eventstore.Position(3), damaged.Position)

			again, err := Reset(t.Context(), name, Options{})
			require.NoError(t, err)
			t.Cleanup(again.Close)
			record1(t, again, eventstore.NoStream)
		})
	}
}

func TestStore_Refresh_ErrCorrupt_EventsLost(t *testing.T) {
	// A browser that lost what it had confirmed is told from an older log.
	name := logName()
	s := openLog(t, name, Options{})
	record1(t, s, eventstore.Any)
	record1(t, s, eventstore.Any)
	raw(t, func(tx *transaction) error { return tx.putRecord(name, record{s.id, 1}) })
	var damaged *eventstore.DamageError
	require.ErrorAs(t, s.Refresh(t.Context()), &damaged)
	assert.Equal(t, eventstore.Position(2), damaged.Position)
}

func TestStore_Append_ErrCorrupt_PlaceTaken(t *testing.T) {
	// What stands in the place of the next events is never written over.
	name := logName()
	s := openLog(t, name, Options{})
	record1(t, s, eventstore.Any)
	raw(t, func(tx *transaction) error { return tx.addBatch(s.id, 2, []byte{1}) })
	_, err := s.Append(t.Context(), "account-7", eventstore.Any, storetest.Deposit())
	require.ErrorIs(t, err, eventstore.ErrCorrupt)
	assert.Equal(t, eventstore.Position(1), head(t, s))
}

func TestStore_Append_DeadConnection(t *testing.T) {
	// A connection that was closed behind our back is replaced.
	s := openLog(t, logName(), Options{})
	record1(t, s, eventstore.Any)
	s.conn.db.Call("close")
	record1(t, s, eventstore.Any)
	assert.Equal(t, eventstore.Position(2), head(t, s))
}

func TestStore_Append_DatabaseDeleted(t *testing.T) {
	// Deleting the database waits for nobody, and the log is gone.
	database := logName()
	s := openLog(t, "bank", Options{Database: database})
	record1(t, s, eventstore.Any)
	deleteDatabase(t, database)
	_, err := s.Append(t.Context(), "account-7", eventstore.Any, storetest.Deposit())
	require.ErrorIs(t, err, eventstore.ErrReplaced)
	assert.True(t, openLog(t, "bank", Options{Database: database}).Began())
}

func TestStore_Append_Cancelled(t *testing.T) {
	// However early or late an append is given up, it is recorded whole or
	// not at all, and repeating it settles which.
	s := openLog(t, logName(), Options{})
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
}

func TestOpen_UnavailableError_Newer(t *testing.T) {
	database := logName()
	defer openRaw(t, database, schemaVersion+1)()
	_, err := Open(t.Context(), "bank", Options{Database: database})
	requireCause(t, CauseNewer, err)
}

func TestStore_Append_UnavailableError_Newer(t *testing.T) {
	// A newer page gets the database at once; the older one says so.
	database := logName()
	s := openLog(t, "bank", Options{Database: database})
	record1(t, s, eventstore.Any)
	defer openRaw(t, database, schemaVersion+1)()
	_, err := s.Append(t.Context(), "account-7", eventstore.Any, storetest.Deposit())
	requireCause(t, CauseNewer, err)
}

func TestOpen_UnavailableError_Timeout(t *testing.T) {
	// While the database waits to be deleted it cannot be opened. The wait has
	// an end, and what is opened too late is let go of again.
	database := logName()
	release := openRaw(t, database, schemaVersion)
	defer release()
	deleting := startDeleting(t, database)
	_, err := Open(t.Context(), "bank", Options{Database: database, Within: 100 * time.Millisecond})
	requireCause(t, CauseTimeout, err)
	release()
	<-deleting
	deleteDatabase(t, database)
	openLog(t, "bank", Options{Database: database})
}

func TestConnect_UnavailableError_Blocked(t *testing.T) {
	// A tab that does not let go of an older database is named as the reason.
	database := logName()
	defer openRaw(t, database, schemaVersion)()
	_, err := connect(t.Context(), database, schemaVersion+1, 100*time.Millisecond)
	requireCause(t, CauseBlocked, err)
}

func TestStore_Append_UnavailableError_Timeout(t *testing.T) {
	// An append does not wait for ever for others to finish writing, and is
	// not recorded behind the caller's back when they have.
	name := logName()
	s := openLog(t, name, Options{Within: 100 * time.Millisecond})
	data := storetest.Deposit()
	var endless func(safejs.Value) error
	stop := make(chan struct{})
	hogging := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		raw(t, func(tx *transaction) error {
			endless = func(safejs.Value) error {
				select {
				case <-stop:
					return nil
				default:
					found, err := tx.logs.Call("get", name)
					return tx.request(found, err, endless)
				}
			}
			close(hogging)
			return endless(safejs.Undefined())
		})
	}()
	<-hogging
	_, err := s.Append(t.Context(), "account-7", eventstore.NoStream, data)
	close(stop)
	<-done
	requireCause(t, CauseTimeout, err)
	require.NoError(t, s.Refresh(t.Context()))
	assert.Zero(t, head(t, s))
	_, err = s.Append(t.Context(), "account-7", eventstore.NoStream, data)
	require.NoError(t, err)
}

func TestTransaction_Reason_Quota(t *testing.T) {
	// An abort for lack of room carries a name and no words at all.
	aborted, err := safejs.ValueOf(map[string]any{"error": map[string]any{"name": "QuotaExceededError", "message": ""}})
	require.NoError(t, err)
	tx := transaction{value: aborted}
	requireCause(t, CauseQuota, tx.reason())
	assert.EqualError(t, tx.reason(), sentences[CauseQuota])
}

func TestOpen_UnavailableError_Missing(t *testing.T) {
	// Where there is no IndexedDB, that is what it says.
	object, err := safejs.Global().Get("Object")
	require.NoError(t, err)
	for _, descriptor := range []map[string]any{
		{"value": safejs.Undefined(), "configurable": true},
		{"get": throwing(t), "configurable": true},
	} {
		_, err = object.Call("defineProperty", safejs.Global(), "indexedDB", descriptor)
		require.NoError(t, err)
		_, err = Open(t.Context(), "bank", Options{})
		require.NoError(t, safejs.Global().Delete("indexedDB")) // the prototype's comes back
		requireCause(t, CauseMissing, err)
	}
}

func TestStore_Close(t *testing.T) {
	s := openLog(t, logName(), Options{})
	record1(t, s, eventstore.Any)
	s.Close()
	_, err := s.Append(t.Context(), "account-7", eventstore.Any, storetest.Deposit())
	requireCause(t, CauseClosed, err)
	var last error
	for _, err := range s.Subscribe(t.Context(), 1) {
		last = err
	}
	requireCause(t, CauseClosed, last)
	storetest.Check(t, s)
}

func requireCause(t *testing.T, want Cause, err error) {
	t.Helper()
	require.ErrorIs(t, err, eventstore.ErrUnavailable)
	var unavailable *UnavailableError
	require.ErrorAs(t, err, &unavailable)
	require.Equal(t, want, unavailable.Cause)
}

func BenchmarkStore_Append(b *testing.B) {
	s, err := Open(b.Context(), logName(), Options{})
	require.NoError(b, err)
	defer s.Close()
	for b.Loop() {
		if _, err := s.Append(b.Context(), "account-7", eventstore.Any, storetest.Deposit()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	const events = 20_000
	for _, perBatch := range []int{1, 1000} {
		b.Run(fmt.Sprintf("%d events in batches of %d", events, perBatch), func(b *testing.B) {
			name := logName()
			seed(b, name, events, perBatch)
			for b.Loop() {
				s, err := Open(b.Context(), name, Options{})
				require.NoError(b, err)
				s.Close()
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/events, "µs/event")
		})
	}
}

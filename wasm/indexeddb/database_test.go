//go:build js && wasm

package indexeddb

import (
	"context"
	"testing"
	"time"

	"github.com/hack-pad/safejs"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/eventstore/durable"
	"playhead/core/eventstore/durable/durabletest"
	"playhead/wasm/browser"
)

func openDatabase(t *testing.T, name string, options Options) *Database {
	t.Helper()
	d, err := Open(t.Context(), name, options)
	require.NoError(t, err)
	t.Cleanup(d.Close)
	return d
}

// look is a transaction that must work.
func look(ctx context.Context, d *Database) error {
	return d.Transact(ctx, false, func(tx durable.Tx) error {
		return tx.Entry(func(durable.Entry) error { return nil })
	}, func() {})
}

func TestDatabase(t *testing.T) {
	durabletest.RunDatabase(t, func(t *testing.T) (a, b durable.Database) {
		options := Options{Database: logName()}
		return openDatabase(t, "Bank", options), openDatabase(t, "Bank", options)
	})
}

func TestDatabase_Names(t *testing.T) {
	// Names live side by side in one database.
	options := Options{Database: logName()}
	bank, users := openDatabase(t, "Bank", options), openDatabase(t, "Users", options)
	for _, d := range []*Database{bank, users} {
		err := d.Transact(t.Context(), true, func(tx durable.Tx) error {
			return tx.Entry(func(e durable.Entry) error {
				assert.Zero(t, e)
				return tx.PutEntry(durable.Entry{ID: "the id of " + d.name, Era: 1})
			})
		}, func() {})
		require.NoError(t, err)
	}
}

func TestDatabase_Entry_Unreadable(t *testing.T) {
	// What cannot be an entry is told, and is not a log that is not there.
	for what, value := range map[string]any{
		"no id":             map[string]any{"head": 1},
		"an empty id":       map[string]any{"id": "", "head": 1},
		"half an event":     map[string]any{"id": "a", "head": 1.5},
		"less than nothing": map[string]any{"id": "a", "head": -1},
		"an era of words":   map[string]any{"id": "a", "head": 1, "era": "late"},
		"no hash":           map[string]any{"id": "a", "head": 1, "era": 1, "mended": ""},
		"half a hash":       map[string]any{"id": "a", "head": 1, "era": 1, "mended": "", "hash": array(t, make([]byte, 16))},
		"no object":         "gone",
	} {
		t.Run(what, func(t *testing.T) {
			database := logName()
			d := openDatabase(t, "Bank", Options{Database: database})
			raw(t, database, "Bank", func(tx *transaction) error {
				_, err := tx.logs.Call("put", value, "Bank")
				return err
			})
			err := d.Transact(t.Context(), false, func(tx durable.Tx) error {
				return tx.Entry(func(e durable.Entry) error {
					assert.NotEmpty(t, e.Unreadable)
					assert.Equal(t, durable.Entry{Unreadable: e.Unreadable}, e)
					return nil
				})
			}, func() {})
			require.NoError(t, err)
		})
	}
}

func array(t *testing.T, b []byte) safejs.Value {
	t.Helper()
	value, err := browser.FromBytes(b)
	require.NoError(t, err)
	return value
}

func TestDatabase_Transact_DeadConnection(t *testing.T) {
	// A connection that was closed behind our back is replaced.
	d := openDatabase(t, "Bank", Options{Database: logName()})
	d.conn.db.Call("close")
	require.NoError(t, look(t.Context(), d))
}

func TestDatabase_Transact_LongerThanWithin(t *testing.T) {
	// A transaction may take its time as long as the browser answers. Each
	// answer has two seconds, so that a busy machine is not taken for a dead
	// database.
	d := openDatabase(t, "Bank", Options{Database: logName()})
	d.options.Within = 2 * time.Second
	until := time.Now().Add(d.options.Within + time.Second)
	err := d.Transact(t.Context(), false, func(tx durable.Tx) error {
		var again func(durable.Entry) error
		again = func(durable.Entry) error {
			if time.Now().After(until) {
				return nil
			}
			return tx.Entry(again)
		}
		return tx.Entry(again)
	}, func() {})
	require.NoError(t, err)
}

func TestDatabase_Transact_LongContinuation(t *testing.T) {
	// What we make of an answer may take longer than the browser may take to give one.
	d := openDatabase(t, "Bank", Options{Database: logName()})
	d.options.Within = 2 * time.Second
	err := d.Transact(t.Context(), false, func(tx durable.Tx) error {
		return tx.Entry(func(durable.Entry) error {
			for began := time.Now(); time.Since(began) <= d.options.Within; {
				// Work: there is no turn for the browser in it.
			}
			return tx.Entry(func(durable.Entry) error { return nil })
		})
	}, func() {})
	require.NoError(t, err)
}

func TestDatabase_Transact_UnavailableError_Newer(t *testing.T) {
	// A newer page gets the database at once; the older one says so.
	database := logName()
	d := openDatabase(t, "Bank", Options{Database: database})
	require.NoError(t, look(t.Context(), d))
	defer openRaw(t, database, ofLogs().version+1)()
	requireCause(t, CauseNewer, look(t.Context(), d))
}

func TestDatabase_Transact_UnavailableError_Timeout(t *testing.T) {
	// A transaction does not wait for ever for others to finish writing, and
	// takes no effect behind the caller's back when they have.
	l := newLog(t)
	d := openDatabase(t, l.name, Options{Database: l.database})
	d.options.Within = 100 * time.Millisecond // opening may take longer
	stop := l.hog()
	err := d.Transact(t.Context(), true, func(tx durable.Tx) error { return tx.PutEntry(durable.Entry{ID: "late"}) }, func() {
		assert.Fail(t, "it was recorded")
	})
	stop()
	requireCause(t, CauseTimeout, err)
	assert.Zero(t, l.entry())
}

// hog keeps others from writing until it is stopped.
func (l log) hog() (stop func()) {
	stopped, hogging, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		l.raw(func(tx *transaction) error {
			close(hogging)
			var endless func(safejs.Value) error
			endless = func(safejs.Value) error {
				select {
				case <-stopped:
					return nil
				default:
					found, err := tx.logs.Call("get", l.name)
					return tx.request(found, err, endless)
				}
			}
			return endless(safejs.Undefined())
		})
	}()
	<-hogging
	return func() {
		close(stopped)
		<-done
	}
}

func TestDatabase_Transact_UnavailableError_Closed(t *testing.T) {
	d := openDatabase(t, "Bank", Options{Database: logName()})
	d.Close()
	requireCause(t, CauseClosed, look(t.Context(), d))
}

func TestTransaction_Reason_Quota(t *testing.T) {
	// An abort for lack of room carries a name and no words at all.
	aborted, err := safejs.ValueOf(map[string]any{"error": map[string]any{"name": "QuotaExceededError", "message": ""}})
	require.NoError(t, err)
	tx := transaction{value: aborted}
	requireCause(t, CauseQuota, tx.reason())
	assert.EqualError(t, tx.reason(), sentences[CauseQuota])
}

func TestOpen_FirstLayout(t *testing.T) {
	// The first layout is upgraded in place, and its open tab lets go.
	l := newLog(t)
	l.seed(1, 7, 2)
	_, release := l.openOld(1)
	defer release()
	openDatabase(t, l.name, Options{Database: l.database})
	assert.Equal(t, durable.Entry{ID: "id-of-" + l.name, Head: 7}, l.entry())
	assert.Len(t, l.records("id-of-"+l.name), 4)
	assert.Empty(t, l.asides())
}

func TestOpen_UnavailableError_Newer(t *testing.T) {
	database := logName()
	defer openRaw(t, database, ofLogs().version+1)()
	_, err := Open(t.Context(), "Bank", Options{Database: database})
	requireCause(t, CauseNewer, err)
}

func TestOpen_UnavailableError_Timeout(t *testing.T) {
	// While the database waits to be deleted it cannot be opened. The wait has
	// an end, and what is opened too late is let go of again.
	database := logName()
	release := openRaw(t, database, ofLogs().version)
	defer release()
	deleting := startDeleting(t, database)
	_, err := Open(t.Context(), "Bank", Options{Database: database, Within: 100 * time.Millisecond})
	requireCause(t, CauseTimeout, err)
	release()
	<-deleting
	deleteDatabase(t, database)
	openDatabase(t, "Bank", Options{Database: database})
}

func TestOpen_UnavailableError_Blocked(t *testing.T) {
	// A tab that does not let go of an older database is named as the reason.
	database := logName()
	defer openRaw(t, database, 1)()
	_, err := Open(t.Context(), "Bank", Options{Database: database, Within: 100 * time.Millisecond})
	requireCause(t, CauseBlocked, err)
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
		_, err = Open(t.Context(), "Bank", Options{})
		require.NoError(t, safejs.Global().Delete("indexedDB")) // the prototype's comes back
		requireCause(t, CauseMissing, err)
	}
}

func TestHints(t *testing.T) {
	// Hints reach others that listen for the same log of the same database.
	database := logName()
	heard := make(chan string, 10)
	listen := func(database, name, as string) *Hints {
		h := Listen(database, name, func() { heard <- as })
		t.Cleanup(h.Close)
		return h
	}
	bank := listen(database, "Bank", "itself")
	listen(logName(), "Bank", "another database")
	listen(database, "Users", "another log")
	listen(database, "Bank", "the other tab")
	bank.Post()
	assert.Equal(t, "the other tab", <-heard)
	listen(database, "Users", "").Post()
	assert.Equal(t, "another log", <-heard, "and nothing else before")
}

func TestHints_Missing(t *testing.T) {
	// Without BroadcastChannel nothing is heard, and nothing fails.
	class, err := browser.Global("BroadcastChannel")
	require.NoError(t, err)
	require.NoError(t, safejs.Global().Delete("BroadcastChannel"))
	h := Listen(logName(), "Bank", func() { assert.Fail(t, "a hint") })
	require.NoError(t, safejs.Global().Set("BroadcastChannel", class))
	h.Post()
	h.Close()
}

func requireCause(t *testing.T, want Cause, err error) {
	t.Helper()
	require.ErrorIs(t, err, eventstore.ErrUnavailable)
	var unavailable *UnavailableError
	require.ErrorAs(t, err, &unavailable)
	require.Equal(t, want, unavailable.Cause)
}

func TestExists(t *testing.T) {
	name := logName()
	assert.False(t, Exists(t.Context(), name))
	openDatabase(t, "Bank", Options{Database: name})
	assert.True(t, Exists(t.Context(), name))
	t.Run("silent", func(t *testing.T) {
		replaceDatabases(t, `return new Promise(() => {})`)
		assert.True(t, Exists(t.Context(), logName()), "a browser that does not say may have it")
	})
	t.Run("failing", func(t *testing.T) {
		replaceDatabases(t, `return Promise.reject(new DOMException("the disk is away", "UnknownError"))`)
		assert.True(t, Exists(t.Context(), logName()))
	})
}

// replaceDatabases puts another function in the place of the one that lists
// databases, until the test ends.
func replaceDatabases(t *testing.T, body string) {
	t.Helper()
	class, err := safejs.Global().Get("Function")
	require.NoError(t, err)
	fn, err := class.New(body)
	require.NoError(t, err)
	factory, err := safejs.Global().Get("indexedDB")
	require.NoError(t, err)
	require.NoError(t, factory.Set("databases", fn)) // before that of the prototype
	t.Cleanup(func() { require.NoError(t, factory.Delete("databases")) })
}

//go:build js && wasm

package indexeddb

import (
	"sync"
	"testing"

	"github.com/hack-pad/safejs"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/eventstore/durable"
	"playhead/core/eventstore/storetest"
	"playhead/wasm/browser"
)

// This file reaches into the database behind the back of stores.

// raw runs a transaction of its own.
func raw(t testing.TB, database, name string, body func(tx *transaction) error) {
	t.Helper()
	c, err := connect(t.Context(), database, ofLogs(), patience)
	require.NoError(t, err)
	defer c.close()
	tx, err := c.begin(ofLogs().stores, true, func() {})
	require.NoError(t, err)
	require.NoError(t, tx.ofLog(name))
	if err := body(tx); err != nil {
		tx.fail(err)
	}
	require.NoError(t, tx.wait(t.Context(), patience))
}

func (l log) raw(body func(tx *transaction) error) {
	l.t.Helper()
	raw(l.t, l.database, l.name, body)
}

// entry reads the log's entry.
func (l log) entry() (e durable.Entry) {
	l.t.Helper()
	l.raw(func(tx *transaction) error {
		return tx.Entry(func(found durable.Entry) error {
			e = found
			return nil
		})
	})
	return e
}

// records reads all records of a log's id.
func (l log) records(id string) (all []durable.Record) {
	l.t.Helper()
	l.raw(func(tx *transaction) error {
		return tx.Records(id, 0, 1<<52, func(found []durable.Record) error {
			all = found
			return nil
		})
	})
	return all
}

// asides reads what was set aside.
func (l log) asides() (all []durable.Aside) {
	l.t.Helper()
	id := l.entry().ID
	l.raw(func(tx *transaction) error {
		return tx.Asides(id, func(found []durable.Aside) error {
			all = found
			return nil
		})
	})
	return all
}

// record returns the bytes of the record that begins at a position.
func (l log) record(first eventstore.Position) []byte {
	l.t.Helper()
	for _, r := range l.records(l.entry().ID) {
		if r.First == first {
			return r.Bytes
		}
	}
	require.Fail(l.t, "there is no record", "#%d", first)
	return nil
}

// spoil puts a value in the place of a record.
func (l log) spoil(first eventstore.Position, value any) {
	l.t.Helper()
	if bytes, ok := value.([]byte); ok {
		array, err := browser.FromBytes(bytes)
		require.NoError(l.t, err)
		value = array
	}
	id := l.entry().ID
	l.raw(func(tx *transaction) error {
		_, err := tx.batches.Call("put", value, place(id, first))
		return err
	})
}

// flipped returns a record with one bit changed that leaves it readable.
func flipped(t *testing.T, b []byte) []byte {
	b = append([]byte(nil), b...)
	b[len(b)-10] ^= 1
	_, err := eventstore.DecodeBatch(b)
	require.NoError(t, err, "only the chain can tell")
	return b
}

// seed writes a log in the first layout, of so many events: a record for each
// append, no eras.
func (l log) seed(version, events, perBatch int) {
	l.t.Helper()
	db, release := l.openOld(version)
	defer release()
	kept := eventstore.NewLog()
	id := "id-of-" + l.name
	for left := events; left > 0; {
		value, err := db.Call("transaction", []any{logsStore, batchesStore}, "readwrite")
		require.NoError(l.t, err)
		logs, err := value.Call("objectStore", logsStore)
		require.NoError(l.t, err)
		batches, err := value.Call("objectStore", batchesStore)
		require.NoError(l.t, err)
		for n := 0; n < 2000 && left > 0; n, left = n+1, left-perBatch {
			batch, _, err := kept.Prepare("account-7", eventstore.Any, storetest.Deposits(min(perBatch, left))...)
			require.NoError(l.t, err)
			require.NoError(l.t, kept.Commit(batch))
			array, err := browser.FromBytes(eventstore.AppendBatch(nil, batch))
			require.NoError(l.t, err)
			_, err = batches.Call("add", array, place(id, batch[0].Position))
			require.NoError(l.t, err)
		}
		_, err = logs.Call("put", map[string]any{"id": id, "head": float64(kept.Head().Position)}, l.name)
		require.NoError(l.t, err)
		done := make(chan struct{})
		var h browser.Handlers
		require.NoError(l.t, h.On(value, "complete", func(safejs.Value) { close(done) }))
		<-done
		h.Release()
	}
}

// openOld opens the database as the page that made its first version does,
// which lets go of it for a newer one.
func (l log) openOld(version int) (db safejs.Value, release func()) {
	l.t.Helper()
	factory, err := browser.Global("indexedDB")
	require.NoError(l.t, err)
	request, err := factory.Call("open", l.database, version)
	require.NoError(l.t, err)
	var h browser.Handlers
	require.NoError(l.t, h.On(request, "upgradeneeded", func(safejs.Value) {
		db, _ := request.Get("result")
		db.Call("createObjectStore", logsStore)
		db.Call("createObjectStore", batchesStore)
	}))
	db = <-settled(l.t, request)
	h.Release()
	require.NoError(l.t, h.On(db, "versionchange", func(safejs.Value) { db.Call("close") }))
	return db, func() {
		db.Call("close")
		h.Release()
	}
}

// changeFiles changes what each file of the second copy holds.
func (l log) changeFiles(change func([]byte) []byte) {
	l.t.Helper()
	files := l.files()
	names, err := files.List()
	require.NoError(l.t, err)
	require.NotEmpty(l.t, names)
	for _, name := range names {
		b, err := files.Read(name)
		require.NoError(l.t, err)
		require.NoError(l.t, files.Remove(name, func([]byte) bool { return true }))
		if b = change(b); b == nil {
			continue
		}
		file, err := files.Create(name)
		require.NoError(l.t, err)
		require.NoError(l.t, file.Write(b))
		require.NoError(l.t, file.Flush())
		require.NoError(l.t, file.Close())
	}
}

// removeFiles removes the second copy.
func (l log) removeFiles() {
	l.t.Helper()
	l.changeFiles(func([]byte) []byte { return nil })
}

// openRaw opens a database that is not going to be let go of before the
// returned function is called.
func openRaw(t testing.TB, database string, version int) (release func()) {
	t.Helper()
	factory, err := browser.Global("indexedDB")
	require.NoError(t, err)
	request, err := factory.Call("open", database, version)
	require.NoError(t, err)
	db := <-settled(t, request)
	return sync.OnceFunc(func() { db.Call("close") })
}

func startDeleting(t testing.TB, database string) <-chan safejs.Value {
	t.Helper()
	factory, err := browser.Global("indexedDB")
	require.NoError(t, err)
	request, err := factory.Call("deleteDatabase", database)
	require.NoError(t, err)
	return settled(t, request)
}

func deleteDatabase(t testing.TB, database string) { <-startDeleting(t, database) }

// settled hands over the result of a request.
func settled(t testing.TB, request safejs.Value) <-chan safejs.Value {
	t.Helper()
	results := make(chan safejs.Value, 1)
	var h browser.Handlers
	require.NoError(t, h.On(request, "success", func(safejs.Value) {
		defer h.Release()
		result, _ := request.Get("result")
		results <- result
	}))
	return results
}

// throwing returns a JavaScript function that throws, as getters of storage do
// where it is forbidden.
func throwing(t *testing.T) safejs.Value {
	class, err := safejs.Global().Get("Function")
	require.NoError(t, err)
	fn, err := class.New(`throw new Error("The operation is insecure.")`)
	require.NoError(t, err)
	return fn
}

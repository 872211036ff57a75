//go:build js && wasm

package indexeddb

import (
	"sync"
	"testing"

	"github.com/hack-pad/safejs"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/eventstore/storetest"
)

// This file reaches into the database behind the back of stores.

// raw runs a transaction of its own on the default database.
func raw(t testing.TB, body func(tx *transaction) error) {
	t.Helper()
	c, err := connect(t.Context(), "playhead", schemaVersion, patience)
	require.NoError(t, err)
	defer c.close()
	tx, err := c.begin(readWrite, func() {})
	require.NoError(t, err)
	if err := body(tx); err != nil {
		tx.fail(err)
	}
	require.NoError(t, tx.wait(t.Context()))
}

// seed writes a log of so many events, faster than one append after the other.
func seed(t testing.TB, name string, events, perBatch int) {
	log := eventstore.NewLog()
	const atOnce = 2000 // batches in a transaction
	for left := events / perBatch; left > 0; left -= atOnce {
		raw(t, func(tx *transaction) error {
			for range min(left, atOnce) {
				batch, _, err := log.Prepare("account-7", eventstore.Any, storetest.Deposits(perBatch)...)
				if err != nil {
					return err
				}
				if err := log.Commit(batch); err != nil {
					return err
				}
				if err := tx.addBatch(name, batch[0].Position, eventstore.AppendBatch(nil, batch)); err != nil {
					return err
				}
			}
			return tx.putRecord(name, record{name, log.Head().Position})
		})
	}
}

func batch(t *testing.T, id string, first int) (array safejs.Value) {
	raw(t, func(tx *transaction) error {
		found, err := tx.batches.Call("get", []any{id, first})
		return tx.request(found, err, func(result safejs.Value) error {
			array = result
			return nil
		})
	})
	return array
}

func spoilBatch(t *testing.T, id string, first int, value any) {
	raw(t, func(tx *transaction) error {
		_, err := tx.batches.Call("put", value, []any{id, first})
		return err
	})
}

func deleteBatch(t *testing.T, id string, first int) {
	raw(t, func(tx *transaction) error {
		_, err := tx.batches.Call("delete", []any{id, first})
		return err
	})
}

func countBatches(t *testing.T, id string) (count int) {
	raw(t, func(tx *transaction) error {
		all, err := keyRange([]any{id}, []any{id, []any{}})
		if err != nil {
			return err
		}
		found, err := tx.batches.Call("count", all)
		return tx.request(found, err, func(result safejs.Value) (err error) {
			count, err = result.Int()
			return err
		})
	})
	return count
}

// flipped returns a batch with one bit changed that leaves it readable.
func flipped(t *testing.T, id string, first int) safejs.Value {
	b, err := bytesToGo(batch(t, id, first))
	require.NoError(t, err)
	b[len(b)-10] ^= 1
	_, err = eventstore.DecodeBatch(b)
	require.NoError(t, err, "only the chain can tell")
	return bytesOf(t, b)
}

// cut returns a batch without its last byte.
func cut(t *testing.T, id string, first int) safejs.Value {
	b, err := bytesToGo(batch(t, id, first))
	require.NoError(t, err)
	return bytesOf(t, b[:len(b)-1])
}

func bytesOf(t *testing.T, b []byte) safejs.Value {
	array, err := bytesToJS(b)
	require.NoError(t, err)
	return array
}

// deafen keeps a store from hearing hints.
func deafen(s *Store) { s.channel.value.Call("close") }

// openRaw opens a database that is not going to be let go of before the
// returned function is called.
func openRaw(t *testing.T, database string, version int) (release func()) {
	t.Helper()
	factory, err := global("indexedDB")
	require.NoError(t, err)
	request, err := factory.Call("open", database, version)
	require.NoError(t, err)
	db := <-settled(t, request)
	return sync.OnceFunc(func() { db.Call("close") })
}

func startDeleting(t *testing.T, database string) <-chan safejs.Value {
	t.Helper()
	factory, err := global("indexedDB")
	require.NoError(t, err)
	request, err := factory.Call("deleteDatabase", database)
	require.NoError(t, err)
	return settled(t, request)
}

func deleteDatabase(t *testing.T, database string) { <-startDeleting(t, database) }

// settled hands over the result of a request.
func settled(t *testing.T, request safejs.Value) <-chan safejs.Value {
	t.Helper()
	results := make(chan safejs.Value, 1)
	var h handlers
	require.NoError(t, h.on(request, "success", func(safejs.Value) {
		defer h.release()
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

//go:build js && wasm

package indexeddb

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hack-pad/safejs"

	"playhead/core/eventstore"
	"playhead/core/sealing"
	"playhead/wasm/browser"
)

// The object stores of the database that keeps keys. It is one of its own, so
// that no copy of a log ever has a key in it.
const (
	keysStore    = "keys"    // [log, person] → the key's bytes
	forgetsStore = "forgets" // log → how many keys of it were destroyed
)

func ofKeys() layout {
	all := []string{keysStore, forgetsStore}
	return layout{1, all, func(uint64) []string { return all }}
}

// Keys are the keys of one log's persons in the browser's IndexedDB. All tabs
// reach the same.
type Keys struct {
	log string
	*link
}

var _ sealing.Keys = (*Keys)(nil)

// OpenKeys returns the keys of a log. The database is opened, and made if there
// is none, when a key is first asked for. Options.Database is "playhead-keys"
// if empty.
func OpenKeys(log string, options Options) *Keys {
	if options.Database == "" {
		options.Database = "playhead-keys"
	}
	if options.Within == 0 {
		options.Within = 10 * time.Second
	}
	return &Keys{log, &link{layout: ofKeys(), options: options}}
}

// transact runs body in one transaction and returns when that has ended: what
// it wrote is on the disk then.
func (k *Keys) transact(ctx context.Context, write bool, body func(*transaction, safejs.Value) error) error {
	conn, tx, err := k.begin(ctx, write, func() {})
	if err != nil {
		return err
	}
	keys, err := tx.value.Call("objectStore", keysStore)
	if err == nil {
		err = body(tx, keys)
	}
	if err != nil {
		tx.fail(err)
	}
	return k.ended(ctx, conn, tx)
}

func (k *Keys) place(person eventstore.StreamID) []any { return []any{k.log, string(person)} }

// all is the range of the log's keys: an array comes after every text.
func (k *Keys) all() (safejs.Value, error) { return keyRange([]any{k.log}, []any{k.log, []any{}}) }

// All returns every person's key. It fails with an *UnavailableError, and with
// ctx's error.
func (k *Keys) All(ctx context.Context) (map[eventstore.StreamID]sealing.Key, error) {
	found := map[eventstore.StreamID]sealing.Key{}
	err := k.transact(ctx, false, func(tx *transaction, keys safejs.Value) error {
		within, err := k.all()
		if err != nil {
			return err
		}
		// Two requests, of which the second is answered last.
		var persons []eventstore.StreamID
		places, err := keys.Call("getAllKeys", within)
		err = tx.request(places, err, func(places safejs.Value) error {
			return each(places, func(place safejs.Value) error {
				name, err := place.Index(1)
				if err != nil {
					return err
				}
				person, err := name.String()
				persons = append(persons, eventstore.StreamID(person))
				return err
			})
		})
		if err != nil {
			return err
		}
		values, err := keys.Call("getAll", within)
		return tx.request(values, err, func(values safejs.Value) error {
			i := 0
			return each(values, func(value safejs.Value) error {
				key, err := keyOf(value)
				if err == nil {
					found[persons[i]] = key
				}
				i++
				return nil // a key that cannot be read opens nothing, and stands in nobody's way
			})
		})
	})
	return found, err
}

// errNoKey says that what stands in a key's place is none.
var errNoKey = errors.New("what is kept as a key is not one")

func keyOf(value safejs.Value) (key sealing.Key, err error) {
	b, err := browser.Bytes(value)
	if err != nil || len(b) != len(key) {
		return key, errNoKey
	}
	return sealing.Key(b), nil
}

// Find returns a person's key. It fails as All does, and when what is kept is
// not a key.
func (k *Keys) Find(ctx context.Context, person eventstore.StreamID) (key sealing.Key, ok bool, err error) {
	err = k.transact(ctx, false, func(tx *transaction, keys safejs.Value) error {
		return k.look(tx, keys, person, func(found safejs.Value) error {
			if found.IsUndefined() {
				return nil
			}
			ok = true
			key, err = keyOf(found)
			return err
		})
	})
	return key, ok && err == nil, err
}

func (k *Keys) look(tx *transaction, keys safejs.Value, person eventstore.StreamID, then func(safejs.Value) error) error {
	request, err := keys.Call("get", k.place(person))
	return tx.request(request, err, then)
}

// Ensure returns a person's key, the offered one where there was none. Looking
// and writing are one transaction, and those of all tabs run one after the
// other. It fails as Find does.
func (k *Keys) Ensure(ctx context.Context, person eventstore.StreamID, offered sealing.Key) (key sealing.Key, err error) {
	if key, ok, err := k.Find(ctx, person); err != nil || ok {
		return key, err // mostly; and a reading transaction waits for no disk
	}
	err = k.transact(ctx, true, func(tx *transaction, keys safejs.Value) error {
		return k.look(tx, keys, person, func(found safejs.Value) error {
			if !found.IsUndefined() {
				key, err = keyOf(found)
				return err
			}
			array, err := browser.FromBytes(offered[:])
			if err == nil {
				key = offered
				_, err = keys.Call("add", array, k.place(person))
			}
			return err
		})
	})
	return key, err
}

// Destroy deletes a person's key and returns when that is on the disk. It fails
// as All does.
func (k *Keys) Destroy(ctx context.Context, person eventstore.StreamID) error {
	return k.transact(ctx, true, func(tx *transaction, keys safejs.Value) error {
		if _, err := keys.Call("delete", k.place(person)); err != nil {
			return err
		}
		return k.count(tx, func(forgets safejs.Value, n uint64) error {
			_, err := forgets.Call("put", float64(n+1), k.log)
			return err
		})
	})
}

// Clear deletes all keys of the log, which is about to be thrown away. It fails
// as All does.
func (k *Keys) Clear(ctx context.Context) error {
	return k.transact(ctx, true, func(_ *transaction, keys safejs.Value) error {
		within, err := k.all()
		if err == nil {
			_, err = keys.Call("delete", within)
		}
		return err
	})
}

// Forgets counts how often a key of the log was destroyed, so that tabs that
// missed a hint find out. It fails as All does.
func (k *Keys) Forgets(ctx context.Context) (n uint64, err error) {
	err = k.transact(ctx, false, func(tx *transaction, _ safejs.Value) error {
		return k.count(tx, func(_ safejs.Value, found uint64) error {
			n = found
			return nil
		})
	})
	return n, err
}

func (k *Keys) count(tx *transaction, then func(forgets safejs.Value, n uint64) error) error {
	forgets, err := tx.value.Call("objectStore", forgetsStore)
	if err != nil {
		return err
	}
	request, err := forgets.Call("get", k.log)
	return tx.request(request, err, func(found safejs.Value) error {
		if found.IsUndefined() {
			return then(forgets, 0)
		}
		n, err := found.Float()
		if err != nil {
			return fmt.Errorf("how many keys were destroyed is not a number: %w", err)
		}
		return then(forgets, uint64(n))
	})
}

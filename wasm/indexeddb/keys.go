//go:build js && wasm

package indexeddb

import (
	"context"
	"errors"
	"fmt"

	"github.com/hack-pad/safejs"

	"playhead/core/eventstore"
	"playhead/core/sealing"
	"playhead/wasm/browser"
)

// The object stores of the database that keeps keys. It is one of its own, so
// that no copy of a log ever has a key in it.
const (
	keysStore = "keys" // [log, person] → the key's bytes
	// log → how many keys of it were destroyed
	// [log, person, fingerprint] → true for each of them
	// ["", log] → true when the log's keys were begun
	forgetsStore = "forgets"
)

func ofKeys() layout {
	all := []string{keysStore, forgetsStore}
	// Version 2 has the same stores. A page of before, which does not know of the
	// second copy, must not destroy a key in one place only.
	return layout{2, all, func(before uint64) []string {
		if before == 0 {
			return all
		}
		return nil
	}}
}

// Keys are the keys of one log's persons in the browser's IndexedDB. All tabs
// reach the same. All that is done fails with an *UnavailableError, and with
// ctx's error.
type Keys struct {
	log string
	*link
}

var _ sealing.Table = (*Keys)(nil)

// OpenKeys returns the keys of a log. The database is opened, and made if there
// is none, when a key is first asked for. Options.Database is "playhead-keys"
// if empty.
func OpenKeys(log string, options Options) *Keys {
	return &Keys{log, &link{layout: ofKeys(), options: options.or("playhead-keys")}}
}

// transact runs body in one transaction and returns when that has ended: what
// it wrote is on the disk then.
func (k *Keys) transact(ctx context.Context, write bool, body func(keysTx) error) error {
	conn, tx, err := k.begin(ctx, write, func() {})
	if err != nil {
		return err
	}
	in := keysTx{transaction: tx}
	if in.keys, err = tx.value.Call("objectStore", keysStore); err == nil {
		in.forgets, err = tx.value.Call("objectStore", forgetsStore)
	}
	if err == nil {
		err = body(in)
	}
	if err != nil {
		tx.fail(err)
	}
	return k.ended(ctx, conn, tx)
}

// keysTx is a transaction on keys.
type keysTx struct {
	*transaction
	keys, forgets safejs.Value
}

// get hands over what a store has in a place, undefined where that is nothing.
func (tx keysTx) get(store safejs.Value, place any, then func(found safejs.Value) error) error {
	request, err := store.Call("get", place)
	return tx.request(request, err, then)
}

func (k *Keys) place(person eventstore.StreamID) []any { return []any{k.log, string(person)} }

func (k *Keys) placeBegun() []any { return []any{"", k.log} }

// all is the range of the log's places: an array comes after every text.
func (k *Keys) all() (safejs.Value, error) { return keyRange([]any{k.log}, []any{k.log, []any{}}) }

// Look returns all that is kept. A key that cannot be read is left out.
func (k *Keys) Look(ctx context.Context) (sealing.Tabled, error) {
	found := sealing.Tabled{Keys: map[eventstore.StreamID]sealing.Key{}, Destroyed: map[sealing.Destroyed]bool{}}
	err := k.transact(ctx, false, func(tx keysTx) error {
		within, err := k.all()
		if err != nil {
			return err
		}
		var persons []string
		places, err := tx.keys.Call("getAllKeys", within)
		err = tx.request(places, err, func(places safejs.Value) error {
			return each(places, func(place safejs.Value) error {
				person, err := textAt(place, 1)
				persons = append(persons, person)
				return err
			})
		})
		if err != nil {
			return err
		}
		values, err := tx.keys.Call("getAll", within) // which is answered behind the first
		err = tx.request(values, err, func(values safejs.Value) error {
			i := 0
			return each(values, func(value safejs.Value) error {
				if key, err := keyOf(value); err == nil {
					found.Keys[eventstore.StreamID(persons[i])] = key
				}
				i++
				return nil
			})
		})
		if err != nil {
			return err
		}
		gone, err := tx.forgets.Call("getAllKeys", within)
		err = tx.request(gone, err, func(places safejs.Value) error {
			return each(places, func(place safejs.Value) error {
				person, err := textAt(place, 1)
				if err != nil {
					return err
				}
				fingerprint, err := textAt(place, 2)
				found.Destroyed[sealing.Destroyed{Person: eventstore.StreamID(person), Fingerprint: fingerprint}] = true
				return err
			})
		})
		if err != nil {
			return err
		}
		return tx.get(tx.forgets, k.placeBegun(), func(begun safejs.Value) error {
			found.Begun = !begun.IsUndefined()
			return nil
		})
	})
	return found, err
}

// textAt returns an element of an array that is a text.
func textAt(array safejs.Value, i int) (string, error) {
	element, err := array.Index(i)
	if err != nil {
		return "", err
	}
	return element.String()
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

// Find returns a person's key, and whether the keys of the log were begun. It
// fails also when what is kept is not a key.
func (k *Keys) Find(ctx context.Context, person eventstore.StreamID) (key sealing.Key, ok, begun bool, err error) {
	err = k.transact(ctx, false, func(tx keysTx) error {
		return tx.get(tx.forgets, k.placeBegun(), func(found safejs.Value) error {
			begun = !found.IsUndefined()
			return tx.get(tx.keys, k.place(person), func(found safejs.Value) error {
				if found.IsUndefined() {
					return nil
				}
				ok = true
				key, err = keyOf(found)
				return err
			})
		})
	})
	return key, ok && err == nil, begun, err
}

// Ensure returns a person's key, the offered one where there was none. Looking
// and writing are one transaction, and those of all tabs run one after the
// other. It fails as Find does.
func (k *Keys) Ensure(ctx context.Context, person eventstore.StreamID, offered sealing.Key) (sealing.Key, bool, error) {
	key, ok, begun, err := k.Find(ctx, person)
	if err != nil || ok || !begun {
		return key, begun, err // mostly; and a reading transaction waits for no disk
	}
	err = k.transact(ctx, true, func(tx keysTx) error {
		return tx.get(tx.forgets, k.placeBegun(), func(found safejs.Value) error {
			if begun = !found.IsUndefined(); !begun {
				return nil
			}
			return tx.get(tx.keys, k.place(person), func(found safejs.Value) error {
				if !found.IsUndefined() {
					key, err = keyOf(found)
					return err
				}
				key = offered
				return k.put(tx, person, offered)
			})
		})
	})
	return key, begun, err
}

func (k *Keys) put(tx keysTx, person eventstore.StreamID, key sealing.Key) error {
	array, err := browser.FromBytes(key[:])
	if err == nil {
		_, err = tx.keys.Call("put", array, k.place(person))
	}
	return err
}

// Begin adds the keys of persons who have none that can be read, and begins the
// keys of the log.
func (k *Keys) Begin(ctx context.Context, keys map[eventstore.StreamID]sealing.Key) error {
	return k.transact(ctx, true, func(tx keysTx) error {
		for person, key := range keys {
			err := tx.get(tx.keys, k.place(person), func(found safejs.Value) error {
				if _, err := keyOf(found); err == nil {
					return nil
				}
				return k.put(tx, person, key)
			})
			if err != nil {
				return err
			}
		}
		_, err := tx.forgets.Call("put", true, k.placeBegun())
		return err
	})
}

// Destroy deletes a person's key, takes down that it did, and returns when that
// is on the disk.
func (k *Keys) Destroy(ctx context.Context, person eventstore.StreamID) error {
	return k.transact(ctx, true, func(tx keysTx) error {
		return tx.get(tx.keys, k.place(person), func(found safejs.Value) error {
			if key, err := keyOf(found); err == nil {
				if _, err := tx.forgets.Call("put", true, append(k.place(person), key.Fingerprint())); err != nil {
					return err
				}
			}
			if _, err := tx.keys.Call("delete", k.place(person)); err != nil {
				return err
			}
			return k.count(tx, func(n uint64) error {
				_, err := tx.forgets.Call("put", float64(n+1), k.log)
				return err
			})
		})
	})
}

// Clear deletes all keys of the log, which is about to be thrown away, and
// begins them anew. Keys that were begun stay so: where the disk is full, the
// browser lets nothing happen but deleting.
func (k *Keys) Clear(ctx context.Context) error {
	return k.transact(ctx, true, func(tx keysTx) error {
		within, err := k.all()
		for _, store := range []safejs.Value{tx.keys, tx.forgets} {
			if err == nil {
				_, err = store.Call("delete", within)
			}
		}
		if err != nil {
			return err
		}
		return tx.get(tx.forgets, k.placeBegun(), func(begun safejs.Value) error {
			if !begun.IsUndefined() {
				return nil
			}
			_, err := tx.forgets.Call("put", true, k.placeBegun())
			return err
		})
	})
}

// Forgets counts how often a key of the log was destroyed, so that tabs that
// missed a hint find out.
func (k *Keys) Forgets(ctx context.Context) (n uint64, err error) {
	err = k.transact(ctx, false, func(tx keysTx) error {
		return k.count(tx, func(found uint64) error {
			n = found
			return nil
		})
	})
	return n, err
}

func (k *Keys) count(tx keysTx, then func(n uint64) error) error {
	return tx.get(tx.forgets, k.log, func(found safejs.Value) error {
		if found.IsUndefined() {
			return then(0)
		}
		n, err := found.Float()
		if err != nil {
			return fmt.Errorf("how many keys were destroyed is not a number: %w", err)
		}
		return then(uint64(n))
	})
}

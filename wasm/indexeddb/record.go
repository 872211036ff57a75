//go:build js && wasm

package indexeddb

import (
	"fmt"
	"hash/crc32"

	"github.com/hack-pad/safejs"

	"playhead/core/eventstore"
	"playhead/core/eventstore/durable"
	"playhead/wasm/browser"
)

var _ durable.Tx = (*transaction)(nil)

// Entry finds the entry of the log's name.
func (tx *transaction) Entry(then func(durable.Entry) error) error {
	found, err := tx.logs.Call("get", tx.name)
	return tx.request(found, err, func(result safejs.Value) error {
		e, err := readEntry(result)
		if err != nil {
			e = durable.Entry{Unreadable: err.Error()}
		}
		return then(e)
	})
}

// readEntry reads an entry. One that is not there has no id, and one of the
// first layout neither era nor hash.
func readEntry(value safejs.Value) (e durable.Entry, err error) {
	if value.IsUndefined() {
		return e, nil
	}
	if e.ID, err = browser.Text(value, "id"); err != nil {
		return e, err
	}
	head, err := whole(value, "head")
	if err != nil {
		return e, err
	}
	if e.ID == "" {
		return e, fmt.Errorf("its id is empty")
	}
	e.Head = eventstore.Position(head)
	if era, err := value.Get("era"); err != nil || era.IsUndefined() {
		return e, err
	}
	if e.Era, err = whole(value, "era"); err != nil {
		return e, err
	}
	hash, err := value.Get("hash")
	if err != nil {
		return e, err
	}
	b, err := browser.Bytes(hash)
	if err != nil || len(b) != len(e.Hash) {
		return e, fmt.Errorf("its hash is not one (%w)", err)
	}
	copy(e.Hash[:], b)
	e.Mended, err = browser.Text(value, "mended")
	return e, err
}

// whole reads a property that is a number of things.
func whole(object safejs.Value, name string) (uint64, error) {
	value, err := object.Get(name)
	if err != nil {
		return 0, err
	}
	number, err := value.Float()
	if err == nil && (number < 0 || number != float64(uint64(number))) {
		err = fmt.Errorf("its %s is %v", name, number)
	}
	return uint64(number), err
}

// PutEntry writes the entry of the log's name.
func (tx *transaction) PutEntry(e durable.Entry) error {
	hash, err := browser.FromBytes(e.Hash[:])
	if err == nil {
		_, err = tx.logs.Call("put", map[string]any{
			"id": e.ID, "era": float64(e.Era), "head": float64(e.Head), "hash": hash, "mended": e.Mended,
		}, tx.name)
	}
	return err
}

// Records finds the records of a log whose first position is in the range.
func (tx *transaction) Records(id string, from, to eventstore.Position, then func([]durable.Record) error) error {
	within, err := keyRange(place(id, from), place(id, to))
	if err != nil {
		return err
	}
	// Two requests, of which the second is answered last.
	var records []durable.Record
	keys, err := tx.batches.Call("getAllKeys", within)
	err = tx.request(keys, err, func(keys safejs.Value) error {
		return each(keys, func(key safejs.Value) error {
			first, err := position(key)
			records = append(records, durable.Record{First: first})
			return err
		})
	})
	if err != nil {
		return err
	}
	found, err := tx.batches.Call("getAll", within)
	return tx.request(found, err, func(values safejs.Value) error {
		i := 0
		err := each(values, func(value safejs.Value) error {
			// What is not kept as bytes is damage, which whoever decodes it finds.
			records[i].Bytes, _ = browser.Bytes(value)
			i++
			return nil
		})
		if err != nil {
			return err
		}
		return then(records)
	})
}

// Add writes a record. The transaction fails if there is one in its place.
func (tx *transaction) Add(id string, r durable.Record) error {
	array, err := browser.FromBytes(r.Bytes)
	if err == nil {
		_, err = tx.batches.Call("add", array, place(id, r.First))
	}
	return err
}

// Delete deletes the records whose first position is in the range.
func (tx *transaction) Delete(id string, from, to eventstore.Position) error {
	within, err := keyRange(place(id, from), place(id, to))
	if err == nil {
		_, err = tx.batches.Call("delete", within)
	}
	return err
}

// SetAside keeps bytes that cannot be a part of the log. Their checksum is a
// part of the key: what is found in one place may differ from time to time.
func (tx *transaction) SetAside(id string, a durable.Aside) error {
	array, err := browser.FromBytes(a.Bytes)
	if err == nil {
		key := append(place(id, a.First), a.From, float64(crc32.ChecksumIEEE(a.Bytes)))
		_, err = tx.asides.Call("put", map[string]any{
			"first": float64(a.First), "from": a.From, "reason": a.Reason, "bytes": array,
		}, key)
	}
	return err
}

// Asides finds all that was set aside for a log.
func (tx *transaction) Asides(id string, then func([]durable.Aside) error) error {
	all, err := keyRange([]any{id}, []any{id, []any{}}) // an array comes after every number
	if err != nil {
		return err
	}
	found, err := tx.asides.Call("getAll", all)
	return tx.request(found, err, func(values safejs.Value) error {
		var asides []durable.Aside
		err := each(values, func(value safejs.Value) error {
			a, err := readAside(value)
			asides = append(asides, a)
			return err
		})
		if err != nil {
			return err
		}
		return then(asides)
	})
}

func readAside(value safejs.Value) (a durable.Aside, err error) {
	first, err := whole(value, "first")
	if err == nil {
		a.First = eventstore.Position(first)
		a.From, err = browser.Text(value, "from")
	}
	if err == nil {
		a.Reason, err = browser.Text(value, "reason")
	}
	if err != nil {
		return a, err
	}
	array, err := value.Get("bytes")
	if err == nil {
		a.Bytes, err = browser.Bytes(array)
	}
	return a, err
}

// place is the key of a record.
func place(id string, first eventstore.Position) []any { return []any{id, float64(first)} }

// position reads the position in the key of a record.
func position(key safejs.Value) (eventstore.Position, error) {
	number, err := key.Index(1)
	if err != nil {
		return 0, err
	}
	first, err := number.Float()
	return eventstore.Position(first), err
}

// keyRange returns the range of keys from one to another, both included.
func keyRange(from, to []any) (safejs.Value, error) {
	class, err := safejs.Global().Get("IDBKeyRange")
	if err != nil {
		return safejs.Value{}, err
	}
	return class.Call("bound", from, to)
}

// each calls do with every element of an array.
func each(array safejs.Value, do func(element safejs.Value) error) error {
	length, err := array.Length()
	for i := 0; i < length && err == nil; i++ {
		var element safejs.Value
		if element, err = array.Index(i); err == nil {
			err = do(element)
		}
	}
	return err
}

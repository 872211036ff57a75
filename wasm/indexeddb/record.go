//go:build js && wasm

package indexeddb

import (
	"errors"
	"fmt"

	"github.com/hack-pad/safejs"

	"playhead/core/eventstore"
)

// record is what the database knows of a log.
type record struct {
	id   string
	head eventstore.Position
}

// readRecord reads a record. One that is not there has no id.
func readRecord(value safejs.Value) (record, error) {
	if value.IsUndefined() {
		return record{}, nil
	}
	damaged := func(err error) (record, error) {
		return record{}, &eventstore.DamageError{Reason: fmt.Sprintf("the log's record cannot be read: %v", err)}
	}
	id, err := property(value, "id")
	if err != nil {
		return damaged(err)
	}
	number, err := value.Get("head")
	if err != nil {
		return damaged(err)
	}
	head, err := number.Float()
	if err != nil || head < 0 || id == "" {
		return damaged(fmt.Errorf("its head is %v", head))
	}
	return record{id, eventstore.Position(head)}, nil
}

// putRecord writes a log's record.
func (tx *transaction) putRecord(name string, r record) error {
	_, err := tx.logs.Call("put", map[string]any{"id": r.id, "head": float64(r.head)}, name)
	return err
}

// addBatch writes a batch. The transaction fails if there is one in its place.
func (tx *transaction) addBatch(id string, first eventstore.Position, encoded []byte) error {
	array, err := bytesToJS(encoded)
	if err != nil {
		return err
	}
	_, err = tx.batches.Call("add", array, []any{id, float64(first)})
	return err
}

// deleteBatches deletes all batches of a log.
func (tx *transaction) deleteBatches(id string) error {
	all, err := keyRange([]any{id}, []any{id, []any{}}) // an array comes after every number
	if err != nil {
		return err
	}
	_, err = tx.batches.Call("delete", all)
	return err
}

// loadPositions is how many positions are read at a time: some 15 ms of work
// in which the tab does nothing else, and enough for it not to matter how
// long a request takes.
const loadPositions = 4096

// catchUp reads what others have added to the log and then goes on with then.
// It fails with eventstore.ErrReplaced when the log is not the one that was
// opened.
func (s *Store) catchUp(tx *transaction, then func() error) error {
	found, err := tx.logs.Call("get", s.name)
	return tx.request(found, err, func(result safejs.Value) error {
		r, err := readRecord(result)
		if err != nil {
			return err
		}
		if r.id != s.id {
			return eventstore.ErrReplaced
		}
		return s.load(tx, r.head, then)
	})
}

// load reads the batches up to head into memory and then goes on with then.
func (s *Store) load(tx *transaction, head eventstore.Position, then func() error) error {
	have := s.head()
	switch {
	case have == head:
		return then()
	case have > head:
		return &eventstore.DamageError{Position: head + 1, Reason: "it was recorded and the browser has lost it"}
	}
	next, err := keyRange([]any{s.id, float64(have + 1)}, []any{s.id, float64(min(have+loadPositions, head))})
	if err != nil {
		return err
	}
	found, err := tx.batches.Call("getAll", next)
	return tx.request(found, err, func(result safejs.Value) error {
		if err := s.takeOver(result); err != nil {
			return err
		}
		if s.head() == have {
			return &eventstore.DamageError{Position: have + 1, Reason: "it is missing"}
		}
		s.grown(true)
		if !s.opened && s.options.Progress != nil {
			s.options.Progress(s.head(), head)
		}
		return s.load(tx, head, then)
	})
}

// takeOver adds the events of an array of batches to those in memory. It
// fails with a *eventstore.DamageError.
func (s *Store) takeOver(batches safejs.Value) error {
	count, err := batches.Length()
	if err != nil {
		return err
	}
	var events []eventstore.Event
	for i := range count {
		array, err := batches.Index(i)
		if err != nil {
			return err
		}
		batch, err := decode(array)
		var damage *eventstore.DamageError
		if errors.As(err, &damage) && damage.Position == 0 { // it does not say where it belongs
			damage.Position = s.head() + eventstore.Position(len(events)) + 1
		}
		if err != nil {
			return err
		}
		events = append(events, batch...)
	}
	return s.mirror.Commit(events)
}

func decode(array safejs.Value) ([]eventstore.Event, error) {
	encoded, err := bytesToGo(array)
	if err != nil {
		return nil, &eventstore.DamageError{Reason: "it is not kept as bytes"}
	}
	return eventstore.DecodeBatch(encoded)
}

// keyRange returns the range of keys from one to another, both included.
func keyRange(from, to []any) (safejs.Value, error) {
	class, err := safejs.Global().Get("IDBKeyRange")
	if err != nil {
		return safejs.Value{}, err
	}
	return class.Call("bound", from, to)
}

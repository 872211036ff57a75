//go:build js && wasm

package indexeddb

import (
	"playhead/core/eventstore"
)

// appending is an append on its way through a transaction.
type appending struct {
	store *Store
	ask   func() (events []eventstore.Event, repeated bool, err error) // what would be recorded now

	head     eventstore.Position // what it was prepared for
	events   []eventstore.Event
	encoded  []byte
	repeated bool
	err      error // why it is refused
}

// prepare checks, hashes and encodes the append for the log as this store
// knows it.
func (a *appending) prepare() {
	a.head = a.store.head()
	a.events, a.repeated, a.err = a.ask()
	if a.writes() {
		a.encoded = eventstore.AppendBatch(nil, a.events)
	}
}

// writes reports whether there is something to record: an append that is
// refused and one that is a repetition leave the log as it is.
func (a *appending) writes() bool { return a.err == nil && !a.repeated }

// write makes the requests that record the events, when the store has caught
// up with the log.
func (a *appending) write(tx *transaction) error {
	if a.head != a.store.head() { // others were faster
		a.prepare()
	}
	if !a.writes() {
		return nil
	}
	s := a.store
	if err := tx.addBatch(s.id, a.events[0].Position, a.encoded); err != nil {
		return err
	}
	// The transaction is left to commit by itself. Calling its commit would
	// save a tenth of the time, but Firefox (153) then completes also when the
	// batch could not be added.
	return tx.putRecord(s.name, record{s.id, a.events[len(a.events)-1].Position})
}

// recorded takes the events over when they are recorded. That can be long
// after the caller has stopped waiting.
func (a *appending) recorded() {
	s := a.store
	if !a.writes() || s.head() >= a.events[0].Position {
		return // nothing was written, or another transaction has read it since
	}
	if err := s.mirror.Commit(a.events); err != nil {
		a.err = err
		return
	}
	s.grown(false)
	s.channel.post(s.name)
}

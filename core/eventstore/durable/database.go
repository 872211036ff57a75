package durable

import (
	"context"
	"fmt"

	"playhead/core/eventstore"
)

// ErrFull says that there is no room left for what was to be written.
var ErrFull = fmt.Errorf("there is no room left: %w", eventstore.ErrUnavailable)

// Database keeps the entry and the records of one log's name. Stores of
// several tabs have a Database each, which all reach the same data.
type Database interface {
	// Transact runs body in one transaction and returns when that has ended.
	// Writing transactions of all tabs run one after the other, each on what
	// the one before left. All that body wrote takes effect, or nothing.
	//
	// body makes its first requests at once and each other in the
	// continuation of one before; it must not wait for anything else. If it or
	// a continuation fails, so does the transaction. complete is called when
	// all is safely kept, before Transact returns, or later if ctx ended the
	// wait; nothing is kept when it is not called.
	//
	// It fails with the error of body or a continuation, with an
	// eventstore.ErrUnavailable that says what is wrong, which is an ErrFull where
	// there is no room left, with a
	// *eventstore.DamageError when a record stands where one was to be added,
	// and with ctx's error, after which all or nothing may have been kept.
	Transact(ctx context.Context, write bool, body func(Tx) error, complete func()) error
	// Close lets go of the database.
	Close()
}

// Tx are the requests of a transaction. A continuation gets what is found.
type Tx interface {
	// Entry finds the entry of the log's name, the zero Entry without one.
	Entry(then func(Entry) error) error
	// Records finds the records of a log whose first position is in the range,
	// both ends included, in order.
	Records(id string, from, to eventstore.Position, then func([]Record) error) error
	// PutEntry writes the entry of the log's name.
	PutEntry(Entry) error
	// Add writes a record. The transaction fails if there is one in its place.
	Add(id string, r Record) error
	// Delete deletes the records whose first position is in the range, both
	// ends included.
	Delete(id string, from, to eventstore.Position) error
	// SetAside keeps bytes that cannot be a part of the log.
	SetAside(id string, a Aside) error
	// Asides finds all that was set aside for a log.
	Asides(id string, then func([]Aside) error) error
}

// Entry is what the database knows of a log as a whole.
type Entry struct {
	ID   string // empty without a log; a reset gives it another
	Era  uint64 // counts the resets of the name, to tell which of two logs is newer
	Head eventstore.Position
	Hash eventstore.Hash // of the last event; zero also when the first layout wrote the entry
	// Unreadable says why what stands in the entry's place cannot be read;
	// nothing else is known then.
	Unreadable string
	// Mended is another text each time the log is mended: a head alone does not
	// tell whether what is below it was replaced.
	Mended string
}

// Record is a run of events that are kept together. A Database keeps its Bytes
// by First, and need not fill in the rest.
type Record struct {
	First, Last eventstore.Position
	Bytes       []byte          // as eventstore.AppendBatch makes them
	Hash        eventstore.Hash // of the last event, and so of all before it
}

// Aside are bytes that were found in the place of events.
type Aside struct {
	First  eventstore.Position // where they were kept
	From   string              // "database", or the name of a file
	Reason string
	Bytes  []byte
}

// last is above every position that a log reaches.
const last = eventstore.Position(1) << 52

// layout says how long a segment is. Events may be few and large, or many and
// small; a segment is full by either.
type layout struct {
	events eventstore.Position
	bytes  int
}

// segments returns what makes reading a million events a thousand requests,
// sealing one a millisecond's work, and no record more than a browser copies
// at once.
func segments() layout { return layout{events: 1024, bytes: 1 << 20} }

// sealAtOnce is the most segments that one append seals. A log of the first
// layout is sealed over several.
const sealAtOnce = 16

// recordsOf encodes events that follow each other as records of about the same
// length, each at most a segment.
func (l layout) recordsOf(events []eventstore.Event) []Record {
	if len(events) == 0 {
		return nil
	}
	var records []Record
	parts := (len(events) + int(l.events) - 1) / int(l.events)
	for i := range parts {
		for part := events[len(events)*i/parts : len(events)*(i+1)/parts]; len(part) > 0; {
			n, size := 0, 0
			for n < len(part) && (n == 0 || size+len(part[n].Data) <= l.bytes) {
				size += len(part[n].Data)
				n++
			}
			end := part[n-1]
			records = append(records, Record{part[0].Position, end.Position, eventstore.AppendBatch(nil, part[:n]), end.Hash})
			part = part[n:]
		}
	}
	return records
}

// sealed reports whether a record is a segment, which never changes.
func (l layout) sealed(r Record) bool {
	return r.Last-r.First+1 >= l.events/2 || len(r.Bytes) >= l.bytes/2
}

// measured fills in where a record that was read ends. It fails when it does
// not begin like one.
func (r Record) measured() (Record, error) {
	first, end, err := eventstore.BatchSpan(r.Bytes)
	if err == nil && first != r.First {
		err = &eventstore.DamageError{Position: r.First, Reason: fmt.Sprintf("#%d stands in its place", first)}
	}
	r.Last = end
	return r, damagedAt(err, r.First)
}

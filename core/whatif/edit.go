// Package whatif answers what would have become of a log if one event had not
// happened, had been another, or had come at another time. The log stays as it
// is: the answer is a branch. The commands that caused later events of the
// stream are asked for again, where they are known, and each rule decides anew.
package whatif

import (
	"errors"
	"fmt"

	"playhead/core/eventstore"
	"playhead/core/json"
	"playhead/core/schema"
)

// Kind says what is done to an event.
type Kind string

// The kinds.
const (
	LeaveOut Kind = "leaveOut"
	Change   Kind = "change"
	Move     Kind = "move"
	Insert   Kind = "insert"
)

// Edit is one thing done to a log.
type Edit struct {
	Kind Kind
	// Position is that of the event; an inserted one comes after it.
	Position eventstore.Position
	// After is where a moved event comes to stand: behind the event at this
	// position, which is 0 for the beginning of the log.
	After eventstore.Position
	// Event is what is inserted, or what a changed event's Data becomes; its
	// type and schema version stay what they were.
	Event eventstore.Addressed
}

// EditError says why an edit cannot be tried.
type EditError struct{ Reason string }

func (e *EditError) Error() string { return e.Reason }

func cannot(format string, args ...any) error { return &EditError{fmt.Sprintf(format, args...)} }

// parts returns the last position that the edit leaves as it is.
func (e Edit) parts() eventstore.Position {
	switch e.Kind {
	case Insert:
		return e.Position
	case Move:
		return min(e.Position-1, e.After)
	default:
		return e.Position - 1
	}
}

// check refuses an edit that makes no sense in a log with such a head. It
// returns the event that is edited, which an inserted one is not yet.
func (e Edit) check(at func(eventstore.Position) (eventstore.Event, error), head eventstore.Position, registry *schema.Registry) (edited eventstore.Event, err error) {
	first := eventstore.Position(1)
	if e.Kind == Insert {
		first = 0
	}
	if e.Position < first || e.Position > head {
		return edited, cannot("there is no event %d; the log ends at event %d", e.Position, head)
	}
	if e.Kind == Insert {
		edited = eventstore.Event{EventData: e.Event.EventData, Stream: e.Event.Stream}
		if err := edited.Stream.Validate(); err != nil {
			return edited, cannot("%v", err)
		}
		return edited, readable(registry, edited)
	}
	if edited, err = at(e.Position); err != nil {
		return edited, err
	}
	switch e.Kind {
	case LeaveOut:
		return edited, nil
	case Change:
		changed := edited
		changed.Data = e.Event.Data
		return edited, readable(registry, changed)
	case Move:
		return edited, e.checkMove(edited, head, at)
	}
	return edited, cannot("an event can be left out, changed, moved, or another be inserted; %q is none of these", e.Kind)
}

func (e Edit) checkMove(edited eventstore.Event, head eventstore.Position, at func(eventstore.Position) (eventstore.Event, error)) error {
	switch {
	case e.After > head:
		return cannot("there is no event %d; the log ends at event %d", e.After, head)
	case e.After == e.Position, e.After+1 == e.Position:
		return cannot("event %d stands there already", e.Position)
	case edited.Version == 1 && e.After > e.Position:
		return nil // the rules say what becomes of a stream that begins later
	}
	if e.After >= e.Position {
		return nil
	}
	for position := e.After + 1; position < e.Position; position++ {
		other, err := at(position)
		if err != nil {
			return err
		}
		if other.Stream == edited.Stream && other.Version == 1 {
			return cannot("event %d cannot come before event %d, with which %s begins", e.Position, position, edited.Stream)
		}
	}
	return nil
}

// readable refuses an event that the world could not read.
func readable(registry *schema.Registry, e eventstore.Event) error {
	if registry.Lookup(e.Type, e.SchemaVersion) == nil {
		return cannot("this world has no event of type %s with schema version %d", e.Type, e.SchemaVersion)
	}
	if !json.Valid(e.Data) {
		return cannot("the data of %s is not JSON", e.Type)
	}
	if _, _, err := registry.Trace(e); err != nil {
		return cannot("the data does not fit %s: %v", e.Type, root(err))
	}
	return nil
}

// root returns what an error was about in the first place.
func root(err error) error {
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next
	}
	return err
}

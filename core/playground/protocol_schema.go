package playground

import (
	"playhead/core/eventstore"
)

// SchemaParams asks what upcasters do to the log up to a position.
type SchemaParams struct {
	Position eventstore.Position `json:"position"`
	// Known is up to where the page knows the log to be counted. It only makes
	// a question that is repeated another one.
	Known eventstore.Position `json:"known,omitempty"`
}

// SchemaResult is each event type in its schema versions, and what was found in
// the log. A long log is counted in several requests: while Counted is below the position,
// ask again.
type SchemaResult struct {
	Counted  eventstore.Position `json:"counted"` // up to where the log was counted, at most the position
	Types    []SchemaType        `json:"types"`
	Steps    []SchemaStep        `json:"steps"`
	Unknown  []SchemaUnknown     `json:"unknown"`
	AsStored int                 `json:"asStored"` // events that are read as they were stored
	Lifted   int                 `json:"lifted"`   // events that upcasters changed as they were read
	Breaks   int                 `json:"breaks"`   // events that cannot be read
	Broken   []SchemaBreak       `json:"broken"`   // the first of them
	Stored   int                 `json:"stored"`   // bytes of all data, as stored
	Read     int                 `json:"read"`     // bytes of all data, as folds read it
	// Verified is up to where every hash follows from the event before: nothing that is
	// stored was changed.
	Verified eventstore.Position `json:"verified"`
}

// SchemaType is a schema version of an event type.
type SchemaType struct {
	Name          string      `json:"name"`
	SchemaVersion int         `json:"schemaVersion"`
	Colour        int         `json:"colour"` // -1 where that hangs on the event's data
	Next          []int       `json:"next"`   // indexes of the types that its upcaster leads to; none for the newest
	Fields        []Field     `json:"fields"`
	Stored        SchemaCount `json:"stored"` // events that were stored as such
	Read          SchemaCount `json:"read"`   // events that folds read as such
}

// SchemaCount is how many events there are of something.
type SchemaCount struct {
	Events int                 `json:"events"`
	Bytes  int                 `json:"bytes"` // of their data
	Last   eventstore.Position `json:"last"`  // of the last of them, 0 without any
}

// SchemaStep is an upcaster's way from one type to another, and what went along it.
type SchemaStep struct {
	From   int `json:"from"` // indexes of types
	To     int `json:"to"`
	Events int `json:"events"`
	Before int `json:"before"` // bytes that went in
	After  int `json:"after"`  // bytes that came out
}

// SchemaUnknown is a type or schema version that the world does not have.
type SchemaUnknown struct {
	Name          string      `json:"name"` // empty for all that are not told apart
	SchemaVersion int         `json:"schemaVersion"`
	Stored        SchemaCount `json:"stored"`
}

// SchemaBreak is an event that cannot be read.
type SchemaBreak struct {
	Position      eventstore.Position `json:"position"`
	Stream        eventstore.StreamID `json:"stream"`
	Type          string              `json:"type"`
	SchemaVersion int                 `json:"schemaVersion"`
	Why           string              `json:"why"` // a sentence
}

// SchemaEventParams names an event.
type SchemaEventParams struct {
	Position eventstore.Position `json:"position"`
}

// SchemaEventResult is an event at each step of being read.
type SchemaEventResult struct {
	Position eventstore.Position `json:"position"`
	Stored   string              `json:"stored"`            // the data's bytes, as they are; at most 4,000 of them
	Shapes   []SchemaShape       `json:"shapes"`            // as stored, and after each step that changed something
	Problem  string              `json:"problem,omitempty"` // why the next step failed
}

// SchemaShape is what an event is at one step.
type SchemaShape struct {
	Type          string        `json:"type"`
	SchemaVersion int           `json:"schemaVersion"`
	Bytes         int           `json:"bytes"`
	Fields        []SchemaField `json:"fields"`
}

// SchemaField is a field of an event's data at one step.
type SchemaField struct {
	Name   string       `json:"name"`
	Value  string       `json:"value"` // as JSON
	Change SchemaChange `json:"change,omitempty"`
}

// SchemaChange says what became of a field since the step before.
type SchemaChange string

// The changes.
const (
	FieldSame    SchemaChange = ""
	FieldAdded   SchemaChange = "added"
	FieldChanged SchemaChange = "changed"
	FieldDropped SchemaChange = "dropped"
)

package playground

import (
	"playhead/core/eventstore"
)

// WorldsResult lists the worlds that can be opened.
type WorldsResult struct {
	Worlds []WorldName `json:"worlds"`
}

// WorldName is a world in a list.
type WorldName struct {
	Name  string `json:"name"`
	About string `json:"about"`
}

// OpenParams names the world to open.
type OpenParams struct {
	World string `json:"world"`
	// Branch names the branch to go to; empty for "main".
	Branch string `json:"branch,omitempty"`
	// Settings are how the visitor has set projections of the branch before, as
	// their states told. What cannot be is left as it comes.
	Settings []ProjectionSetting `json:"settings,omitempty"`
}

// ProjectionSetting is how a visitor has set a projection: fields of the
// ProjectionState of the same names.
type ProjectionSetting struct {
	Name       string                `json:"name"`
	Pace       *Pace                 `json:"pace,omitempty"`
	Checkpoint eventstore.Position   `json:"checkpoint"`
	Unknown    UnknownPolicy         `json:"unknown,omitempty"`
	Skipped    []eventstore.Position `json:"skipped,omitempty"`
	Unguarded  bool                  `json:"unguarded,omitempty"`
	Acted      eventstore.Position   `json:"acted,omitempty"`
}

// Opened is a world with its log, ready to be used.
type Opened struct {
	World    World          `json:"world"`
	Log      Log            `json:"log"`
	Branches BranchesResult `json:"branches"`
	// Seeded says that this open recorded the example's history into a log
	// that had never been used.
	Seeded bool `json:"seeded"`
}

// World describes what can be done in a world and what can happen in it.
type World struct {
	Name        string       `json:"name"`
	About       string       `json:"about"`
	Try         string       `json:"try"` // one line that says what to try first
	Commands    []Command    `json:"commands"`
	EventTypes  []EventType  `json:"eventTypes"`
	Projections []Projection `json:"projections"`
	// Example is the stream that is selected when a visitor has chosen none.
	Example eventstore.StreamID `json:"example"`
	// Contests are the rules that no stream can keep alone.
	Contests []Contest `json:"contests"`
}

// Command describes a command and its form.
type Command struct {
	Name     string  `json:"name"`     // as sent, such as "AddItem"
	Label    string  `json:"label"`    // as shown, such as "Add item"
	About    string  `json:"about"`    // one sentence
	Category string  `json:"category"` // of the streams that it goes to
	Creates  bool    `json:"creates"`  // whether it starts a stream
	Fields   []Field `json:"fields"`
}

// FieldKind says how a value is entered and shown.
type FieldKind string

// The kinds of fields.
const (
	KindText   FieldKind = "text"
	KindMoney  FieldKind = "money"  // integer minor units; entered and shown as 300.00
	KindNumber FieldKind = "number" // an integer
	KindChoice FieldKind = "choice"
	KindFlag   FieldKind = "flag"
	KindTime   FieldKind = "time" // milliseconds since 1970
	KindObject FieldKind = "object"
	KindList   FieldKind = "list"
)

// Field describes one field of a command, an event, a state or a row.
type Field struct {
	Name      string    `json:"name"`  // the JSON key
	Label     string    `json:"label"` // what the page shows
	Kind      FieldKind `json:"kind"`
	Required  bool      `json:"required,omitempty"`
	Min       string    `json:"min,omitempty"` // as the field is entered
	Max       string    `json:"max,omitempty"`
	MaxLength int       `json:"maxLength,omitempty"`
	Choices   []string  `json:"choices,omitempty"`
	Default   string    `json:"default,omitempty"`
	Help      string    `json:"help,omitempty"`
	Fields    []Field   `json:"fields,omitempty"` // of an object, or of a list's elements
}

// EventType describes a type of event at its newest schema version.
type EventType struct {
	Name          string  `json:"name"`
	SchemaVersion int     `json:"schemaVersion"`
	Colour        int     `json:"colour"` // index into the page's palette, from 0
	Fields        []Field `json:"fields"`
}

// ReadModelKind says how a read model is shown.
type ReadModelKind string

// The kinds of read models.
const (
	ReadModelTable  ReadModelKind = "table"  // rows by key
	ReadModelList   ReadModelKind = "list"   // entries in the order they came, newest first
	ReadModelNumber ReadModelKind = "number" // one value
	ReadModelSeries ReadModelKind = "series" // a number over time, for each key
)

// Projection describes a projection and the read model that it keeps.
type Projection struct {
	Name    string        `json:"name"`
	About   string        `json:"about"`
	Kind    ReadModelKind `json:"kind"`
	Columns []Field       `json:"columns"`           // of a table or list; the key comes first
	Effects bool          `json:"effects,omitempty"` // it also does something to the outside
	// Former says what was wrong with the older version of its code, where that is kept.
	Former string `json:"former,omitempty"`
}

// ResetParams says what a log starts from after everything in it was thrown away.
type ResetParams struct {
	To ResetTo `json:"to"`
}

// ResetTo is what a log starts from.
type ResetTo string

// The beginnings.
const (
	ResetToExample ResetTo = "example"
	ResetToEmpty   ResetTo = "empty"
)

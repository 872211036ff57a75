package playground

import (
	"playhead/core/eventstore"
)

// MomentParams asks for the state of everything at one moment.
type MomentParams struct {
	// Position is the moment; absent means now, which follows the live
	// projections instead of folding. A position past the end is the end.
	Position *eventstore.Position `json:"position,omitempty"`
	Stream   eventstore.StreamID  `json:"stream,omitempty"` // the aggregate to show
	// Windows says which rows of a table or list to send, by its name. Where
	// nothing is said, the window is the one with what changed, or the
	// selected stream's row, in it.
	Windows map[string]Window `json:"windows,omitempty"`
	// WindowSize is how many rows to send where Windows says nothing; 0 for 8.
	WindowSize int `json:"windowSize,omitempty"`
}

// Window is a range of rows, from 0.
type Window struct {
	From  int `json:"from"`
	Count int `json:"count"` // at most 200
}

// Moment is the state of everything at one moment. What differs from the
// moment one event earlier is marked.
type Moment struct {
	Position    eventstore.Position `json:"position"`
	Head        eventstore.Position `json:"head"`
	Event       *EventRow           `json:"event,omitempty"` // the event at Position
	Narration   string              `json:"narration"`       // the step in a sentence
	Projections []ReadModel         `json:"projections"`
	Aggregate   *Aggregate          `json:"aggregate,omitempty"`
}

// ProjectionStatus says what a projection is doing.
type ProjectionStatus string

// The states of a projection.
const (
	StatusCaughtUp   ProjectionStatus = "caughtUp"
	StatusCatchingUp ProjectionStatus = "catchingUp"
	StatusRebuilding ProjectionStatus = "rebuilding"
	StatusFailed     ProjectionStatus = "failed"
)

// ProjectionState is where a projection stands.
type ProjectionState struct {
	Name       string              `json:"name"`
	Status     ProjectionStatus    `json:"status"`
	Checkpoint eventstore.Position `json:"checkpoint"`        // the last event it has seen
	Lag        int                 `json:"lag"`               // events it has not seen
	Rebuilt    eventstore.Position `json:"rebuilt,omitempty"` // how far a rebuild has come
	Failure    *Failure            `json:"failure,omitempty"`
	// Skipped are the positions that were passed over on request.
	Skipped []eventstore.Position `json:"skipped,omitempty"`
	// Pace is absent where nothing holds it back.
	Pace *Pace `json:"pace,omitempty"`
	// Since is the timestamp of the first event that it has not seen.
	Since int64  `json:"since,omitempty"`
	Late  bool   `json:"late,omitempty"` // it was added late, and goes through history
	Fed   string `json:"fed,omitempty"`  // by whom, when it does not fold the log itself
	// Unknown is what it does at events that cannot be read; absent when it ignores them.
	Unknown UnknownPolicy `json:"unknown,omitempty"`
	// Unread are those events, where they are to be shown.
	Unread *Unread `json:"unread,omitempty"`
	// Acted is the last event whose effects were carried out, where it has effects,
	// and Unguarded whether they are carried out again on replay.
	Acted     eventstore.Position `json:"acted,omitempty"`
	Unguarded bool                `json:"unguarded,omitempty"`
}

// Failure says at which event a projection stopped, and why.
type Failure struct {
	Position eventstore.Position `json:"position"`
	Type     string              `json:"type"`
	Message  string              `json:"message"`
}

// ReadModel is a read model at a moment, with the state of its projection.
type ReadModel struct {
	State   ProjectionState `json:"state"`
	Kind    ReadModelKind   `json:"kind"`
	Changed bool            `json:"changed"` // whether the last step changed it
	// Version is what the selected stream was at in the last event of it that
	// the projection has seen, where it is behind the log.
	Version *eventstore.Version `json:"version,omitempty"`
	Table   *Table              `json:"table,omitempty"` // of a table or list
	Number  *Cell               `json:"number,omitempty"`
	Series  *Series             `json:"series,omitempty"`
}

// Table is a window of rows. Rows that the last step removed are among them.
type Table struct {
	Total int   `json:"total"`
	From  int   `json:"from"`
	Rows  []Row `json:"rows"`
}

// Change says what the last step did to a row or a value.
type Change string

// The changes.
const (
	Unchanged Change = ""
	Added     Change = "added"
	Changed   Change = "changed"
	Removed   Change = "removed"
)

// Row is one row; its cells follow the projection's columns, the key first.
type Row struct {
	Key    string `json:"key"`
	Change Change `json:"change,omitempty"`
	Cells  []Cell `json:"cells"`
}

// Cell is a value as it is shown, with the value before where it changed.
type Cell struct {
	Text   string  `json:"text"`
	Before *string `json:"before,omitempty"`
}

// Series is a number over time for one key, thinned to what a chart can show.
type Series struct {
	Key    string    `json:"key"`  // whose points these are
	Keys   int       `json:"keys"` // how many keys there are
	Kind   FieldKind `json:"kind"`
	Total  int       `json:"total"` // points before thinning
	Points []Point   `json:"points"`
}

// Point is one point of a series.
type Point struct {
	Position  eventstore.Position `json:"position"`
	Timestamp int64               `json:"timestamp"`
	Value     int64               `json:"value"` // in minor units where the series is money
	Text      string              `json:"text"`
}

// Aggregate is the state of one stream at a moment.
type Aggregate struct {
	Stream  eventstore.StreamID `json:"stream"`
	Type    string              `json:"type"`    // such as "Account"; empty when the category is unknown
	Version eventstore.Version  `json:"version"` // at the moment, 0 when it does not exist yet
	Latest  eventstore.Version  `json:"latest"`  // at the head
	Folded  int                 `json:"folded"`  // events that made the state
	Changed bool                `json:"changed"`
	Problem string              `json:"problem,omitempty"` // why its last events could not be folded
	Values  []Value             `json:"values"`
	History []EventRow          `json:"history"` // its last events up to the moment, newest first, at most 12
}

// Value is a named value of a state, or a group of them.
type Value struct {
	Name   string    `json:"name"`
	Step   string    `json:"step,omitempty"` // within a path, where that is not the name: "=keyboard"
	Label  string    `json:"label"`
	Kind   FieldKind `json:"kind"`
	Text   string    `json:"text"`
	Before *string   `json:"before,omitempty"`
	Change Change    `json:"change,omitempty"`
	Values []Value   `json:"values,omitempty"` // of an object or a list
}

// DiffParams names two moments.
type DiffParams struct {
	From  eventstore.Position `json:"from"`
	To    eventstore.Position `json:"to"`
	Limit int                 `json:"limit"` // at most 500; 0 for 100
}

// DiffResult lists what differs between two moments.
type DiffResult struct {
	Total   int          `json:"total"`
	Changes []Difference `json:"changes"`
}

// Difference is one value that differs.
type Difference struct {
	Where  string  `json:"where"` // a projection's name, or "aggregates"
	Key    string  `json:"key"`
	Field  string  `json:"field"` // the path within the row or state
	Before *string `json:"before,omitempty"`
	After  *string `json:"after,omitempty"`
}

// ProjectionParams names a projection.
type ProjectionParams struct {
	Name string `json:"name"`
}

// ResumeParams asks a failed projection to go on.
type ResumeParams struct {
	Name string `json:"name"`
	Skip bool   `json:"skip"` // pass over the event it failed at
}

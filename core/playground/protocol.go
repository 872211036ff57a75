package playground

import (
	"playhead/core/eventstore"
	"playhead/core/json"
)

// This file is the source of the protocol: web/src/protocol.ts is generated
// from it (`make generate`). A page sends a Request and gets the Response
// with the same id; a Push comes by itself. All of it is JSON.

// Request asks the playground for one thing.
type Request struct {
	ID     int             `json:"id"`
	Kind   string          `json:"kind"`
	Params json.RawMessage `json:"params,omitempty"`
}

// Response answers the Request with the same id: Result or Error, never both.
type Response struct {
	ID     int    `json:"id"`
	Result any    `json:"result,omitempty"`
	Error  *Error `json:"error,omitempty"`
}

// Push tells the page something that it did not ask for.
type Push struct {
	Kind string `json:"push"`
	Data any    `json:"data"`
}

// Code says what kind of error a request ended with. The set is closed.
type Code string

// The codes of errors.
const (
	CodeBadRequest  Code = "bad_request"  // the request is not of the protocol's form
	CodeUnknownKind Code = "unknown_kind" // there is no such kind of request
	CodeNoWorld     Code = "no_world"     // no world is open, or none has that name
	CodeNotFound    Code = "not_found"    // what is asked for is not in the log
	CodeBadFilter   Code = "bad_filter"   // the filter does not parse; details are a FilterProblem
	CodeUnavailable Code = "unavailable"  // the log cannot be read or written now
	CodeReplaced    Code = "replaced"     // the log was reset by another tab
	CodeCancelled   Code = "cancelled"    // the work was given up before it was done
	CodeDamaged     Code = "damaged"      // recorded bytes cannot be read back
	CodeInternal    Code = "internal"     // anything that was not foreseen
)

// Error says what happened, why, and what to do next, in one or two sentences.
type Error struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
	Details any    `json:"details,omitempty"`
}

// None stands for params or results without content.
type None struct{}

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
}

// Opened is a world with its log, ready to be used.
type Opened struct {
	World World `json:"world"`
	Log   Log   `json:"log"`
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
	Columns []Field       `json:"columns"` // of a table or list; the key comes first
}

// Guarantee says what becomes of acknowledged events.
type Guarantee string

// The guarantees.
const (
	GuaranteeTwoCopies Guarantee = "twoCopies" // in the browser's database, and once more in its files
	GuaranteeOneCopy   Guarantee = "oneCopy"   // in one of the two
	GuaranteeWindow    Guarantee = "window"    // gone when the private window closes
	GuaranteeMemory    Guarantee = "memory"    // gone with the tab
)

// Log is the log at its head.
type Log struct {
	Head      eventstore.Position `json:"head"`
	Streams   int                 `json:"streams"`
	Hash      string              `json:"hash"` // of the last event, hexadecimal
	Guarantee Guarantee           `json:"guarantee"`
	Why       string              `json:"why,omitempty"`      // why the guarantee is not better, and what to do
	Persisted bool                `json:"persisted"`          // whether the browser promised not to delete it by itself
	Findings  []Finding           `json:"findings,omitempty"` // damage that was met since the log was opened
}

// Finding is damage that was met in the log, and what became of it.
type Finding struct {
	Sentence string              `json:"sentence"`
	From     eventstore.Position `json:"from"` // the first event concerned
	To       eventstore.Position `json:"to"`   // the last one
	Restored bool                `json:"restored"`
}

// StreamsParams looks for streams.
type StreamsParams struct {
	Query    string `json:"query"`    // part of the name; empty for any
	Category string `json:"category"` // empty for any
	Limit    int    `json:"limit"`    // at most 200; 0 for 20
}

// StreamsResult lists streams: one of just the name that was asked for, then
// the ones written last.
type StreamsResult struct {
	Total   int      `json:"total"` // how many match
	Streams []Stream `json:"streams"`
}

// Stream is a stream at its head.
type Stream struct {
	ID       eventstore.StreamID `json:"id"`
	Category string              `json:"category"`
	Version  eventstore.Version  `json:"version"`
	Last     eventstore.Position `json:"last"` // position of its last event
}

// CommandParams asks for a command to be handled.
type CommandParams struct {
	// ID is the command's own id, a UUID; the page makes one for each intention,
	// so that sending it twice takes effect once. Empty makes a new one.
	ID      string              `json:"id,omitempty"`
	Stream  eventstore.StreamID `json:"stream"`
	Command string              `json:"command"`
	// Data is the command as JSON. Form is the same as text typed into a
	// form ("300.00"), by field name; it is used when Data is absent.
	Data json.RawMessage   `json:"data,omitempty"`
	Form map[string]string `json:"form,omitempty"`
	// ExpectedVersion is the version last seen, 0 for a stream that must not
	// exist, -1 (or absent) for any.
	ExpectedVersion *eventstore.ExpectedVersion `json:"expectedVersion,omitempty"`
	// At is the moment that the sender looks at; absent when it is now. A
	// command from the past is not handled: its outcome is "past".
	At    *eventstore.Position `json:"at,omitempty"`
	Actor string               `json:"actor,omitempty"` // "you" when empty
}

// OutcomeKind says how a command ended.
type OutcomeKind string

// The ways in which a command ends.
const (
	OutcomeRecorded OutcomeKind = "recorded" // events were recorded
	OutcomeRefused  OutcomeKind = "refused"  // a business rule said no
	OutcomeConflict OutcomeKind = "conflict" // the stream was not at the expected version
	OutcomeInvalid  OutcomeKind = "invalid"  // fields are not fit to be sent
	OutcomePast     OutcomeKind = "past"     // sent from the past, which needs a branch
)

// Outcome is how a command ended. Exactly the part named by Kind is filled in.
type Outcome struct {
	Kind      OutcomeKind         `json:"kind"`
	CommandID string              `json:"commandId"`
	Stream    eventstore.StreamID `json:"stream"`
	Command   string              `json:"command"`
	Summary   string              `json:"summary"` // such as "Withdraw 300.00"
	Recorded  []EventRow          `json:"recorded,omitempty"`
	Refusal   *Refusal            `json:"refusal,omitempty"`
	Conflict  *Conflict           `json:"conflict,omitempty"`
	Problems  []FieldProblem      `json:"problems,omitempty"`
	Message   string              `json:"message"` // the outcome in one sentence
}

// Refusal is the answer of a business rule.
type Refusal struct {
	Code    string `json:"code"` // such as "insufficient_funds"
	Message string `json:"message"`
}

// Conflict says that somebody else wrote first.
type Conflict struct {
	Expected eventstore.ExpectedVersion `json:"expected"`
	Actual   eventstore.Version         `json:"actual"`
}

// FieldProblem says what is wrong with one field; "stream" and
// "expectedVersion" name those of the panel itself.
type FieldProblem struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// AppendParams records events as they are, without a command and its rules.
type AppendParams struct {
	Stream          eventstore.StreamID         `json:"stream"`
	ExpectedVersion *eventstore.ExpectedVersion `json:"expectedVersion,omitempty"`
	Events          []AppendEvent               `json:"events"`
	Actor           string                      `json:"actor,omitempty"`
}

// AppendEvent is one event to record.
type AppendEvent struct {
	ID            string          `json:"id,omitempty"` // a UUID; made when empty
	Type          string          `json:"type"`
	SchemaVersion int             `json:"schemaVersion,omitempty"` // 0 for 1
	Data          json.RawMessage `json:"data"`
}

// EventsParams asks for a window of the events that match a filter.
type EventsParams struct {
	Filter string              `json:"filter"` // empty for all
	From   int                 `json:"from"`   // index among the matching events, from 0
	Count  int                 `json:"count"`  // at most 500
	At     eventstore.Position `json:"at"`     // see AtIndex
}

// EventsResult is a window of events. While a filter is still looking through
// the log, Scanned is below the head, and "progress" pushes follow.
type EventsResult struct {
	From    int                 `json:"from"`
	Total   int                 `json:"total"`   // matching events found so far
	AtIndex int                 `json:"atIndex"` // how many of them have a position of at most At
	Scanned eventstore.Position `json:"scanned"` // up to where the log was looked through
	Head    eventstore.Position `json:"head"`
	Rows    []EventRow          `json:"rows"`
}

// EventRow is an event in a list.
type EventRow struct {
	Position      eventstore.Position `json:"position"`
	Timestamp     int64               `json:"timestamp"` // milliseconds since 1970
	Stream        eventstore.StreamID `json:"stream"`
	Version       eventstore.Version  `json:"version"`
	Type          string              `json:"type"`
	SchemaVersion int                 `json:"schemaVersion"`
	Colour        int                 `json:"colour"` // -1 for a type that the world does not know
	Summary       string              `json:"summary"`
}

// EventParams names one event.
type EventParams struct {
	Position eventstore.Position `json:"position"`
}

// EventResult is all that is known of one event.
type EventResult struct {
	Row           EventRow `json:"row"`
	ID            string   `json:"id"`
	CorrelationID string   `json:"correlationId"`
	CausationID   string   `json:"causationId"`
	Actor         string   `json:"actor"`
	Command       string   `json:"command,omitempty"` // that caused it
	Hash          string   `json:"hash"`
	PreviousHash  string   `json:"previousHash"`
	Stored        string   `json:"stored"` // the data as recorded, indented JSON
	// Read is what the upcasters made of it; absent where the stored schema
	// is the newest.
	Read *Upcast `json:"read,omitempty"`
	// Problem says why the event is shown as raw data only.
	Problem    string     `json:"problem,omitempty"`
	Causes     []EventRow `json:"causes"`     // the event that caused it, if an event did
	Effects    []EventRow `json:"effects"`    // events that it caused
	Correlated []EventRow `json:"correlated"` // others with its correlation id, at most 20
}

// Upcast is the data of an event as it is read today.
type Upcast struct {
	Type          string   `json:"type"`
	SchemaVersion int      `json:"schemaVersion"`
	Data          string   `json:"data"`  // indented JSON
	Steps         []string `json:"steps"` // such as "MoneyDeposited v1 to v2"
}

// ExportParams asks for events as lines of JSON.
type ExportParams struct {
	After eventstore.Position `json:"after"` // 0 for the first event
	Count int                 `json:"count"` // at most 5,000
}

// ExportResult is a piece of the log, to be written to a file after the one
// before it.
type ExportResult struct {
	// Lines holds one event a line, with all that is recorded of it. Where
	// its data is not JSON there is "bytes" in base64 instead.
	Lines string              `json:"lines"`
	Last  eventstore.Position `json:"last"` // of the last line; After when there is none
	Head  eventstore.Position `json:"head"`
}

// ImportParams brings events as lines of JSON, in the form of an export. Only
// "stream", "type" and "data" are needed.
type ImportParams struct {
	Lines   string `json:"lines"`             // at most 10,000
	Partial bool   `json:"partial,omitempty"` // whether to record the good lines when there are bad ones
}

// ImportResult says what became of the lines.
type ImportResult struct {
	Recorded int           `json:"recorded"`
	Known    int           `json:"known"`    // lines whose events were recorded already
	Bad      int           `json:"bad"`      // lines that cannot be recorded
	Problems []LineProblem `json:"problems"` // of the first bad lines
}

// LineProblem says what is wrong with a line.
type LineProblem struct {
	Line    int    `json:"line"` // from 1
	Message string `json:"message"`
}

// CompleteParams asks what could stand at the caret of a filter.
type CompleteParams struct {
	Text  string `json:"text"`
	Caret int    `json:"caret"` // in UTF-16 code units, as the page counts
}

// CompleteResult offers completions; each replaces the text from From to To.
type CompleteResult struct {
	From    int            `json:"from"` // in UTF-16 code units
	To      int            `json:"to"`
	Options []Completion   `json:"options"`
	Problem *FilterProblem `json:"problem,omitempty"`
}

// Completion is one way to go on.
type Completion struct {
	Text  string `json:"text"`
	About string `json:"about"`
}

// FilterProblem says where a filter does not parse and what would.
type FilterProblem struct {
	Message string `json:"message"`
	From    int    `json:"from"` // in UTF-16 code units
	To      int    `json:"to"`
}

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
	Changed bool            `json:"changed"`         // whether the last step changed it
	Table   *Table          `json:"table,omitempty"` // of a table or list
	Number  *Cell           `json:"number,omitempty"`
	Series  *Series         `json:"series,omitempty"`
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

// TimelineParams asks for a stretch of the log, cut into buckets.
type TimelineParams struct {
	From    eventstore.Position `json:"from"`    // first position
	To      eventstore.Position `json:"to"`      // last position
	Buckets int                 `json:"buckets"` // at most 2,000
	// Lanes says which lanes to send: the streams that have events in the
	// stretch, in the order of their first event, the selected one first.
	Lanes  Window              `json:"lanes"`
	Stream eventstore.StreamID `json:"stream,omitempty"` // the selected one
}

// TimelineResult is a stretch of the log. Bucket i holds the positions from
// From + i*n/Buckets up to the next bucket's first, with n = To-From+1.
type TimelineResult struct {
	From    eventstore.Position `json:"from"`
	To      eventstore.Position `json:"to"`
	Buckets int                 `json:"buckets"`
	// Times are the timestamps of each bucket's first event, then that of
	// the last event: Buckets+1 values in milliseconds.
	Times []int64 `json:"times"`
	// Tempo is how busy each bucket was, events per second on a logarithmic
	// scale from 0 to 255; a byte a bucket, base64.
	Tempo     []byte `json:"tempo"`
	LaneTotal int    `json:"laneTotal"`
	Lanes     []Lane `json:"lanes"`
}

// Lane is one stream in a stretch of the log.
type Lane struct {
	Stream eventstore.StreamID `json:"stream"`
	// Colours holds 0 for a bucket without events of the stream, 255 for a
	// type that the world does not know, else 1 + the colour of the last event's type; a byte a
	// bucket, base64.
	Colours []byte `json:"colours"`
	// Counts holds how many events of the stream a bucket has, 255 for more.
	Counts []byte `json:"counts"`
}

// LocateParams asks for the moment at a time.
type LocateParams struct {
	Timestamp int64 `json:"timestamp"` // milliseconds since 1970
}

// LocateResult is a moment: the last event that was recorded by then, 0 when
// the log begins later.
type LocateResult struct {
	Position eventstore.Position `json:"position"`
}

// StepParams asks for the next event of a kind.
type StepParams struct {
	Position eventstore.Position `json:"position"`
	Back     bool                `json:"back"`
	// Within is "stream" for the events of Stream, or "type" for those of the
	// same type as the event at Position.
	Within string              `json:"within"`
	Stream eventstore.StreamID `json:"stream,omitempty"`
}

// StepResult is where the step leads; absent when there is no such event.
type StepResult struct {
	Position *eventstore.Position `json:"position,omitempty"`
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

// TrafficParams asks for the step-th plausible command of a seeded run. The
// same seed on the same log sends the same commands.
type TrafficParams struct {
	Seed uint64 `json:"seed"`
	Step uint64 `json:"step"` // from 0
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

// AppendedPush tells of new events at the end of the log.
type AppendedPush struct {
	Log Log `json:"log"`
	// First is the position of the first new event.
	First eventstore.Position `json:"first"`
	// Elsewhere says that another tab recorded them.
	Elsewhere bool `json:"elsewhere"`
}

// ProgressPush tells how far a long work has come.
type ProgressPush struct {
	Task    string `json:"task"` // "rebuild", "filter", "open" or "verify"
	Name    string `json:"name"` // of the projection, or the filter's text
	Done    int    `json:"done"`
	Total   int    `json:"total"`
	Matches int    `json:"matches,omitempty"` // of a filter
}

// PreviewPush shows the end of a long log that is being opened. Nothing of it
// is verified yet.
type PreviewPush struct {
	World string              `json:"world"`
	Head  eventstore.Position `json:"head"`
	Rows  []EventRow          `json:"rows"`
}

// LogPush tells of a change of the log other than new events.
type LogPush struct {
	Log Log `json:"log"`
}

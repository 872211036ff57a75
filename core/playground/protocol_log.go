package playground

import (
	"playhead/core/eventstore"
)

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
	Branch    string              `json:"branch"` // whose log it is, or "main"
	Head      eventstore.Position `json:"head"`
	Streams   int                 `json:"streams"`
	Hash      string              `json:"hash"` // of the last event, hexadecimal
	Guarantee Guarantee           `json:"guarantee"`
	Why       string              `json:"why,omitempty"`      // why the guarantee is not better, and what to do
	Persisted bool                `json:"persisted"`          // whether the browser promised not to delete it by itself
	Findings  []Finding           `json:"findings,omitempty"` // damage that was met since the log was opened
	// Checkpoint is the last event up to which it is kept beside the log what the events
	// come to, so that they need not be folded when it is opened again; 0 when it is not.
	Checkpoint eventstore.Position `json:"checkpoint,omitempty"`
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
	// Read is what the upcasters, and the keys of persons, made of it; absent
	// where it is read as it is stored.
	Read *Upcast `json:"read,omitempty"`
	// Sealed tells of each text that was recorded sealed how it was opened, or
	// that its key is gone. Read has what they came to.
	Sealed []string `json:"sealed,omitempty"`
	// Problem says why the event is shown as raw data only.
	Problem string `json:"problem,omitempty"`
	// Undoes is the event that this one compensates, UndoneBy the one that compensates it.
	Undoes     *EventRow  `json:"undoes,omitempty"`
	UndoneBy   *EventRow  `json:"undoneBy,omitempty"`
	Causes     []EventRow `json:"causes"`     // the event that caused it, if an event did
	Effects    []EventRow `json:"effects"`    // events that it caused
	Correlated []EventRow `json:"correlated"` // others with its correlation id, at most 20
	// Tree is all that hangs together with the event, in the order in which a tree
	// is read: each before what it caused. Absent when it stands alone.
	Tree []CausalNode `json:"tree,omitempty"`
	// TreeMore says that there is more of it than was sent, or than was looked for.
	TreeMore bool `json:"treeMore,omitempty"`
}

// CausalNode is an event with the command that it came of, or the command that
// began all that is below it.
type CausalNode struct {
	Depth   int       `json:"depth"`         // 0 for a root
	Row     *EventRow `json:"row,omitempty"` // absent for a command
	Command string    `json:"command,omitempty"`
	Actor   string    `json:"actor,omitempty"`
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

// attach takes the lines as a request brings them that is not all JSON.
func (p *ImportParams) attach(lines string) { p.Lines = lines }

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

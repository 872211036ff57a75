package playground

import (
	"playhead/core/eventstore"
	"playhead/core/json"
)

// The files protocol*.go are the source of the protocol: web/src/protocol.ts is
// generated from them (`make generate`). A page sends a Request and gets the
// Response with the same id; a Push comes by itself. All of it is JSON.

// Request asks the playground for one thing.
type Request struct {
	ID     int             `json:"id"`
	Kind   string          `json:"kind"`
	Params json.RawMessage `json:"params,omitempty"`
	// attached is text that belongs to the params and is not written as JSON: the
	// lines of an import. See Decode.
	attached string
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

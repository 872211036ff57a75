package playground

import (
	"playhead/core/eventstore"
	"playhead/core/json"
)

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
	// Undoes is the position of the event that the command compensates: that is its
	// cause, and however often it is sent, it takes effect once. What the request
	// "undo" answers need not be said again; if it is, it must be the same.
	Undoes *eventstore.Position `json:"undoes,omitempty"`
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
	// Came is there instead of both where the claim was a query's.
	Came *Came `json:"came,omitempty"`
}

// Came is an event that a query matches and that came after a position.
type Came struct {
	Query    string              `json:"query"`
	After    eventstore.Position `json:"after"`
	Position eventstore.Position `json:"position"`
	Stream   eventstore.StreamID `json:"stream"`
	Type     string              `json:"type"`
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

// TrafficParams asks for the step-th plausible command of a seeded run. The
// same seed on the same log sends the same commands.
type TrafficParams struct {
	Seed uint64 `json:"seed"`
	Step uint64 `json:"step"` // from 0
}

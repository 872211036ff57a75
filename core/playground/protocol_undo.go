package playground

import "playhead/core/eventstore"

// UndoParams asks what compensates an event of the open log.
type UndoParams struct {
	Position eventstore.Position `json:"position"` // of the event
}

// UndoResult says what compensates an event, and how that would end now.
type UndoResult struct {
	Position eventstore.Position `json:"position"` // of the event
	// Why says why it is this that compensates the event, or why nothing does.
	Why string `json:"why"`
	// Done is the event that has compensated it already, and then, where that was
	// undone as well, what compensated each before: at most 20.
	Done []EventRow `json:"done,omitempty"`
	// Opposite is absent where nothing compensates the event.
	Opposite *Compensation `json:"opposite,omitempty"`
}

// Compensation is the command that does the opposite of an event. It is sent as
// any other, with Undoes, and goes to the end of the log.
type Compensation struct {
	Stream  eventstore.StreamID `json:"stream"`
	Version eventstore.Version  `json:"version"` // of the stream, 0 for a new one
	Command string              `json:"command"`
	Summary string              `json:"summary"` // such as "Withdraw 20.00"
	Form    map[string]string   `json:"form"`
	// Refusal is what a rule would say to it now, absent when none says no.
	Refusal *Refusal `json:"refusal,omitempty"`
	// Problems are of values that no form takes.
	Problems []FieldProblem `json:"problems,omitempty"`
}

package playground

import (
	"playhead/core/eventstore"
)

// OverParams asks how a number went, up to a moment.
type OverParams struct {
	Position eventstore.Position `json:"position"` // a position past the end is the end
	Where    string              `json:"where"`    // as in BlameParams
	Key      string              `json:"key"`
	Field    string              `json:"field,omitempty"`
}

// OverResult is the course of a number. While Looked is not zero, the same request
// goes on from there; More says that only the newest changes are drawn.
type OverResult struct {
	Position eventstore.Position `json:"position"`
	Where    string              `json:"where"`
	Key      string              `json:"key"`
	Field    string              `json:"field,omitempty"`
	Label    string              `json:"label"`
	Kind     FieldKind           `json:"kind"`
	Looked   eventstore.Position `json:"looked"`
	More     bool                `json:"more"`
	// Begins and Ends are the times of the log's first event and of the one at
	// Position, in milliseconds.
	Begins int64       `json:"begins"`
	Ends   int64       `json:"ends"`
	Points []OverPoint `json:"points"` // the oldest first
}

// OverPoint is a value from an event on.
type OverPoint struct {
	Position  eventstore.Position `json:"position"`
	Timestamp int64               `json:"timestamp"`
	Value     *float64            `json:"value,omitempty"` // absent where there was none
	Text      string              `json:"text"`
}

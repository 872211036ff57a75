package playground

import (
	"playhead/core/eventstore"
)

// UnknownPolicy says what a projection does at an event that cannot be read.
type UnknownPolicy string

// The policies.
const (
	UnknownIgnore UnknownPolicy = "ignore" // pass it over
	UnknownShow   UnknownPolicy = "show"   // pass it over, and show it as it was recorded
	UnknownStop   UnknownPolicy = "stop"   // stop at it, until somebody decides
)

// UnknownParams says what a projection is to do at events that cannot be read.
type UnknownParams struct {
	Name    string        `json:"name"`
	Unknown UnknownPolicy `json:"unknown"`
}

// Unread is the events that a projection could not read.
type Unread struct {
	Count  int           `json:"count"`
	Newest []UnreadEvent `json:"newest"` // at most 3, newest first
}

// UnreadEvent is an event as it was recorded.
type UnreadEvent struct {
	Position      eventstore.Position `json:"position"`
	Type          string              `json:"type"`
	SchemaVersion int                 `json:"schemaVersion"`
	Data          string              `json:"data"` // at most 200 bytes of it
	Why           string              `json:"why"`  // a sentence
}

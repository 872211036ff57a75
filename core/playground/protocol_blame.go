package playground

import (
	"playhead/core/eventstore"
)

// BlameParams asks why a value is what it is at a moment.
type BlameParams struct {
	// Position is the moment; a position past the end is the end.
	Position eventstore.Position `json:"position"`
	Where    string              `json:"where"` // a projection's name, or "aggregates"
	Key      string              `json:"key"`   // the row's key or the stream; empty for a number
	// Field is the column's name, or the path within a state: "items.2.price",
	// or "items.=keyboard.price" for an element by its first field's text. Of a
	// row it may be empty: why is the row there, or not?
	Field string `json:"field,omitempty"`
	// Count is how many changes of the value to look for; 0 for 20, at most 2,000.
	Count int `json:"count,omitempty"`
}

// BlameResult is what made a value what it is. While Looked is not zero, older
// events may have had a part in it, and the same request goes on from there.
type BlameResult struct {
	Position eventstore.Position `json:"position"`
	Where    string              `json:"where"`
	Key      string              `json:"key"`
	Field    string              `json:"field,omitempty"`
	Label    string              `json:"label"` // what the value is called
	Kind     FieldKind           `json:"kind"`
	Value    *string             `json:"value,omitempty"` // absent when there is none
	Causes   []Cause             `json:"causes"`          // newest first
	More     bool                `json:"more"`            // whether more changes are known than Causes has
	Looked   eventstore.Position `json:"looked"`          // up to where the log was looked through, backwards
	// Reached is up to where the log is folded towards Position. While it is less, nothing
	// else is known, and the same request goes on.
	Reached eventstore.Position `json:"reached"`
	// Weighing says that what each event has to do with the value is still to be told,
	// and the same request tells it.
	Weighing bool `json:"weighing,omitempty"`
	// Exact says that the whole past was looked at, and that folding nothing but
	// the events that count gives the value.
	Exact bool `json:"exact"`
}

// CauseEffect says what an event has to do with the value on show.
type CauseEffect string

// The effects.
const (
	EffectUntold CauseEffect = ""       // too much would have to be folded to tell
	EffectCounts CauseEffect = "counts" // without it the value would be another
	EffectIdle   CauseEffect = "idle"   // without it the value would be the same
	EffectStage  CauseEffect = "stage"  // it changed nothing at its time, but later events build on it
)

// Cause is an event with what it did to the value; absent where there was none.
type Cause struct {
	Row     EventRow    `json:"row"`
	Before  *string     `json:"before,omitempty"`
	After   *string     `json:"after,omitempty"`
	Effect  CauseEffect `json:"effect,omitempty"`
	Command string      `json:"command,omitempty"`
	Actor   string      `json:"actor,omitempty"`
}

// Package blame answers why a value is what it is: which events made it so.
//
// It walks back from the moment on show and finds the events after which the
// value was another than before. Not all of them still matter: of a field that
// is written anew each time only the last does, of a sum all do. So each event
// is left out in turn, and what the value would be without it is looked at. And an
// event that changed nothing at its time may matter all the same, such as a
// discount on an order that was still empty; those are found as well.
//
// The walk goes by stretches between states that are known already, newest first,
// and passes over those in which nothing was done to what holds the value. It
// stops where enough was found, and goes on from there when more is asked for.
package blame

import (
	"iter"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

// Subject is something whose values are asked about, as events make it: an
// aggregate, or a read model and one key in it. States are values of whatever
// type the subject has, and never change.
type Subject struct {
	// Step folds one event into a state.
	Step func(state any, e schema.Recorded) any
	// Text returns the value as it is shown, and whether there is one.
	Text func(state any) (string, bool)
	// Same reports whether nothing was done to what holds the value between two
	// states. It may say no too often, never yes.
	Same func(before, after any) bool
	// Touched reports whether one event did something to what holds the value.
	Touched func(before, after any) bool
	// Events yields the events after a known state up to a position; those
	// that never touch the value may be left out.
	Events func(after Known, upTo eventstore.Position) iter.Seq2[schema.Recorded, error]
}

// Known is a state that need not be folded.
type Known struct {
	Position eventstore.Position
	State    any
}

// Effect says what an event has to do with the value on show.
type Effect string

// The effects.
const (
	Untold Effect = ""       // not looked into: too much would have to be folded
	Counts Effect = "counts" // without it the value would be another
	Idle   Effect = "idle"   // without it the value would be the same
	Stage  Effect = "stage"  // it changed nothing at its time, but later events build on it
)

// Cause is an event with what it did to the value; nil where there was none.
type Cause struct {
	Event         schema.Recorded
	Before, After *string
	Effect        Effect
}

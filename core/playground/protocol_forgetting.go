package playground

import (
	"playhead/core/eventstore"
)

// PeopleParams looks for the people whose data events hold. A person is a
// stream.
type PeopleParams struct {
	Query string `json:"query,omitempty"` // part of the stream's name, or of what is known
	Limit int    `json:"limit,omitempty"` // at most 100; 0 for 20
	// Position is the moment; absent means now.
	Position *eventstore.Position `json:"position,omitempty"`
}

// PeopleResult lists people, the one that was written about last first.
type PeopleResult struct {
	Position eventstore.Position `json:"position"`
	Total    int                 `json:"total"` // who match
	People   []Person            `json:"people"`
	// Keys says whether there is a place for keys: without one, everything is
	// recorded in the clear.
	Keys bool `json:"keys"`
}

// PersonState says what can be read of a person.
type PersonState string

// The states of a person. Keys are no part of the log: their state is that of
// now, at every moment.
const (
	PersonKnown     PersonState = "known"     // there is a key
	PersonForgotten PersonState = "forgotten" // the key was destroyed, or never was here
	PersonInClear   PersonState = "inClear"   // nothing was ever sealed
)

// Person is somebody whose data events hold.
type Person struct {
	Person eventstore.StreamID `json:"person"`
	State  PersonState         `json:"state"`
	Key    string              `json:"key,omitempty"` // the key's fingerprint
	Events int                 `json:"events"`        // that hold their data, up to the moment
	Last   eventstore.Position `json:"last"`          // the last of them
}

// PersonParams names a person.
type PersonParams struct {
	Person eventstore.StreamID `json:"person"`
	// Position is the moment; absent means now.
	Position *eventstore.Position `json:"position,omitempty"`
}

// PersonResult is all that is known of a person at a moment.
type PersonResult struct {
	Person Person         `json:"person"`
	Texts  []PersonalText `json:"texts"` // newest first, at most 50
	Total  int            `json:"total"` // of their texts, of the events that were looked at
	Looked int            `json:"looked"`
	// Clear is how many of them were recorded in the clear, where forgetting
	// does not reach.
	Clear int `json:"clear"`
	// Actors are names in the metadata of these events that tell who it is. They
	// are in the clear, and stay.
	Actors []string `json:"actors,omitempty"`
	// Holding are the read models in which what is known of them stands.
	Holding []Holding `json:"holding"`
	// Others are people of whom some of the same is known, at most 5: each has a
	// key of its own.
	Others []eventstore.StreamID `json:"others,omitempty"`
}

// TextState says how a personal text was recorded, and whether it can be read.
type TextState string

// The states of a text.
const (
	TextSealed    TextState = "sealed"    // and its key is there
	TextForgotten TextState = "forgotten" // sealed, and its key is gone
	TextInClear   TextState = "inClear"
)

// PersonalText is a text of a person in an event.
type PersonalText struct {
	Position eventstore.Position `json:"position"`
	Type     string              `json:"type"`
	Field    string              `json:"field"`
	Text     string              `json:"text"`
	State    TextState           `json:"state"`
}

// Holding is a read model that holds text of persons.
type Holding struct {
	Name string   `json:"name"`
	Rows int      `json:"rows"`
	Keys []string `json:"keys"` // of the first few rows
}

// ForgetParams names who is to be forgotten.
type ForgetParams struct {
	Person eventstore.StreamID `json:"person"`
}

// Forgotten says what became of a person's data.
type Forgotten struct {
	Person eventstore.StreamID `json:"person"`
	Key    string              `json:"key"`   // the fingerprint of what was destroyed
	Texts  int                 `json:"texts"` // that were sealed with it
	// Clear are the events where the data was recorded in the clear, and stays.
	Clear []eventstore.Position `json:"clear"`
}

// HoldingParams asks for the read models that hold what was forgotten.
type HoldingParams struct {
	// Rebuilding names those that are being built again, as far as the page
	// knows: when they have been, the same question has another answer.
	Rebuilding []string `json:"rebuilding,omitempty"`
}

// HoldingResult lists the live read models that still hold what was forgotten
// since they were built. Moments of the past do not: they are folded again.
type HoldingResult struct {
	Models []Holding `json:"models"`
}

// VerifyResult says whether the whole log is what was recorded.
type VerifyResult struct {
	Head    eventstore.Position `json:"head"`
	Hash    string              `json:"hash"` // of the last event
	Sound   bool                `json:"sound"`
	Problem string              `json:"problem,omitempty"`
}

// ForgottenPush says that persons were forgotten: what was answered about them
// before is to be asked for again.
type ForgottenPush struct {
	Persons   []eventstore.StreamID `json:"persons"`
	Elsewhere bool                  `json:"elsewhere"` // whether another tab did it
}

package playground

import "playhead/core/eventstore"

// SeenParams asks what somebody who looked at a position knows.
type SeenParams struct {
	Stream eventstore.StreamID `json:"stream"`
	// At is the position at which they looked; absent means now.
	At *eventstore.Position `json:"at,omitempty"`
	// Command and Form are what they are about to do, if that is known.
	Command string            `json:"command,omitempty"`
	Form    map[string]string `json:"form,omitempty"`
	// Query is the query that they act by; empty for the one that fits Command.
	Query string `json:"query,omitempty"`
}

// Seen is what somebody who looked at a position knows, and what came since.
type Seen struct {
	Stream  eventstore.StreamID `json:"stream"`
	At      eventstore.Position `json:"at"`
	Head    eventstore.Position `json:"head"`
	Version eventstore.Version  `json:"version"` // at the position
	Latest  eventstore.Version  `json:"latest"`  // now
	Values  []Value             `json:"values"`  // at the position
	// Since are the stream's first events after the position, at most 4.
	Since []EventRow `json:"since"`
	// Proposed is the query that the command's decision rests on.
	Proposed string `json:"proposed"`
	// Problem says why the query cannot be used.
	Problem string `json:"problem,omitempty"`
	// Matching counts the events from Looked up to the position that the query
	// matches, and Came are the first of those that came after it, at most 4.
	Matching int                 `json:"matching"`
	Looked   eventstore.Position `json:"looked"`
	Came     []EventRow          `json:"came"`
}

// Way is how it is found out that somebody else was faster.
type Way string

// The ways.
const (
	ByStream Way = "stream" // the stream is not at the version that was seen
	ByQuery  Way = "query"  // an event came that the query matches
)

// ActParams asks for a command to be decided on what somebody saw.
type ActParams struct {
	ID      string              `json:"id,omitempty"` // as of a command
	Actor   string              `json:"actor"`
	Stream  eventstore.StreamID `json:"stream"`
	Command string              `json:"command"`
	Form    map[string]string   `json:"form"`
	By      Way                 `json:"by"`
	// Seen is the position at which they looked; absent looks again now, which
	// is how a command is merged with what came since.
	Seen *eventstore.Position `json:"seen,omitempty"`
	// Query is the query of ByQuery; empty for the one that fits the command.
	Query string `json:"query,omitempty"`
	// At is the moment that the page shows; absent when it is now.
	At *eventstore.Position `json:"at,omitempty"`
}

// WaysParams asks for a contest of the world to be held both ways on the log.
type WaysParams struct {
	// Contest is the name of the contest; empty for the world's first.
	Contest string `json:"contest,omitempty"`
	// ByStream and ByQuery are what two want, each way: the same for both of
	// them.
	ByStream string `json:"byStream"`
	ByQuery  string `json:"byQuery"`
	// At is the moment that the page shows; absent when it is now.
	At *eventstore.Position `json:"at,omitempty"`
}

// WaysResult tells how the contest ended, each way.
type WaysResult struct {
	Seen   eventstore.Position `json:"seen"` // where all four looked
	Stream WayResult           `json:"stream"`
	Query  WayResult           `json:"query"`
}

// WayResult tells how the contest ended one way.
type WayResult struct {
	Prize    string    `json:"prize"`
	Query    string    `json:"query"` // what the rule looks at
	Outcomes []Outcome `json:"outcomes"`
	// Again is how it ended for who lost and looked again.
	Again   *Outcome `json:"again,omitempty"`
	Verdict string   `json:"verdict"` // what became of the prize, in a sentence
	Holds   bool     `json:"holds"`   // whether the rule does
}

// Contest is a rule of a world that no stream can keep alone.
type Contest struct {
	Name   string   `json:"name"` // of what is fought for, such as "The last seat"
	Rule   string   `json:"rule"`
	Label  string   `json:"label"`
	Prizes []string `json:"prizes"` // to begin with, one by stream and one by query
}

package playground

import (
	"playhead/core/eventstore"
)

// LintParams asks what may be wrong with the design of the world and its log.
type LintParams struct {
	// Position is the moment; absent means now.
	Position *eventstore.Position `json:"position,omitempty"`
	// Looked is how far the last answer had come, if it had not come to the
	// moment: the same question again then takes it further.
	Looked eventstore.Position `json:"looked,omitempty"`
}

// LintResult is what was found. The look begins at the first event, and one
// answer goes some thousand events further than the one before.
type LintResult struct {
	Position eventstore.Position `json:"position"`
	Looked   eventstore.Position `json:"looked"` // up to where the log was looked through
	Findings []LintFinding       `json:"findings"`
}

// LintSeverity says how much a finding matters.
type LintSeverity string

// The severities.
const (
	LintWrong LintSeverity = "wrong" // the log contradicts itself
	LintRisk  LintSeverity = "risk"  // it will hurt later
	LintHint  LintSeverity = "hint"  // it could be said better
)

// LintSubject says what kind of thing a finding is about.
type LintSubject string

// The subjects.
const (
	LintEvent   LintSubject = "event"
	LintCommand LintSubject = "command"
	LintStream  LintSubject = "stream"
)

// LintFinding is one thing that somebody should look at.
type LintFinding struct {
	Rule     string       `json:"rule"` // such as "total-disagrees"
	Severity LintSeverity `json:"severity"`
	Subject  LintSubject  `json:"subject"`
	Name     string       `json:"name"`            // of the type of event, the command, or the stream
	Field    string       `json:"field,omitempty"` // of its data
	What     string       `json:"what"`            // what is there
	Why      string       `json:"why"`             // why it matters
	Do       string       `json:"do"`              // what to do about it
	// Count is how many events up to the moment are like that, and Positions
	// are the first few of them.
	Count     int                   `json:"count"`
	Positions []eventstore.Position `json:"positions"`
}

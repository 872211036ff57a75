package lint

import (
	"cmp"
	"slices"

	"playhead/core/eventstore"
)

// Rule names what a finding is about.
type Rule string

// The rules.
const (
	TotalDisagrees  Rule = "total-disagrees" // a stated number is not what its parts come to
	PersonalInClear Rule = "personal-clear"  // a person's data that cannot be forgotten
	PersonalName    Rule = "personal-name"   // a stream or an actor is named by a person's data
	NotPastTense    Rule = "not-past-tense"  // an event that is not named as a fact
	NotImperative   Rule = "not-imperative"  // a command that does not ask for anything
	Generic         Rule = "generic-event"   // an event that could mean anything
	CRUD            Rule = "crud-event"      // an event that says that, but not why
	TypeField       Rule = "type-field"      // what happened stands in a field
	SeveralFacts    Rule = "several-facts"   // an event of more than one fact
	WholeState      Rule = "whole-state"     // an event that repeats the state
	Repeated        Rule = "repeated-values" // an event that repeats the one before
	HugeEvent       Rule = "huge-event"      // more bytes than a fact has
	LongStream      Rule = "long-stream"     // a stream that never ends
	MoneyAsFraction Rule = "money-fraction"  // money that is not in minor units
	TimeInData      Rule = "time-in-data"    // a timestamp that the event has already
	NameStyle       Rule = "name-style"      // a name that is not written like the others
	Unread          Rule = "unread-event"    // an event that no fold reads
)

// Severity says how much a finding matters.
type Severity string

// The severities, the worst first.
const (
	Wrong Severity = "wrong" // the log contradicts itself
	Risk  Severity = "risk"  // it will hurt later
	Hint  Severity = "hint"  // it could be said better
)

// Subject says what kind of thing a finding is about.
type Subject string

// The subjects.
const (
	Event   Subject = "event"
	Command Subject = "command"
	Stream  Subject = "stream"
)

// Finding is one thing that somebody should look at.
type Finding struct {
	Rule     Rule
	Severity Severity
	Subject  Subject
	Name     string // of the type of event, the command, or the stream
	Field    string // of its data; empty for all of it
	What     string // what is there, in a sentence
	Why      string // why it matters
	Do       string // what to do about it
	// Count is how many events are like that; 0 where no event is, yet.
	Count int
	// Positions are the first few of them.
	Positions []eventstore.Position
}

// sorted puts the worst first, then what happens most.
func sorted(findings []Finding) []Finding {
	rank := map[Severity]int{Wrong: 0, Risk: 1, Hint: 2}
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(rank[a.Severity], rank[b.Severity]), cmp.Compare(b.Count, a.Count))
	})
	return findings
}

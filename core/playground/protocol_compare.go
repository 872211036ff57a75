package playground

import (
	"playhead/core/eventstore"
)

// CompareParams names two moments of the open log. A long comparison is answered in
// parts: the same question with After as the part before told it goes on.
type CompareParams struct {
	From  eventstore.Position `json:"from"`
	To    eventstore.Position `json:"to"`
	Limit int                 `json:"limit,omitempty"` // of the values at each place; at most 500; 0 for 60
	After *ComparedMark       `json:"after,omitempty"`
}

// ComparedMark says how far a comparison has come: through the row of Key in Where.
type ComparedMark struct {
	Where string `json:"where"`
	Key   string `json:"key"`
	Gone  bool   `json:"gone,omitempty"` // of a list: among the entries that only the other log has
}

// CompareResult is a part of what differs between two moments: values, place by
// place, and with the first part the events that were recorded in between.
type CompareResult struct {
	From   eventstore.Position `json:"from"`
	To     eventstore.Position `json:"to"`
	Places []ComparedPlace     `json:"places"` // the aggregates, then the read models, in their order
	// Events are those between the earlier and the later, at most 60, the oldest
	// first. These, and what follows, come with the first part alone.
	Events  []EventRow  `json:"events"`
	Total   int         `json:"total"`   // how many events lie between
	Streams int         `json:"streams"` // on how many streams
	Types   []TypeCount `json:"types"`   // of all of them, the most frequent first
	// Progress says how far the comparison has come; absent when this part is the
	// last one.
	Progress *ComparedProgress `json:"progress,omitempty"`
	// Next goes into After, to go on from there; absent while there is only to be
	// asked again, and when this part is the last one.
	Next *ComparedMark `json:"next,omitempty"`
}

// ComparedWork says what a comparison does.
type ComparedWork string

// The works, in their order.
const (
	WorkFold    ComparedWork = "fold"    // towards the moments: events folded
	WorkPair    ComparedWork = "pair"    // events of two branches: events paired
	WorkCompare ComparedWork = "compare" // row by row: rows passed
)

// ComparedProgress says how far a comparison has come.
type ComparedProgress struct {
	Work  ComparedWork `json:"work"`
	Done  int          `json:"done"`
	Total int          `json:"total"`
}

// ComparedPlace is what differs in the aggregates or in a read model, as far as a part of
// the comparison came.
type ComparedPlace struct {
	Where  string        `json:"where"`  // a projection's name, or "aggregates"
	Total  int           `json:"total"`  // values that differ, those that were not sent among them
	Rows   int           `json:"rows"`   // rows or aggregates that are there after
	Differ int           `json:"differ"` // rows or aggregates in which something differs
	Gone   int           `json:"gone"`   // of these, those that are not there after
	Keys   []ComparedKey `json:"keys"`
}

// ComparedKey is a row or an aggregate in which values differ.
type ComparedKey struct {
	Key    string          `json:"key"` // empty for a number
	Change Change          `json:"change"`
	Values []ComparedValue `json:"values"`
}

// ComparedValue is a value that differs; absent where it was, or is, not there.
type ComparedValue struct {
	Field  string  `json:"field"` // the path within the row or state
	Label  string  `json:"label"`
	Before *string `json:"before,omitempty"`
	After  *string `json:"after,omitempty"`
}

// TypeCount counts the events of a type.
type TypeCount struct {
	Type   string `json:"type"`
	Colour int    `json:"colour"`
	Count  int    `json:"count"`
}

// CompareBranchesParams names another branch, to be compared with the open one.
type CompareBranchesParams struct {
	Branch string              `json:"branch"` // or "main"
	To     eventstore.Position `json:"to"`     // of the open log
	// SameTime compares with the other log as it was at the time of the event at
	// To, in place of its head.
	SameTime bool          `json:"sameTime,omitempty"`
	Limit    int           `json:"limit,omitempty"` // these two as in CompareParams
	After    *ComparedMark `json:"after,omitempty"`
}

// CompareBranchesResult is what differs between two branches: in Compared, what
// the other one has stands before what the open one has, and Events are those that
// only the open one has.
type CompareBranchesResult struct {
	Compared   CompareResult       `json:"compared"`
	Common     eventstore.Position `json:"common"`     // the last event that both have
	There      []EventRow          `json:"there"`      // events that only the other one has, at most 60
	ThereTotal int                 `json:"thereTotal"` // how many there are
	// Unpaired is how many events of both logs are too far behind Common to be looked
	// up in the other: entries of lists that they made are compared by their place.
	Unpaired int `json:"unpaired"`
}

// SameParams asks for the rows in which two sides do not differ.
type SameParams struct {
	From eventstore.Position `json:"from"` // of the open log, or of Branch
	To   eventstore.Position `json:"to"`
	// Branch is the log that From is of; absent for the open one.
	Branch string `json:"branch,omitempty"`
	// Code says that the sides are the older and the newer code of the projection
	// Where, at To.
	Code  bool   `json:"code,omitempty"`
	Where string `json:"where"`           // as in ComparedPlace
	After string `json:"after,omitempty"` // the key behind which to go on
	Limit int    `json:"limit,omitempty"` // of rows, at most 200; 0 for 40
}

// SameResult is some of the rows in which two sides do not differ.
type SameResult struct {
	Where string    `json:"where"`
	Rows  []SameRow `json:"rows"`
	// Next goes into After, to see more; absent when there are none.
	Next string `json:"next,omitempty"`
}

// SameRow is a row, or an aggregate, that is the same on both sides.
type SameRow struct {
	Key    string      `json:"key"` // empty for a number
	Values []SameValue `json:"values"`
}

// SameValue is a value of it.
type SameValue struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}

// FormerParams asks what a projection's older code would show at a moment.
type FormerParams struct {
	Name     string              `json:"name"`
	Position eventstore.Position `json:"position"` // a position past the end is the end
}

// FormerResult is the older code of a projection beside the newer. While Looked is
// below Position, the same request goes on from there.
type FormerResult struct {
	Name     string              `json:"name"`
	Position eventstore.Position `json:"position"`
	Mended   string              `json:"mended"` // what was wrong with the older code
	Looked   eventstore.Position `json:"looked"`
	// Parted is the first event after which the two show another; absent when
	// they never did so far.
	Parted *EventRow `json:"parted,omitempty"`
	// Older and Newer say at which event a version stopped, if it did.
	Older *Failure `json:"older,omitempty"`
	Newer *Failure `json:"newer,omitempty"`
	// Place is what differs at the position, the older code's values before. It is
	// empty while there is more to be folded.
	Place ComparedPlace `json:"place"`
}

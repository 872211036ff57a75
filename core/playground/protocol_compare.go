package playground

import (
	"playhead/core/eventstore"
)

// CompareParams names two moments of the open log.
type CompareParams struct {
	From  eventstore.Position `json:"from"`
	To    eventstore.Position `json:"to"`
	Limit int                 `json:"limit,omitempty"` // of the values at each place; at most 500; 0 for 60
}

// CompareResult is what differs between two moments: values, place by place, and
// the events that were recorded in between.
type CompareResult struct {
	From   eventstore.Position `json:"from"`
	To     eventstore.Position `json:"to"`
	Places []ComparedPlace     `json:"places"` // the aggregates, then the read models, in their order
	Events []EventRow          `json:"events"` // between the earlier and the later, at most 60, the oldest first
	Total  int                 `json:"total"`  // how many events lie between
	Types  []TypeCount         `json:"types"`  // of the events that were sent
}

// ComparedPlace is what differs in the aggregates or in a read model.
type ComparedPlace struct {
	Where string        `json:"where"` // a projection's name, or "aggregates"
	Total int           `json:"total"` // values that differ, those that were not sent among them
	Same  int           `json:"same"`  // rows or aggregates in which nothing differs
	Keys  []ComparedKey `json:"keys"`
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
	SameTime bool `json:"sameTime,omitempty"`
	Limit    int  `json:"limit,omitempty"` // as of CompareParams
}

// CompareBranchesResult is what differs between two branches: in Compared, what
// the other one has stands before what the open one has, and Events are those that
// only the open one has.
type CompareBranchesResult struct {
	Compared   CompareResult       `json:"compared"`
	Common     eventstore.Position `json:"common"`     // the last event that both have
	There      []EventRow          `json:"there"`      // events that only the other one has, at most 60
	ThereTotal int                 `json:"thereTotal"` // how many there are
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
	// Place is what differs at the position, the older code's values before.
	Place ComparedPlace `json:"place"`
}

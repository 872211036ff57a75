package playground

import "playhead/core/eventstore"

// WhatIfKind says what is done to an event on a branch.
type WhatIfKind string

// The kinds of what-ifs.
const (
	WhatIfLeaveOut WhatIfKind = "leaveOut" // it did not happen
	WhatIfChange   WhatIfKind = "change"   // its data was other data
	WhatIfMove     WhatIfKind = "move"     // it happened earlier or later
	WhatIfInsert   WhatIfKind = "insert"   // another one happened after it
)

// WhatIfParams asks what would have become of the open log.
type WhatIfParams struct {
	Kind     WhatIfKind          `json:"kind"`
	Position eventstore.Position `json:"position"` // of the event; what is inserted comes after it
	// After is the position behind which a moved event comes to stand.
	After eventstore.Position `json:"after,omitempty"`
	// Stream and Type are those of an inserted event, at the newest schema
	// version.
	Stream eventstore.StreamID `json:"stream,omitempty"`
	Type   string              `json:"type,omitempty"`
	// Data is the text of the data that a changed or an inserted event has, as
	// JSON. That of a changed one has the schema version of the event.
	Data  string `json:"data,omitempty"`
	Limit int    `json:"limit,omitempty"` // of lists, at most 500; 0 for 100
}

// WhatIfVerdict says what becomes of an event.
type WhatIfVerdict string

// The verdicts.
const (
	VerdictEdited  WhatIfVerdict = "edited"  // it is the one in question
	VerdictValid   WhatIfVerdict = "valid"   // its command leads to it again
	VerdictRefused WhatIfVerdict = "refused" // its command would have been refused
	VerdictOther   WhatIfVerdict = "other"   // its command would have led to something else
	VerdictUnasked WhatIfVerdict = "unasked" // what led to its command is not there, and neither is it
	VerdictUnknown WhatIfVerdict = "unknown" // its command is not known; it stays as it was
)

// WhatIfResult tells what would have become of the log.
type WhatIfResult struct {
	At     eventstore.Position `json:"at"`     // the last event that nothing happens to
	Head   eventstore.Position `json:"head"`   // of the log as it would be
	Stream eventstore.StreamID `json:"stream"` // of the event in question
	// Others are the other streams that are affected: where what led to an event is not
	// as it was, and where a rule looks at such. At most 20 are named.
	Others []eventstore.StreamID `json:"others"`
	// OthersTotal is how many there are.
	OthersTotal int `json:"othersTotal"`
	// Halted are the processes that would go on otherwise. How is not known: it is seen
	// on a branch, where they run.
	Halted []eventstore.StreamID `json:"halted"`
	Total  int                   `json:"total"` // events of these streams, from the one in question on
	Judged []WhatIfEvent         `json:"judged"`
	Counts WhatIfCounts          `json:"counts"`
	// Differs lists what would differ at the end, before being the log as it
	// is and after as it would be.
	Differs DiffResult `json:"differs"`
}

// WhatIfEvent is what becomes of one event.
type WhatIfEvent struct {
	Position eventstore.Position `json:"position"` // where it stands now; 0 for one that is inserted
	Stream   eventstore.StreamID `json:"stream"`
	Type     string              `json:"type"`
	Summary  string              `json:"summary"`
	Command  string              `json:"command,omitempty"` // that caused it
	Verdict  WhatIfVerdict       `json:"verdict"`
	Refusal  *Refusal            `json:"refusal,omitempty"`
	// Instead is what would stand in its place, where that is not the same.
	Instead []string `json:"instead,omitempty"`
	// Becomes is its position in the log as it would be; 0 when it is not there.
	Becomes eventstore.Position `json:"becomes,omitempty"`
}

// WhatIfCounts counts the events of the affected streams that come after the one in
// question.
type WhatIfCounts struct {
	Valid   int `json:"valid"`
	Refused int `json:"refused"`
	Other   int `json:"other"`
	Unasked int `json:"unasked"`
	Unknown int `json:"unknown"`
}

package playground

import "playhead/core/eventstore"

// Branch is a log that begins with the past of another.
type Branch struct {
	Name   string              `json:"name"`
	Parent string              `json:"parent"` // what it parts from: a branch, or "main"
	At     eventstore.Position `json:"at"`     // the last event that it shares with its parent
	Head   eventstore.Position `json:"head"`
	Made   int64               `json:"made"` // milliseconds since 1970
}

// BranchesResult lists the branches in the order in which they were made.
type BranchesResult struct {
	Branches []Branch            `json:"branches"`
	Main     eventstore.Position `json:"main"`   // the head of the log that all part from
	Unused   string              `json:"unused"` // a name that is free
}

// BranchParams asks for a new branch of the open log.
type BranchParams struct {
	// Name is free to choose; empty takes one that is unused.
	Name string `json:"name,omitempty"`
	// Position is the last event that is shared; absent for the head.
	Position *eventstore.Position `json:"position,omitempty"`
	// WhatIf makes the log as it would be; the branch parts where that does.
	WhatIf *WhatIfParams `json:"whatIf,omitempty"`
}

// BranchNameParams names a branch; "main" is the log that all part from.
type BranchNameParams struct {
	Name string `json:"name"`
}

// RenameBranchParams gives a branch another name.
type RenameBranchParams struct {
	Name string `json:"name"`
	To   string `json:"to"`
}

// Switched is the log that is open now.
type Switched struct {
	Log      Log            `json:"log"`
	Branches BranchesResult `json:"branches"`
}

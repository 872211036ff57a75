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

// BranchesResult lists the branches in the order in which they were made, and
// the bookmarks in all of them in the order of their events.
type BranchesResult struct {
	Branches  []Branch            `json:"branches"`
	Main      eventstore.Position `json:"main"`   // the head of the log that all part from
	Unused    string              `json:"unused"` // a name that is free
	Bookmarks []Bookmark          `json:"bookmarks"`
}

// Bookmark is a moment of a log that somebody means to come back to.
type Bookmark struct {
	Branch   string              `json:"branch"`   // whose own event it is; "main" for the log that all part from
	Position eventstore.Position `json:"position"` // the event behind which it stands
	Note     string              `json:"note"`     // may be empty
}

// BookmarkParams puts a bookmark behind an event of the log on show, or gives
// the one that is there another note.
type BookmarkParams struct {
	Position eventstore.Position `json:"position"`
	Note     string              `json:"note"`
}

// RemoveBookmarkParams takes away the bookmark behind an event of the log on
// show.
type RemoveBookmarkParams struct {
	Position eventstore.Position `json:"position"`
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

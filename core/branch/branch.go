// Package branch keeps the list of a log's branches, and of the bookmarks in
// them. What becomes of either is events in a log of their own, which is kept as
// any other is, and so the list outlives what a log outlives, and tabs agree on
// it.
package branch

import (
	"encoding/hex"
	"time"

	"playhead/core/eventstore"
)

// Main is the name of the log that branches part from in the end. It is no
// branch: it has no ID, and is never made, renamed or deleted.
const Main = "main"

// Branch is a log that begins with the past of another.
type Branch struct {
	ID     string // never changes, and is never given again
	Name   string
	Parent string              // the ID of the branch that it parted from, empty for main
	At     eventstore.Position // the last event that it shares with its parent
	Hash   eventstore.Hash     // of that event
	Made   time.Time
}

// The events of the list. Each branch is a stream.

type branchMade struct {
	Name   string              `json:"name"`
	Parent string              `json:"parent,omitempty"`
	At     eventstore.Position `json:"at"`
	Hash   string              `json:"hash"`
}

type branchRenamed struct {
	Name string `json:"name"`
}

type branchDeleted struct{}

const (
	typeMade    = "BranchMade"
	typeRenamed = "BranchRenamed"
	typeDeleted = "BranchDeleted"
)

// category is that of the branches' streams.
const category = "branch-"

func hashOf(text string) (h eventstore.Hash) {
	b, err := hex.DecodeString(text)
	if err == nil {
		copy(h[:], b)
	}
	return h // one that is damaged fits no event, and whoever opens the branch says so
}

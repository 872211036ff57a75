package playground

import (
	"playhead/core/eventstore"
)

// SnapshotRule says when a snapshot of a stream is taken. It is asked once a
// save: an append of one event or more.
type SnapshotRule string

// The rules.
const (
	SnapshotsNever    SnapshotRule = "never"
	SnapshotsEvery    SnapshotRule = "every"    // n events or more since the last one that can be used
	SnapshotsBoundary SnapshotRule = "boundary" // the save reached or crossed a multiple of n
	SnapshotsTime     SnapshotRule = "time"     // the last one that can be used is so old
	SnapshotsMultiple SnapshotRule = "multiple" // the save ended at a multiple of n: the classic mistake
)

// SnapshotPlan is a policy for snapshots, as if it had been in force from the
// first event.
type SnapshotPlan struct {
	Rule    SnapshotRule       `json:"rule"`
	N       eventstore.Version `json:"n"`       // of every, boundary and multiple
	Seconds int                `json:"seconds"` // of time
	// Deploys are the positions after which code was deployed that folds in
	// another way, in order; at most 100.
	Deploys []eventstore.Position `json:"deploys"`
}

// SnapshotsParams asks what a plan has come to for a stream, up to a position.
type SnapshotsParams struct {
	Stream   eventstore.StreamID `json:"stream"`
	Position eventstore.Position `json:"position"`
	Plan     SnapshotPlan        `json:"plan"`
	Count    int                 `json:"count"` // of snapshots to list, at most 200; 0 for 8
}

// SnapshotsResult is what a plan has come to.
type SnapshotsResult struct {
	Version   eventstore.Version `json:"version"` // of the stream at the position
	Total     int                `json:"total"`
	Stale     int                `json:"stale"`         // of them
	Bytes     int                `json:"bytes"`         // of all of them
	Why       string             `json:"why,omitempty"` // why none can be taken
	Snapshots []SnapshotRow      `json:"snapshots"`     // newest first
	With      Loading            `json:"with"`
	Without   Loading            `json:"without"`
	Same      bool               `json:"same"`  // whether both loads came to the same state
	Costs     []SnapshotCost     `json:"costs"` // by n
}

// SnapshotRow is a snapshot in a list.
type SnapshotRow struct {
	Version     eventstore.Version  `json:"version"`
	Position    eventstore.Position `json:"position"` // of the event that it was taken after
	Timestamp   int64               `json:"timestamp"`
	Bytes       int                 `json:"bytes"`
	Fingerprint string              `json:"fingerprint"` // of the code that folded it
	Stale       bool                `json:"stale"`       // whether that is other code than the one in force at the position
}

// LoadOutcome says what a load began from.
type LoadOutcome string

// The outcomes of loads.
const (
	LoadHit   LoadOutcome = "hit"   // from a snapshot
	LoadMiss  LoadOutcome = "miss"  // from the first event: there was no snapshot
	LoadStale LoadOutcome = "stale" // from the first event: the snapshot was of other code
	LoadBad   LoadOutcome = "bad"   // from the first event: the snapshot could not be read
	LoadOff   LoadOutcome = "off"   // from the first event: nobody looked for a snapshot
)

// LoadParams asks for an aggregate to be loaded as it was at a position.
type LoadParams struct {
	Stream   eventstore.StreamID `json:"stream"`
	Position eventstore.Position `json:"position"`
	Plan     SnapshotPlan        `json:"plan"`
}

// Loading is what the load of an aggregate took.
type Loading struct {
	Outcome LoadOutcome        `json:"outcome"`
	From    eventstore.Version `json:"from"`   // of the snapshot that was found, used or not; 0 for none
	Events  int                `json:"events"` // that were read
	Bytes   int                `json:"bytes"`  // that were read: the snapshot, and the events' data
	Micros  int                `json:"micros"` // that it took; the mean of a run of loads where one is too quick to be timed
}

// SnapshotCost is what the rule would have cost so far with another n. The
// stream is loaded before each save, as a command does.
type SnapshotCost struct {
	N     eventstore.Version `json:"n"`
	Loads int                `json:"loads"` // that were looked at, the newest
	Read  int                `json:"read"`  // events, by all these loads
	Taken int                `json:"taken"` // snapshots
}

// SnapshotMarksParams asks where a stream's snapshots lie in a stretch of the log.
type SnapshotMarksParams struct {
	Stream eventstore.StreamID `json:"stream"`
	Plan   SnapshotPlan        `json:"plan"`
	From   eventstore.Position `json:"from"`
	To     eventstore.Position `json:"to"`
	Most   int                 `json:"most"` // at most 1,000; of more, some are left out evenly
}

// SnapshotMarksResult is where they lie, in order.
type SnapshotMarksResult struct {
	Marks []SnapshotMark `json:"marks"`
}

// SnapshotMark is a snapshot on the timeline.
type SnapshotMark struct {
	Position eventstore.Position `json:"position"`
	Fold     int                 `json:"fold"` // how many deploys preceded it
}

// SavesParams asks for a new stream that is recorded in saves of several events
// each, made of what the world's traffic would do.
type SavesParams struct {
	Category string `json:"category"`
	Sizes    []int  `json:"sizes"` // of the saves, such as 1, 3, 2 and 5
	Seed     uint64 `json:"seed"`
}

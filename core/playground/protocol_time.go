package playground

import (
	"playhead/core/eventstore"
)

// TimelineParams asks for a stretch of the log, cut into buckets.
type TimelineParams struct {
	From    eventstore.Position `json:"from"`    // first position
	To      eventstore.Position `json:"to"`      // last position
	Buckets int                 `json:"buckets"` // at most 2,000
	// Lanes says which lanes to send: the streams that have events in the
	// stretch, in the order of their first event, the selected one first.
	Lanes  Window              `json:"lanes"`
	Stream eventstore.StreamID `json:"stream,omitempty"` // the selected one
}

// TimelineResult is a stretch of the log. Bucket i holds the positions from
// From + i*n/Buckets up to the next bucket's first, with n = To-From+1.
type TimelineResult struct {
	From    eventstore.Position `json:"from"`
	To      eventstore.Position `json:"to"`
	Buckets int                 `json:"buckets"`
	// Times are the timestamps of each bucket's first event, then that of
	// the last event: Buckets+1 values in milliseconds.
	Times []int64 `json:"times"`
	// Tempo is how busy each bucket was, events per second on a logarithmic
	// scale from 0 to 255; a byte a bucket, base64.
	Tempo     []byte `json:"tempo"`
	LaneTotal int    `json:"laneTotal"`
	Lanes     []Lane `json:"lanes"`
}

// Lane is one stream in a stretch of the log.
type Lane struct {
	Stream eventstore.StreamID `json:"stream"`
	// Colours holds 0 for a bucket without events of the stream, 255 for a
	// type that the world does not know, else 1 + the colour of the last event's type; a byte a
	// bucket, base64.
	Colours []byte `json:"colours"`
	// Counts holds how many events of the stream a bucket has, 255 for more.
	Counts []byte `json:"counts"`
}

// LocateParams asks for the moment at a time.
type LocateParams struct {
	Timestamp int64 `json:"timestamp"` // milliseconds since 1970
}

// LocateResult is a moment: the last event that was recorded by then, 0 when
// the log begins later.
type LocateResult struct {
	Position eventstore.Position `json:"position"`
}

// StepParams asks for the next event of a kind.
type StepParams struct {
	Position eventstore.Position `json:"position"`
	Back     bool                `json:"back"`
	// Within is "stream" for the events of Stream, or "type" for those of the
	// same type as the event at Position.
	Within string              `json:"within"`
	Stream eventstore.StreamID `json:"stream,omitempty"`
}

// StepResult is where the step leads; absent when there is no such event.
type StepResult struct {
	Position *eventstore.Position `json:"position,omitempty"`
}

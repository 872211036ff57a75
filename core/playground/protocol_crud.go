package playground

import "playhead/core/eventstore"

// CrudParams asks what a table updated in place would hold at a moment.
type CrudParams struct {
	// Position is the moment; absent means now.
	Position *eventstore.Position `json:"position,omitempty"`
	Stream   eventstore.StreamID  `json:"stream"` // whose row is asked
}

// CrudResult is a table as it would stand at a moment, and what it and the log
// say to the world's questions about one of its rows.
type CrudResult struct {
	Position eventstore.Position `json:"position"`
	Table    string              `json:"table"` // the category
	Columns  []Field             `json:"columns"`
	// Rows are the stream's own and those that were written last.
	Rows  []Row `json:"rows"`
	Total int   `json:"total"`
	// Exists says whether the stream has a row at the moment.
	Exists    bool       `json:"exists"`
	Questions []Question `json:"questions"`
	// Unread counts the stream's events that were too many to be looked at.
	Unread int `json:"unread,omitempty"`
}

// Question is one question with both answers.
type Question struct {
	Ask string `json:"ask"`
	// Row is what the row says; it is the answer when Answers.
	Row     string `json:"row"`
	Answers bool   `json:"answers"`
	Log     string `json:"log"`
	// Because are the events that the log's answer rests on, at most 6, and
	// Events counts them.
	Because []EventRow `json:"because"`
	Events  int        `json:"events"`
}

// StorageParams asks for the bytes of the tables and of the log at a moment.
type StorageParams struct {
	// Position is the moment; absent means now.
	Position *eventstore.Position `json:"position,omitempty"`
}

// StorageResult counts what tables and log take, one copy each.
type StorageResult struct {
	Position    eventstore.Position `json:"position"`
	Table       int                 `json:"table"` // keys and values as JSON, and column names once
	Rows        int                 `json:"rows"`
	Overwritten int                 `json:"overwritten"` // how often a row took the place of what it was before
	Events      int                 `json:"events"`
	Data        int                 `json:"data"` // the events' data
	Log         int                 `json:"log"`  // the events with ids, time, actor, command and hash
}

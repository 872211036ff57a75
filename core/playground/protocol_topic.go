package playground

import "playhead/core/eventstore"

// TopicKey says what the key of an event's message is.
type TopicKey string

// The keys.
const (
	KeyStream   TopicKey = "stream"
	KeyCategory TopicKey = "category"
	KeyType     TopicKey = "type"
	KeyNone     TopicKey = "none"
)

// TrialName names something that is tried on the streams and on the topic.
type TrialName string

// The trials.
const (
	TrialExpected   TrialName = "expected"   // two writers who have seen one version
	TrialOrder      TrialName = "order"      // reading everything in the order of the log
	TrialEntity     TrialName = "entity"     // reading one stream
	TrialRetention  TrialName = "retention"  // forgetting what is old
	TrialCompaction TrialName = "compaction" // keeping the last of each key
	TrialRebalance  TrialName = "rebalance"  // sharing the work
)

// TopicParams asks for the log up to a moment as a partitioned topic.
type TopicParams struct {
	// Position is the moment; absent means now.
	Position   *eventstore.Position `json:"position,omitempty"`
	Stream     eventstore.StreamID  `json:"stream"` // what trials on one stream are about
	Key        TopicKey             `json:"key"`
	Partitions int                  `json:"partitions"`
	Retain     int                  `json:"retain"` // newest messages of each partition; 0 for all
	Compact    bool                 `json:"compact"`
	Consumers  int                  `json:"consumers"`
	Try        []TrialName          `json:"try"` // what is to be tried
}

// TopicResult is a topic, and what came of the trials.
type TopicResult struct {
	Position eventstore.Position `json:"position"`
	// First is the first event that is looked at: a long log is published from
	// there on.
	First      eventstore.Position `json:"first"`
	Published  int                 `json:"published"`
	Kept       int                 `json:"kept"`
	Expired    int                 `json:"expired"`   // dropped by retention
	Compacted  int                 `json:"compacted"` // dropped by compaction
	Keys       int                 `json:"keys"`
	Partitions []TopicPartition    `json:"partitions"`
	Idle       int                 `json:"idle"` // consumers without a partition
	// Problems are what is wrong with the settings; nothing else is told then.
	Problems []FieldProblem `json:"problems,omitempty"`
	Trials   []Trial        `json:"trials"`
}

// TopicPartition is one partition.
type TopicPartition struct {
	Number   int            `json:"number"`
	Next     int            `json:"next"` // the offset of the next message
	Kept     int            `json:"kept"`
	Consumer int            `json:"consumer"` // who reads it, from 1
	Newest   []TopicMessage `json:"newest"`   // the last that it keeps, at most 10, oldest first
}

// TopicMessage is an event in a partition.
type TopicMessage struct {
	Offset   int                 `json:"offset"`
	Key      string              `json:"key"`
	Position eventstore.Position `json:"position"`
	Colour   int                 `json:"colour"` // as of an EventRow
}

// Trial is something that was tried on both.
type Trial struct {
	Name    TrialName `json:"name"`
	Streams TrialSide `json:"streams"`
	Topic   TrialSide `json:"topic"`
	// Differs are values of the selected stream's state that come out
	// otherwise when they are folded from the topic, at most 4.
	Differs []TrialValue `json:"differs"`
	// Problem says why it could not be tried.
	Problem string `json:"problem,omitempty"`
}

// TrialSide is what came of a trial on one side.
type TrialSide struct {
	Can    bool         `json:"can"`
	Says   string       `json:"says"` // in a sentence
	Counts []TrialCount `json:"counts"`
	Events []EventRow   `json:"events"` // some that it is about
}

// TrialCount is a number that a trial came to.
type TrialCount struct {
	Label string `json:"label"`
	Value int    `json:"value"`
}

// TrialValue is a value of a state as each side has it.
type TrialValue struct {
	Label   string `json:"label"`
	Streams string `json:"streams"`
	Topic   string `json:"topic"`
}

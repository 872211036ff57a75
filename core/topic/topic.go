// Package topic is the same events as a streaming platform holds them: a topic
// of partitions, into which messages are put by their keys, each with an offset
// in its partition. It forgets by retention and by compaction, and groups of
// consumers share its partitions. It is here to be compared with the log.
package topic

import (
	"fmt"
	"hash/fnv"

	"playhead/core/eventstore"
)

// Message is an event in a topic.
type Message struct {
	Key    string // empty for none
	Event  eventstore.Position
	Offset int // in its partition, from 0
}

// Settings say what a topic is like.
type Settings struct {
	Partitions int
	Retain     int  // how many of its newest messages a partition keeps; 0 for all
	Compact    bool // whether of each key only the last message is kept
}

// MaxPartitions is the most partitions of a topic: more than a page can show
// side by side teach nothing more.
const MaxPartitions = 32

// MaxRetain is the most messages that retention can be told to keep: more than
// any log here has.
const MaxRetain = 10_000_000

// SettingsError says which setting cannot be used, and why.
type SettingsError struct {
	Setting string
	Reason  string
}

func (e *SettingsError) Error() string { return e.Reason }

// Validate refuses settings that cannot be. It fails with a *SettingsError.
func (s Settings) Validate() error {
	switch {
	case s.Partitions < 1 || s.Partitions > MaxPartitions:
		return &SettingsError{"partitions", fmt.Sprintf("a topic has from 1 to %d partitions, not %d", MaxPartitions, s.Partitions)}
	case s.Retain < 0 || s.Retain > MaxRetain:
		return &SettingsError{"retain", fmt.Sprintf("a partition keeps from 1 to %d messages, or 0 for all, not %d", MaxRetain, s.Retain)}
	}
	return nil
}

// Topic is partitions with their messages. It must not be used by several
// goroutines.
type Topic struct {
	settings   Settings
	partitions []Partition
	turn       int // where the next message without a key goes
}

// Partition is a part of a topic. Offsets count all that was ever published
// in it.
type Partition struct {
	Messages  []Message // what is kept, by offset
	Next      int       // the offset of the next message
	Expired   int       // how many retention has dropped
	Compacted int       // how many compaction has dropped
}

// New returns a topic without messages. It fails with a *SettingsError.
func New(settings Settings) (*Topic, error) {
	if err := settings.Validate(); err != nil {
		return nil, err
	}
	return &Topic{settings: settings, partitions: make([]Partition, settings.Partitions)}, nil
}

// Partition returns the number of the partition that messages with a key go
// to.
func (t *Topic) Partition(key string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(key)) // a hash takes everything
	return int(h.Sum32() % uint32(len(t.partitions)))
}

// Publish adds a message at the end of its key's partition, whatever is there:
// a topic has nothing that a writer could expect. Messages without a key go to
// the partitions in turn.
func (t *Topic) Publish(key string, event eventstore.Position) (partition int, m Message) {
	if key == "" {
		partition = t.turn
		t.turn = (t.turn + 1) % len(t.partitions)
	} else {
		partition = t.Partition(key)
	}
	p := &t.partitions[partition]
	m = Message{key, event, p.Next}
	p.Messages = append(p.Messages, m)
	p.Next++
	return partition, m
}

// Clean drops what retention and compaction let go. The offsets of what is
// kept stay what they are. A message without a key is not compacted.
func (t *Topic) Clean() {
	for i := range t.partitions {
		p := &t.partitions[i]
		if r := t.settings.Retain; r > 0 && len(p.Messages) > r {
			gone := len(p.Messages) - r
			p.Messages, p.Expired = p.Messages[gone:], p.Expired+gone
		}
		if t.settings.Compact {
			p.compact()
		}
	}
}

// compact keeps the last message of each key.
func (p *Partition) compact() {
	last := make(map[string]int, len(p.Messages))
	for _, m := range p.Messages {
		last[m.Key] = m.Offset
	}
	kept := make([]Message, 0, len(last))
	for _, m := range p.Messages {
		if m.Key == "" || last[m.Key] == m.Offset {
			kept = append(kept, m)
		}
	}
	p.Compacted += len(p.Messages) - len(kept)
	p.Messages = kept
}

// Partitions returns the partitions. They must not be changed.
func (t *Topic) Partitions() []Partition { return t.partitions }

// Of returns the messages that are kept with a key, and how many had to be
// read to find them: a topic has no index of keys, so it is the whole
// partition.
func (t *Topic) Of(key string) (found []Message, read int) {
	p := t.partitions[t.Partition(key)]
	for _, m := range p.Messages {
		if m.Key == key {
			found = append(found, m)
		}
	}
	return found, len(p.Messages)
}

// Kept returns how many messages are kept.
func (t *Topic) Kept() int {
	kept := 0
	for _, p := range t.partitions {
		kept += len(p.Messages)
	}
	return kept
}

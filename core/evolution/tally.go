// Package evolution measures what upcasters do to a log: what is stored, what
// each step makes of it, what a fold reads in the end, and which events break on the way.
// It reads events and changes none.
package evolution

import (
	"maps"
	"slices"

	"playhead/core/eventstore"
	"playhead/core/json"
	"playhead/core/schema"
)

// Count is how many events there are of something, and the bytes of their data.
type Count struct {
	Events int
	Bytes  int
	Last   eventstore.Position // of the last of them, 0 without any
}

func (c *Count) add(bytes int, at eventstore.Position) {
	c.Events++
	c.Bytes += bytes
	c.Last = at
}

// Leap is an upcaster's way from one schema version to another.
type Leap struct{ From, To *schema.EventType }

// Passage is what went along a leap.
type Passage struct {
	Events int
	Before int // bytes, as the step before left them
	After  int // bytes that the upcaster made
}

// Unknown is a type or schema version that the world does not have.
type Unknown struct {
	Name    string
	Version int
}

// Break is an event that cannot be read.
type Break struct {
	Position eventstore.Position
	Stream   eventstore.StreamID
	Type     string
	Version  int
	Why      string // a sentence's worth of words
}

const (
	// breaksMost is how many events that break are named: enough to see what they
	// have in common.
	breaksMost = 20
	// unknownMost is how many unknown types are told apart. A log from elsewhere may
	// name as many as it has events.
	unknownMost = 50
)

// Tally is what was found in a log up to a position. Adding an event changes it; Clone first
// what is to stay as it is.
type Tally struct {
	At      eventstore.Position
	Stored  map[*schema.EventType]Count // as recorded
	Read    map[*schema.EventType]Count // as folds read it
	Leaps   map[Leap]Passage
	Unknown map[Unknown]Count
	Lifted  int // events that upcasters changed
	Breaks  int
	Named   []Break // the first of them
	// Verified is up to where each event's hash follows from the one before: nothing that
	// was stored has changed.
	Verified eventstore.Position

	registry *schema.Registry
	hash     eventstore.Hash
}

// NewTally returns a tally of nothing.
func NewTally(registry *schema.Registry) Tally {
	return Tally{
		Stored: map[*schema.EventType]Count{}, Read: map[*schema.EventType]Count{},
		Leaps: map[Leap]Passage{}, Unknown: map[Unknown]Count{}, registry: registry,
	}
}

// Clone returns a tally that goes on by itself.
func (t Tally) Clone() Tally {
	t.Stored, t.Read = maps.Clone(t.Stored), maps.Clone(t.Read)
	t.Leaps, t.Unknown = maps.Clone(t.Leaps), maps.Clone(t.Unknown)
	t.Named = slices.Clone(t.Named)
	return t
}

// Add takes the log's next event.
func (t *Tally) Add(e eventstore.Event) {
	if t.Verified == t.At && eventstore.Follows(t.hash, e) {
		t.Verified = e.Position
	}
	t.At, t.hash = e.Position, e.Hash
	stored := t.registry.Lookup(e.Type, e.SchemaVersion)
	if stored == nil {
		t.unknown(e)
	} else {
		add(t.Stored, stored, len(e.Data), e.Position)
	}
	steps, err := t.registry.Follow(e)
	before := len(e.Data)
	for i, step := range steps {
		data, failed := json.Marshal(step.Event)
		if failed != nil && err == nil {
			err = failed
		}
		if i > 0 {
			leap := Leap{steps[i-1].Type, step.Type}
			passed := t.Leaps[leap]
			t.Leaps[leap] = Passage{passed.Events + 1, passed.Before + before, passed.After + len(data)}
		}
		before = len(data)
	}
	if err != nil {
		t.breaks(e, err)
		return
	}
	if len(steps) > 1 {
		t.Lifted++
	}
	add(t.Read, steps[len(steps)-1].Type, before, e.Position)
}

func add[K comparable](counts map[K]Count, key K, bytes int, at eventstore.Position) {
	c := counts[key]
	c.add(bytes, at)
	counts[key] = c
}

func (t *Tally) unknown(e eventstore.Event) {
	key := Unknown{e.Type, e.SchemaVersion}
	if _, met := t.Unknown[key]; !met && len(t.Unknown) >= unknownMost {
		key = Unknown{} // all others
	}
	add(t.Unknown, key, len(e.Data), e.Position)
}

func (t *Tally) breaks(e eventstore.Event, err error) {
	if t.Breaks++; len(t.Named) < breaksMost {
		t.Named = append(t.Named, Break{e.Position, e.Stream, e.Type, e.SchemaVersion, err.Error()})
	}
}

// Total returns the bytes of all data: as it was stored, and as folds read it.
func (t Tally) Total() (stored, read int) {
	for _, c := range t.Stored {
		stored += c.Bytes
	}
	for _, c := range t.Unknown {
		stored += c.Bytes
	}
	for _, c := range t.Read {
		read += c.Bytes
	}
	return stored, read
}

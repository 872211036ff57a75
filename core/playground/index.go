package playground

import (
	"maps"

	"playhead/core/eventstore"
	"playhead/core/persistent"
	"playhead/core/schema"
)

// unknownColour marks an event whose type the world does not know.
const unknownColour = 255

// index holds, for every event, the little that the timeline and the lists of
// streams need, in columns: 13 bytes an event.
type index struct {
	times    persistent.Column[int64]  // Unix milliseconds, by position - 1
	streamOf persistent.Column[uint32] // number of the stream
	colourOf persistent.Column[uint8]  // number of the type, or unknownColour

	streams    []Stream // in the order in which they began
	numbers    map[eventstore.StreamID]uint32
	categories map[string][]uint32 // numbers of their streams

	people          people
	colours         map[*schema.EventType]uint8
	actors, command map[string]bool // that occur
}

func newIndex(registry *schema.Registry) *index {
	x := &index{
		numbers:    map[eventstore.StreamID]uint32{},
		categories: map[string][]uint32{},
		colours:    map[*schema.EventType]uint8{},
		actors:     map[string]bool{},
		command:    map[string]bool{},
	}
	for i, t := range registry.Newest() {
		x.colours[t] = uint8(i)
	}
	for _, t := range registry.All() {
		if ends := t.Ends(); len(ends) == 1 {
			x.colours[t] = x.colours[ends[0]]
		}
	}
	return x
}

// upTo returns the index of a log that shares this one's past up to a position.
func (x *index) upTo(at eventstore.Position) *index {
	n := int(at)
	past := &index{
		times: x.times.Fork(n), streamOf: x.streamOf.Fork(n), colourOf: x.colourOf.Fork(n),
		numbers:    map[eventstore.StreamID]uint32{},
		categories: map[string][]uint32{},
		colours:    x.colours,
		actors:     maps.Clone(x.actors),
		command:    maps.Clone(x.command),
		people:     x.people.upTo(at),
	}
	versions, last := make([]eventstore.Version, len(x.streams)), make([]eventstore.Position, len(x.streams))
	for first, run := range past.streamOf.Runs(0, n) {
		for i, number := range run {
			versions[number]++
			last[number] = eventstore.Position(first + i + 1)
		}
	}
	for number, stream := range x.streams {
		if versions[number] == 0 {
			break // streams are numbered as they begin
		}
		stream.Version, stream.Last = versions[number], last[number]
		past.streams = append(past.streams, stream)
		past.numbers[stream.ID] = uint32(number)
		past.categories[stream.Category] = append(past.categories[stream.Category], uint32(number))
	}
	return past
}

// head returns the last position that was indexed.
func (x *index) head() eventstore.Position { return eventstore.Position(x.times.Len()) }

func (x *index) add(registry *schema.Registry, e eventstore.Event) {
	number, ok := x.numbers[e.Stream]
	if !ok {
		number = uint32(len(x.streams))
		category := e.Stream.Category()
		x.numbers[e.Stream] = number
		x.streams = append(x.streams, Stream{ID: e.Stream, Category: category})
		x.categories[category] = append(x.categories[category], number)
	}
	x.streams[number].Version, x.streams[number].Last = e.Version, e.Position
	x.times.Append(e.Timestamp.UnixMilli())
	x.streamOf.Append(number)
	x.colourOf.Append(x.colour(registry, e))
	x.people.add(registry, e)
	if !x.actors[e.Metadata.Actor] {
		x.actors[e.Metadata.Actor] = true
	}
	if !x.command[e.Metadata.Command] {
		x.command[e.Metadata.Command] = true
	}
}

// colour returns the number of the type that an event is read as. Only where that
// hangs on its data is it read for it.
func (x *index) colour(registry *schema.Registry, e eventstore.Event) uint8 {
	t := registry.Lookup(e.Type, e.SchemaVersion)
	if t == nil {
		return unknownColour
	}
	if colour, ok := x.colours[t]; ok {
		return colour
	}
	_, steps, err := registry.Trace(e)
	if err != nil {
		return unknownColour
	}
	return x.colours[steps[len(steps)-1]]
}

// versionAt returns what a stream was at up to a position, 0 where it did not
// exist yet. It takes as long as the log goes on after that.
func (x *index) versionAt(stream eventstore.StreamID, at eventstore.Position) eventstore.Version {
	number, ok := x.numbers[stream]
	if !ok {
		return 0
	}
	version := x.streams[number].Version
	for _, run := range x.streamOf.Runs(int(at), x.streamOf.Len()) {
		for _, n := range run {
			if n == number {
				version--
			}
		}
	}
	return version
}

// version returns the version of a stream's last event, 0 without one.
func (x *index) version(stream eventstore.StreamID) eventstore.Version {
	number, ok := x.numbers[stream]
	if !ok {
		return 0
	}
	return x.streams[number].Version
}

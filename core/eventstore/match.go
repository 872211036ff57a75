package eventstore

import (
	"encoding/binary"
	"slices"

	"github.com/google/uuid"
)

// match is a query made ready for one log: names are the numbers that the
// log's records hold, so that of most events only a few bytes are read.
type match struct {
	log   *Log
	query Query
	parts []partMatch
}

type partMatch struct {
	Part
	types, streams []uint64 // the numbers of those names that the log has
	idle           bool     // none of its names is in the log
}

func (l *Log) compile(q Query) match {
	m := match{log: l, query: q}
	for _, p := range q {
		c := partMatch{Part: p}
		for _, name := range p.Types {
			c.types = l.appendNumber(c.types, name)
		}
		for _, name := range p.Streams {
			c.streams = l.appendNumber(c.streams, string(name))
		}
		c.idle = len(p.Types) > 0 && len(c.types) == 0 || len(p.Streams) > 0 && len(c.streams) == 0
		m.parts = append(m.parts, c)
	}
	return m
}

func (l *Log) appendNumber(numbers []uint64, name string) []uint64 {
	if number, ok := l.names.numbers[name]; ok {
		return append(numbers, number)
	}
	return numbers
}

// next returns the first position above after, and up to last, whose event
// matches, and 0 when there is none.
func (m match) next(after, last Position) Position {
	if past := m.log.past; after < past.position() {
		if found := past.next(m.query, after, min(last, past.at)); found != 0 {
			return found
		}
		after = past.at
	}
	if m.inStreams() {
		return m.nextInStreams(after, last)
	}
	for position := after + 1; position <= last; position++ {
		if m.at(position) {
			return position
		}
	}
	return 0
}

// inStreams reports whether only events of certain streams can match.
func (m match) inStreams() bool {
	return len(m.parts) > 0 && !slices.ContainsFunc(m.parts, func(p partMatch) bool { return len(p.Streams) == 0 })
}

// nextInStreams is next for a query that names streams: of all others not even
// the names are read.
func (m match) nextInStreams(after, last Position) Position {
	found := Position(0)
	for _, p := range m.parts {
		for _, stream := range p.streams {
			positions := m.log.positions[stream]
			from, _ := slices.BinarySearch(positions, uint32(after)+1)
			for _, n := range positions[from:] {
				position := Position(n)
				if position > last || found != 0 && position >= found {
					break
				}
				if m.at(position) {
					found = position
					break
				}
			}
		}
	}
	return found
}

func (m match) at(position Position) bool {
	if len(m.parts) == 0 {
		return true
	}
	stream, eventType := namesIn(m.log.record(position))
	return slices.ContainsFunc(m.parts, func(p partMatch) bool {
		switch {
		case p.idle,
			len(p.types) > 0 && !slices.Contains(p.types, eventType),
			len(p.streams) > 0 && !slices.Contains(p.streams, stream),
			p.Category != "" && StreamID(m.log.names.list[stream]).Category() != p.Category:
			return false
		case len(p.Data) == 0:
			return true
		}
		e, _ := m.log.At(position)
		return p.matchesData(e.Data)
	})
}

// namesIn returns the numbers of the stream and the type in a record, which
// stand behind what appendBody writes before them.
func namesIn(record []byte) (stream, eventType uint64) {
	rest := record[len(Hash{})+len(uuid.UUID{}):]
	flags := rest[0]
	rest = rest[1:]
	if flags&hasCorrelation != 0 {
		rest = rest[len(uuid.UUID{}):]
	}
	if flags&hasCausation != 0 {
		rest = rest[len(uuid.UUID{}):]
	}
	var numbers [5]uint64 // version, schema version, timestamp, stream, type
	for i := range numbers {
		n, size := binary.Uvarint(rest)
		numbers[i], rest = n, rest[size:]
	}
	return numbers[3], numbers[4]
}

// PrepareIf checks an append on a condition and returns the events as they are
// to be recorded, as Prepare does. It fails as AppendIf of Store does.
func (l *Log) PrepareIf(condition Condition, data []Addressed) (events []Event, repeated bool, err error) {
	if len(data) == 0 {
		return nil, false, ErrNoEvents
	}
	for i := range data {
		if err := data[i].Stream.Validate(); err != nil {
			return nil, false, err
		}
		if err := data[i].Validate(); err != nil {
			return nil, false, err
		}
	}
	recorded, err := l.recorded(data)
	if err != nil || recorded != nil {
		return recorded, recorded != nil, err
	}
	last := l.end()
	if found := l.compile(condition.Query).next(min(condition.After, last), last); found != 0 {
		e, _ := l.At(found)
		return nil, false, &ConditionError{condition, found, e.Stream, e.Type}
	}
	s := l.sealer(len(data))
	for _, d := range data {
		s.seal(d.Stream, &d.EventData)
	}
	return s.events, false, nil
}

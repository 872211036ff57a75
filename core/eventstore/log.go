package eventstore

import (
	"fmt"
	"iter"
	"math"
	"time"

	"github.com/google/uuid"
)

// Log is the state of one log in memory and the one place where the rules of
// appending live. It keeps events encoded, about 130 bytes for one of the
// sample worlds, and decodes them when they are read. Positions take 4 bytes
// in it: a log too long for that would need 500 GB. A Log must not be changed
// while another goroutine uses it; Memory adds what that takes.
type Log struct {
	past      *Past // what it begins with; nil when it begins by itself
	blocks    []*block
	count     int  // of its own events, which follow on its past
	hash      Hash // of the last event
	names     *names
	positions [][]uint32 // of a stream's events, by the number of its name; nil for other names
	streams   int
	ids       *idTable
}

// NewLog returns a log without events.
func NewLog() *Log { return &Log{names: newNames(), ids: newIDTable(0)} }

// end returns the position of the last event.
func (l *Log) end() Position { return l.past.position() + Position(l.count) }

// Head returns the end of the log.
func (l *Log) Head() Head {
	return Head{Position: l.end(), Streams: l.streams, Hash: l.hash}
}

// Version returns the version of the stream's last event, 0 when it has none.
func (l *Log) Version(stream StreamID) Version {
	return l.past.version(stream) + Version(len(l.streamPositions(stream)))
}

// At returns the event at the position, and false when the log has none.
func (l *Log) At(position Position) (Event, bool) {
	switch {
	case position == 0, position > l.end():
		return Event{}, false
	case position <= l.past.position():
		return l.past.event(position)
	}
	e := Event{Position: position}
	r := reader{rest: l.record(position)}
	if r.body(&e, l.names); r.problem != "" {
		panic(fmt.Sprintf("eventstore: event #%d in memory: %s", position, r.problem))
	}
	return e, true
}

// InStream returns the event at the stream's version, and false when the
// stream has none.
func (l *Log) InStream(stream StreamID, version Version) (Event, bool) {
	positions, before := l.streamPositions(stream), l.past.version(stream)
	switch {
	case version == 0, version > before+Version(len(positions)):
		return Event{}, false
	case version <= before:
		return l.past.inStream(stream, version)
	}
	version -= before
	return l.At(Position(positions[version-1]))
}

// Find returns the position of the event with the id, and false when the log
// has none.
func (l *Log) Find(id uuid.UUID) (Position, bool) {
	position := l.ids.find(id, l.idAt)
	if position == 0 {
		position = l.past.find(id)
	}
	return position, position != 0
}

// All yields the events with a position above after, in order. The error is
// always nil; it is there for Verify.
func (l *Log) All(after Position) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for e, ok := l.At(after + 1); ok && yield(e, nil); e, ok = l.At(e.Position + 1) {
		}
	}
}

// Prepare checks an append and returns the events as they are to be recorded,
// with positions, versions and hashes. It changes nothing: Commit does, once
// the events are safe. When all ids are recorded already, in this stream and
// this order, it returns what was recorded and reports a repetition, which is
// not to be committed. It fails as Append of Store does.
func (l *Log) Prepare(stream StreamID, expected ExpectedVersion, data ...EventData) (events []Event, repeated bool, err error) {
	if len(data) == 0 {
		return nil, false, fmt.Errorf("append to %s: %w", stream, ErrNoEvents)
	}
	if err := stream.Validate(); err != nil {
		return nil, false, err
	}
	for i := range data {
		if err := data[i].Validate(); err != nil {
			return nil, false, err
		}
	}
	recorded, err := l.recorded(addressed(stream, data))
	if err != nil || recorded != nil {
		return recorded, recorded != nil, err
	}
	actual := l.Version(stream)
	if !expected.Allows(actual) {
		return nil, false, &ConcurrencyError{stream, expected, actual}
	}
	return l.seal(stream, data), false, nil
}

// PrepareAll checks an append to any streams and returns the events as they
// are to be recorded, without those that are recorded already. It changes
// nothing: Commit does. It fails as AppendAll of Store does.
func (l *Log) PrepareAll(data []Addressed) ([]Event, error) {
	s := l.sealer(len(data))
	for i := range data {
		s.room += len(data[i].Data)
	}
	ids := newIDTable(len(data)) // of this append, by their number in it
	idAt := func(number Position) uuid.UUID { return data[number-1].ID }
	for i := range data {
		d := &data[i]
		if err := d.Stream.Validate(); err != nil {
			return nil, err
		}
		if err := d.Validate(); err != nil {
			return nil, err
		}
		if ids.add(d.ID, Position(i+1), idAt) != 0 {
			return nil, reused(d.Stream, d.ID)
		}
		if position, known := l.Find(d.ID); !known {
			s.seal(d.Stream, &d.EventData)
		} else if e, _ := l.At(position); e.Stream != d.Stream {
			return nil, reused(d.Stream, d.ID)
		}
	}
	return s.events, nil
}

// seal makes events of data: those that would come next.
func (l *Log) seal(stream StreamID, data []EventData) []Event {
	s := l.sealer(len(data))
	for i := range data {
		s.seal(stream, &data[i])
	}
	return s.events
}

// sealer makes the events that would come next.
type sealer struct {
	log      *Log
	previous Hash
	versions map[StreamID]*Version // of the streams it has met
	events   []Event
	hasher   hasher
	room     int // bytes of data that are still to come, as far as is known
	data     []byte
}

// sealer returns one for so many events at most.
func (l *Log) sealer(most int) *sealer {
	return &sealer{log: l, previous: l.hash, versions: map[StreamID]*Version{}, events: make([]Event, 0, most)}
}

func (s *sealer) seal(stream StreamID, data *EventData) {
	version := s.versions[stream]
	if version == nil {
		version = new(Version)
		*version = s.log.Version(stream)
		s.versions[stream] = version
	}
	*version++
	s.events = append(s.events, Event{EventData: *data, Stream: stream, Version: *version})
	e := &s.events[len(s.events)-1]
	e.Data = s.keep(data.Data)
	e.Timestamp = time.UnixMilli(data.Timestamp.UnixMilli()).UTC()
	e.Position = s.log.end() + Position(len(s.events))
	e.Hash = s.hasher.hash(s.previous, e)
	s.previous = e.Hash
}

// keep returns a copy of an event's data: the caller may go on to use it.
// Those of one append lie behind each other.
func (s *sealer) keep(data []byte) []byte {
	if len(data) > cap(s.data)-len(s.data) {
		s.data = make([]byte, 0, max(len(data), s.room))
	}
	s.room -= len(data)
	from := len(s.data)
	s.data = append(s.data, data...)
	return s.data[from:len(s.data):len(s.data)]
}

// recorded returns the events with the ids of data if the append is the
// repetition of an earlier one, and nothing if all the ids are new. It fails
// with ErrIDReused in every other case.
func (l *Log) recorded(data []Addressed) ([]Event, error) {
	seen := make(map[uuid.UUID]bool, len(data))
	var recorded []Event
	for i, d := range data {
		position, known := l.Find(d.ID)
		if seen[d.ID] || known != (len(recorded) == i) && i > 0 {
			return nil, reused(d.Stream, d.ID)
		}
		seen[d.ID] = true
		if !known {
			continue
		}
		e, _ := l.At(position)
		if e.Stream != d.Stream || i > 0 && e.Position < recorded[i-1].Position {
			return nil, reused(d.Stream, d.ID)
		}
		recorded = append(recorded, e)
	}
	return recorded, nil
}

// addressed says for which stream the events are.
func addressed(stream StreamID, data []EventData) []Addressed {
	all := make([]Addressed, len(data))
	for i, d := range data {
		all[i] = Addressed{stream, d}
	}
	return all
}

func reused(stream StreamID, id uuid.UUID) error {
	return fmt.Errorf("append to %s: event %s: %w", stream, id, ErrIDReused)
}

// Commit takes over events that are recorded: those that Prepare returned, or
// those that another writer prepared. All of them become part of the log, or
// none. It fails with a *DamageError when they are not the ones that come
// next: when a position or a version has a gap, an id is taken, or a hash
// does not follow from the one before.
func (l *Log) Commit(events []Event) error {
	if problem, i := l.damage(events); problem != "" {
		return &DamageError{l.end() + Position(i+1), problem}
	}
	return l.Load(events)
}

// CommitOwn is Commit for events that Prepare of this log returned, exactly as
// it did. What was checked and hashed then is not once more: only that the
// first event is still the one that comes next. It fails with a *DamageError
// when it is not, since the log has grown meanwhile.
func (l *Log) CommitOwn(events []Event) error {
	if len(events) == 0 {
		return nil
	}
	if e := &events[0]; e.Position != l.end()+1 || !Follows(l.hash, *e) {
		return &DamageError{l.end() + 1, fmt.Sprintf("#%d stands in its place, which was to follow on another event", e.Position)}
	}
	return l.Load(events)
}

// Load takes over events as they were kept, up to the first that is not the
// one that comes next: whose position or version has a gap, or whose id is
// taken. It does not look at hashes, which is most of the work of Commit; what
// was loaded is to be verified afterwards. It fails with a *DamageError.
func (l *Log) Load(events []Event) error {
	for i := range events {
		if err := l.add(&events[i]); err != nil {
			return err
		}
	}
	return nil
}

// damage says why events[i] cannot be the one that comes next, or nothing.
func (l *Log) damage(events []Event) (problem string, i int) {
	next := chain{position: l.end(), hash: l.hash, versions: map[StreamID]Version{}}
	ids := make(map[uuid.UUID]bool, len(events))
	for i := range events {
		e := &events[i]
		if _, met := next.versions[e.Stream]; !met {
			next.versions[e.Stream] = l.Version(e.Stream)
		}
		if _, taken := l.Find(e.ID); taken || ids[e.ID] {
			return fmt.Sprintf("its id %s is taken", e.ID), i
		}
		ids[e.ID] = true
		if e.SchemaVersion < 1 || e.SchemaVersion > math.MaxInt32 {
			return fmt.Sprintf("its schema version is %d", e.SchemaVersion), i
		}
		if problem := next.add(e); problem != "" {
			return problem, i
		}
	}
	return "", 0
}

// add takes over an event unless its position or its version leaves a gap, or
// its id is taken. Then it fails with a *DamageError.
func (l *Log) add(e *Event) error {
	next := l.end() + 1
	if e.Position != next {
		return &DamageError{next, fmt.Sprintf("#%d stands in its place", e.Position)}
	}
	numbers := l.names.of(e)
	for len(l.positions) < len(l.names.list) {
		l.positions = append(l.positions, nil)
	}
	positions := &l.positions[numbers[0]]
	if version := l.past.version(e.Stream) + Version(len(*positions)); e.Version != version+1 {
		return &DamageError{next, fmt.Sprintf("it is v%d of %s, which is at v%d", e.Version, e.Stream, version)}
	}
	if l.past.find(e.ID) != 0 || l.ids.add(e.ID, next, l.idAt) != 0 {
		return &DamageError{next, fmt.Sprintf("its id %s is taken", e.ID)}
	}
	if l.count%blockSize == 0 {
		l.blocks = append(l.blocks, l.nextBlock())
	}
	l.blocks[len(l.blocks)-1].add(e, numbers)
	l.count++
	l.hash = e.Hash
	if e.Version == 1 {
		l.streams++
	}
	*positions = append(*positions, uint32(next))
	return nil
}

// nextBlock returns a block with room for what the one before it took, and a
// little more: growing it as it fills would leave twice as much for the
// garbage collector.
func (l *Log) nextBlock() *block {
	if len(l.blocks) == 0 {
		return &block{}
	}
	size := len(l.blocks[len(l.blocks)-1].bytes)
	return &block{bytes: make([]byte, 0, size+size/16), ends: make([]uint32, 0, blockSize)}
}

func (l *Log) streamPositions(stream StreamID) []uint32 {
	number, ok := l.names.numbers[string(stream)]
	if !ok {
		return nil
	}
	return l.positions[number]
}

func (l *Log) record(position Position) []byte {
	i := int(position - l.past.position() - 1)
	return l.blocks[i/blockSize].record(i % blockSize)
}

func (l *Log) idAt(position Position) uuid.UUID {
	return uuid.UUID(l.record(position)[len(Hash{}):][:len(uuid.UUID{})])
}

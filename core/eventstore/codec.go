package eventstore

import (
	"encoding/binary"
	"math"
	"slices"
	"time"

	"github.com/google/uuid"
)

// This file is the binary form of events: what the log keeps in memory, what
// stores write and what the chain of hashes covers. It is laid out by hand,
// because reflection costs more than everything else that reading an event does.
//
//	event  = format position hash body
//	batch  = format position count names (hash body)*
//	names  = count text*
//	body   = id flags [correlation] [causation] version schemaVersion
//	         timestamp stream type actor command data
//	text   = length bytes
//
// Numbers are varints in their shortest form, ids and hashes are raw bytes,
// the timestamp is signed milliseconds since 1970. In a batch, stream, type,
// actor and command are indexes into its names. An event has one encoding
// only; the decoder refuses every other.

// format is the first byte of everything encoded. A reader that meets another
// one is older than the writer.
const format = 1

const (
	hasCorrelation = 1 << iota
	hasCausation
	causationIsCorrelation // as it is for the first event that a command causes
	knownFlags             = 1<<iota - 1
)

// smallestRecord is the least that a hash and a body take. It bounds how many
// events a batch of so many bytes can claim to hold.
const smallestRecord = len(Hash{}) + len(uuid.UUID{}) + 9

// AppendEvent appends the event's encoding to b and returns the result.
func AppendEvent(b []byte, e Event) []byte {
	b = append(b, format)
	b = binary.AppendUvarint(b, uint64(e.Position))
	b = append(b, e.Hash[:]...)
	return appendBody(b, &e, nil)
}

// DecodeEvent reads what AppendEvent wrote. The event's data is a part of b,
// not a copy. It fails with a *DamageError when b holds anything else.
func DecodeEvent(b []byte) (Event, error) {
	r := reader{rest: b}
	r.format()
	var e Event
	e.Position = Position(r.uvarint())
	r.body(&e, nil)
	if e.Position == 0 {
		r.fail("it has no position")
	}
	r.end()
	if r.problem != "" {
		return Event{}, &DamageError{e.Position, r.problem}
	}
	return e, nil
}

// AppendBatch appends the encoding of events that follow each other in the
// log to b and returns the result.
func AppendBatch(b []byte, events []Event) []byte {
	var first Position
	if len(events) > 0 {
		first = events[0].Position
	}
	// Many streams share few types, so that there are about as many names as events.
	names := &names{list: make([]string, 0, len(events)+3), numbers: make(map[string]uint64, len(events))}
	all := make([]numbers, len(events))
	size := 0
	for i := range events {
		all[i] = *names.of(&events[i])
		size += smallestRecord + len(events[i].Data)
	}
	const more = 3 // eighths: ids of what caused them, numbers of more than a byte, and the names
	b = slices.Grow(b, size+size*more/8)
	b = append(b, format)
	b = binary.AppendUvarint(b, uint64(first))
	b = binary.AppendUvarint(b, uint64(len(events)))
	b = binary.AppendUvarint(b, uint64(len(names.list)))
	for _, name := range names.list {
		b = appendText(b, name)
	}
	for i := range events {
		b = append(b, events[i].Hash[:]...)
		b = appendBody(b, &events[i], &all[i])
	}
	return b
}

// DecodeBatch reads what AppendBatch wrote. The events' data are parts of b,
// not copies. It fails with a *DamageError that names the first event that
// cannot be read, or position 0 when the batch does not say where it belongs.
// It does not check the chain of hashes; Commit does.
func DecodeBatch(b []byte) ([]Event, error) { return AppendDecoded(nil, b) }

// AppendDecoded appends what AppendBatch wrote to events and returns the
// result, so that who decodes many batches needs memory for one. It fails as
// DecodeBatch does.
func AppendDecoded(events []Event, b []byte) ([]Event, error) {
	r := reader{rest: b}
	r.format()
	first, count := r.uvarint(), r.uvarint()
	switch {
	case r.problem != "":
		return nil, &DamageError{0, r.problem}
	case count > uint64(len(r.rest)/smallestRecord):
		return nil, &DamageError{Position(first), "it is shorter than it says"}
	case count > 0 && first == 0, first > math.MaxInt64:
		return nil, &DamageError{0, "it has no position"}
	}
	names := r.names()
	events = slices.Grow(events, int(count))
	for i := range Position(count) {
		e := Event{Position: Position(first) + i}
		if r.body(&e, names); r.problem != "" {
			return nil, &DamageError{e.Position, r.problem}
		}
		events = append(events, e)
	}
	if r.end(); r.problem != "" {
		return nil, &DamageError{Position(first), r.problem}
	}
	return events, nil
}

// BatchSpan returns the positions of the first and the last event of what
// AppendBatch wrote, without reading the events. It fails with a *DamageError
// when b does not begin like a batch of at least one event.
func BatchSpan(b []byte) (first, last Position, err error) {
	r := reader{rest: b}
	r.format()
	from, count := r.uvarint(), r.uvarint()
	if r.problem == "" && (from == 0 || from > math.MaxInt64 || count == 0 || count > uint64(len(b)/smallestRecord)) {
		r.fail("it does not say where it belongs")
	}
	if r.problem != "" {
		return 0, 0, &DamageError{0, r.problem}
	}
	return Position(from), Position(from + count - 1), nil
}

// appendCanonical appends what an event's hash covers.
func appendCanonical(b []byte, e *Event) []byte {
	b = append(b, format)
	b = binary.AppendUvarint(b, uint64(e.Position))
	return appendBody(b, e, nil)
}

// appendBody appends all but position and hash. Names are written out, or as
// the numbers given.
func appendBody(b []byte, e *Event, numbers *numbers) []byte {
	b = append(b, e.ID[:]...)
	var flags byte
	m := &e.Metadata
	if m.CorrelationID != uuid.Nil {
		flags |= hasCorrelation
	}
	switch {
	case m.CausationID == uuid.Nil:
	case m.CausationID == m.CorrelationID:
		flags |= causationIsCorrelation
	default:
		flags |= hasCausation
	}
	b = append(b, flags)
	if flags&hasCorrelation != 0 {
		b = append(b, m.CorrelationID[:]...)
	}
	if flags&hasCausation != 0 {
		b = append(b, m.CausationID[:]...)
	}
	b = binary.AppendUvarint(b, uint64(e.Version))
	b = binary.AppendUvarint(b, uint64(e.SchemaVersion))
	b = binary.AppendVarint(b, e.Timestamp.UnixMilli())
	if numbers == nil {
		for _, name := range [...]string{string(e.Stream), e.Type, m.Actor, m.Command} {
			b = appendText(b, name)
		}
	} else {
		for _, number := range numbers {
			b = binary.AppendUvarint(b, number)
		}
	}
	return appendText(b, e.Data)
}

func appendText[T ~string | ~[]byte](b []byte, text T) []byte {
	b = binary.AppendUvarint(b, uint64(len(text)))
	return append(b, text...)
}

// reader takes encoded bytes apart. After the first problem it yields zeros,
// so that callers check once.
type reader struct {
	rest    []byte
	problem string
}

func (r *reader) fail(problem string) {
	if r.problem == "" {
		r.problem = problem
	}
	r.rest = nil
}

func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.fail("its bytes end too early")
		return nil
	}
	taken := r.rest[:n:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reader) byte() byte {
	if taken := r.take(1); taken != nil {
		return taken[0]
	}
	return 0
}

func (r *reader) uvarint() uint64 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || size > 1 && r.rest[size-1] == 0 { // a last 0 adds nothing: not the shortest form
		r.fail("it has a broken number")
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

func (r *reader) varint() int64 {
	n := r.uvarint() // zigzag, as binary.AppendVarint writes it
	return int64(n>>1) ^ -int64(n&1)
}

func (r *reader) uuid() (id uuid.UUID) {
	copy(id[:], r.take(uint64(len(id))))
	return id
}

func (r *reader) text() []byte { return r.take(r.uvarint()) }

// name reads a name that is written out, or its number where there is a table.
func (r *reader) name(table *names) string {
	if table == nil {
		return string(r.text())
	}
	if n := r.uvarint(); n < uint64(len(table.list)) {
		return table.list[n]
	}
	r.fail("it has a name that is not in the table")
	return ""
}

func (r *reader) names() *names {
	count := r.uvarint()
	if count > uint64(len(r.rest)) { // each takes a byte at least
		r.fail("its bytes end too early")
		return &names{}
	}
	list := make([]string, count)
	for i := range list {
		list[i] = string(r.text())
	}
	return &names{list: list}
}

func (r *reader) format() {
	if r.byte() != format {
		r.fail("it is in a format that this version does not know")
	}
}

func (r *reader) end() {
	if len(r.rest) > 0 {
		r.fail("it has bytes left over")
	}
}

func (r *reader) body(e *Event, table *names) {
	copy(e.Hash[:], r.take(uint64(len(e.Hash))))
	e.ID = r.uuid()
	flags := r.byte()
	m := &e.Metadata
	if flags&hasCorrelation != 0 {
		m.CorrelationID = r.uuid()
	}
	switch flags & (hasCausation | causationIsCorrelation) {
	case hasCausation:
		m.CausationID = r.uuid()
	case causationIsCorrelation:
		m.CausationID = m.CorrelationID
	}
	if !flagsFit(flags, m) {
		r.fail("its flags are broken")
	}
	e.Version = Version(r.uvarint())
	if e.Version == 0 {
		r.fail("it has no version")
	}
	schemaVersion := r.uvarint()
	if schemaVersion == 0 || schemaVersion > math.MaxInt32 {
		r.fail("it has no schema version")
	}
	e.SchemaVersion = int(schemaVersion)
	e.Timestamp = time.UnixMilli(r.varint()).UTC()
	e.Stream = StreamID(r.name(table))
	e.Type = r.name(table)
	m.Actor = r.name(table)
	m.Command = r.name(table)
	e.Data = r.text()
}

// flagsFit reports whether appendBody would have chosen these flags.
func flagsFit(flags byte, m *Metadata) bool {
	correlated := flags&hasCorrelation != 0
	switch {
	case flags&^knownFlags != 0, correlated != (m.CorrelationID != uuid.Nil):
		return false
	}
	switch flags & (hasCausation | causationIsCorrelation) {
	case 0:
		return true
	case hasCausation:
		return m.CausationID != uuid.Nil && m.CausationID != m.CorrelationID
	case causationIsCorrelation:
		return correlated
	default:
		return false
	}
}

package durable

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"

	"playhead/core/eventstore"
)

// This file is the form of the second copy's files: frames, one after the
// other, each of which tells by itself whether it is whole.
//
//	frame   = length checksum content     both numbers in 4 bytes, little endian
//	content = 'L' format era id           what log it is of: the first frame
//	        | 'E' hash batch              events, as eventstore.AppendBatch makes them, and the last one's hash
//	        | 'e' hash batch              the same, and what was written with it follows
//
// A run of frames that does not end with an 'E' was cut off while it was
// written. All of it is left out, so that no append is restored in part.
const (
	frameHeader = 8
	aboutLog    = 'L'
	aboutEvents = 'E'
	aboutMore   = 'e'
	// frameFormat follows aboutLog. A reader that meets another one leaves the
	// file alone: it is older than the writer.
	frameFormat = 1
	// frameMost is more than any frame takes: a segment whose one event is as
	// large as an event may be. A longer one is damage.
	frameMost = 64 << 20
)

// castagnoli is the polynomial that processors have an instruction for.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// errTorn says that bytes end in the middle of a frame, as they do when a tab
// died while it wrote.
var errTorn = errors.New("it ends in the middle of a frame")

// errFrame says that a frame is not what was written.
var errFrame = errors.New("a frame is damaged")

// appendFrame appends a frame with the content, in parts, to b and returns the
// result.
func appendFrame(b []byte, kind byte, content ...[]byte) []byte {
	at, size := len(b), frameHeader+1
	for _, part := range content {
		size += len(part)
	}
	b = slices.Grow(b, size)[:at+frameHeader]
	b = append(b, kind)
	for _, part := range content {
		b = append(b, part...)
	}
	framed := b[at+frameHeader:]
	binary.LittleEndian.PutUint32(b[at:], uint32(len(framed)))
	binary.LittleEndian.PutUint32(b[at+4:], crc32.Checksum(framed, castagnoli))
	return b
}

// appendLogFrame appends the frame that begins a file.
func appendLogFrame(b []byte, e Entry) []byte {
	content := binary.AppendUvarint([]byte{frameFormat}, e.Era)
	return appendFrame(b, aboutLog, append(content, e.ID...))
}

// appendEventsFrame appends the frame of a record to b and returns the result.
// more says whether what was written with it follows.
func appendEventsFrame(b []byte, r Record, more bool) []byte {
	kind := byte(aboutEvents)
	if more {
		kind = aboutMore
	}
	return appendFrame(b, kind, r.Hash[:], r.Bytes)
}

// cutFrame returns the first frame's content and what follows it. It fails
// with errTorn when b ends too early, and with errFrame when the frame is
// damaged; what follows is then where the next one begins if its length is
// to be believed.
func cutFrame(b []byte) (kind byte, content, rest []byte, err error) {
	if len(b) < frameHeader {
		return 0, nil, nil, errTorn
	}
	length := binary.LittleEndian.Uint32(b)
	sum := binary.LittleEndian.Uint32(b[4:])
	switch b = b[frameHeader:]; {
	case length == 0 || length > frameMost:
		return 0, nil, nil, errFrame
	case uint64(length) > uint64(len(b)):
		return 0, nil, nil, errTorn
	}
	framed := b[:length:length]
	if crc32.Checksum(framed, castagnoli) != sum {
		return 0, nil, b[length:], errFrame
	}
	return framed[0], framed[1:], b[length:], nil
}

// readLog reads the content of the frame that begins a file.
func readLog(content []byte) (Entry, error) {
	if len(content) < 2 || content[0] != frameFormat {
		return Entry{}, errFrame
	}
	era, n := binary.Uvarint(content[1:])
	if n <= 0 || len(content) == 1+n {
		return Entry{}, errFrame
	}
	return Entry{ID: string(content[1+n:]), Era: era}, nil
}

// readEvents reads the content of a frame of events.
func readEvents(content []byte) (Record, error) {
	var r Record
	if len(content) < len(r.Hash) {
		return Record{}, errFrame
	}
	copy(r.Hash[:], content)
	r.Bytes = content[len(r.Hash):]
	var err error
	if r.First, r.Last, err = eventstore.BatchSpan(r.Bytes); err != nil {
		return Record{}, errFrame
	}
	return r, nil
}

// contents is what a file turned out to hold.
type contents struct {
	log     Entry    // whose it is, without a head; no id if that cannot be told
	records []Record // whole frames of events, in the order they were written
	flushed int      // how many of them are surely flushed: a run is, before the next is begun
	size    int
	damaged error // errTorn or errFrame, if not all of it could be read
}

// readFile takes a file apart. It reads on behind a damaged frame where it can.
func readFile(b []byte) contents {
	c := contents{size: len(b)}
	whole := 0 // records that are not part of a run which was cut off
	for first := true; len(b) > 0; first = false {
		kind, content, rest, err := cutFrame(b)
		switch {
		case err != nil:
			c.damaged = err
		case first && kind == aboutLog:
			if c.log, err = readLog(content); err != nil {
				c.damaged = err
			}
		case kind == aboutEvents, kind == aboutMore:
			r, err := readEvents(content)
			if err != nil {
				c.damaged = err
				break
			}
			c.records = append(c.records, r)
			if kind == aboutEvents {
				c.flushed, whole = whole, len(c.records)
			}
		default:
			c.damaged = errFrame
		}
		b = rest
	}
	if whole < len(c.records) && c.damaged == nil {
		c.damaged = errTorn
	}
	c.records = c.records[:whole]
	return c
}

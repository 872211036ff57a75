// Package uuid makes and reads ids as RFC 9562 says. It knows no clock and no
// chance: both are handed in. The usual package brings every other version of
// UUIDs and their hashes into the core, 20 kB of what a first visitor waits for.
package uuid

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"playhead/core/sha256"
)

// UUID is an id that nobody else makes.
type UUID [16]byte

// Nil is the id of nothing.
var Nil UUID

// ErrSyntax says that a text is no UUID.
var ErrSyntax = errors.New("not a UUID")

// groups are where the hexadecimal digits of a text are, between its dashes.
var groups = [...][2]int{{0, 8}, {9, 13}, {14, 18}, {19, 23}, {24, 36}}

// length is that of a text.
const length = 36

// V7 returns an id that tells when it was made, to the millisecond. The rest
// comes from random, which is called twice.
func V7(at time.Time, random func() uint64) UUID {
	var id UUID
	binary.BigEndian.PutUint64(id[:], random())
	binary.BigEndian.PutUint64(id[8:], random())
	id[8] = 0x80 | id[8]&0x3f
	ms := uint64(at.UnixMilli())
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
	id[6] = 0x70 | id[6]&0x0f
	return id
}

// Derive returns the id that belongs to another one and some data: the same
// for the same, version 8.
func Derive(from UUID, data []byte) UUID {
	sum := sha256.Sum256(append(from[:], data...))
	id := UUID(sum[:16])
	id[6] = 0x80 | id[6]&0x0f
	id[8] = 0x80 | id[8]&0x3f
	return id
}

// Parse reads an id from text such as 019353a0-0000-7000-8000-000000000001. It
// fails with ErrSyntax.
func Parse(text string) (UUID, error) {
	var id UUID
	if len(text) != length {
		return Nil, fmt.Errorf("%w: %q has %d characters, not %d", ErrSyntax, text, len(text), length)
	}
	at := 0
	for i, group := range groups {
		if i > 0 && text[group[0]-1] != '-' {
			return Nil, fmt.Errorf("%w: %q has no dash where there should be one", ErrSyntax, text)
		}
		n, err := hex.Decode(id[at:], []byte(text[group[0]:group[1]]))
		if err != nil {
			return Nil, fmt.Errorf("%w: %q: %w", ErrSyntax, text, err)
		}
		at += n
	}
	return id, nil
}

// MustParse reads an id that is known to be one, and panics when it is not.
func MustParse(text string) UUID {
	id, err := Parse(text)
	if err != nil {
		panic(err)
	}
	return id
}

// String returns the text that Parse reads, in small letters.
func (id UUID) String() string {
	var text [length]byte
	at := 0
	for i, group := range groups {
		if i > 0 {
			text[group[0]-1] = '-'
		}
		n := (group[1] - group[0]) / 2
		hex.Encode(text[group[0]:], id[at:at+n])
		at += n
	}
	return string(text[:])
}

// Version returns which kind of UUID it is.
func (id UUID) Version() int { return int(id[6] >> 4) }

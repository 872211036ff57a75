package sealing

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"

	"playhead/core/eventstore"
)

// This file is the form of the file that holds the second copy of keys: slots
// of one length, each of which has a key or zeros.
//
//	slot = checksum length person key     4 bytes, 1 byte, up to 120, 32; then zeros
//
// So a key can be overwritten where it stands, and the next slot begins at a
// place that is known even where the last one was cut off while it was written.
const (
	// slotSize has room for the longest name of a stream.
	slotSize = 160
	slotHead = 4 + 1
)

// castagnoli is the polynomial that processors have an instruction for.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// slot is a key in the second copy, and where it stands.
type slot struct {
	person eventstore.StreamID
	key    Key
	at     int
}

// appendSlot appends the slot of a key to b.
func appendSlot(b []byte, person eventstore.StreamID, key Key) []byte {
	s := make([]byte, slotSize)
	s[4] = byte(len(person))
	copy(s[slotHead:], person)
	copy(s[slotHead+len(person):], key[:])
	binary.LittleEndian.PutUint32(s, crc32.Checksum(s[4:], castagnoli))
	return append(b, s...)
}

// readSlots returns the keys of a file, and where something else stands than a
// key or zeros: what was cut off while it was written may have a key's bytes in
// it.
func readSlots(b []byte) (slots []slot, junk []int) {
	for at := 0; at < len(b); at += slotSize {
		s := b[at:min(at+slotSize, len(b))]
		if person, key, ok := readSlot(s); ok {
			slots = append(slots, slot{person, key, at})
		} else if bytes.ContainsFunc(s, func(r rune) bool { return r != 0 }) {
			junk = append(junk, at)
		}
	}
	return slots, junk
}

func readSlot(s []byte) (person eventstore.StreamID, key Key, ok bool) {
	if len(s) < slotSize || crc32.Checksum(s[4:], castagnoli) != binary.LittleEndian.Uint32(s) {
		return "", key, false
	}
	end := slotHead + int(s[4])
	if s[4] == 0 || end+KeySize > slotSize {
		return "", key, false
	}
	return eventstore.StreamID(s[slotHead:end]), Key(s[end : end+KeySize]), true
}

// behind returns where the next slot of a file of that size begins.
func behind(size int) int { return (size + slotSize - 1) / slotSize * slotSize }

package eventstore

import (
	"hash/maphash"
	"math/bits"

	"github.com/google/uuid"
)

// idTable finds the position of an event by its id. It is an open-addressing
// hash table that keeps positions only, 4 bytes each, and looks the ids up in
// the log: a map from id to position would take five times as much. Beside
// each position stands a byte of the id's hash: without it, the log would be
// looked at for every id that is merely in the way.
type idTable struct {
	slots []uint32 // positions, 0 where free
	tags  []uint8
	first Position // the lowest; the others follow on it
	used  int
	// seed makes it impossible to craft an import whose ids all collide. It
	// decides where an id is kept, never what is found.
	seed maphash.Seed
}

// newIDTable returns a table with room for so many ids before it grows.
func newIDTable(room int) *idTable {
	size := max(16, room+room/2)
	return &idTable{slots: make([]uint32, size), tags: make([]uint8, size), seed: maphash.MakeSeed()}
}

// find returns the position of the event with the id, or 0. idAt tells which
// id the event at a position has.
func (t *idTable) find(id uuid.UUID, idAt func(Position) uuid.UUID) Position {
	i, _ := t.slot(id, idAt)
	return Position(t.slots[i])
}

// add notes that the event at the position has the id, and returns 0; or the
// position of the event that has it already. Positions are added in order.
func (t *idTable) add(id uuid.UUID, position Position, idAt func(Position) uuid.UUID) (taken Position) {
	if t.used >= len(t.slots)/5*4 { // beyond that, probing gets long
		t.grow(idAt)
	}
	i, tag := t.slot(id, idAt)
	if t.slots[i] != 0 {
		return Position(t.slots[i])
	}
	if t.used == 0 {
		t.first = position
	}
	t.slots[i], t.tags[i] = uint32(position), tag
	t.used++
	return 0
}

// slot returns where the id is, or the free slot where it belongs, and its tag.
func (t *idTable) slot(id uuid.UUID, idAt func(Position) uuid.UUID) (i int, tag uint8) {
	i, tag = t.start(id)
	for t.slots[i] != 0 && (t.tags[i] != tag || idAt(Position(t.slots[i])) != id) {
		if i++; i == len(t.slots) {
			i = 0
		}
	}
	return i, tag
}

// start returns the slot at which probing for an id starts, and its tag.
func (t *idTable) start(id uuid.UUID) (i int, tag uint8) {
	hash := maphash.Bytes(t.seed, id[:])
	// The high half of the product spreads hashes over any number of slots. It
	// goes by the high bits of the hash, and the tag by the low ones.
	high, _ := bits.Mul64(hash, uint64(len(t.slots)))
	return int(high), uint8(hash)
}

// grow makes room by half, not by the whole, to waste less of a tab's memory.
func (t *idTable) grow(idAt func(Position) uuid.UUID) {
	size := len(t.slots) + len(t.slots)/2
	t.slots, t.tags = make([]uint32, size), make([]uint8, size)
	// Position by position the log is read in order, which is much faster than
	// in the order of the slots. No id comes twice.
	for position := t.first; position < t.first+Position(t.used); position++ {
		i, tag := t.start(idAt(position))
		for t.slots[i] != 0 {
			if i++; i == size {
				i = 0
			}
		}
		t.slots[i], t.tags[i] = uint32(position), tag
	}
}

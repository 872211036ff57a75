package eventstore

import (
	"hash/maphash"
	"math/bits"

	"github.com/google/uuid"
)

// idTable finds the position of an event by its id. It is an open-addressing
// hash table that keeps positions only, 4 bytes each, and looks the ids up in
// the log: a map from id to position would take five times as much.
type idTable struct {
	slots []uint32 // positions, 0 where free
	used  int
	// seed makes it impossible to craft an import whose ids all collide. It
	// decides where an id is kept, never what is found.
	seed maphash.Seed
}

func newIDTable() *idTable { return &idTable{slots: make([]uint32, 16), seed: maphash.MakeSeed()} }

// find returns the position of the event with the id, or 0. idAt tells which
// id the event at a position has.
func (t *idTable) find(id uuid.UUID, idAt func(Position) uuid.UUID) Position {
	return Position(t.slots[t.slot(id, idAt)])
}

// add notes that the event at the position has the id, which must be new.
func (t *idTable) add(id uuid.UUID, position Position, idAt func(Position) uuid.UUID) {
	if t.used >= len(t.slots)/5*4 { // beyond that, probing gets long
		t.grow(idAt)
	}
	t.slots[t.slot(id, idAt)] = uint32(position)
	t.used++
}

// slot returns where the id is, or the free slot where it belongs.
func (t *idTable) slot(id uuid.UUID, idAt func(Position) uuid.UUID) int {
	// The high half of the product spreads hashes over any number of slots.
	high, _ := bits.Mul64(maphash.Bytes(t.seed, id[:]), uint64(len(t.slots)))
	i := int(high)
	for t.slots[i] != 0 && idAt(Position(t.slots[i])) != id {
		if i++; i == len(t.slots) {
			i = 0
		}
	}
	return i
}

// grow makes room by half, not by the whole, to waste less of a tab's memory.
func (t *idTable) grow(idAt func(Position) uuid.UUID) {
	old := t.slots
	t.slots = make([]uint32, len(old)+len(old)/2)
	for _, position := range old {
		if position != 0 {
			t.slots[t.slot(idAt(Position(position)), idAt)] = position
		}
	}
}

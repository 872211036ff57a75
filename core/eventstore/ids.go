package eventstore

import (
	"hash/maphash"

	"github.com/google/uuid"
)

// idTable finds the position of an event by its id. It is an open-addressing
// hash table that keeps positions only, 4 bytes each, and looks the ids up in
// the log: a map from id to position would take five times as much.
type idTable struct {
	slots []uint32 // positions, 0 where free; the length is a power of two
	used  int
	// seed makes it impossible to craft an import whose ids all collide. It
	// decides where an id is kept, never what is found.
	seed maphash.Seed
}

func newIDTable() *idTable { return &idTable{slots: make([]uint32, 16), seed: maphash.MakeSeed()} }

// find returns the position of the event with the id, or 0. idAt tells which
// id the event at a position has.
func (t *idTable) find(id uuid.UUID, idAt func(Position) uuid.UUID) Position {
	position := t.slots[t.slot(id, idAt)]
	return Position(position)
}

// add notes that the event at the position has the id, which must be new.
func (t *idTable) add(id uuid.UUID, position Position, idAt func(Position) uuid.UUID) {
	if t.used >= len(t.slots)/4*3 { // beyond that, probing gets long
		t.grow(idAt)
	}
	t.slots[t.slot(id, idAt)] = uint32(position)
	t.used++
}

// slot returns where the id is, or the free slot where it belongs.
func (t *idTable) slot(id uuid.UUID, idAt func(Position) uuid.UUID) int {
	mask := len(t.slots) - 1
	i := int(maphash.Bytes(t.seed, id[:])) & mask
	for t.slots[i] != 0 && idAt(Position(t.slots[i])) != id {
		i = (i + 1) & mask
	}
	return i
}

func (t *idTable) grow(idAt func(Position) uuid.UUID) {
	old := t.slots
	t.slots = make([]uint32, 2*len(old))
	for _, position := range old {
		if position != 0 {
			t.slots[t.slot(idAt(Position(position)), idAt)] = position
		}
	}
}

package sealing

import (
	"crypto/hmac"
	"crypto/sha256"

	"playhead/core/eventstore"
)

// Bond is a key that is made of those of persons. What it sealed can be opened as
// long as all of their keys are there, so that to destroy one of them is to destroy
// that too: it is for what was derived from the data of many.
//
// Without persons it hides nothing; whatever was sealed is still recognized as not changed.
type Bond struct {
	ring *Ring
	key  Key
	of   map[eventstore.StreamID]Key // the last one of each person that is part of it
}

// Part names a person's key that is part of a bond.
type Part struct {
	Person      eventstore.StreamID
	Fingerprint string
}

// NewBond returns a bond without persons, who take part with the ring's keys.
func (r *Ring) NewBond() *Bond {
	return &Bond{r, sha256.Sum256([]byte("playhead bond")), map[eventstore.StreamID]Key{}}
}

// Take makes the keys that persons have now part of the bond, and returns those that
// were not yet. Of persons without a key there is nothing to hide.
func (b *Bond) Take(persons []eventstore.StreamID) []Part {
	parts := []Part{}
	for _, person := range persons {
		b.ring.mu.Lock()
		key, ok := b.ring.known[person]
		b.ring.mu.Unlock()
		if ok && b.take(person, key) {
			parts = append(parts, Part{person, key.Fingerprint()})
		}
	}
	return parts
}

// Again makes the parts that Take returned part of a bond once more, in the same
// order. It is not ok when one of the keys is gone; the bond is then as before.
func (b *Bond) Again(parts []Part) (ok bool) {
	keys := make([]Key, len(parts))
	for i, part := range parts {
		box := b.ring.box(part.Person, part.Fingerprint)
		if box == nil {
			return false
		}
		keys[i] = box.key
	}
	for i, part := range parts {
		b.take(part.Person, keys[i])
	}
	return true
}

func (b *Bond) take(person eventstore.StreamID, key Key) (fresh bool) {
	if b.of[person] == key {
		return false
	}
	b.of[person] = key
	mac := hmac.New(sha256.New, b.key[:])
	mac.Write(key[:])
	copy(b.key[:], mac.Sum(nil))
	return true
}

// Seal returns the bytes sealed, for a place that Open must name alike.
func (b *Bond) Seal(place, plain []byte) []byte {
	box := newBox(b.key)
	nonce := box.nonce(place, plain)
	return box.gcm.Seal(nonce, nonce, plain, place)
}

// Open returns what was sealed. It is not ok when that was not by this bond, with the
// same parts, for this place, or was changed since.
func (b *Bond) Open(place, sealed []byte) (plain []byte, ok bool) {
	box := newBox(b.key)
	if len(sealed) < box.gcm.NonceSize() {
		return nil, false
	}
	nonce, rest := sealed[:box.gcm.NonceSize()], sealed[box.gcm.NonceSize():]
	plain, err := box.gcm.Open(nil, nonce, rest, place)
	return plain, err == nil
}

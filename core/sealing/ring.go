package sealing

import (
	"context"
	"fmt"
	"sync"

	"playhead/core/eventstore"
)

// Ring has the keys of a log's persons at hand. Keys that were read are kept
// until somebody forgets the person: here at once, elsewhere with Reload. It
// is safe for use by several goroutines.
type Ring struct {
	keys   Keys
	newKey func() Key

	mu    sync.Mutex
	known map[eventstore.StreamID]Key
	boxes map[eventstore.StreamID]*box // of some of the known
	gone  map[lost]bool
}

// lost is a key that is nowhere any more. Keys are random, so that it never
// comes back.
type lost struct {
	person      eventstore.StreamID
	fingerprint string
}

// maxBoxes is how many keys are kept ready for use. One that is takes a kilobyte.
const maxBoxes = 4096

// NewRing returns a ring over the keys. A new person's key comes from newKey.
func NewRing(keys Keys, newKey func() Key) *Ring {
	return &Ring{
		keys: keys, newKey: newKey,
		known: map[eventstore.StreamID]Key{}, boxes: map[eventstore.StreamID]*box{}, gone: map[lost]bool{},
	}
}

// Reload reads all keys anew, and returns the persons whose keys it had before
// and who have none, or another one, now. It fails when the keys cannot be
// reached; the ring is then as before.
func (r *Ring) Reload(ctx context.Context) (forgotten []eventstore.StreamID, err error) {
	all, err := r.keys.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the keys: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for person, key := range r.known {
		if now, ok := all[person]; !ok || now != key {
			forgotten = append(forgotten, person)
			delete(r.boxes, person)
		}
	}
	r.known = all
	return forgotten, nil
}

// Sealer returns what seals the texts of a person, who gets a key if there is
// none. It asks for the key each time, so that nothing is sealed with one that
// was destroyed elsewhere. It fails when the keys cannot be reached.
func (r *Ring) Sealer(ctx context.Context, person eventstore.StreamID) (func(Place, string) string, error) {
	key, err := r.keys.Ensure(ctx, person, r.newKey())
	if err != nil {
		return nil, fmt.Errorf("find the key of %s: %w", person, err)
	}
	return r.take(person, key).seal, nil
}

// take puts a key on the ring, in the place of an older one.
func (r *Ring) take(person eventstore.StreamID, key Key) *box {
	r.mu.Lock()
	defer r.mu.Unlock()
	if b := r.boxes[person]; b != nil && b.key == key {
		return b
	}
	if len(r.boxes) >= maxBoxes {
		clear(r.boxes)
	}
	r.known[person] = key
	r.boxes[person] = newBox(key)
	return r.boxes[person]
}

// Open returns what was sealed for a person at a place. It is not ok when the
// key is gone, when the text is not of the form, and when it was changed.
func (r *Ring) Open(person eventstore.StreamID, at Place, sealed string) (text string, ok bool) {
	fingerprint, ok := Fingerprint(sealed)
	if !ok {
		return "", false
	}
	b := r.box(person, fingerprint)
	if b == nil {
		return "", false
	}
	return b.open(at, sealed)
}

// box returns the key of that name, nil when it is gone. A key that the ring
// does not have may have been made elsewhere since: it is looked for once.
func (r *Ring) box(person eventstore.StreamID, fingerprint string) *box {
	r.mu.Lock()
	if b := r.boxes[person]; b != nil && b.fingerprint == fingerprint {
		r.mu.Unlock()
		return b
	}
	key, ok := r.known[person]
	missing := r.gone[lost{person, fingerprint}]
	r.mu.Unlock()
	if missing {
		return nil
	}
	if ok && key.Fingerprint() == fingerprint {
		return r.take(person, key)
	}
	key, ok, err := r.keys.Find(context.Background(), person)
	switch {
	case err != nil:
		return nil // it is looked for again at the next time
	case ok && key.Fingerprint() == fingerprint:
		return r.take(person, key)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.gone[lost{person, fingerprint}] = true
	return nil
}

// Forget destroys a person's key. When it fails, the key may still be there.
func (r *Ring) Forget(ctx context.Context, person eventstore.StreamID) error {
	if err := r.keys.Destroy(ctx, person); err != nil {
		return fmt.Errorf("destroy the key of %s: %w", person, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.known, person)
	delete(r.boxes, person)
	return nil
}

// Fingerprint names a person's key, not ok when there is none.
func (r *Ring) Fingerprint(person eventstore.StreamID) (fingerprint string, ok bool) {
	r.mu.Lock()
	key, ok := r.known[person]
	r.mu.Unlock()
	if !ok {
		return "", false
	}
	return key.Fingerprint(), true
}

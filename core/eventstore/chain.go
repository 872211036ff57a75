package eventstore

import (
	"encoding/hex"
	"fmt"
	"iter"

	"crypto/sha256"
)

// Hash is a SHA-256 over the hash of the event before and the event itself,
// in the encoding of AppendEvent without its hash. The hash before the first
// event is zero.
type Hash [sha256.Size]byte

// String returns the hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// hasher makes the hashes of events that follow each other. It only keeps a
// buffer, so that hashing a long run of events allocates once.
type hasher struct{ buffer []byte }

func (h *hasher) hash(previous Hash, e *Event) Hash {
	h.buffer = append(h.buffer[:0], previous[:]...)
	h.buffer = appendCanonical(h.buffer, e)
	return sha256.Sum256(h.buffer)
}

// Follows reports whether an event's hash follows from the one before it.
func Follows(previous Hash, e Event) bool {
	var h hasher
	return h.hash(previous, &e) == e.Hash
}

// chain checks events that follow each other.
type chain struct {
	position Position // of the last event
	hash     Hash     // of the last event
	versions map[StreamID]Version
	hasher   hasher
}

// add takes the next event, or says why it is not the next.
func (c *chain) add(e *Event) (problem string) {
	version := c.versions[e.Stream]
	switch {
	case e.Position != c.position+1:
		return fmt.Sprintf("#%d stands in its place", e.Position)
	case e.Version != version+1:
		return fmt.Sprintf("it is v%d of %s, which is at v%d", e.Version, e.Stream, version)
	case e.Hash != c.hasher.hash(c.hash, e):
		return "its hash does not follow from the event before"
	}
	c.position, c.hash, c.versions[e.Stream] = e.Position, e.Hash, e.Version
	return ""
}

// Verify reads a log from its first event and checks that positions and
// versions have no gaps and that every hash follows from the one before. It
// fails with a *DamageError that names the first position where that is not
// so, or with the error that reading ended with.
func Verify(events iter.Seq2[Event, error]) error {
	log := chain{versions: map[StreamID]Version{}}
	for event, err := range events {
		if err != nil {
			return err
		}
		if problem := log.add(&event); problem != "" {
			return &DamageError{log.position + 1, problem}
		}
	}
	return nil
}

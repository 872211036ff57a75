package checkpoint

import (
	"context"
	"errors"
	"fmt"

	"playhead/core/eventstore"
	"playhead/core/packed"
	"playhead/core/sealing"
	"playhead/core/timetravel"
)

// Every is how many events apart checkpoints are. Fewer make more rows come again in
// each: with a thousand accounts 42 bytes an event at 2,048, 28 at 4,096, 21 at 8,192.
// More make a jump fold more, as checkpoints are where it begins from after a log was
// opened. Reading one takes a sixth of folding its events (BenchmarkChain).
const Every = 4096

// form is the version of what is written. Another one is not read.
const form = 1

// errUnusable says that a checkpoint is not of this chain, or not to be read any more.
var errUnusable = errors.New("the checkpoint is of no use")

// Chain reads the checkpoints of a log, one after the other, and goes on with them. It is
// for one log and the code that runs, and not safe for use by several goroutines.
type Chain struct {
	every eventstore.Position
	code  string
	folds timetravel.Folds
	hash  func(eventstore.Position) (eventstore.Hash, error)
	ring  *sealing.Ring
	bond  *sealing.Bond
	last  timetravel.Moment
	// torn says that the bond has parts of a checkpoint that could not be read.
	torn bool
}

// New returns a chain that begins before the first event. code names what folds: when
// it changes, checkpoints are not used. hash returns the hash of the log's event
// at a position, and ring has the keys of its persons.
func New(code string, folds timetravel.Folds, ring *sealing.Ring, hash func(eventstore.Position) (eventstore.Hash, error)) *Chain {
	return &Chain{every: Every, code: code, folds: folds, hash: hash, ring: ring, bond: ring.NewBond(), last: folds.Start()}
}

// Last returns the moment at the chain's end.
func (c *Chain) Last() timetravel.Moment { return c.last }

// Next reads the checkpoint that the store has next, up to a position, and returns
// the moment that it tells. It is not ok at the end of the chain; what the store has
// behind it is thrown away then. It fails when the store or the log cannot be read.
func (c *Chain) Next(ctx context.Context, store Store, upTo eventstore.Position) (m timetravel.Moment, ok bool, err error) {
	at, data, ok, err := store.Next(ctx, c.last.Position)
	if err != nil || !ok || at > upTo {
		return timetravel.Moment{}, false, err
	}
	m, err = c.read(at, data)
	if errors.Is(err, errUnusable) {
		return timetravel.Moment{}, false, store.Drop(ctx, c.last.Position)
	}
	if err != nil {
		return timetravel.Moment{}, false, fmt.Errorf("read the checkpoint of %d: %w", at, err)
	}
	c.last = m
	return m, true, nil
}

// Add keeps a moment as the next checkpoint, if it is the next: Every events behind the
// last one, and of a chain that could be read to its end. persons are those of whose
// data there is any in the events between. It fails when the moment cannot be written
// down, and as the store does; the chain is then of no use.
func (c *Chain) Add(ctx context.Context, store Store, m timetravel.Moment, persons []eventstore.StreamID) error {
	if m.Position != c.last.Position+c.every || c.torn {
		return nil
	}
	hash, err := c.hash(m.Position)
	if err != nil {
		return fmt.Errorf("write the checkpoint of %d: %w", m.Position, err)
	}
	plain, err := c.folds.Encode(c.last, m)
	if err != nil {
		return err
	}
	var w packed.Writer
	head := c.head(m.Position, hash, c.bond.Take(persons))
	w.Text(string(head))
	w.Text(string(c.bond.Seal(head, plain)))
	c.last = m
	return store.Put(ctx, m.Position, w.Bytes())
}

// head is what stands before a checkpoint in the clear.
func (c *Chain) head(at eventstore.Position, hash eventstore.Hash, parts []sealing.Part) []byte {
	var w packed.Writer
	w.Uint(form)
	w.Text(c.code)
	w.Uint(uint64(c.last.Position))
	w.Uint(uint64(at))
	w.Text(string(hash[:]))
	w.Uint(uint64(len(parts)))
	for _, part := range parts {
		w.Text(string(part.Person))
		w.Text(part.Fingerprint)
	}
	return w.Bytes()
}

// read returns the moment of a checkpoint, errUnusable when that is not to be had.
func (c *Chain) read(at eventstore.Position, data []byte) (timetravel.Moment, error) {
	r := packed.NewReader(data)
	head, sealed := []byte(r.Text()), []byte(r.Text())
	if r.End() != nil {
		return timetravel.Moment{}, errUnusable
	}
	parts, ok := c.parts(head)
	if !ok {
		return timetravel.Moment{}, errUnusable
	}
	hash, err := c.hash(at)
	if err != nil {
		return timetravel.Moment{}, err
	}
	if string(head) != string(c.head(at, hash, parts)) || !c.bond.Again(parts) {
		return timetravel.Moment{}, errUnusable
	}
	c.torn = true
	plain, ok := c.bond.Open(head, sealed)
	if !ok {
		return timetravel.Moment{}, errUnusable
	}
	m, err := c.folds.Decode(c.last, plain)
	if err != nil || m.Position != at {
		return timetravel.Moment{}, errUnusable
	}
	c.torn = false
	return m, nil
}

// parts returns the persons' keys that a head says to be part of the bond from it on.
func (c *Chain) parts(head []byte) ([]sealing.Part, bool) {
	r := packed.NewReader(head)
	r.Uint()
	r.Text()
	r.Uint()
	r.Uint()
	r.Text()
	parts := make([]sealing.Part, r.Len())
	for i := range parts {
		parts[i] = sealing.Part{Person: eventstore.StreamID(r.Text()), Fingerprint: r.Text()}
	}
	return parts, r.End() == nil
}

package durable

import (
	"context"
	"fmt"

	"playhead/core/eventstore"
)

// verifyAtOnce is how many events are verified before others get a turn: some
// 5 ms in a browser.
const verifyAtOnce = 1024

// Verify checks the hashes of all events that the store held when it was
// opened, and then leaves the second copy's files tidy. Between slices it
// calls pause, and progress with how far it is. It fails with a
// *eventstore.DamageError, after which the log is to be opened again,
// thoroughly, which mends it; with the error of pause; and when the store
// was closed.
func (s *Store) Verify(ctx context.Context, pause func(context.Context) error, progress func(done, total eventstore.Position)) error {
	if s.thorough {
		return nil
	}
	total := s.head()
	for done := s.start().Position; done < total; {
		var damage error
		if done, damage = s.verify(span{done + 1, min(done+verifyAtOnce, total)}); damage != nil {
			return damage
		}
		progress(done, total)
		if err := pause(ctx); err != nil {
			return fmt.Errorf("verify the log: %w", err)
		}
	}
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.yield()
	s.thorough = true
	if s.copy != nil && s.noCopy == nil {
		s.noCopy = s.tidy()
	}
	return nil
}

// verify checks the hashes of a run of events and returns the last one's
// position. It fails with a *eventstore.DamageError.
func (s *Store) verify(in span) (done eventstore.Position, damage error) {
	previous, events := s.chained(in)
	for _, e := range events {
		if !eventstore.Follows(previous, e) {
			return done, &eventstore.DamageError{Position: e.Position, Reason: "its hash does not follow from the event before"}
		}
		previous, done = e.Hash, e.Position
	}
	return done, nil
}

package durable

import (
	"context"
	"errors"
	"fmt"

	"playhead/core/eventstore"
)

// appending is an append on its way through a transaction.
type appending struct {
	store *Store
	ask   func() (events []eventstore.Event, repeated bool, err error) // what would be recorded now

	head     eventstore.Position // what it was prepared for
	events   []eventstore.Event
	records  []Record // the events as they are written
	repeated bool
	err      error               // why it is refused
	sealed   eventstore.Position // up to where there are segments when it is recorded
	written  bool
}

// append records what ask says, and fails as Append of eventstore.Store does.
// doing is for the error.
func (s *Store) append(ctx context.Context, doing string, ask func() ([]eventstore.Event, bool, error)) ([]eventstore.Event, error) {
	if err := s.take(ctx); err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	a := appending{store: s, ask: ask}
	a.prepare()
	if a.err != nil && !restsOnTheLog(a.err) {
		s.yield()
		return nil, a.err // not fit to be recorded, whatever others have written
	}
	err := a.record(ctx)
	if errors.Is(err, ErrLost) {
		if err = s.mend(ctx); err == nil {
			err = a.record(ctx)
		}
	}
	if err == nil && a.err == nil {
		s.copyUp(a.records) // also for a repetition: who recorded it may have died before it had two copies
	}
	wrote := err == nil && a.writes()
	s.leave(err)
	if wrote {
		s.options.Changed(false)
		s.options.Announce()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	return a.events, a.err
}

// restsOnTheLog reports whether another log may make of a refusal something
// else: the one that the database has now is to be asked.
func restsOnTheLog(refusal error) bool {
	return errors.Is(refusal, eventstore.ErrConcurrency) ||
		errors.Is(refusal, eventstore.ErrCondition) ||
		errors.Is(refusal, eventstore.ErrIDReused)
}

// record tries to record the append in one transaction.
func (a *appending) record(ctx context.Context) error {
	s := a.store
	if flaw == flawTwoSteps {
		err := s.db.Transact(ctx, false, func(tx Tx) error { return s.catchUp(tx, func() error { return nil }) }, func() {})
		if err != nil {
			return err
		}
		return s.db.Transact(ctx, true, a.write, a.recorded)
	}
	err := s.db.Transact(ctx, true, func(tx Tx) error {
		return s.catchUp(tx, func() error { return a.write(tx) })
	}, a.recorded)
	if flaw == flawEarlyAnswer && a.written {
		a.recorded()
		return nil
	}
	return err
}

// prepare checks the append against the log as this store knows it.
func (a *appending) prepare() {
	a.head = a.store.head()
	a.events, a.repeated, a.err = a.ask()
}

// writes reports whether there is something to record: an append that is
// refused and one that is a repetition leave the log as it is.
func (a *appending) writes() bool { return a.err == nil && !a.repeated }

// write makes the requests that record the events, when the store has caught
// up with the log.
func (a *appending) write(tx Tx) error {
	s := a.store
	if a.head != s.head() { // others were faster
		a.prepare()
	}
	if !a.writes() {
		return nil
	}
	return a.seal(tx, func() error {
		entry := s.log
		end := a.events[len(a.events)-1]
		entry.Head, entry.Hash = end.Position, end.Hash
		a.records = s.layout.recordsOf(a.events)
		for _, r := range a.records {
			if flaw == flawOverwrite {
				if err := tx.Delete(s.log.ID, r.First, r.First); err != nil {
					return err
				}
			}
			if err := tx.Add(s.log.ID, r); err != nil {
				return err
			}
		}
		a.written = true
		return tx.PutEntry(entry)
	})
}

// seal replaces a tail that is long enough by segments, and then goes on with
// then. It begins behind the last segment that the database has, which another
// store may have sealed; so a segment, once sealed, never changes.
func (a *appending) seal(tx Tx, then func() error) error {
	s := a.store
	a.sealed = s.sealed
	if a.head-s.sealed < s.layout.events {
		return then()
	}
	return tx.Records(s.log.ID, s.sealed+1, s.sealed+sealAtOnce*s.layout.events, func(records []Record) error {
		for i := range records {
			r, err := records[i].measured()
			if err != nil {
				return err
			}
			records[i] = r
		}
		if len(records) == 0 || records[0].First != a.sealed+1 {
			a.sealed = s.start().Position // somebody has mended the log, and it has other segments now
			return then()
		}
		for len(records) > 0 && s.layout.sealed(records[0]) {
			a.sealed, records = records[0].Last, records[1:]
		}
		if len(records) == 0 || records[len(records)-1].Last-a.sealed < s.layout.events {
			return then()
		}
		end := records[len(records)-1].Last
		if err := tx.Delete(s.log.ID, a.sealed+1, end); err != nil {
			return err
		}
		for _, r := range s.layout.recordsOf(s.events(span{a.sealed + 1, end})) {
			if err := tx.Add(s.log.ID, r); err != nil {
				return err
			}
			if r.First == a.sealed+1 && s.layout.sealed(r) {
				a.sealed = r.Last
			}
		}
		return then()
	})
}

// recorded takes the events over when they are recorded. That can be long
// after the caller has stopped waiting.
func (a *appending) recorded() {
	s := a.store
	if !a.writes() || s.head() >= a.events[0].Position {
		return // nothing was written, or another transaction has read it since
	}
	if err := s.mirror.CommitOwn(a.events); err != nil {
		a.err = err
		return
	}
	s.sealed = a.sealed
	for _, r := range a.records {
		s.noteSealed(r)
	}
}

package durable

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"playhead/core/eventstore"
)

// mend puts a log back that the browser has lost while this store had it open.
func (s *Store) mend(ctx context.Context) error {
	for range mendTries {
		found, err := s.survey()
		if err != nil {
			return fmt.Errorf("%w; its second copy cannot be read now: %w: %w", ErrLost, err, eventstore.ErrUnavailable)
		}
		if found.log.Era > s.log.Era {
			return eventstore.ErrReplaced
		}
		entry, err := s.entry(ctx)
		switch {
		case err != nil:
			return err
		case s.replacedBy(entry), entry.ID == s.log.ID && !s.knows(entry):
			return eventstore.ErrReplaced
		}
		err = s.rebuild(ctx, entry)
		if errors.Is(err, errAgain) {
			continue
		}
		if err == nil {
			s.cover(found)
		}
		return err
	}
	return fmt.Errorf("other tabs keep changing the log: %w", eventstore.ErrUnavailable)
}

func (s *Store) entry(ctx context.Context) (entry Entry, err error) {
	err = s.db.Transact(ctx, false, func(tx Tx) error {
		return tx.Entry(func(e Entry) error {
			entry = e
			return nil
		})
	}, func() {})
	return entry, err
}

// candidate is a run of events that may be a part of the log. Its Last is 0
// when that cannot be told.
type candidate struct {
	Record
	from string
}

const fromDatabase = "database"

// candidates gathers all that both copies hold of the log, in order.
func (s *Store) candidates(ctx context.Context) ([]candidate, error) {
	var all []candidate
	add := func(r Record, from string) {
		if measured, err := r.measured(); err == nil {
			r = measured
		}
		all = append(all, candidate{r, from})
	}
	err := s.db.Transact(ctx, false, func(tx Tx) error {
		return tx.Records(s.log.ID, 0, last, func(records []Record) error {
			for _, r := range records {
				add(r, fromDatabase)
			}
			return nil
		})
	}, func() {})
	if err != nil {
		return nil, err
	}
	if s.copy != nil && s.noCopy == nil {
		s.copy.log = s.log
		records, from, err := s.copy.records()
		if s.noCopy = err; err != nil {
			return nil, fmt.Errorf("%w: %w", err, eventstore.ErrUnavailable)
		}
		for i, r := range records {
			add(r, from[i])
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return int(int64(a.First) - int64(b.First)) })
	return all, nil
}

// rebuild makes the log of all that can be had: of what this store has seen,
// the database and the files. What does not fit is set aside. entry is what
// the database had when the store last looked; if it has changed since,
// rebuild fails with errAgain.
func (s *Store) rebuild(ctx context.Context, entry Entry) error {
	before := s.head()
	all, err := s.candidates(ctx)
	if err != nil {
		return err
	}
	s.extend(all)
	asides := s.unfit(all)
	findings := s.judge(entry, before, all)
	fixed := s.log
	head, _ := s.mirror.Head(ctx)
	fixed.Head, fixed.Hash, fixed.Mended = head.Position, head.Hash, s.options.NewID()
	err = s.db.Transact(ctx, true, func(tx Tx) error {
		return tx.Entry(func(e Entry) error {
			if e != entry {
				return errAgain
			}
			for _, id := range []string{entry.ID, s.log.ID} {
				if id != "" {
					if err := tx.Delete(id, 0, last); err != nil {
						return err
					}
				}
			}
			for _, a := range asides {
				if err := tx.SetAside(s.log.ID, a); err != nil {
					return err
				}
			}
			err := s.inRuns(span{s.start().Position + 1, fixed.Head}, func(records []Record, _ bool) error {
				for _, r := range records {
					if err := tx.Add(s.log.ID, r); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
			return tx.PutEntry(fixed)
		})
	}, func() {})
	if err != nil {
		return err
	}
	s.log, s.sealed = fixed, s.start().Position // what is sealed is found out when it is needed
	s.findings = append(s.findings, findings...)
	return nil
}

// extend makes the log in memory as long as the candidates allow.
func (s *Store) extend(all []candidate) {
	for grown := true; grown; {
		grown = false
		for _, c := range all {
			if head := s.head(); c.First <= head+1 && c.Last > head {
				grown = s.tryOut(c) || grown
			}
		}
	}
}

// tryOut adds as many of a candidate's events as fit, and reports whether any
// did. What is not sealed is a single append, which is not to be split.
func (s *Store) tryOut(c candidate) bool {
	events, err := eventstore.DecodeBatch(c.Bytes)
	if err != nil {
		return false
	}
	head := s.head()
	for len(events) > 0 && events[0].Position <= head {
		events = events[1:]
	}
	err = s.mirror.Commit(events)
	var damage *eventstore.DamageError
	if errors.As(err, &damage) && damage.Position > head+1 && s.layout.sealed(c.Record) {
		err = s.mirror.Commit(events[:damage.Position-head-1])
	}
	return err == nil && s.head() > head
}

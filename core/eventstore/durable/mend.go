package durable

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"playhead/core/eventstore"
)

// errAgain says that another store changed the log while this one compared
// its copies.
var errAgain = errors.New("the log changed meanwhile")

// mendTries is how often the copies are compared anew when other stores keep
// changing the log. Each time, one of them got further.
const mendTries = 8

// enter reads the log from both copies, mends either from the other, or
// begins the log.
func (s *Store) enter(ctx context.Context, replace bool) error {
	for range mendTries {
		err := s.compare(ctx, replace)
		if !errors.Is(err, errAgain) {
			return err
		}
		s.mirror.Close(errAgain)
		s.mirror, s.sealed = eventstore.NewMemory(), 0
	}
	return fmt.Errorf("other tabs keep changing the log: %w", eventstore.ErrUnavailable)
}

func (s *Store) compare(ctx context.Context, replace bool) error {
	found, unread := s.survey()
	entry, damage, err := s.load(ctx)
	switch {
	case err != nil:
		return err
	case entry.Unreadable != "" && found.log.ID == "" && !replace:
		return &eventstore.DamageError{Reason: "what is known of the log as a whole cannot be read, and there is no second copy: " + entry.Unreadable}
	case unread != nil && (damage != nil || entry.ID == ""):
		// What is missing may be in the files. To go on without them would put
		// other events in its place.
		return fmt.Errorf("the log is not whole, and its second copy cannot be read now: %w: %w", unread, eventstore.ErrUnavailable)
	case replace:
		return s.replace(ctx, max(entry.Era, found.log.Era)+1)
	case entry.ID == "" && found.log.ID == "":
		return s.begin(ctx)
	case !s.thorough && (damage != nil || entry.ID == "" || found.newer(entry, s.head())):
		s.thorough = true // what is mended is made of what is verified
		return errAgain
	case damage != nil, entry.ID == "", found.newer(entry, s.head()):
		if entry.ID == "" || found.log.Era > entry.Era {
			s.log = Entry{ID: found.log.ID, Era: found.log.Era}
			s.mirror, s.sealed = eventstore.NewMemory(), 0
		}
		if err := s.rebuild(ctx, entry); err != nil {
			return err
		}
	case !s.sound(s.uncopied(found)):
		s.thorough = true // what is to be copied is not what was recorded
		return errAgain
	}
	s.cover(found)
	return nil
}

// uncopied returns what the second copy lacks.
func (s *Store) uncopied(found survey) []span {
	if s.copy == nil || s.noCopy != nil {
		return nil
	}
	return missing(found.spans(s.log.ID, s.holds), s.head())
}

// sound reports whether the hashes of events follow from each other, where
// that was not verified when they were read.
func (s *Store) sound(spans []span) bool {
	if s.thorough {
		return true
	}
	for _, in := range spans {
		for from := in.from; from <= in.to; from += verifyAtOnce {
			if _, damage := s.verify(span{from, min(from+verifyAtOnce-1, in.to)}); damage != nil {
				return false
			}
		}
	}
	return true
}

// newer reports whether the files know more of the log than the database.
func (f *survey) newer(e Entry, head eventstore.Position) bool {
	if f.log.ID == e.ID {
		return f.log.Head > head
	}
	return f.log.ID != "" && f.log.Era > e.Era
}

// survey looks at the second copy. Without one it finds nothing. It fails when
// there are files that cannot be read.
func (s *Store) survey() (survey, error) {
	if s.copy == nil {
		return survey{}, nil
	}
	found, err := look(s.copy.files)
	s.noCopy = err
	return found, err
}

// load reads from the database what is fit to be read, and what is wrong with
// the rest.
func (s *Store) load(ctx context.Context) (entry Entry, damage, err error) {
	err = s.db.Transact(ctx, false, func(tx Tx) error {
		return tx.Entry(func(e Entry) error {
			entry = e
			if e.ID == "" {
				return nil
			}
			s.log = e
			return s.read(tx, e.Head, func() error {
				if !s.knows(e) {
					return &eventstore.DamageError{Position: e.Head, Reason: "its hash is not the one that the log ends with"}
				}
				return nil
			})
		})
	}, func() {})
	if errors.Is(err, eventstore.ErrCorrupt) {
		return entry, err, nil
	}
	return entry, nil, err
}

// begin begins the log, unless another store was faster.
func (s *Store) begin(ctx context.Context) error {
	fresh := Entry{ID: s.options.NewID(), Era: 1}
	err := s.db.Transact(ctx, true, func(tx Tx) error {
		return tx.Entry(func(e Entry) error {
			if e != (Entry{}) {
				return errAgain
			}
			return tx.PutEntry(fresh)
		})
	}, func() {})
	if err != nil {
		return err
	}
	s.log, s.began = fresh, true
	s.cover(survey{log: fresh})
	return nil
}

// replace begins the log anew. The files of the old one are outdated as soon
// as one of the new era is safe, and so that is written before anything is
// acknowledged.
func (s *Store) replace(ctx context.Context, era uint64) error {
	fresh := Entry{ID: s.options.NewID(), Era: era}
	err := s.db.Transact(ctx, true, func(tx Tx) error {
		return tx.Entry(func(e Entry) error {
			if e.Era >= era {
				return errAgain
			}
			if e.ID != "" {
				if err := tx.Delete(e.ID, 0, last); err != nil {
					return err
				}
			}
			return tx.PutEntry(fresh)
		})
	}, func() {})
	if err != nil {
		return err
	}
	s.mirror, s.sealed = eventstore.NewMemory(), 0
	s.log, s.began = fresh, true
	found, _ := s.survey() // what cannot be read is not tidied up
	s.cover(survey{log: fresh, others: found.others})
	return nil
}

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
			err := s.inRuns(span{1, fixed.Head}, func(records []Record, _ bool) error {
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
	s.log, s.sealed = fixed, 0 // what is sealed is found out when it is needed
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

// unfit returns the candidates that cannot be a part of the log and that hold
// something which the log does not.
func (s *Store) unfit(all []candidate) []Aside {
	var asides []Aside
	for _, c := range all {
		switch {
		case s.agrees(c.Record):
		case c.Last > s.head(), c.Last == 0 && c.First > s.head():
			asides = append(asides, Aside{c.First, c.from, "it does not follow from what is before it", c.Bytes})
		case s.forks(c):
			asides = append(asides, Aside{c.First, c.from, "other events stand in its place", c.Bytes})
		}
	}
	return asides
}

// forks reports whether a candidate is another continuation of the log: one
// of its events fits and is not the one that the log has.
func (s *Store) forks(c candidate) bool {
	events, err := eventstore.DecodeBatch(c.Bytes)
	if err != nil {
		return false
	}
	for _, e := range events {
		seen := s.events(span{max(e.Position, 2) - 1, e.Position})
		var previous eventstore.Hash
		if e.Position > 1 {
			if len(seen) == 0 {
				return false
			}
			previous, seen = seen[0].Hash, seen[1:]
		}
		if len(seen) == 1 && seen[0].Hash != e.Hash && eventstore.Follows(previous, e) {
			return true
		}
	}
	return false
}

// judge says what was wrong. before is how far the log could be read from the
// database, or had been seen, before it was mended.
func (s *Store) judge(entry Entry, before eventstore.Position, all []candidate) []Finding {
	head := s.head()
	claimed := head
	if entry.ID == s.log.ID {
		claimed = max(head, entry.Head)
	}
	inDatabase := eventstore.Position(0) // the last position that has a record there
	for _, c := range all {
		if c.from == fromDatabase {
			inDatabase = max(inDatabase, c.Last, c.First)
		}
		claimed = max(claimed, c.Last, min(c.First, claimed+1))
		if s.forks(c) {
			return []Finding{{Fork, c.First, max(c.First, c.Last), Quarantined}}
		}
	}
	if claimed == 0 || before >= claimed && entry.Head >= claimed && entry.ID == s.log.ID {
		return nil
	}
	kind := Flipped
	switch {
	case entry.ID != s.log.ID || inDatabase == 0:
		kind, before = Lost, 0
	case inDatabase <= before:
		kind = Torn
	case !slices.ContainsFunc(all, func(c candidate) bool {
		return c.from == fromDatabase && c.First <= before+1 && max(c.Last, c.First) > before
	}):
		kind = Gap
	}
	from := before + 1
	var findings []Finding
	if head >= from {
		findings = append(findings, Finding{kind, from, head, Restored})
	}
	if claimed > head {
		findings = append(findings, Finding{kind, max(from, head+1), claimed, Quarantined})
	}
	return findings
}

// cover makes the second copy hold every event, and leaves its files tidy.
func (s *Store) cover(found survey) {
	if s.copy == nil || s.noCopy != nil {
		return
	}
	s.copy.log = Entry{ID: s.log.ID, Era: s.log.Era}
	s.noCopy = s.fill(found)
}

func (s *Store) fill(found survey) error {
	c := s.copy
	if !slices.ContainsFunc(found.others, func(f leftover) bool { return f.log.ID == s.log.ID }) {
		// Even without events a file says which log is the newest.
		if err := c.begin(); err != nil {
			return err
		}
	}
	if flaw != flawOneWay {
		for _, gap := range s.uncopied(found) {
			if err := s.inRuns(gap, c.write); err != nil {
				return err
			}
		}
	}
	if err := c.flush(); err != nil {
		return err
	}
	c.upTo = s.head()
	if s.leftovers = found.others; s.thorough {
		return s.tidy()
	}
	return nil
}

// tidy leaves few files behind. It waits until the log is verified, since it
// writes what it has in memory in the place of what it removes.
func (s *Store) tidy() error {
	others := s.leftovers
	s.leftovers = nil
	return s.copy.tidy(others, s.holds, func(in span) error { return s.inRuns(in, s.copy.write) })
}

// copyUp makes all that this store has seen safe in the second copy. newest are
// the records of the append that was the last to be seen, if one was. When
// that fails there is one copy, until it works again.
func (s *Store) copyUp(newest []Record) {
	if s.copy == nil {
		return
	}
	if s.noCopy != nil { // try again, and find out what is there
		s.copy.close()
		if found, err := s.survey(); err == nil {
			s.cover(found)
		}
		return
	}
	head := s.head()
	if s.copy.upTo >= head {
		return
	}
	if len(newest) > 0 && newest[0].First == s.copy.upTo+1 && newest[len(newest)-1].Last == head {
		s.noCopy = s.copy.write(newest, false) // as they are encoded already
	} else {
		s.noCopy = s.inRuns(span{s.copy.upTo + 1, head}, s.copy.write)
	}
	if s.noCopy == nil {
		s.copy.upTo = head
	}
}

package durable

import (
	"context"
	"errors"

	"playhead/core/eventstore"
)

// How many positions are read at a time.
const (
	// readAtOnce is some 15 ms of work, in which a tab does nothing else.
	readAtOnce = 4096
	// openAtOnce is eight times as many: a tab that opens a log has nothing else
	// to do, and each request takes a while of its own.
	openAtOnce = 8 * readAtOnce
)

// catchUp reads what others have added to the log and then goes on with then.
// It fails with ErrLost when the database knows less than this store, and with
// eventstore.ErrReplaced when the log was reset.
func (s *Store) catchUp(tx Tx, then func() error) error {
	return tx.Entry(func(e Entry) error {
		switch head := s.head(); {
		case s.replacedBy(e):
			return eventstore.ErrReplaced
		case e.ID == s.log.ID && e.Head <= head && !s.knows(e):
			return eventstore.ErrReplaced // somebody has mended it, and could not save what we have seen
		case e.ID != s.log.ID, e.Head < head:
			return ErrLost
		}
		s.log.Mended = e.Mended
		switch {
		case e.Head == s.head(), flaw == flawTrustHints:
			return then()
		}
		return s.read(tx, e.Head, then)
	})
}

// knows reports whether the log that an entry describes is the beginning of
// what this store has seen.
func (s *Store) knows(e Entry) bool {
	return e.Head == 0 || e.Hash == eventstore.Hash{} || s.holds(Record{Last: e.Head, Hash: e.Hash})
}

// replacedBy reports whether an entry is that of a newer log. One of an older
// era is what a browser falls back to when it loses the newer one.
func (s *Store) replacedBy(e Entry) bool {
	return e.ID != "" && e.ID != s.log.ID && e.Era >= s.log.Era
}

// read reads the records up to a position into memory and then goes on with
// then. It fails with a *eventstore.DamageError.
func (s *Store) read(tx Tx, to eventstore.Position, then func() error) error {
	have := s.head()
	if have >= to {
		return then()
	}
	from := have + 1
	if flaw == flawOffByOne && have > 0 {
		from++
	}
	upTo := min(have+readAtOnce, to)
	if !s.opened {
		upTo = min(have+openAtOnce, to)
	}
	return tx.Records(s.log.ID, from, upTo, func(records []Record) error {
		if len(records) > 0 && records[0].First == from {
			return s.takeOver(tx, records, have, to, then)
		}
		// What comes next is not a record's beginning: somebody has sealed the tail.
		return tx.Records(s.log.ID, s.sealed+1, upTo, func(records []Record) error {
			if len(records) > 0 && records[0].First <= from {
				return s.takeOver(tx, records, have, to, then)
			}
			// Nor is what follows on the segments: somebody has mended the log.
			s.sealed = s.start().Position
			return tx.Records(s.log.ID, s.sealed+1, upTo, func(records []Record) error {
				return s.takeOver(tx, records, have, to, then)
			})
		})
	})
}

// takeOver adds what is new in the records to what is in memory, and reads on.
// The records are those behind a position.
func (s *Store) takeOver(tx Tx, records []Record, have, to eventstore.Position, then func() error) error {
	var events []eventstore.Event
	for _, r := range records {
		r, err := r.measured()
		if err != nil {
			return err
		}
		if events, err = eventstore.AppendDecoded(events[:0], r.Bytes); err != nil {
			return damagedAt(err, r.First)
		}
		if err := s.add(events); err != nil {
			return err
		}
		s.noteSealed(r)
	}
	if s.head() == have {
		return &eventstore.DamageError{Position: have + 1, Reason: "it is missing"}
	}
	s.elsewhere = s.opened
	if !s.opened {
		s.options.Progress(s.head(), to)
	}
	return s.read(tx, to, then)
}

// add adds those of the events that this store has not seen.
func (s *Store) add(events []eventstore.Event) error {
	head := s.head()
	for len(events) > 0 && events[0].Position <= head {
		events = events[1:]
	}
	if !s.opened && !s.thorough {
		return s.mirror.Load(events)
	}
	return s.mirror.Commit(events)
}

// noteSealed takes note of a segment that follows on those that are known.
func (s *Store) noteSealed(r Record) {
	if r.First == s.sealed+1 && s.layout.sealed(r) {
		s.sealed = r.Last
	}
}

// damagedAt makes sure that an error says where the damage is.
func damagedAt(err error, position eventstore.Position) error {
	var damage *eventstore.DamageError
	if errors.As(err, &damage) && damage.Position == 0 {
		return &eventstore.DamageError{Position: position, Reason: damage.Reason}
	}
	return err
}

// events reads a run of events that this store has seen.
func (s *Store) events(in span) []eventstore.Event {
	var events []eventstore.Event
	for e, err := range s.mirror.ReadAll(context.Background(), in.from-1) {
		if err != nil || e.Position > in.to {
			break // memory has no errors of its own
		}
		events = append(events, e)
	}
	return events
}

// chained reads a run of events that this store has seen, and the hash that
// the first of them follows from.
func (s *Store) chained(in span) (previous eventstore.Hash, events []eventstore.Event) {
	if in.from <= 1 {
		return previous, s.events(in)
	}
	events = s.events(span{in.from - 1, in.to})
	if len(events) > 0 {
		previous, events = events[0].Hash, events[1:]
	}
	return previous, events
}

// inRuns hands over the records of events that this store has seen, a few at a
// time: decoded, events take five times what they take in records.
func (s *Store) inRuns(in span, take func(records []Record, more bool) error) error {
	atOnce := 8 * s.layout.events
	for from := in.from; from <= in.to; from += atOnce {
		to := min(from+atOnce-1, in.to)
		if err := take(s.layout.recordsOf(s.events(span{from, to})), to < in.to); err != nil {
			return err
		}
	}
	return nil
}

// holds reports whether the log has a record's events, going by the hash of
// the last one, which covers all.
func (s *Store) holds(r Record) bool {
	seen := s.events(span{r.Last, r.Last})
	return len(seen) == 1 && seen[0].Hash == r.Hash
}

// agrees reports whether a record is a part of the log as this store has seen it.
func (s *Store) agrees(r Record) bool {
	events, err := eventstore.DecodeBatch(r.Bytes)
	if err != nil || len(events) == 0 {
		return false
	}
	previous, seen := s.chained(span{events[0].Position, events[len(events)-1].Position})
	if len(seen) != len(events) {
		return false
	}
	for i, e := range events {
		if e.Hash != seen[i].Hash || !eventstore.Follows(previous, e) {
			return false
		}
		previous = e.Hash
	}
	return true
}

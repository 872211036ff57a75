package durable

import (
	"context"
	"errors"
	"fmt"

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
func (s *Store) enter(ctx context.Context) error {
	for range mendTries {
		err := s.compare(ctx)
		if !errors.Is(err, errAgain) {
			return err
		}
		s.mirror.Close(errAgain)
		s.forget()
	}
	return fmt.Errorf("other tabs keep changing the log: %w", eventstore.ErrUnavailable)
}

func (s *Store) compare(ctx context.Context) error {
	found, unread := s.survey()
	entry, damage, err := s.load(ctx)
	switch {
	case err != nil:
		return err
	case entry.Unreadable != "" && found.log.ID == "":
		return &eventstore.DamageError{Reason: "what is known of the log as a whole cannot be read, and there is no second copy: " + entry.Unreadable}
	case unread != nil && (damage != nil || entry.ID == ""):
		// What is missing may be in the files. To go on without them would put
		// other events in its place.
		return fmt.Errorf("the log is not whole, and its second copy cannot be read now: %w: %w", unread, eventstore.ErrUnavailable)
	case entry.ID == "" && found.log.ID == "":
		return s.begin(ctx)
	case !s.thorough && (damage != nil || entry.ID == "" || found.newer(entry, s.head())):
		s.thorough = true // what is mended is made of what is verified
		return errAgain
	case damage != nil, entry.ID == "", found.newer(entry, s.head()):
		if entry.ID == "" || found.log.Era > entry.Era {
			s.log = Entry{ID: found.log.ID, Era: found.log.Era}
			s.forget()
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

// fresh returns the entry of a log without events of its own.
func (s *Store) fresh(era uint64) Entry {
	start := s.start()
	return Entry{ID: s.options.NewID(), Era: era, Head: start.Position, Hash: start.Hash}
}

// begin begins the log, unless another store was faster.
func (s *Store) begin(ctx context.Context) error {
	fresh := s.fresh(1)
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

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

// replace begins the log anew, without a look at what is in the old one: that
// may be a million events, or damaged. The files of the old one are outdated as
// soon as one of the new era is safe, and so that is written before anything is
// acknowledged.
func (s *Store) replace(ctx context.Context) error {
	outdated, unlisted := s.fileNames()
	var fresh Entry
	begin := func() error {
		return s.db.Transact(ctx, true, func(tx Tx) error {
			return tx.Entry(func(e Entry) error {
				if e.ID == "" && unlisted != nil {
					return fmt.Errorf("nobody knows which log is the newest, since the second copy cannot be read now: %w: %w", unlisted, eventstore.ErrUnavailable)
				}
				fresh = s.fresh(max(e.Era, newestEra(outdated)) + 1)
				if e.ID != "" {
					if err := tx.Delete(e.ID, 0, last); err != nil {
						return err
					}
				}
				return tx.PutEntry(fresh)
			})
		}, func() {})
	}
	err := begin()
	if errors.Is(err, ErrFull) && s.copy != nil && MakeRoom(s.copy.files) {
		err = begin()
	}
	if err != nil {
		return err
	}
	s.log, s.began = fresh, true
	s.cover(survey{log: fresh})
	if s.copy != nil && s.noCopy == nil {
		for _, name := range outdated {
			_ = s.copy.remove(name, always) // what stays is tidied up by the next store
		}
	}
	return nil
}

// fileNames lists the files of the second copy, of which there are none without one.
func (s *Store) fileNames() ([]string, error) {
	if s.copy == nil {
		return nil, nil
	}
	names, err := s.copy.files.List()
	s.noCopy = err
	return names, err
}

// newestEra returns the era of the newest log that files of these names are of.
func newestEra(names []string) uint64 {
	var newest uint64
	for _, name := range names {
		newest = max(newest, eraOf(name))
	}
	return newest
}

// MakeRoom removes the second copy of a log that is to be thrown away, since even
// that takes room. What a tab has open stays. It reports whether anything went.
func MakeRoom(files Files) bool {
	names, err := files.List()
	if err != nil {
		return false
	}
	made := false
	for _, name := range names {
		err := files.Remove(name, func([]byte) bool { return true })
		made = made || err == nil
	}
	return made
}

package durable

import (
	"context"
	"errors"
	"fmt"

	"playhead/core/eventstore"
)

// Reset throws away the log of the name, readable or not, and begins it anew.
// Stores that have the old one open learn that it was replaced. It fails as
// Open does.
func Reset(ctx context.Context, db Database, files Files, options Options) (*Store, error) {
	s, err := open(ctx, db, files, options, (*Store).replace)
	if err == nil {
		s.options.Announce()
	}
	return s, err
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
		err := files.Remove(name, always)
		made = made || err == nil
	}
	return made
}

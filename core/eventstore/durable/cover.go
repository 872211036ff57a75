package durable

import (
	"slices"
)

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
	if s.noCopy != nil {
		if s.copy.due() {
			s.tryAgain()
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

// tryAgain finds out what is in the second copy after it failed, and adds what is not.
func (s *Store) tryAgain() {
	s.copy.close()
	if found, err := s.survey(); err == nil {
		s.cover(found)
	}
	if s.noCopy == nil {
		s.copy.rests = 0
	}
}

// uncopied returns what the second copy lacks.
func (s *Store) uncopied(found survey) []span {
	if s.copy == nil || s.noCopy != nil {
		return nil
	}
	return missing(found.spans(s.log.ID, s.holds), s.start().Position, s.head())
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

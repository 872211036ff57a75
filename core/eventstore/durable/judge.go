package durable

import (
	"slices"

	"playhead/core/eventstore"
)

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
		previous, seen := s.chained(span{e.Position, e.Position})
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
	start := s.start().Position
	if claimed == start || before >= claimed && entry.Head >= claimed && entry.ID == s.log.ID {
		return nil
	}
	kind := Flipped
	switch {
	case entry.ID != s.log.ID || inDatabase == 0:
		kind, before = Lost, start
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

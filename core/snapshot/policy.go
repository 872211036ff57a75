// Package snapshot keeps the state of an aggregate as it was at some version,
// so that a load need not read every event of the stream. When one is taken is
// the business of a Policy; what it is worth can be read off a Loading.
//
// A snapshot is only ever a shortcut. It carries the fingerprint of the code
// that folded it, and is not used when that is not the code of today.
package snapshot

import (
	"fmt"
	"slices"
	"time"

	"playhead/core/eventstore"
)

// Rule says when a snapshot is taken. It is asked once a save: an append of
// one event or more to the stream.
type Rule string

// The rules.
const (
	// Never takes none: every load reads the whole stream.
	Never Rule = "never"
	// Every takes one when N events or more came since the last that can be used.
	Every Rule = "every"
	// Boundary takes one when the save reached or crossed a multiple of N.
	Boundary Rule = "boundary"
	// Time takes one when the last that can be used is of an Age or older.
	Time Rule = "time"
	// Multiple takes one when the save ended at a multiple of N. It is a mistake that
	// is often made: saves of several events step over the multiples, and no snapshot
	// is ever taken.
	Multiple Rule = "multiple"
)

const (
	// MaxN is the most events that a policy counts: as long as the longest log.
	MaxN = 1_000_000
	// MaxAge is the most time that a policy lets pass.
	MaxAge = 30 * 24 * time.Hour
)

// Policy is a rule with its number.
type Policy struct {
	Rule Rule
	N    eventstore.Version // of Every, Boundary and Multiple
	Age  time.Duration      // of Time
}

// Validate fails with a sentence about the policy's number when the rule
// cannot work with it.
func (p Policy) Validate() error {
	switch p.Rule {
	case Never:
		return nil
	case Every, Boundary, Multiple:
		if p.N < 1 || p.N > MaxN {
			return fmt.Errorf("a snapshot is taken every 1 to 1,000,000 events, not every %d", p.N)
		}
	case Time:
		if p.Age < time.Second || p.Age > MaxAge {
			return fmt.Errorf("a snapshot is taken every second to every 30 days, not every %s", p.Age)
		}
	default:
		return fmt.Errorf("there is no policy %q for snapshots", p.Rule)
	}
	return nil
}

// Plan is a policy, and the positions after which code was deployed that folds
// in another way. Those are in order; one may come twice.
type Plan struct {
	Policy
	Deploys []eventstore.Position
}

// Fold returns how many deploys preceded what happens after the event at a
// position: a load there, or the save of the next event.
func (p Plan) Fold(at eventstore.Position) int {
	n, _ := slices.BinarySearch(p.Deploys, at+1)
	return n
}

// save is an append to a stream.
type save struct {
	before, after eventstore.Version
	at            time.Time
}

// mark is what a load could begin from: a snapshot, or the stream's first event.
type mark struct {
	version eventstore.Version
	at      time.Time
}

// takes reports whether a snapshot is taken after a save.
func (p Policy) takes(s save, last mark) bool {
	switch p.Rule {
	case Every:
		return s.after-last.version >= p.N
	case Boundary:
		return s.after/p.N > s.before/p.N
	case Time:
		return s.at.Sub(last.at) >= p.Age
	case Multiple:
		return s.after%p.N == 0
	}
	return false
}

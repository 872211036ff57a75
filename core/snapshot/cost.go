package snapshot

import (
	"slices"
	"sort"

	"playhead/core/eventstore"
)

// Cost is what a policy would have cost so far: each save loads the stream
// before it, as a command does.
type Cost struct {
	N     eventstore.Version // the policy's number
	Loads int
	Read  int // events, by all loads together
	Taken int // snapshots
}

// costMost is how many saves are looked at, the newest: with the numbers that Numbers
// returns, some 5 ms in a browser.
const costMost = 10_000

// Costs returns what a rule would have cost up to a position with each of the
// numbers, as if no code had ever been deployed. Loads says how many of the saves
// were looked at. Time and Never are taken for Boundary.
func (s *Shelf) Costs(rule Rule, numbers []eventstore.Version, upTo eventstore.Position) []Cost {
	if rule != Every && rule != Multiple {
		rule = Boundary
	}
	n := sort.Search(len(s.upTo), func(i int) bool { return s.upTo[i] > upTo })
	costs := make([]Cost, len(numbers))
	for i, number := range numbers {
		costs[i] = cost(Policy{Rule: rule, N: number}, s.saves[:n])
	}
	return costs
}

func cost(p Policy, saves []eventstore.Version) Cost {
	first := max(0, len(saves)-costMost)
	c := Cost{N: p.N, Loads: len(saves) - first}
	var before eventstore.Version
	if first > 0 {
		before = saves[first-1]
	}
	last := p.lastOf(saves[:first])
	for _, after := range saves[first:] {
		c.Read += int(before - last.version)
		if p.takes(save{before: before, after: after}, last) {
			c.Taken++
			last.version = after
		}
		before = after
	}
	return c
}

// lastOf returns the last snapshot that saves led to. It looks no further back than
// costMost saves, and begins as if there had been one.
func (p Policy) lastOf(saves []eventstore.Version) mark {
	var last mark
	first := max(0, len(saves)-costMost)
	for i, after := range saves[first:] {
		before := eventstore.Version(0)
		if first+i > 0 {
			before = saves[first+i-1]
		}
		if i == 0 && first > 0 {
			last.version = before
		}
		if p.takes(save{before: before, after: after}, last) {
			last.version = after
		}
	}
	return last
}

// Numbers returns the numbers to compare for a stream of a length: all of the
// small ones, then ever fewer, to the first that takes no snapshot at all.
func Numbers(length eventstore.Version, chosen eventstore.Version) []eventstore.Version {
	const all = 20 // as far as each number is worth a look of its own
	var numbers []eventstore.Version
	for n := eventstore.Version(1); ; n += max(1, n/all*2) {
		numbers = append(numbers, n)
		if n > length {
			break
		}
	}
	if chosen >= 1 && chosen <= length && !slices.Contains(numbers, chosen) {
		numbers = append(numbers, chosen)
		slices.Sort(numbers)
	}
	return numbers
}

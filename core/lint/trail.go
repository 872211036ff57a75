package lint

import (
	"slices"

	"playhead/core/eventstore"
)

// maxTrail is how many positions of one finding are kept. Beyond it, how many
// there were at an earlier moment is told as "at least".
const maxTrail = 4096

// shownPositions is how many of them a finding names: what can be read.
const shownPositions = 5

// trail is where something was met.
type trail struct {
	positions []eventstore.Position // the first maxTrail
	count     int
}

func (t *trail) add(p eventstore.Position) {
	if t.count++; len(t.positions) < maxTrail {
		t.positions = append(t.positions, p)
	}
}

// until returns how many there were up to a position, and the first of them.
func (t *trail) until(p eventstore.Position) (count int, first []eventstore.Position) {
	if t == nil {
		return 0, nil
	}
	count, _ = slices.BinarySearch(t.positions, p+1)
	if count == 0 {
		return 0, nil
	}
	first = slices.Clone(t.positions[:min(count, shownPositions)])
	if count == maxTrail {
		count = t.count
	}
	return count, first
}

package projection

import (
	"fmt"

	"playhead/core/eventstore"
)

// Check compares read models as they stand with what the same projections come
// to when they are folded anew: the replay check. It works in slices, and goes on from where
// the last comparison ended; a new one from the beginning is somebody else's decision.
// It is not safe for use by several goroutines.
type Check struct {
	projections []*Projection
	base        []State // where folding anew begins
	folded      []State
	live        []State // that are compared
	rules       Rules
	equal       []eventstore.Position // the last checkpoint at which each was found equal
	rounds      int
}

// Found is what the comparison of one projection found.
type Found struct {
	Projection string
	Checkpoint eventstore.Position
	Partings   []Parting // the first values that differ, at most mostFound
	Problem    string    // why there is nothing to compare with
	// Equal is the last checkpoint at which both were seen to be equal.
	Equal eventstore.Position
}

// mostFound is how many differences of a projection are told.
const mostFound = 64

// NewCheck returns a check that folds from the first event.
func NewCheck(projections []*Projection) *Check {
	c := &Check{projections: projections, equal: make([]eventstore.Position, len(projections))}
	for _, p := range projections {
		c.base = append(c.base, p.Start())
	}
	c.Anew(c.base)
	return c
}

// Anew begins to fold again, from the states given: those before the first event, or
// on a long log those of a later moment.
func (c *Check) Anew(base []State) {
	c.base = base
	c.folded = append([]State(nil), base...)
}

// From returns the position after which the fold began.
func (c *Check) From() eventstore.Position {
	from := eventstore.Position(0)
	for _, s := range c.base {
		from = max(from, s.Checkpoint)
	}
	return from
}

// Compare begins a comparison with states as they stand, which were
// folded by the rules.
func (c *Check) Compare(live []State, rules Rules) {
	for i := range live {
		if c.folded[i].Checkpoint > live[i].Checkpoint || rules.Age() != c.rules.Age() {
			c.folded[i] = c.base[i]
		}
	}
	c.live, c.rules = live, rules
	c.rounds++
}

// Advance folds at most budget events, and reports whether the fold has come to what
// is compared. It fails when the source does, and may be called again.
func (c *Check) Advance(source Source, budget int) (done bool, err error) {
	from, behind := eventstore.Position(0), false
	for i := range c.live {
		if at := c.folded[i].Checkpoint; c.behind(i) && (!behind || at < from) {
			from, behind = at, true
		}
	}
	if !behind {
		return true, nil
	}
	for e, err := range source(from) {
		if err != nil {
			return false, fmt.Errorf("check projections: %w", err)
		}
		for i, p := range c.projections {
			if c.behind(i) && c.folded[i].Checkpoint+1 == e.Position {
				c.folded[i] = p.Step(c.folded[i], e, c.rules)
			}
		}
		if budget--; budget == 0 {
			return false, nil
		}
	}
	return true, nil
}

func (c *Check) behind(i int) bool {
	return c.folded[i].Failure == nil && c.folded[i].Checkpoint < c.live[i].Checkpoint
}

// Found tells what the comparison came to, once Advance is done.
func (c *Check) Found() []Found {
	var all []Found
	for i, p := range c.projections {
		live, folded := c.live[i], c.folded[i]
		if live.Checkpoint < c.base[i].Checkpoint {
			continue // it is before where the fold began
		}
		found := Found{Projection: p.Name, Checkpoint: live.Checkpoint}
		if folded.Checkpoint != live.Checkpoint {
			found.Problem = "it cannot be folded again"
			if folded.Failure != nil {
				found.Problem = folded.Failure.Message
			}
		} else {
			for d := range CompareSome(live.Model, folded.Model, c.rounds) {
				if found.Partings = append(found.Partings, d); len(found.Partings) == mostFound {
					break
				}
			}
		}
		if len(found.Partings) == 0 && found.Problem == "" {
			c.equal[i] = live.Checkpoint
		}
		found.Equal = c.equal[i]
		all = append(all, found)
	}
	return all
}

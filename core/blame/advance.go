package blame

import (
	"context"
	"fmt"

	"playhead/core/eventstore"
)

// apart is how many events apart the states are that an Advance keeps: a walk folds
// as many at a time on its way back.
const apart = 256

// Advance folds what holds a value towards a moment, in parts, where the state at the
// moment is not known. It keeps states on its way, for the walk back.
type Advance struct {
	subject Subject
	known   []Known
	at      Known
	folded  int
}

// NewAdvance returns one that begins at the last of the states that are known, of which
// the first is the one before the first event.
func NewAdvance(subject Subject, known []Known) *Advance {
	return &Advance{subject: subject, known: known, at: known[len(known)-1]}
}

// Position returns how far it has come.
func (a *Advance) Position() eventstore.Position { return a.at.Position }

// Fold goes on towards a position, for as many events as it may, and returns the walk back
// from there when it has come to it. pause is called every so many events, and ends it with an
// error; it fails when the events cannot be read. It can be called again.
func (a *Advance) Fold(ctx context.Context, to eventstore.Position, budget int, pause func(context.Context) error) (*Walk, error) {
	folded := 0
	for e, err := range a.subject.Events(a.at, to) {
		if err != nil {
			return nil, fmt.Errorf("fold towards %d: %w", to, err)
		}
		if folded == budget {
			return nil, nil
		}
		a.at = Known{Position: e.Position, State: a.subject.Step(a.at.State, e)}
		folded++
		if a.folded++; a.folded%apart == 0 {
			a.known = append(a.known, a.at)
			if err := pause(ctx); err != nil {
				return nil, err
			}
		}
	}
	known := a.known
	for len(known) > 1 && known[len(known)-1].Position >= to {
		known = known[:len(known)-1]
	}
	return New(a.subject, known, Known{Position: to, State: a.at.State}), nil
}

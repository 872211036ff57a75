package blame

import (
	"context"
	"fmt"
	"iter"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

// Walk looks for what made a value what it is, from the moment on show back to
// the beginning.
type Walk struct {
	subject Subject
	shown   text
	first   any     // the state before the first event
	known   []Known // states that the walk has yet to pass, by position
	next    Known   // where the walk has come to
	touches []touch // newest first
	changes int     // of the touches
	weighed trials  // what the touches have to do with the value
}

// text is a value, or that there is none.
type text struct {
	text  string
	there bool
}

func (t text) pointer() *string {
	if !t.there {
		return nil
	}
	return &t.text
}

// touch is an event that did something to what holds the value.
type touch struct {
	event   schema.Recorded
	before  any // the state
	was, is text
}

func (t touch) changed() bool { return t.was != t.is }

// New returns a walk from a moment back over states known before it, of which
// the first is the one before the first event.
func New(subject Subject, known []Known, shown Known) *Walk {
	w := &Walk{subject: subject, known: known, next: shown, first: known[0].State}
	w.shown = w.text(shown.State)
	return w
}

func (w *Walk) text(state any) text {
	s, there := w.subject.Text(state)
	return text{s, there}
}

// Shown returns the value that is asked about, nil when there is none.
func (w *Walk) Shown() *string { return w.shown.pointer() }

// Position returns how far back the walk has come: 0 when all is looked at.
func (w *Walk) Position() eventstore.Position {
	if len(w.known) == 0 {
		return 0
	}
	return w.next.Position
}

// Done reports whether nothing is left to be looked at.
func (w *Walk) Done() bool { return len(w.known) == 0 }

// Changes returns how many events are known after which the value was another.
func (w *Walk) Changes() int { return w.changes }

// Course yields the newest changes that the walk knows, at most limit of them, the
// newest first, each with the value after it; nil where it was gone.
func (w *Walk) Course(limit int) iter.Seq2[schema.Recorded, *string] {
	return func(yield func(schema.Recorded, *string) bool) {
		for _, t := range w.touches {
			if !t.changed() {
				continue
			}
			if limit == 0 || !yield(t.event, t.is.pointer()) {
				return
			}
			limit--
		}
	}
}

// Look goes back until the walk knows as many changes as are wanted, or has
// folded as many events as it may, or is done, and returns how many it folded. pause is
// called between stretches and every so many events, and ends it with an error. It
// fails when the events cannot be read, and can be called again.
func (w *Walk) Look(ctx context.Context, wanted, budget int, pause func(context.Context) error) (folded int, err error) {
	for !w.Done() && w.changes < wanted && folded < budget {
		from := w.known[len(w.known)-1]
		if !w.subject.Same(from.State, w.next.State) {
			n, err := w.fold(ctx, from, pause)
			folded += n
			if err != nil {
				return folded, fmt.Errorf("look back to %d: %w", from.Position, err)
			}
		}
		w.next, w.known = from, w.known[:len(w.known)-1]
	}
	return folded, nil
}

// slice is how many events are folded before others get a turn.
const slice = 256

// fold finds the touches of one stretch.
func (w *Walk) fold(ctx context.Context, from Known, pause func(context.Context) error) (folded int, err error) {
	var found []touch
	state := from.State
	was := w.text(state)
	for e, err := range w.subject.Events(from, w.next.Position) {
		if err != nil {
			return folded, err
		}
		after := w.subject.Step(state, e)
		if w.subject.Touched(state, after) { // what does not touch it leaves its text as it is
			is := w.text(after)
			found = append(found, touch{e, state, was, is})
			was = is
		}
		state = after
		if folded++; folded%slice == 0 {
			if err := pause(ctx); err != nil {
				return folded, err
			}
		}
	}
	for i := len(found) - 1; i >= 0; i-- {
		if found[i].changed() {
			w.changes++
		}
		w.touches = append(w.touches, found[i])
	}
	return folded, nil
}

package blame

import (
	"context"
	"slices"
)

// Answer is what a walk has found so far.
type Answer struct {
	Causes []Cause // newest first
	// Exact says that the whole past was looked at, and that folding nothing but the
	// events that count, with those that they build on, gives the value.
	Exact bool
}

// trial is how many events may be folded to see what the value would be without
// some of them: some 20 ms in a browser.
const trial = 20_000

// Causes returns the newest changes that the walk knows, at most limit of them, and
// says which of them still matter, as far as Weigh has told for that limit. Events that
// changed nothing but count are among them when the whole past was looked at.
func (w *Walk) Causes(limit int) Answer {
	n := w.listed(limit)
	answer := Answer{Causes: []Cause{}}
	effects := make([]Effect, n)
	if w.weighed.of == len(w.touches) && len(w.weighed.effects) == n {
		effects, answer.Exact = w.weighed.effects, w.weighed.exact
	}
	for i, touch := range w.touches[:n] {
		if touch.changed() || effects[i] == Stage {
			answer.Causes = append(answer.Causes, Cause{touch.event, touch.was.pointer(), touch.is.pointer(), effects[i]})
		}
	}
	return answer
}

// Heavy returns about how many events Weigh would fold for so many of the newest changes;
// 0 when it is told already.
func (w *Walk) Heavy(limit int) int {
	n := w.listed(limit)
	if w.weighed.done && w.weighed.of == len(w.touches) && len(w.weighed.effects) == n {
		return 0
	}
	return min(n*(n+1)/2+2*n+1, trial)
}

// Weigh tells what the newest changes that the walk knows, at most limit of them, have to
// do with the value: it sees what the value would be without each. Causes has what it
// told. pause is called every so many events and ends it with an error; it can be called
// again.
func (w *Walk) Weigh(ctx context.Context, limit int, pause func(context.Context) error) error {
	if w.Heavy(limit) == 0 {
		return nil
	}
	n := w.listed(limit)
	t := &trials{walk: w, of: len(w.touches), effects: make([]Effect, n), left: trial}
	t.pause = func() error { return pause(ctx) }
	if n > 0 && n <= trial && t.valueOf(w.touches[n-1].before, w.touches[:n], nil) == w.shown {
		for i := range n {
			if w.touches[i].changed() {
				t.effects[i] = t.without(i)
			}
		}
	}
	t.exact = w.Done() && n == len(w.touches) && n <= trial && t.complete(t.effects)
	t.done = true
	if t.failed != nil {
		return t.failed
	}
	w.weighed = *t
	return nil
}

// listed returns how many touches hold the newest changes, limit of them.
func (w *Walk) listed(limit int) int {
	for i, touch := range w.touches {
		if touch.changed() {
			limit--
		}
		if limit < 0 {
			return i
		}
	}
	return len(w.touches)
}

// trials sees what the value would be if some events had not been.
type trials struct {
	walk   *Walk
	left   int // events that may still be folded
	pause  func() error
	failed error // why it ended before it was done; what it told then is not used

	of      int // how many touches the walk knew
	effects []Effect
	exact   bool
	done    bool
}

// valueOf folds touches, which come newest first, into a state. With keep, only those that
// it says true of are.
func (t *trials) valueOf(state any, touches []touch, keep func(i int) bool) text {
	for i := len(touches) - 1; i >= 0; i-- {
		if t.failed != nil {
			break
		}
		if keep == nil || keep(i) {
			state = t.walk.subject.Step(state, touches[i].event)
			if t.left--; t.left%slice == 0 {
				t.failed = t.pause()
			}
		}
	}
	return t.walk.text(state)
}

// without says what the i-th touch has to do with the value.
func (t *trials) without(i int) Effect {
	if t.left < i {
		return Untold
	}
	if t.valueOf(t.walk.touches[i].before, t.walk.touches[:i], nil) == t.walk.shown {
		return Idle
	}
	return Counts
}

// complete adds to the touches that count the fewest others that they need to
// give the value, and reports whether that came out.
func (t *trials) complete(effects []Effect) bool {
	if !t.told(effects) {
		return false
	}
	others := []int{}
	kept := make([]bool, len(effects))
	for i, effect := range effects {
		kept[i] = effect == Counts
		if !kept[i] {
			others = append(others, i)
		}
	}
	gives := func() bool {
		return t.valueOf(t.walk.first, t.walk.touches, func(i int) bool { return kept[i] }) == t.walk.shown
	}
	if gives() {
		return true
	}
	set(kept, others, true)
	if !gives() {
		return false // something else matters than what touches the value
	}
	others = t.reduce(kept, others, gives)
	for _, i := range others {
		effects[i] = Stage
		if t.walk.touches[i].changed() {
			effects[i] = Counts
		}
	}
	return true
}

// told reports whether every change was looked into.
func (t *trials) told(effects []Effect) bool {
	for i, effect := range effects {
		if effect == Untold && t.walk.touches[i].changed() {
			return false
		}
	}
	return true
}

// reduce takes as many of the others out of what is kept as can be spared, in
// ever smaller groups, and returns those that cannot. It is the heart of delta debugging:
// A. Zeller and R. Hildebrandt, "Simplifying and isolating failure-inducing
// input" (2002).
func (t *trials) reduce(kept []bool, others []int, gives func() bool) []int {
	for size := len(others); size > 0; size /= 2 {
		for from := 0; from < len(others); {
			if t.left < len(kept) {
				return others // the last ones may not all be needed
			}
			group := slices.Clone(others[from:min(from+size, len(others))])
			set(kept, group, false)
			if gives() {
				others = slices.Delete(others, from, from+len(group))
				continue
			}
			set(kept, group, true)
			from += size
		}
	}
	return others
}

func set(kept []bool, at []int, to bool) {
	for _, i := range at {
		kept[i] = to
	}
}

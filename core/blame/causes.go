package blame

import "slices"

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
// says which of them still matter. Events that changed nothing but count are
// among them when the whole past was looked at.
func (w *Walk) Causes(limit int) Answer {
	t := &trials{walk: w, left: trial}
	effects := make([]Effect, len(w.touches))
	n := w.listed(limit)
	if n > 0 && t.valueOf(w.touches[n-1].before, w.touches[:n], nil) == w.shown {
		for i := range n {
			if w.touches[i].changed() {
				effects[i] = t.without(i)
			}
		}
	}
	exact := w.Done() && n == len(w.touches) && t.complete(effects)
	answer := Answer{Causes: []Cause{}, Exact: exact}
	for i, touch := range w.touches[:n] {
		if touch.changed() || effects[i] == Stage {
			answer.Causes = append(answer.Causes, Cause{touch.event, touch.was.pointer(), touch.is.pointer(), effects[i]})
		}
	}
	return answer
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
	walk *Walk
	left int // events that may still be folded
}

// valueOf folds touches, which come newest first, into a state. With keep, only those that
// it says true of are.
func (t *trials) valueOf(state any, touches []touch, keep func(i int) bool) text {
	for i := len(touches) - 1; i >= 0; i-- {
		if keep == nil || keep(i) {
			state = t.walk.subject.Step(state, touches[i].event)
			t.left--
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

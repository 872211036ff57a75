package projection

import (
	"playhead/core/eventstore"
)

// Setting is how somebody has set a projection, and how far it had come by then.
type Setting struct {
	Pace Pace
	// Checkpoint is the last event that it had seen.
	Checkpoint eventstore.Position
	Unknown    Unknown
	Skipped    []eventstore.Position
	Unguarded  bool
	// Acted is the last event whose effects had been carried out.
	Acted eventstore.Position
}

// Continue sets a projection as it was under an earlier runner, that of a page
// which was loaded again: it goes to where it stood at once, and on from there at
// its pace. What was done to the outside by then is not done again, unless it is
// unguarded. It is for a runner that has not folded anything yet but the past of
// a branch, and fails when there is no such projection, and when the pace cannot be.
func (r *Runner) Continue(name string, s Setting) error {
	run, err := r.find(name)
	if err == nil {
		err = s.Pace.Check()
	}
	if err != nil {
		return err
	}
	run.pacing = pacing{pace: s.Pace}
	run.upTo, run.actedBefore, run.unguarded = s.Checkpoint, s.Acted, s.Unguarded
	for _, position := range s.Skipped {
		r.pass(SkipKey{name, position})
	}
	if run.state.Checkpoint > 0 { // a branch begins with what its past came to
		return r.SetUnknown(name, s.Unknown)
	}
	if s.Unknown != r.rules.Unknown(name) {
		r.rules = r.rules.WithUnknown(name, s.Unknown)
	}
	return nil
}

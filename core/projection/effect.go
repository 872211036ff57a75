package projection

import (
	"playhead/core/eventstore"
	"playhead/core/schema"
)

// Effect is something that a projection does to the outside, such as a mail
// that it sends. It cannot be undone by folding.
type Effect struct {
	To   string
	Text string
}

// Act is an effect that was carried out.
type Act struct {
	Projection string
	Position   eventstore.Position // of the event that it followed from
	Effect     Effect
	Again      bool // the event was taken before
}

// act carries out what follows from an event. What was done before is done
// again only without the guard: folding an event again is right for a read model,
// and wrong for a mail.
func (r *Runner) act(run *run, model Model, e schema.Recorded) {
	if run.Effect == nil {
		return
	}
	again := e.Position <= run.acted
	if again && !run.unguarded {
		return
	}
	run.acted = max(run.acted, e.Position)
	// What an earlier runner did is told once more, and done again without the guard.
	twice := !again && e.Position <= run.actedBefore && run.unguarded
	for _, effect := range run.Effect(model, e) {
		r.acts = append(r.acts, Act{run.Name, e.Position, effect, again})
		if twice {
			r.acts = append(r.acts, Act{run.Name, e.Position, effect, true})
		}
	}
}

// Acts returns what was carried out since it was last asked for.
func (r *Runner) Acts() []Act {
	acts := r.acts
	r.acts = nil
	return acts
}

// Guard says whether a projection's effects are guarded against being carried
// out again. They are until somebody says otherwise. It fails when there is no
// such projection.
func (r *Runner) Guard(name string, on bool) error {
	run, err := r.find(name)
	if err == nil {
		run.unguarded = !on
	}
	return err
}

// Guarded reports whether a projection's effects are guarded. It fails when
// there is no such projection.
func (r *Runner) Guarded(name string) (bool, error) {
	run, err := r.find(name)
	if err != nil {
		return false, err
	}
	return !run.unguarded, nil
}

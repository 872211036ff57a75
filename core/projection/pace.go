package projection

import (
	"fmt"
	"math"
	"time"

	"playhead/core/eventstore"
)

// Pace says how closely a projection follows the log. The zero Pace follows at
// once.
type Pace struct {
	// Delay is how long an event waits before the projection takes it, and how
	// long the projection rests after each batch.
	Delay time.Duration
	// Batch is how many events it takes at once; 0 for all that there are.
	Batch int
	// Paused says that it takes none.
	Paused bool
}

const (
	// MaxDelay is as stale as a read model gets before whoever set it has
	// forgotten about it.
	MaxDelay = time.Minute
	// MaxBatch is more than is folded in one turn.
	MaxBatch = 10_000
)

// Check tells, in a sentence, which setting cannot be.
func (p Pace) Check() error {
	switch {
	case p.Delay < 0 || p.Delay > MaxDelay:
		return fmt.Errorf("a delay is from 0 to %d seconds, not %s", int(MaxDelay.Seconds()), p.Delay)
	case p.Batch < 0 || p.Batch > MaxBatch:
		return fmt.Errorf("a batch is from 1 to %d events, not %d", MaxBatch, p.Batch)
	}
	return nil
}

// free reports whether nothing holds the projection back.
func (p Pace) free() bool { return p.Delay == 0 && !p.Paused }

// latePace is how a projection that was added late goes through history: slow
// enough to be seen, and done in some two seconds.
func latePace(head eventstore.Position) Pace {
	const batches = 40
	return Pace{Delay: 50 * time.Millisecond, Batch: max(1, int(head)/batches)}
}

// pacing is where a projection is within its pace.
type pacing struct {
	pace Pace
	late *Pace     // while it goes through history
	due  time.Time // when it takes the next batch; zero when nothing waits
	left int       // of the batch that it is taking
}

func (p *pacing) now() Pace {
	if p.late != nil {
		return *p.late
	}
	return p.pace
}

// open reports whether the projection may take an event at the time. It is
// asked when there is one to take.
func (p *pacing) open(at time.Time) bool {
	pace := p.now()
	switch {
	case pace.Paused:
		return false
	case pace.Delay == 0 || p.left > 0:
		return true
	case p.due.IsZero():
		p.due = at.Add(pace.Delay)
		return false
	case at.Before(p.due):
		return false
	}
	p.left = pace.Batch
	if p.left == 0 {
		p.left = math.MaxInt
	}
	return true
}

// took counts an event of the batch; after its last one the projection rests.
func (p *pacing) took(caughtUp bool) {
	if p.left > 0 {
		p.left--
	}
	if p.left == 0 || caughtUp {
		p.left, p.due = 0, time.Time{}
	}
}

// Pace changes how closely a projection follows the log. It fails when there is no such
// projection, and when the pace cannot be.
func (r *Runner) Pace(name string, pace Pace) error {
	run, err := r.find(name)
	if err == nil {
		err = pace.Check()
	}
	if err == nil {
		run.pacing = pacing{pace: pace, late: run.late}
	}
	return err
}

// Late makes a projection what it would be if it had been added only now: it
// shows nothing, and goes through history from the first event. It fails when
// there is no such projection.
func (r *Runner) Late(name string) error {
	run, err := r.find(name)
	if err != nil {
		return err
	}
	pace := latePace(r.head)
	run.state, run.before, run.fresh, run.fed = run.Start(), run.Initial, nil, ""
	run.pacing, run.upTo = pacing{pace: run.pace, late: &pace}, 0
	r.changes++
	run.settle(r.head)
	return nil
}

// Paced reports whether the runner has to know the time.
func (r *Runner) Paced() bool {
	for _, run := range r.runs {
		if run.now().Delay > 0 {
			return true
		}
	}
	return false
}

// At tells the runner the time, before it advances.
func (r *Runner) At(now time.Time) { r.now = now }

// Due returns when a projection that waits takes its next batch; ok is false
// when none waits.
func (r *Runner) Due() (due time.Time, ok bool) {
	for _, run := range r.runs {
		waits := run.fresh == nil && run.behind(r.head) && !run.now().Paused && !run.due.IsZero()
		if waits && (!ok || run.due.Before(due)) {
			due, ok = run.due, true
		}
	}
	return due, ok
}

// Feed puts another state in the place of a projection's own, and names where
// it is from. The projection goes on from there, until it is rebuilt. It fails
// when there is no such projection.
func (r *Runner) Feed(name, from string, state State) error {
	run, err := r.find(name)
	if err != nil {
		return err
	}
	run.before, run.state, run.fresh, run.fed = state.Model, state, nil, from
	r.changes++
	return nil
}

// Changes counts what made a projection's state another one.
func (r *Runner) Changes() int { return r.changes }

// States returns where every projection stands, in their order.
func (r *Runner) States() []State {
	states := make([]State, len(r.runs))
	for i, run := range r.runs {
		states[i] = run.state
	}
	return states
}

package projection

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

// Source yields the events after a position, in order.
type Source func(after eventstore.Position) iter.Seq2[schema.Recorded, error]

// Status says what a projection is doing.
type Status string

// The statuses.
const (
	CaughtUp   Status = "caughtUp"
	CatchingUp Status = "catchingUp"
	Rebuilding Status = "rebuilding"
	Failed     Status = "failed"
)

// Progress is where a projection stands.
type Progress struct {
	Name    string
	Status  Status
	State   State
	Lag     int                 // events up to the head that are not folded yet
	Rebuilt eventstore.Position // how far a rebuild has come
	Skipped []eventstore.Position
	Unknown Unknown // what it does at events that cannot be read
	Pace    Pace
	Late    bool   // it was added late, and goes through history
	Fed     string // by whom, when it does not fold the log itself
	// Acted is the last event whose effects were carried out, 0 for a projection
	// that has none.
	Acted     eventstore.Position
	Unguarded bool
}

// Runner keeps projections up to date, each with a checkpoint of its own: one
// that fails stops alone. It works in slices, so that whoever owns it can do
// other things in between, and is not safe for use by several goroutines.
type Runner struct {
	runs  []*run
	rules Rules
	head  eventstore.Position
	now   time.Time // as it was told last
	acts  []Act     // carried out, and not told yet
	// changes counts what made a state another one.
	changes int
}

type run struct {
	*Projection
	pacing
	state  State
	before Model  // the model before the last event
	fresh  *State // a rebuild under way
	fed    string // by whom, when the state is not the runner's own
	// acted is the last event whose effects were carried out.
	acted     eventstore.Position
	unguarded bool
	// actedBefore is the last event whose effects an earlier runner carried out.
	actedBefore eventstore.Position
	// upTo is where an earlier runner stood: up to there no pace holds it back.
	upTo eventstore.Position
}

// NewRunner returns a runner whose projections have seen nothing yet.
func NewRunner(projections []*Projection) *Runner {
	r := &Runner{}
	for _, p := range projections {
		r.runs = append(r.runs, &run{Projection: p, state: p.Start(), before: p.Initial})
	}
	return r
}

// Fork returns a runner for a log that shares this one's past up to a position:
// it begins with states of the projections, in their order, that were folded
// from that past, and follows the same rules.
func (r *Runner) Fork(states []State, at eventstore.Position) *Runner {
	fork := &Runner{head: at}
	for i, same := range r.runs {
		fork.runs = append(fork.runs, &run{
			Projection: same.Projection, state: states[i], before: states[i].Model,
			acted: at, unguarded: same.unguarded, // what followed from the past was done there
		})
	}
	fork.rules = r.rules.upTo(at)
	return fork
}

// Notice tells the runner that the log has grown.
func (r *Runner) Notice(head eventstore.Position) { r.head = max(r.head, head) }

// Advance folds at most budget events into the projections that are behind, and
// returns the names of those that moved; none means that there is nothing left to do.
// The one with the shortest way to go comes first: what is nearly there does not wait
// for one that goes through all of history. It fails when the source does, and may be
// called again.
func (r *Runner) Advance(source Source, budget int) (moved []string, err error) {
	touched := map[string]bool{}
	for budget > 0 && err == nil {
		from, behind := r.closest()
		if !behind {
			break
		}
		budget, err = r.advance(source, from, budget, touched)
	}
	for _, run := range r.runs {
		run.settle(r.head)
	}
	return slices.Sorted(maps.Keys(touched)), err
}

// closest returns where the projection stands that has something to do and is behind by
// the fewest events.
func (r *Runner) closest() (from eventstore.Position, behind bool) {
	for _, run := range r.runs {
		if run.ready(r.head, r.now) {
			from, behind = max(from, run.at()), true
		}
	}
	return from, behind
}

// advance folds what comes behind a position into the projections that stand there,
// and returns what is left of the budget.
func (r *Runner) advance(source Source, from eventstore.Position, budget int, touched map[string]bool) (int, error) {
	for e, err := range source(from) {
		if err != nil {
			return budget, fmt.Errorf("advance projections: %w", err)
		}
		took := false
		for _, run := range r.runs {
			if run.at()+1 == e.Position && run.ready(r.head, r.now) {
				r.step(run, e)
				touched[run.Name], took = true, true
			}
		}
		if budget--; budget == 0 || e.Position == r.head || !took {
			return budget, nil
		}
	}
	return 0, nil // the source ends before the head: there is nothing to be had now
}

// Adopt takes over states that were folded elsewhere, in the order of the
// projections and with the same events passed over, where they are further
// than the runner's own and not at the head: the last step is the runner's, who knows
// then what it changed. It returns the names of the projections that moved.
func (r *Runner) Adopt(states []State) (moved []string) {
	for i, run := range r.runs {
		at := states[i].Checkpoint
		own := run.fresh != nil || run.fed != "" || run.Effect != nil || !run.now().free()
		if !own && run.state.Failure == nil && at > run.state.Checkpoint && at < r.head {
			run.before, run.state = run.state.Model, states[i]
			r.changes++
			moved = append(moved, run.Name)
		}
	}
	slices.Sort(moved)
	return moved
}

// Beyond reports whether a projection that is behind has come further than a position, so
// that nothing can be taken over from a fold that has come there.
func (r *Runner) Beyond(position eventstore.Position) bool {
	return slices.ContainsFunc(r.runs, func(run *run) bool {
		return run.fresh == nil && run.ready(r.head, r.now) && run.at() > position
	})
}

// Lag returns by how many events the projection furthest behind is behind;
// one that has failed, or is held back, does not count.
func (r *Runner) Lag() int {
	lag := eventstore.Position(0)
	for _, run := range r.runs {
		if run.behind(r.head) && (run.fresh != nil || run.now().free()) {
			lag = max(lag, r.head-run.at())
		}
	}
	return int(lag)
}

// Rebuilding reports whether a rebuild is under way.
func (r *Runner) Rebuilding() bool {
	return slices.ContainsFunc(r.runs, func(run *run) bool { return run.fresh != nil })
}

// at returns the position up to which the run's unfinished work has come.
func (r *run) at() eventstore.Position {
	if r.fresh != nil {
		return r.fresh.Checkpoint
	}
	return r.state.Checkpoint
}

func (r *run) behind(head eventstore.Position) bool {
	if r.fresh != nil {
		return r.fresh.Failure == nil && r.fresh.Checkpoint < head
	}
	return r.state.Failure == nil && r.state.Checkpoint < head
}

// ready reports whether the run has something to do at the time.
func (r *run) ready(head eventstore.Position, at time.Time) bool {
	return r.behind(head) && (r.fresh != nil || r.at() < r.upTo || r.open(at))
}

func (r *Runner) step(run *run, e schema.Recorded) {
	state := &run.state
	if run.fresh != nil {
		state = run.fresh
	}
	r.changes++
	next := run.Step(*state, e, r.rules)
	if next.Failure == nil {
		r.act(run, next.Model, e)
	}
	if run.fresh == nil || next.Failure == nil {
		run.before = state.Model
	}
	if run.fresh != nil {
		run.fresh = &next
		return
	}
	run.state = next
	run.took(next.Checkpoint >= r.head || next.Failure != nil)
}

// settle puts a finished rebuild in the place of what it rebuilt.
func (r *run) settle(head eventstore.Position) {
	if r.fresh != nil && (r.fresh.Checkpoint >= head || r.fresh.Failure != nil) {
		r.state, r.fresh, r.fed = *r.fresh, nil, ""
	}
	if r.late != nil && !r.behind(head) {
		r.late = nil
	}
}

// IsRebuilding reports whether a projection's rebuild is under way.
func (r *Runner) IsRebuilding(name string) bool {
	run, err := r.find(name)
	return err == nil && run.fresh != nil
}

func (r *Runner) find(name string) (*run, error) {
	for _, run := range r.runs {
		if run.Name == name {
			return run, nil
		}
	}
	return nil, fmt.Errorf("there is no projection %q", name)
}

// Rebuild starts to fold a projection again from the first event. What it
// showed stays until the rebuild has caught up. It fails when there is no
// such projection.
func (r *Runner) Rebuild(name string) error {
	run, err := r.find(name)
	if err != nil {
		return err
	}
	fresh := run.Start()
	run.fresh = &fresh
	run.settle(r.head)
	return nil
}

// Cancel gives up a rebuild; without one it does nothing. It fails when there
// is no such projection.
func (r *Runner) Cancel(name string) error {
	run, err := r.find(name)
	if err == nil {
		run.fresh = nil
	}
	return err
}

// Resume lets a failed projection try the event it failed at again, or pass it
// over. It does nothing to one that has not failed, and fails when there is no
// such projection.
func (r *Runner) Resume(name string, skip bool) error {
	run, err := r.find(name)
	if err != nil || run.state.Failure == nil {
		return err
	}
	if skip {
		r.pass(SkipKey{name, run.state.Failure.Position})
	}
	run.state.Failure = nil
	r.changes++
	return nil
}

// pass makes a projection pass over an event from now on.
func (r *Runner) pass(key SkipKey) { r.rules = r.rules.Pass(key) }

// SetUnknown says what a projection does at events that cannot be read, and folds it
// again by that from the first event. It fails when there is no such projection.
func (r *Runner) SetUnknown(name string, unknown Unknown) error {
	if _, err := r.find(name); err != nil {
		return err
	}
	if r.rules.Unknown(name) == unknown {
		return nil
	}
	r.rules = r.rules.WithUnknown(name, unknown)
	return r.Rebuild(name)
}

// Rules returns what projections do with events out of the ordinary.
func (r *Runner) Rules() Rules { return r.rules }

// Progress tells where a projection stands. It fails when there is none of
// that name.
func (r *Runner) Progress(name string) (Progress, error) {
	run, err := r.find(name)
	if err != nil {
		return Progress{}, err
	}
	p := Progress{
		Name: name, Status: CaughtUp, State: run.state, Lag: int(r.head - run.state.Checkpoint),
		Pace: run.pace, Late: run.late != nil, Fed: run.fed,
	}
	switch {
	case run.fresh != nil:
		p.Status, p.Rebuilt = Rebuilding, run.fresh.Checkpoint
	case run.state.Failure != nil:
		p.Status = Failed
	case p.Lag > 0:
		p.Status = CatchingUp
	}
	p.Skipped, p.Unknown = r.rules.passedBy(name), r.rules.Unknown(name)
	if run.Effect != nil {
		p.Acted, p.Unguarded = max(run.acted, run.actedBefore), run.unguarded
	}
	return p, nil
}

// Models returns a projection's model and the one before its last event. It
// fails when there is no such projection.
func (r *Runner) Models(name string) (before, now Model, err error) {
	run, err := r.find(name)
	if err != nil {
		return nil, nil, err
	}
	return run.before, run.state.Model, nil
}

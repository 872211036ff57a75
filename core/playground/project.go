package playground

import (
	"context"

	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/timetravel"
)

const (
	// advanceBudget is how many events are folded into projections before
	// others get a turn: under 10 ms in a browser, so that a frame is not
	// missed.
	advanceBudget = 512
	// aheadBudget is how many events the timeline folds ahead in one turn.
	aheadBudget = 512
)

// foldSlice folds the timeline and the projections by one slice each. It
// reports whether there is more to do.
func (p *Playground) foldSlice(ctx context.Context, s *session) (more bool, err error) {
	if p.config.Safe {
		return false, nil
	}
	if p.resumeSlice(ctx, s) {
		return true, nil
	}
	chain := s.resuming.at()
	ahead, warming, err := p.foldAhead(ctx, s)
	if err != nil {
		return false, err
	}
	p.keepCheckpoint(ctx, s, chain, ahead)
	p.mu.Lock()
	defer p.mu.Unlock()
	if warming {
		p.tellProjected(s, s.runner.Adopt(ahead.Projections))
		if !s.runner.Rebuilding() && !s.runner.Beyond(ahead.Position) {
			return true, nil
		}
	}
	projecting, err := p.advance(s)
	return warming || projecting, err
}

// advance lets projections catch up by one slice and tells the page of those
// that moved. It reports whether there is more to do.
func (p *Playground) advance(s *session) (more bool, err error) {
	if p.config.Safe {
		return false, nil
	}
	p.tellTime(s)
	moved, err := s.runner.Advance(s.decoded.read, advanceBudget)
	p.post(s)
	p.wakeLater(s)
	p.tellProjected(s, moved)
	return len(moved) > 0, err
}

// tellProjected tells the page where projections stand that have moved.
func (p *Playground) tellProjected(s *session, moved []string) {
	for _, name := range moved {
		state, _ := s.projectionState(name)
		p.config.Push(Push{pushProjected, state})
		if state.Status == StatusRebuilding {
			p.config.Push(Push{pushProgress, ProgressPush{
				Task: "rebuild", Name: name, Done: int(state.Rebuilt), Total: int(s.index.head()),
			}})
		}
	}
}

// foldAhead folds the timeline towards the head, so that the first jump into
// the past of a long log does not have to. The projections of the moment that
// it reaches are what the runner would have come to.
func (p *Playground) foldAhead(ctx context.Context, s *session) (reached timetravel.Moment, more bool, err error) {
	p.mu.Lock()
	head := s.index.head()
	p.mu.Unlock()
	if head < s.warm+aheadBudget {
		return timetravel.Moment{}, false, nil
	}
	s.warm = (s.warm/aheadBudget + 1) * aheadBudget // checkpoints are at multiples of it
	reached, err = s.timeline.At(ctx, s.warm)
	return reached, true, err
}

func (s *session) projectionState(name string) (ProjectionState, error) {
	progress, err := s.runner.Progress(name)
	if err != nil {
		return ProjectionState{}, &Error{Code: CodeNotFound, Message: sentence(err.Error())}
	}
	state := describeProgress(progress)
	if state.Lag > 0 {
		state.Since = s.index.times.At(int(state.Checkpoint))
	}
	return state, nil
}

func describeProgress(progress projection.Progress) ProjectionState {
	state := ProjectionState{
		Name: progress.Name, Status: ProjectionStatus(progress.Status),
		Checkpoint: progress.State.Checkpoint, Lag: progress.Lag,
		Rebuilt: progress.Rebuilt, Skipped: progress.Skipped,
	}
	state.Failure = describeFailure(progress.State.Failure)
	if pace := progress.Pace; pace != (projection.Pace{}) {
		state.Pace = &Pace{int(pace.Delay.Milliseconds()), pace.Batch, pace.Paused}
	}
	state.Acted, state.Unguarded = progress.Acted, progress.Unguarded
	state.Late, state.Fed = progress.Late, progress.Fed
	state.Unknown, state.Unread = UnknownPolicy(progress.Unknown), describeUnread(progress.State.Unread)
	return state
}

func describeFailure(f *projection.Failure) *Failure {
	if f == nil {
		return nil
	}
	return &Failure{f.Position, f.Type, f.Message}
}

func (p *Playground) rebuild(_ context.Context, params ProjectionParams) (ProjectionState, error) {
	return p.project(params.Name, func(s *session) error { return s.runner.Rebuild(params.Name) })
}

func (p *Playground) cancel(_ context.Context, params ProjectionParams) (ProjectionState, error) {
	return p.project(params.Name, func(s *session) error { return s.runner.Cancel(params.Name) })
}

func (p *Playground) resume(_ context.Context, params ResumeParams) (ProjectionState, error) {
	return p.project(params.Name, func(s *session) error {
		err := s.runner.Resume(params.Name, params.Skip)
		if params.Skip {
			s.timeline.SetRules(s.runner.Rules())
		}
		return err
	})
}

// project does something to a projection and tells where it stands then.
func (p *Playground) project(name string, do func(*session) error) (ProjectionState, error) {
	return locked(p, func(s *session) (ProjectionState, error) {
		if err := do(s); err != nil {
			return ProjectionState{}, &Error{Code: CodeNotFound, Message: sentence(err.Error())}
		}
		p.signal()
		state, err := s.projectionState(name)
		p.config.Push(Push{pushProjected, state}) // what it shows may be another thing now
		return state, err
	})
}

func (p *Playground) locate(_ context.Context, params LocateParams) (LocateResult, error) {
	return locked(p, func(s *session) (LocateResult, error) {
		return LocateResult{s.timeline.Locate(unixMilli(params.Timestamp))}, nil
	})
}

func (p *Playground) step(_ context.Context, params StepParams) (StepResult, error) {
	return locked(p, func(s *session) (StepResult, error) {
		x := s.index
		var matches func(i int) bool
		switch params.Within {
		case "stream":
			number, ok := x.numbers[params.Stream]
			if !ok {
				return StepResult{}, nil
			}
			matches = func(i int) bool { return x.streamOf.At(i) == number }
		case "type":
			if params.Position == 0 || params.Position > x.head() {
				return StepResult{}, nil
			}
			colour := x.colourOf.At(int(params.Position - 1))
			matches = func(i int) bool { return x.colourOf.At(i) == colour }
		default:
			return StepResult{}, &Error{Code: CodeBadRequest, Message: `A step is within "stream" or "type".`}
		}
		return StepResult{x.find(params.Position, params.Back, matches)}, nil
	})
}

// find returns the next position after (or before) a position whose event
// matches; nil without one.
func (x *index) find(from eventstore.Position, back bool, matches func(i int) bool) *eventstore.Position {
	by := 1
	if back {
		by = -1
	}
	// A position is one more than its index.
	for i := int(min(from, x.head()+1)) - 1 + by; i >= 0 && i < x.times.Len(); i += by {
		if matches(i) {
			found := eventstore.Position(i + 1)
			return &found
		}
	}
	return nil
}

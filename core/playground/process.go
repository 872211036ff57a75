package playground

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/process"
)

func processKinds() []Kind {
	return []Kind{
		kind("processes", "what process managers do, at one moment", (*Playground).processes),
		kind("arrangeFailure", "let a step of a process fail, once", (*Playground).arrangeFailure),
		kind("seedFailures", "let steps of processes fail at random", (*Playground).seedFailures),
		kind("runClock", "run the simulated clock of processes forward", (*Playground).runClock),
		kind("standstill", "whether the runner of processes is down or held, and what waits", (*Playground).standstill),
		kind("runner", "hold, release or restart the runner of processes, or take one step", (*Playground).runner),
	}
}

// actOnce lets the runner of processes do one thing, if there is anything for it to do. It
// acts on the open log as it is now, and never for a playground that only reads.
// On a branch it first reads what the past has left for it to do.
func (p *Playground) actOnce(ctx context.Context, s *session, asked bool) (acted bool, err error) {
	if p.config.Safe || len(s.world.Managers) == 0 {
		return false, nil
	}
	s.acting.Lock()
	defer s.acting.Unlock()
	if err := p.bring(ctx, s); err != nil {
		return false, err
	}
	p.mu.Lock()
	action, ok := s.book.Next(asked)
	p.mu.Unlock()
	if !ok {
		return false, nil
	}
	runner := process.Runner{Store: s.log.Store, Registry: s.world.Registry, Deciders: s.world.Deciders}
	_, err = p.send(ctx, s, func() (aggregate.Result, error) {
		return aggregate.Result{}, runner.Do(ctx, action, p.config.Now())
	})
	if now, _ := p.current(); err != nil && now != s {
		return false, nil // another log was opened meanwhile
	}
	return err == nil, err
}

// bring brings the book of processes up to the index: that of a branch begins
// without what was read of the past that it shares.
func (p *Playground) bring(ctx context.Context, s *session) error {
	for {
		behind, err := locked(p, func(*session) (bool, error) {
			budget := takeUpBudget
			for e, err := range s.log.Store.ReadAll(ctx, s.book.Head()) {
				if err != nil {
					return false, fmt.Errorf("read the log: %w", err)
				}
				if budget == 0 || e.Position > s.index.head() {
					return budget == 0, nil
				}
				budget--
				s.book.Fold(e)
			}
			return false, nil
		})
		if err != nil || !behind {
			return err
		}
		if err := p.config.Pause(ctx); err != nil {
			return err
		}
	}
}

// standstill looks at the runner of the open log as it is now.
func (p *Playground) standstill(ctx context.Context, _ None) (Standstill, error) {
	s, err := p.current()
	if err != nil || len(s.world.Managers) == 0 {
		return Standstill{}, err
	}
	s.acting.Lock()
	defer s.acting.Unlock()
	if err := p.bring(ctx, s); err != nil {
		return Standstill{}, err
	}
	return locked(p, func(*session) (Standstill, error) {
		since, ok := s.book.Standstill()
		if !ok {
			return Standstill{}, nil
		}
		desk := s.book.Desk()
		events, processes := s.book.Waiting()
		return Standstill{
			Crashed: strings.TrimSpace(desk.Crashed), Held: desk.Held,
			Since: since.Position, Timestamp: since.Timestamp.UnixMilli(), Events: events, Processes: processes,
		}, nil
	})
}

// actBudget is how many things the runner does for a command of traffic before
// the next one: a checkout with all that undoes it takes some twenty.
const actBudget = 200

// actAll lets the runner act until there is nothing to do. Traffic does so
// after each of its commands: the same seed leads to the same log then.
func (p *Playground) actAll(ctx context.Context, s *session) error {
	for range actBudget {
		if acted, err := p.actOnce(ctx, s, false); err != nil || !acted {
			return err
		}
	}
	return nil
}

// drillEvent records an event of the drill.
func (p *Playground) drillEvent(ctx context.Context, event any) (DrillResult, error) {
	s, err := p.current()
	if err != nil {
		return DrillResult{}, err
	}
	if len(s.world.Managers) == 0 {
		return DrillResult{}, noManagers(s.world.Name)
	}
	data, err := s.world.Registry.Encode(event)
	if err != nil {
		return DrillResult{}, err
	}
	now := p.config.Now()
	data.ID, data.Timestamp = p.config.NewID(now), now
	data.Metadata = eventstore.Metadata{CorrelationID: data.ID, Actor: visitor}
	_, err = p.send(ctx, s, func() (aggregate.Result, error) {
		recorded, err := s.log.Store.Append(ctx, process.Drill, eventstore.Any, data)
		return aggregate.Result{Recorded: recorded}, err
	})
	if err != nil {
		return DrillResult{}, err
	}
	p.signal()
	return p.drillNow(true)
}

func noManagers(world string) *Error {
	return &Error{Code: CodeNotFound, Message: fmt.Sprintf("The world %s has no process managers.", world)}
}

func (p *Playground) drillNow(acted bool) (DrillResult, error) {
	return locked(p, func(s *session) (DrillResult, error) {
		return DrillResult{describeDrill(s.book), s.index.head(), acted}, nil
	})
}

func (p *Playground) arrangeFailure(ctx context.Context, params ArrangedFailure) (DrillResult, error) {
	s, err := p.current()
	if err != nil {
		return DrillResult{}, err
	}
	stream := eventstore.StreamID(params.Process)
	i := slices.IndexFunc(s.world.Managers, func(m *process.Manager) bool { return m.Category == stream.Category() })
	switch {
	case i < 0 || stream.Validate() != nil:
		return DrillResult{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("%q is not a process of the world %s.", params.Process, s.world.Name)}
	case !slices.Contains(process.Failures(), process.Failure(params.Failure)):
		return DrillResult{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("A step cannot fail by %q.", params.Failure)}
	case params.Step == "" || len(params.Step) > maxStep:
		return DrillResult{}, &Error{Code: CodeBadRequest, Message: "Say which step is to fail."}
	}
	return p.drillEvent(ctx, process.FailureArranged{
		Failure: process.Failure(params.Failure), Step: params.Step, Process: stream,
	})
}

// maxStep is the longest name of a step, in bytes: a few words.
const maxStep = 100

func (p *Playground) seedFailures(ctx context.Context, params SeedFailuresParams) (DrillResult, error) {
	if params.Percent < 0 || params.Percent > 100 {
		return DrillResult{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("From 0 to 100 percent of the steps can fail, not %d.", params.Percent)}
	}
	return p.drillEvent(ctx, process.FailuresSeeded{Seed: params.Seed, Percent: params.Percent})
}

func (p *Playground) runClock(ctx context.Context, params RunClockParams) (DrillResult, error) {
	if longest := int(process.Longest / time.Second); params.Seconds < 1 || params.Seconds > longest {
		return DrillResult{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("The clock runs forward by 1 second to a year (%d seconds), not by %d.", longest, params.Seconds)}
	}
	return p.drillEvent(ctx, process.ClockAdvanced{Seconds: params.Seconds})
}

// restart starts the runner again. What it knew is thrown away, as a crash
// does: it finds in the log where to go on.
func (p *Playground) restart(ctx context.Context) (DrillResult, error) {
	result, err := p.drillEvent(ctx, process.RunnerRestarted{})
	if err != nil {
		return result, err
	}
	_, err = locked(p, func(s *session) (None, error) {
		s.book = process.NewBook(s.world.Managers, s.world.Registry.Read)
		return None{}, nil
	})
	p.signal()
	return result, err
}

func (p *Playground) runner(ctx context.Context, params RunnerParams) (DrillResult, error) {
	switch params.Do {
	case RunnerHold:
		return p.drillEvent(ctx, process.RunnerHeld{})
	case RunnerRelease:
		return p.drillEvent(ctx, process.RunnerReleased{})
	case RunnerRestart:
		return p.restart(ctx)
	case RunnerStep:
		s, err := p.current()
		if err != nil {
			return DrillResult{}, err
		}
		if len(s.world.Managers) == 0 {
			return DrillResult{}, noManagers(s.world.Name)
		}
		acted, err := p.actOnce(ctx, s, true)
		if err != nil {
			return DrillResult{}, err
		}
		return p.drillNow(acted)
	}
	return DrillResult{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("The runner can hold, release, step and restart, not %q.", params.Do)}
}

package playground

import (
	"context"
	"fmt"
	"sync"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/lint"
	"playhead/core/schema"
)

func lintKinds() []Kind {
	return []Kind{
		kind("lint", "what may be wrong with the design of the world and its log", (*Playground).lint),
	}
}

const (
	// lintBudget is how many events one answer looks at: some 200 ms in a
	// browser, in slices.
	lintBudget = 16_384
	// lintSlice is how many of them are looked at before others get a turn.
	lintSlice = 512
)

// linting is the look at a session's log, which goes on where it was.
type linting struct {
	mu  sync.Mutex
	log *lint.Log
}

func (p *Playground) lint(ctx context.Context, params LintParams) (LintResult, error) {
	s, err := p.current()
	if err != nil {
		return LintResult{}, err
	}
	p.mu.Lock()
	position := s.index.head()
	p.mu.Unlock()
	if params.Position != nil {
		position = min(position, *params.Position)
	}
	s.linting.mu.Lock()
	defer s.linting.mu.Unlock()
	if s.linting.log == nil {
		s.linting.log = lint.NewLog(s.lintWorld())
	}
	look := s.linting.log
	for left := lintBudget; look.Looked() < position && left > 0; left -= lintSlice {
		if err := s.lintSlice(ctx, look, position); err != nil {
			return LintResult{}, err
		}
		if err := p.config.Pause(ctx); err != nil {
			return LintResult{}, err
		}
	}
	result := LintResult{Position: position, Looked: min(look.Looked(), position), Findings: []LintFinding{}}
	for _, f := range look.At(position) {
		result.Findings = append(result.Findings, describeFinding(f))
	}
	return result, nil
}

func (s *session) lintSlice(ctx context.Context, look *lint.Log, position eventstore.Position) error {
	left := lintSlice
	for e, err := range s.log.Store.ReadAll(ctx, look.Looked()) {
		if err != nil {
			return fmt.Errorf("look through the log: %w", err)
		}
		look.Add(e)
		if left--; left == 0 || e.Position >= position {
			break
		}
	}
	return nil
}

// lintWorld is the session's world as lint wants it.
func (s *session) lintWorld() lint.World {
	w := lint.World{Registry: s.world.Registry, States: map[string][]schema.Field{}}
	for _, c := range s.world.Commands {
		w.Commands = append(w.Commands, lint.CommandType{Name: c.Name, Category: c.Category})
	}
	for category, d := range s.world.Deciders {
		for _, v := range schema.Tree(d.Initial) {
			w.States[category] = append(w.States[category], v.Field)
		}
	}
	w.Derived = func(e eventstore.Event) []schema.Value {
		d := s.world.Deciders[e.Stream.Category()]
		if d == nil {
			return nil
		}
		state, err := aggregate.Load(context.Background(), s.log.Store, s.world.Registry, d, e.Stream, e.Position)
		if err != nil {
			return nil // whoever reads the log says why
		}
		return schema.Tree(state.Value)
	}
	return w
}

func describeFinding(f lint.Finding) LintFinding {
	out := LintFinding{
		Rule: string(f.Rule), Severity: LintSeverity(f.Severity), Subject: LintSubject(f.Subject),
		Name: f.Name, Field: f.Field, What: f.What, Why: f.Why, Do: f.Do, Count: f.Count,
		Positions: []eventstore.Position{},
	}
	out.Positions = append(out.Positions, f.Positions...)
	return out
}

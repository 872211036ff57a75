package playground

import (
	"context"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
)

func undoKinds() []Kind {
	return []Kind{
		kind("undo", "what compensates an event, and how that would end now", (*Playground).undo),
	}
}

func (p *Playground) undo(ctx context.Context, params UndoParams) (UndoResult, error) {
	s, err := p.current()
	if err != nil {
		return UndoResult{}, err
	}
	o, err := p.opposite(ctx, s, params.Position)
	if err != nil {
		return UndoResult{}, err
	}
	result := UndoResult{Position: params.Position, Why: o.why}
	if result.Done, err = p.undoneInTurn(ctx, s, o.done); err != nil || o.command == nil {
		return result, err
	}
	state, refusal, err := p.wouldEnd(ctx, s, o)
	if err != nil {
		return UndoResult{}, err
	}
	result.Opposite = &Compensation{
		Stream: o.stream, Version: state.Version, Command: o.command.Name, Summary: summarise(o.command, o.value), Form: o.form,
		Problems: describeProblems(o.command, o.problems),
	}
	if refusal != nil {
		result.Opposite.Refusal = &Refusal{refusal.Code, refusal.Message}
	}
	return result, nil
}

// undoneMost is how many events are told that undid one another in turn.
const undoneMost = 20

// undoneInTurn returns an event that compensates another, what compensated that one,
// and so on; nothing for an event at position 0.
func (p *Playground) undoneInTurn(ctx context.Context, s *session, e eventstore.Event) (rows []EventRow, err error) {
	for e.Position > 0 && len(rows) < undoneMost {
		rows = append(rows, s.rowLocked(p, e))
		if e, err = s.compensatedBy(ctx, e); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// wouldEnd tells what state the opposite would meet now, and which rule would
// refuse it. Nothing is recorded for it.
func (p *Playground) wouldEnd(ctx context.Context, s *session, o opposite) (aggregate.State, *aggregate.Refusal, error) {
	head, err := s.log.Store.Head(ctx)
	if err != nil {
		return aggregate.State{}, nil, err
	}
	p.mu.Lock()
	version := s.index.version(o.stream)
	p.mu.Unlock()
	state, err := p.stateAt(ctx, s, o.stream, version, head.Position)
	if err != nil || len(o.problems) > 0 || o.done.Position > 0 {
		return state, nil, err
	}
	decider := s.world.Deciders[o.command.Category]
	envelope := aggregate.Envelope{Stream: o.stream, Name: o.command.Name, Command: o.value}
	view, err := aggregate.LookAround(ctx, s.log.Store, s.world.Registry, decider, envelope, head.Position, state)
	if err != nil {
		return state, nil, err
	}
	_, refusal, err := view.Judge(decider, envelope)
	return state, refusal, err
}

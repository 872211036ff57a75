package whatif

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/world"
)

// trial is a what-if under way.
type trial struct {
	world   *world.World
	store   eventstore.Store // the log as it is
	edit    Edit
	stream  eventstore.StreamID // of the edited event
	strands map[eventstore.StreamID]*strand
	// gone and other are the ids of events that are not there any more, and of those
	// that are others; touched are these events as they were, and those that are new.
	gone, other map[uuid.UUID]bool
	touched     []eventstore.Event
	outcome     *Outcome
	waiting     []eventstore.Addressed // to be recorded
}

// strand is a stream that is affected: what it adds up to in the log as it is, and as it
// would be.
type strand struct {
	decider *aggregate.Decider
	was, is aggregate.State
}

// leave passes events in the log as it is.
func (s *strand) leave(t *trial, group []eventstore.Event) {
	for _, e := range group {
		s.was = s.decider.Step(s.was, t.world.Registry.Read(e))
	}
}

// strand returns a stream that is affected from now on: up to here it was not.
func (t *trial) strand(ctx context.Context, stream eventstore.StreamID) (*strand, error) {
	if s := t.strands[stream]; s != nil {
		return s, nil
	}
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	s := &strand{decider: t.world.Deciders[stream.Category()]}
	var err error
	if s.is, err = aggregate.Load(ctx, t.outcome.Log, t.world.Registry, s.decider, stream, 0); err != nil {
		return nil, err
	}
	s.was = s.is
	t.strands[stream] = s
	return s, nil
}

// across reports whether the rule of the command that caused events looks at what is not as
// it was, in whatever stream.
func (t *trial) across(group []eventstore.Event) bool {
	decider := t.world.Deciders[group[0].Stream.Category()]
	if decider == nil || decider.Scope == nil || len(t.touched) == 0 {
		return false
	}
	command := guess(t.world, group)
	if command == nil {
		return false
	}
	scope := decider.ScopeOf(command)
	return scope != nil && slices.ContainsFunc(t.touched, scope.Query.Matches)
}

// decide lets the rules decide on a state and, where a rule looks at other streams, on what a
// log says there up to a position.
func (t *trial) decide(ctx context.Context, store eventstore.Store, upTo eventstore.Position, d *aggregate.Decider, state aggregate.State, stream eventstore.StreamID, command any) (decided []any, refusal *aggregate.Refusal, err error) {
	envelope := aggregate.Envelope{Stream: stream, Command: command}
	view, err := aggregate.LookAround(ctx, store, t.world.Registry, d, envelope, upTo, state)
	if err != nil {
		return nil, nil, err
	}
	return view.Judge(d, envelope)
}

// decideAnew lets the rules decide in the log as it would be.
func (t *trial) decideAnew(ctx context.Context, s *strand, stream eventstore.StreamID, command any) (decided []any, refusal *aggregate.Refusal, err error) {
	if err := t.flush(ctx); err != nil {
		return nil, nil, err
	}
	head, err := t.outcome.Log.Head(ctx)
	if err != nil {
		return nil, nil, err
	}
	return t.decide(ctx, t.outcome.Log, head.Position, s.decider, s.is, stream, command)
}

// keep takes an event over as it was.
func (t *trial) keep(e eventstore.Event) {
	t.waiting = append(t.waiting, eventstore.Addressed{Stream: e.Stream, EventData: e.EventData})
}

// record takes events of an affected stream over, and folds them.
func (t *trial) record(ctx context.Context, s *strand, events ...eventstore.Event) ([]eventstore.Event, error) {
	if len(events) == 0 {
		return nil, nil
	}
	for _, e := range events {
		t.keep(e)
	}
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	var recorded []eventstore.Event
	for e, err := range t.outcome.Log.ReadStream(ctx, events[0].Stream, s.is.Version) {
		if err != nil {
			return nil, err
		}
		s.is = s.decider.Step(s.is, t.world.Registry.Read(e))
		recorded = append(recorded, e)
	}
	return recorded, nil
}

func (t *trial) flush(ctx context.Context) error {
	if len(t.waiting) == 0 {
		return nil
	}
	_, err := t.outcome.Log.AppendAll(ctx, t.waiting...)
	t.outcome.Events = append(t.outcome.Events, t.waiting...)
	t.waiting = nil
	if err != nil {
		return fmt.Errorf("try it out: %w", err)
	}
	return nil
}

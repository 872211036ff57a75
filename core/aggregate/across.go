package aggregate

import (
	"context"
	"errors"
	"fmt"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

// Scope says on which events of any stream a decision rests, besides those of
// the command's own stream.
type Scope struct {
	Query eventstore.Query
	// Decide is Decide of the Decider, with the events that the query matches.
	Decide func(state, command any, others []schema.Recorded) ([]any, error)
}

// View is what somebody saw when they decided: the log up to a position.
type View struct {
	State    State // of the command's own stream
	Position eventstore.Position
	others   []schema.Recorded
	scope    *Scope
}

// Look loads what a command's decision rests on, as it was at a position: the
// command's own stream, and what its scope matches. It fails when the store
// cannot be read.
func Look(ctx context.Context, store eventstore.Store, registry *schema.Registry, d *Decider, c Envelope, at eventstore.Position) (View, error) {
	v := View{State: State{Value: d.Initial}, Position: at}
	for e, err := range store.ReadStream(ctx, c.Stream, 0) {
		if err != nil {
			return v, fmt.Errorf("load %s: %w", c.Stream, err)
		}
		if e.Position > at {
			break
		}
		v.State = d.Step(v.State, registry.Read(e))
	}
	return LookAround(ctx, store, registry, d, c, at, v.State)
}

// LookAround is Look for who knows the state of the command's own stream at the
// position already. It fails when the store cannot be read.
func LookAround(ctx context.Context, store eventstore.Store, registry *schema.Registry, d *Decider, c Envelope, at eventstore.Position, state State) (View, error) {
	v := View{State: state, Position: at, scope: d.ScopeOf(c.Command)}
	if v.scope == nil {
		return v, nil
	}
	for e, err := range store.ReadMatching(ctx, v.scope.Query, 0) {
		if err != nil {
			return v, fmt.Errorf("decide %s on %s: %w", c.Name, c.Stream, err)
		}
		if e.Position > at {
			break
		}
		v.others = append(v.others, registry.Read(e))
	}
	return v, nil
}

// ScopeOf returns a command's scope, nil when its own stream is enough.
func (d *Decider) ScopeOf(command any) *Scope {
	if d.Scope == nil {
		return nil
	}
	return d.Scope(command)
}

// Decide lets the rules decide on what was seen, and returns the events as
// they would be recorded. A refusal is a result, not a failure.
func (v View) Decide(ctx context.Context, registry *schema.Registry, d *Decider, c Envelope) ([]eventstore.EventData, *Refusal, error) {
	decided, refusal, err := v.Judge(d, c)
	if err != nil || refusal != nil {
		return nil, refusal, err
	}
	events, err := c.encode(ctx, registry, decided)
	return events, nil, err
}

// Judge lets the rules decide on what was seen, and nothing else: to see what they
// say. A refusal is a result, not a failure.
func (v View) Judge(d *Decider, c Envelope) ([]any, *Refusal, error) {
	judge := *d
	if v.scope != nil {
		judge.Decide = func(state, command any) ([]any, error) { return v.scope.Decide(state, command, v.others) }
	}
	decided, err := decide(&judge, v.State.Value, c.Command)
	if refusal := (*Refusal)(nil); errors.As(err, &refusal) {
		return nil, refusal, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("decide %s on %s: %w", c.Name, c.Stream, err)
	}
	return decided, nil, nil
}

// handleAcross is handle for a command whose decision rests on other streams:
// what is appended holds on the condition that nothing of all that came since.
func handleAcross(ctx context.Context, store eventstore.Store, registry *schema.Registry, d *Decider, c Envelope) (Result, error) {
	if caused, err := c.caused(ctx, store); err != nil || caused != nil {
		return Result{Recorded: caused}, err
	}
	head, err := store.Head(ctx)
	if err != nil {
		return Result{}, fmt.Errorf("decide %s on %s: %w", c.Name, c.Stream, err)
	}
	seen, err := Look(ctx, store, registry, d, c, head.Position)
	if err != nil {
		return Result{}, err
	}
	if !c.Expected.Allows(seen.State.Version) {
		return Result{}, &eventstore.ConcurrencyError{Stream: c.Stream, Expected: c.Expected, Actual: seen.State.Version}
	}
	if err := c.late(ctx, store); err != nil {
		return Result{}, err
	}
	condition := seen.Condition(c.Stream)
	if len(condition.Query) > 0 {
		condition.Query = append(condition.Query, c.While.Query...)
	}
	return AppendSeen(ctx, store, registry, d, c, seen, condition)
}

// Condition returns what must not have changed for a decision on what was seen
// to stand: the stream, and what the command's scope matches.
func (v View) Condition(stream eventstore.StreamID) eventstore.Condition {
	query := eventstore.Query{{Streams: []eventstore.StreamID{stream}}}
	if v.scope != nil && len(v.scope.Query) == 0 {
		query = nil // it rests on every event
	} else if v.scope != nil {
		query = append(query, v.scope.Query...)
	}
	return eventstore.Condition{Query: query, After: v.Position}
}

// AppendSeen decides on what was seen, and appends on the condition. It fails
// as AppendIf of the store does. A refusal is a result, not a failure.
func AppendSeen(ctx context.Context, store eventstore.Store, registry *schema.Registry, d *Decider, c Envelope, seen View, condition eventstore.Condition) (Result, error) {
	events, refusal, err := seen.Decide(ctx, registry, d, c)
	if err != nil || refusal != nil || len(events) == 0 {
		return Result{Refusal: refusal}, err
	}
	addressed := make([]eventstore.Addressed, len(events))
	for i, e := range events {
		addressed[i] = eventstore.Addressed{Stream: c.Stream, EventData: e}
	}
	recorded, err := store.AppendIf(ctx, condition, addressed...)
	return Result{Recorded: recorded}, err
}

// caused returns the events that the command has caused already.
func (c Envelope) caused(ctx context.Context, store eventstore.Store) ([]eventstore.Event, error) {
	var caused []eventstore.Event
	for e, err := range store.ReadStream(ctx, c.Stream, 0) {
		if err != nil {
			return nil, fmt.Errorf("load %s: %w", c.Stream, err)
		}
		if e.ID == EventID(c.ID, len(caused)) {
			caused = append(caused, e)
		}
	}
	return caused, nil
}

// encode makes events of what was decided, with the command as their cause.
func (c Envelope) encode(ctx context.Context, registry *schema.Registry, decided []any) ([]eventstore.EventData, error) {
	events := make([]eventstore.EventData, len(decided))
	for i, event := range decided {
		var err error
		if events[i], err = registry.Record(ctx, c.Stream, EventID(c.ID, i), event); err != nil {
			return nil, fmt.Errorf("decide %s on %s: %w", c.Name, c.Stream, err)
		}
		events[i].Timestamp = c.Now
		events[i].Metadata = c.metadata()
	}
	return events, nil
}

// HandleSeen decides on what somebody saw at a position, and appends if that
// still stands: by query if there is one, when nothing that it matches came
// since, and otherwise by stream, when the stream is at the version that was
// seen. Both decide on the same; by stream nobody notices what came in other
// streams since. A command whose id already caused events there is not decided
// again.
//
// It fails with a *eventstore.ConditionError or a *eventstore.ConcurrencyError
// when something came since, and as Append does.
func HandleSeen(ctx context.Context, store eventstore.Store, registry *schema.Registry, d *Decider, c Envelope, at eventstore.Position, query *eventstore.Query) (Result, error) {
	if caused, err := c.caused(ctx, store); err != nil || caused != nil {
		return Result{Recorded: caused}, err
	}
	seen, err := Look(ctx, store, registry, d, c, at)
	if err != nil {
		return Result{}, err
	}
	if query != nil {
		return AppendSeen(ctx, store, registry, d, c, seen, eventstore.Condition{Query: *query, After: at})
	}
	events, refusal, err := seen.Decide(ctx, registry, d, c)
	if err != nil || refusal != nil || len(events) == 0 {
		return Result{Refusal: refusal}, err
	}
	recorded, err := store.Append(ctx, c.Stream, eventstore.Exactly(seen.State.Version), events...)
	return Result{Recorded: recorded}, err
}

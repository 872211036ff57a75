// Package aggregate turns commands into events: it loads a stream's state by
// folding its events, lets the rules decide, and appends what they decided.
package aggregate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/schema"
)

// Decider is the behaviour of one kind of aggregate. States, commands and
// events are values of the world's own Go types; neither function may change
// what it is given.
type Decider struct {
	Type    string // such as "Account"
	Initial any    // the state of a stream without events
	// Decide returns the events that a command leads to. A rule that says no
	// is a *Refusal; any other error is a failure.
	Decide func(state, command any) ([]any, error)
	Evolve func(state, event any) any
	// Scope returns what a command's decision rests on beyond its own stream,
	// nil when that is nothing. It may be nil itself.
	Scope func(command any) *Scope
	// Fold counts the changes of Evolve that make another state of the same
	// events. Snapshots from before such a change are not used.
	Fold int
}

// Refusal is the answer of a business rule: no, and why.
type Refusal struct {
	Code    string // for programs, such as "insufficient_funds"
	Message string // for people: a sentence with its numbers
}

func (r *Refusal) Error() string { return r.Message }

// State is an aggregate at some moment.
type State struct {
	Value   any // of the world's own type; nil when no decider knows the category
	Version eventstore.Version
	// Problem says why the last events could not be folded, if so.
	Problem string
}

// Step folds one event into a state. An event that is raw counts, but changes
// nothing. An Evolve that panics leaves the value as it was and the reason in
// Problem: a fold never stops.
func (d *Decider) Step(s State, e schema.Recorded) (next State) {
	next = State{s.Value, e.Version, s.Problem}
	if d == nil {
		return next
	}
	if next.Value == nil {
		next.Value = d.Initial
	}
	if _, raw := e.Event.(schema.Raw); raw {
		return next
	}
	defer func() {
		if p := recover(); p != nil {
			next.Problem = fmt.Sprintf("%s v%d could not be folded: %v", e.Type, e.Version, p)
		}
	}()
	next.Value = d.Evolve(next.Value, e.Event)
	return next
}

// Load folds a stream's events up to and including the position upTo; zero
// means all. A stream without events has the decider's initial state. It
// fails when the store cannot be read.
func Load(ctx context.Context, store eventstore.Store, registry *schema.Registry, d *Decider, stream eventstore.StreamID, upTo eventstore.Position) (State, error) {
	s := State{}
	if d != nil {
		s.Value = d.Initial
	}
	for e, err := range store.ReadStream(ctx, stream, 0) {
		if err != nil {
			return s, fmt.Errorf("load %s: %w", stream, err)
		}
		if upTo != 0 && e.Position > upTo {
			break
		}
		s = d.Step(s, registry.Read(e))
	}
	return s, nil
}

// Envelope is a command on its way to a stream, with all that is not the
// business of its rules.
type Envelope struct {
	ID       uuid.UUID // of the command: the same id takes effect once
	Stream   eventstore.StreamID
	Name     string // of the command
	Command  any
	Expected eventstore.ExpectedVersion
	Actor    string
	Now      time.Time

	// Cause is the event that led to the command, and Correlation what that
	// one is part of; both are nothing where a person asked.
	Cause, Correlation uuid.UUID
	// While makes a command that comes too late a failure: it holds only as
	// long as nothing that the query matches comes after the position. An
	// empty query asks for nothing.
	While eventstore.Condition
}

// Result is what became of a command.
type Result struct {
	Recorded []eventstore.Event
	Refusal  *Refusal // why a rule said no; nothing is recorded then
}

// maxRaces is how often a command that expects any version starts over when
// somebody else writes between its load and its append. Losing more often
// than that is a busy stream that should say what it expects.
const maxRaces = 8

// Handle loads the stream, decides and appends. A command whose id already
// caused events there is not decided again: what it caused is returned.
//
// It fails with a *eventstore.ConcurrencyError when the stream is not at the
// expected version, with a *eventstore.ConditionError when the command comes
// too late, and as Append does. A refusal is a result, not a failure.
func Handle(ctx context.Context, store eventstore.Store, registry *schema.Registry, d *Decider, c Envelope) (Result, error) {
	for race := 0; ; race++ {
		result, err := attempt(ctx, store, registry, d, c)
		lost := c.Expected == eventstore.Any && errors.Is(err, eventstore.ErrConcurrency) ||
			errors.Is(err, eventstore.ErrCondition) && len(c.While.Query) == 0 // to look again tells whose fault it is: the rule's or the version's
		if !lost || race == maxRaces {
			return result, err
		}
	}
}

func attempt(ctx context.Context, store eventstore.Store, registry *schema.Registry, d *Decider, c Envelope) (Result, error) {
	if d.ScopeOf(c.Command) != nil {
		return handleAcross(ctx, store, registry, d, c)
	}
	return handle(ctx, store, registry, d, c)
}

func handle(ctx context.Context, store eventstore.Store, registry *schema.Registry, d *Decider, c Envelope) (Result, error) {
	head, err := store.Head(ctx)
	if err != nil {
		return Result{}, fmt.Errorf("load %s: %w", c.Stream, err)
	}
	state := State{Value: d.Initial}
	var caused []eventstore.Event
	for e, err := range store.ReadStream(ctx, c.Stream, 0) {
		if err != nil {
			return Result{}, fmt.Errorf("load %s: %w", c.Stream, err)
		}
		if e.ID == EventID(c.ID, len(caused)) {
			caused = append(caused, e)
		}
		state = d.Step(state, registry.Read(e))
	}
	if len(caused) > 0 {
		return Result{Recorded: caused}, nil
	}
	if !c.Expected.Allows(state.Version) {
		return Result{}, &eventstore.ConcurrencyError{Stream: c.Stream, Expected: c.Expected, Actual: state.Version}
	}
	if err := c.late(ctx, store); err != nil {
		return Result{}, err
	}
	decided, err := decide(d, state.Value, c.Command)
	if refusal := (*Refusal)(nil); errors.As(err, &refusal) {
		return Result{Refusal: refusal}, nil
	}
	if err != nil {
		return Result{}, fmt.Errorf("decide %s on %s: %w", c.Name, c.Stream, err)
	}
	events, err := c.encode(ctx, registry, decided)
	if err != nil {
		return Result{}, err
	}
	if len(events) == 0 {
		return Result{}, nil
	}
	recorded, err := c.append(ctx, store, state.Version, head.Position, events)
	return Result{Recorded: recorded}, err
}

func (c *Envelope) metadata() eventstore.Metadata {
	m := eventstore.Metadata{CorrelationID: c.ID, CausationID: c.ID, Actor: c.Actor, Command: c.Name}
	if c.Cause != uuid.Nil {
		m.CausationID = c.Cause
	}
	if c.Correlation != uuid.Nil {
		m.CorrelationID = c.Correlation
	}
	return m
}

// late fails when the command comes too late.
func (c *Envelope) late(ctx context.Context, store eventstore.Store) error {
	if len(c.While.Query) == 0 {
		return nil
	}
	for e, err := range store.ReadMatching(ctx, c.While.Query, c.While.After) {
		if err != nil {
			return fmt.Errorf("decide %s on %s: %w", c.Name, c.Stream, err)
		}
		return &eventstore.ConditionError{Condition: c.While, Position: e.Position, Stream: e.Stream, Type: e.Type}
	}
	return nil
}

// append records what was decided from the stream at a version, when the log
// ended at head.
func (c *Envelope) append(ctx context.Context, store eventstore.Store, version eventstore.Version, head eventstore.Position, events []eventstore.EventData) ([]eventstore.Event, error) {
	if len(c.While.Query) == 0 {
		return store.Append(ctx, c.Stream, eventstore.Exactly(version), events...)
	}
	rests := append(slices.Clone(c.While.Query), eventstore.Part{Streams: []eventstore.StreamID{c.Stream}})
	addressed := make([]eventstore.Addressed, len(events))
	for i, e := range events {
		addressed[i] = eventstore.Addressed{Stream: c.Stream, EventData: e}
	}
	return store.AppendIf(ctx, eventstore.Condition{Query: rests, After: head}, addressed...)
}

func decide(d *Decider, state, command any) (events []any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the rule panicked: %v", p)
		}
	}()
	return d.Decide(state, command)
}

// EventID makes the id of a command's i-th event from the command's own, so
// that a command sent twice leads to the same events.
func EventID(command uuid.UUID, i int) uuid.UUID {
	return derived(command, []byte{byte(i >> 8), byte(i)})
}

// CompensationID makes the id of the command that compensates an event from the
// event's own: an event is compensated once, whoever asks for it and however often.
func CompensationID(event uuid.UUID) uuid.UUID { return derived(event, []byte("compensation")) }

// derived makes an id from another one, which is the same everywhere. It keeps
// the time in front, which makes it a UUIDv7 as the other is.
func derived(from uuid.UUID, name []byte) uuid.UUID {
	id := uuid.NewSHA1(from, name)
	copy(id[:6], from[:6])
	id[6] = 0x70 | id[6]&0x0f
	return id
}

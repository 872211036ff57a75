package playground

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/schema"
	"playhead/core/world"
)

// visitor is the actor of commands that do not say whose they are.
const visitor = "you"

func (p *Playground) command(ctx context.Context, params CommandParams) (Outcome, error) {
	s, err := p.current()
	if err != nil {
		return Outcome{}, err
	}
	var undone eventstore.Event
	if params.Undoes != nil {
		if undone, err = p.compensate(ctx, s, &params); err != nil {
			return Outcome{}, err
		}
	}
	outcome, envelope, err := p.prepare(s, params)
	if err != nil || outcome.Kind != "" {
		return outcome, err
	}
	envelope.Cause, envelope.Correlation = undone.ID, undone.Metadata.CorrelationID
	return p.handle(ctx, s, outcome, envelope)
}

// prepare makes of what was asked for a command that is fit to be handled. An
// outcome with a kind is how it ended before that.
func (p *Playground) prepare(s *session, params CommandParams) (outcome Outcome, envelope aggregate.Envelope, err error) {
	outcome = Outcome{Stream: params.Stream, Command: params.Command}
	id, err := p.commandID(params.ID)
	if err != nil {
		return outcome, envelope, err
	}
	outcome.CommandID = id.String()
	c := s.world.Command(params.Command)
	if c == nil {
		return outcome, envelope, &Error{Code: CodeNotFound, Message: fmt.Sprintf("The world %s has no command %q.", s.world.Name, params.Command)}
	}
	outcome.Summary = schema.Label(c.Name)

	var value any
	var problems []schema.Problem
	if len(params.Data) > 0 {
		value, problems = schema.ParseData(c.Go, params.Data)
	} else {
		value, problems = schema.ParseForm(c.Go, params.Form)
	}
	outcome.Problems = append(streamProblems(c, params), describeProblems(c, problems)...)
	if len(outcome.Problems) > 0 {
		outcome.Kind = OutcomeInvalid
		outcome.Message = "Nothing was sent: " + problemSentence(outcome.Problems[0])
		return outcome, envelope, nil
	}
	outcome.Summary = summarise(c, value)
	if params.At != nil {
		outcome.Kind = OutcomePast
		outcome.Message = fmt.Sprintf("Event %d is in the past, which nothing changes. Send this on a branch that parts there, or go back to now.", *params.At)
		return outcome, envelope, nil
	}
	expected := eventstore.Any
	if params.ExpectedVersion != nil {
		expected = *params.ExpectedVersion
	}
	return outcome, aggregate.Envelope{
		ID: id, Stream: params.Stream, Name: c.Name, Command: value,
		Expected: expected, Actor: or(params.Actor, visitor),
	}, nil
}

func (p *Playground) commandID(text string) (uuid.UUID, error) {
	if text == "" {
		return p.config.NewID(p.config.Now()), nil
	}
	id, err := uuid.Parse(text)
	if err != nil || id == uuid.Nil {
		return id, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("%q is not the id of a command; it should be a UUID.", text)}
	}
	return id, nil
}

// handle sends a command that is fit to be sent, and takes up what it recorded.
func (p *Playground) handle(ctx context.Context, s *session, outcome Outcome, c aggregate.Envelope) (Outcome, error) {
	c.Now = p.config.Now()
	decider := s.world.Deciders[c.Stream.Category()]
	result, err := p.send(ctx, s, func() (aggregate.Result, error) {
		return aggregate.Handle(ctx, s.log.Store, s.world.Registry, decider, c)
	})
	return p.ended(ctx, s, outcome, result, err)
}

// ended tells how a command ended.
func (p *Playground) ended(ctx context.Context, s *session, outcome Outcome, result aggregate.Result, err error) (Outcome, error) {
	switch {
	case err != nil:
		return p.failed(ctx, s, outcome, err)
	case result.Refusal != nil:
		outcome.Kind = OutcomeRefused
		outcome.Refusal = &Refusal{result.Refusal.Code, result.Refusal.Message}
		outcome.Message = "Refused: " + result.Refusal.Message + "."
	default:
		s.recorded(&outcome, result.Recorded)
	}
	return outcome, nil
}

// send does an append of our own and takes up what it recorded.
func (p *Playground) send(ctx context.Context, s *session, do func() (aggregate.Result, error)) (aggregate.Result, error) {
	p.count(s, 1)
	defer p.count(s, -1)
	result, err := do()
	if err != nil {
		return result, err
	}
	if err := p.catchUp(ctx, s, false); err != nil {
		return result, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if s.runner.Lag() <= advanceBudget { // otherwise a slice would not reach what was recorded
		_, err = p.advance(s)
	}
	return result, err
}

func (p *Playground) count(s *session, by int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.sending += by
	if s.sending == 0 {
		p.signal() // what waited for the append goes on
	}
}

// failed tells what became of an append that failed: a conflict is an outcome,
// a log that was reset is opened again, and all else is an error.
func (p *Playground) failed(ctx context.Context, s *session, outcome Outcome, err error) (Outcome, error) {
	var conflict *eventstore.ConcurrencyError
	var came *eventstore.ConditionError
	if errors.As(err, &conflict) {
		outcome.Kind = OutcomeConflict
		outcome.Conflict = &Conflict{Expected: conflict.Expected, Actual: conflict.Actual}
		outcome.Message = conflictSentence(conflict)
		return outcome, p.catchUp(ctx, s, true)
	}
	if errors.As(err, &came) {
		outcome.Kind = OutcomeConflict
		outcome.Conflict = &Conflict{Came: &Came{came.Condition.Query.String(), came.Condition.After, came.Position, came.Stream, came.Type}}
		outcome.Message = fmt.Sprintf("Conflict: %s came at #%d, in %s, after #%d.", came.Type, came.Position, came.Stream, came.Condition.After)
		return outcome, p.catchUp(ctx, s, true)
	}
	if errors.Is(err, eventstore.ErrReplaced) {
		if err := p.reopen(ctx, s, pushReplaced); err != nil {
			return outcome, err
		}
	}
	return outcome, err
}

func conflictSentence(c *eventstore.ConcurrencyError) string {
	actual := fmt.Sprintf("the stream is at v%d", c.Actual)
	if c.Actual == 0 {
		actual = "the stream has no events"
	}
	if c.Expected == eventstore.NoStream {
		return "Conflict: expected no stream yet, but " + actual + "."
	}
	return fmt.Sprintf("Conflict: expected v%d, but %s.", int64(c.Expected), actual)
}

func (s *session) recorded(outcome *Outcome, events []eventstore.Event) {
	outcome.Kind = OutcomeRecorded
	var names []string
	for _, e := range events {
		outcome.Recorded = append(outcome.Recorded, s.row(e))
		names = append(names, fmt.Sprintf("%s, v%d", e.Type, e.Version))
	}
	outcome.Message = "Recorded " + strings.Join(names, "; ") + "."
	if len(names) == 0 {
		outcome.Message = "Nothing had to be recorded."
	}
}

// streamProblems says what is wrong with the panel's own fields.
func streamProblems(c *world.Command, params CommandParams) []FieldProblem {
	var problems []FieldProblem
	var name *eventstore.StreamIDError
	if err := params.Stream.Validate(); errors.As(err, &name) {
		problems = append(problems, FieldProblem{"stream", sentence(name.Error())})
	} else if category := params.Stream.Category(); category != c.Category {
		problems = append(problems, FieldProblem{"stream", fmt.Sprintf(
			"%s goes to a stream of category %s, such as %s-1; %s is of category %s.",
			schema.Label(c.Name), c.Category, c.Category, params.Stream, category)})
	}
	if v := params.ExpectedVersion; v != nil && *v < eventstore.Any {
		problems = append(problems, FieldProblem{"expectedVersion", "The expected version is a version from 1, 0 for a new stream, or empty for any."})
	}
	return problems
}

func describeProblems(c *world.Command, problems []schema.Problem) []FieldProblem {
	var out []FieldProblem
	for _, p := range problems {
		label := p.Field
		for _, f := range c.Fields {
			if f.Name == p.Field {
				label = f.Label
			}
		}
		message := p.Message
		if strings.HasPrefix(message, "write ") { // an instruction, not a property
			message = "cannot be read: " + message
		}
		out = append(out, FieldProblem{p.Field, sentence(strings.TrimSpace(label + " " + message))})
	}
	return out
}

func problemSentence(p FieldProblem) string {
	return strings.ToLower(p.Message[:1]) + p.Message[1:]
}

// summarise tells a command in a few words: "Withdraw 300.00".
func summarise(c *world.Command, value any) string {
	words := []string{schema.Label(c.Name)}
	for i, text := range schema.Values(value) {
		if i < 2 && text != "" {
			words = append(words, text)
		}
	}
	return strings.Join(words, " ")
}

func (p *Playground) append(ctx context.Context, params AppendParams) (Outcome, error) {
	s, err := p.current()
	if err != nil {
		return Outcome{}, err
	}
	now := p.config.Now()
	cause := p.config.NewID(now)
	expected := eventstore.Any
	if params.ExpectedVersion != nil {
		expected = *params.ExpectedVersion
	}
	var events []eventstore.EventData
	for _, e := range params.Events {
		id, err := p.commandID(e.ID)
		if err != nil {
			return Outcome{}, err
		}
		events = append(events, eventstore.EventData{
			ID: id, Type: e.Type, SchemaVersion: max(e.SchemaVersion, 1), Data: e.Data, Timestamp: now,
			Metadata: eventstore.Metadata{CorrelationID: cause, CausationID: cause, Actor: or(params.Actor, visitor)},
		})
	}
	outcome := Outcome{CommandID: cause.String(), Stream: params.Stream, Summary: "Append"}
	result, err := p.send(ctx, s, func() (aggregate.Result, error) {
		recorded, err := s.log.Store.Append(ctx, params.Stream, expected, events...)
		return aggregate.Result{Recorded: recorded}, err
	})
	if err != nil {
		return p.failed(ctx, s, outcome, err)
	}
	s.recorded(&outcome, result.Recorded[:min(len(result.Recorded), maxRecordedRows)])
	return outcome, nil
}

// maxRecordedRows is how many events of a large append are told back: what a
// card can show.
const maxRecordedRows = 20

func (p *Playground) traffic(ctx context.Context, params TrafficParams) (Outcome, error) {
	s, err := p.current()
	if err != nil {
		return Outcome{}, err
	}
	if err := p.actAll(ctx, s); err != nil {
		return Outcome{}, err
	}
	intent, ok := s.world.Traffic(world.Glance{
		Dice:    world.NewDice(params.Seed, params.Step),
		Streams: &glance{ctx, p, s},
	})
	if !ok {
		return Outcome{}, &Error{Code: CodeNotFound, Message: "There is nothing plausible to do here; send a command first."}
	}
	c := s.world.CommandOf(intent.Command)
	id := p.config.NewID(p.config.Now())
	outcome := Outcome{
		CommandID: id.String(), Stream: intent.Stream, Command: c.Name, Summary: summarise(c, intent.Command),
	}
	outcome, err = p.handle(ctx, s, outcome, aggregate.Envelope{
		ID: id, Stream: intent.Stream, Name: c.Name, Command: intent.Command,
		Expected: eventstore.Any, Actor: "traffic",
	})
	if err != nil {
		return outcome, err
	}
	return outcome, p.actAll(ctx, s)
}

// glance shows traffic the streams of a session as they are now.
type glance struct {
	ctx context.Context
	p   *Playground
	s   *session
}

func (g *glance) Len(category string) int {
	g.p.mu.Lock()
	defer g.p.mu.Unlock()
	return len(g.s.index.categories[category])
}

func (g *glance) At(category string, i int) (eventstore.StreamID, any) {
	g.p.mu.Lock()
	stream := g.s.index.streams[g.s.index.categories[category][i]].ID
	g.p.mu.Unlock()
	state, err := aggregate.Load(g.ctx, g.s.log.Store, g.s.world.Registry, g.s.world.Deciders[category], stream, 0)
	if err != nil {
		return stream, nil // the command itself will say why
	}
	return stream, state.Value
}

func (g *glance) Next(category string) eventstore.StreamID {
	g.p.mu.Lock()
	defer g.p.mu.Unlock()
	return g.s.index.next(category)
}

// next returns the first name of the form category-n, with n above the number
// of its streams, that is not taken.
func (x *index) next(category string) eventstore.StreamID {
	for n := len(x.categories[category]) + 1; ; n++ {
		name := eventstore.StreamID(fmt.Sprintf("%s-%d", category, n))
		if _, taken := x.numbers[name]; !taken {
			return name
		}
	}
}

func (p *Playground) streams(_ context.Context, params StreamsParams) (StreamsResult, error) {
	return locked(p, func(s *session) (StreamsResult, error) {
		limit := params.Limit
		if limit <= 0 {
			limit = 20
		}
		return s.index.search(strings.ToLower(params.Query), params.Category, min(limit, 200)), nil
	})
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

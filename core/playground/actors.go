package playground

import (
	"context"
	"errors"
	"fmt"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/schema"
)

func actorKinds() []Kind {
	return []Kind{
		kind("seen", "what somebody who looked at a position knows, and what came since", (*Playground).seen),
		kind("act", "decide a command on what somebody saw, by stream or by query", (*Playground).act),
		kind("ways", "let two ask for the same thing, by stream and by query", (*Playground).ways),
	}
}

// sinceMost is how many events are told that came since somebody looked.
const sinceMost = 4

func (p *Playground) seen(ctx context.Context, params SeenParams) (Seen, error) {
	s, err := p.current()
	if err != nil {
		return Seen{}, err
	}
	head, err := s.log.Store.Head(ctx)
	if err != nil {
		return Seen{}, err
	}
	result := Seen{Stream: params.Stream, At: head.Position, Head: head.Position, Since: []EventRow{}, Came: []EventRow{}}
	if params.At != nil {
		result.At = min(*params.At, head.Position)
	}
	decider := s.world.Deciders[params.Stream.Category()]
	state := aggregate.State{}
	if decider != nil {
		state.Value = decider.Initial
	}
	for e, err := range s.log.Store.ReadStream(ctx, params.Stream, 0) {
		if err != nil {
			return Seen{}, err
		}
		result.Latest = e.Version
		if e.Position <= result.At {
			state = decider.Step(state, s.world.Registry.Read(e))
		} else if len(result.Since) < sinceMost {
			result.Since = append(result.Since, s.rowLocked(p, e))
		}
	}
	result.Version, result.Values = state.Version, same(schema.Tree(state.Value))
	return result, p.match(ctx, s, params, &result)
}

// matchMost is how many events before a position are counted when a query
// matches them: a query by data reads each of them.
const matchMost = 10_000

// rowLocked is row for who does not hold the lock.
func (s *session) rowLocked(p *Playground, e eventstore.Event) EventRow {
	p.mu.Lock()
	defer p.mu.Unlock()
	return s.row(e)
}

// same describes values of which none has changed.
func same(values []schema.Value) []Value { return compare(values, values) }

// match looks for what the query of somebody matches.
func (p *Playground) match(ctx context.Context, s *session, params SeenParams, result *Seen) error {
	proposed := s.restsOn(params.Stream, params.Command, params.Form)
	result.Proposed = proposed.String()
	query, err := queryOr(params.Query, proposed)
	if err != nil {
		result.Problem = sentence(err.Error())
		return nil
	}
	after := result.At - min(result.At, matchMost)
	result.Looked = after + 1
	for e, err := range s.log.Store.ReadMatching(ctx, query, after) {
		if err != nil {
			return err
		}
		if e.Position <= result.At {
			result.Matching++
			continue
		}
		if result.Came = append(result.Came, s.rowLocked(p, e)); len(result.Came) == sinceMost {
			break
		}
	}
	return nil
}

// restsOn returns the query for all that a command's decision rests on: its
// stream, and what its rule looks at beyond that.
func (s *session) restsOn(stream eventstore.StreamID, name string, form map[string]string) eventstore.Query {
	query := eventstore.Query{{Streams: []eventstore.StreamID{stream}}}
	c, d := s.world.Command(name), s.world.Deciders[stream.Category()]
	if c == nil || d == nil {
		return query
	}
	value, problems := schema.ParseForm(c.Go, form)
	if len(problems) > 0 {
		return query
	}
	if scope := d.ScopeOf(value); scope != nil {
		return append(query, scope.Query...)
	}
	return query
}

// queryOr reads a query; without one there is another.
func queryOr(text string, otherwise eventstore.Query) (eventstore.Query, error) {
	if text == "" {
		return otherwise, nil
	}
	return eventstore.ParseQuery(text)
}

func (p *Playground) act(ctx context.Context, params ActParams) (Outcome, error) {
	s, err := p.current()
	if err != nil {
		return Outcome{}, err
	}
	if params.By != ByStream && params.By != ByQuery {
		return Outcome{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("One acts by %q or by %q, not by %q.", ByStream, ByQuery, params.By)}
	}
	outcome, envelope, err := p.prepare(s, CommandParams{
		ID: params.ID, Stream: params.Stream, Command: params.Command, Form: params.Form, At: params.At, Actor: params.Actor,
	})
	if err != nil || outcome.Kind != "" {
		return outcome, err
	}
	query, err := queryOr(params.Query, s.restsOn(params.Stream, params.Command, params.Form))
	if err != nil {
		outcome.Kind, outcome.Problems = OutcomeInvalid, []FieldProblem{{"query", sentence(err.Error())}}
		outcome.Message = "Nothing was sent: " + problemSentence(outcome.Problems[0])
		return outcome, nil
	}
	by := &query
	if params.By == ByStream {
		by = nil
	}
	return p.handleSeen(ctx, s, outcome, envelope, params.Seen, by)
}

// mergesMost is how often a command that looks again by itself does so when
// others are faster.
const mergesMost = 8

// handleSeen decides a command on what was seen at a position, or without one
// on what there is, again if that changes meanwhile.
func (p *Playground) handleSeen(ctx context.Context, s *session, outcome Outcome, c aggregate.Envelope, seen *eventstore.Position, query *eventstore.Query) (Outcome, error) {
	c.Now = p.config.Now()
	decider := s.world.Deciders[c.Stream.Category()]
	result, err := p.send(ctx, s, func() (result aggregate.Result, err error) {
		for range mergesMost {
			var head eventstore.Head
			if head, err = s.log.Store.Head(ctx); err != nil {
				return result, err
			}
			at := head.Position
			if seen != nil {
				at = min(*seen, at)
			}
			result, err = aggregate.HandleSeen(ctx, s.log.Store, s.world.Registry, decider, c, at, query)
			lost := errors.Is(err, eventstore.ErrConcurrency) || errors.Is(err, eventstore.ErrCondition)
			if !lost || seen != nil {
				break
			}
		}
		return result, err
	})
	return p.ended(ctx, s, outcome, result, err)
}

package playground

import (
	"context"
	"fmt"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/world"
)

func (p *Playground) ways(ctx context.Context, params WaysParams) (WaysResult, error) {
	s, err := p.current()
	if err != nil {
		return WaysResult{}, err
	}
	contest := s.world.Contest
	if contest == nil {
		return WaysResult{}, &Error{Code: CodeNotFound, Message: fmt.Sprintf("No rule of the world %s looks beyond one stream.", s.world.Name)}
	}
	if params.At != nil {
		return WaysResult{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("Event %d is in the past, which nothing changes. Branch from there, or go back to now.", *params.At)}
	}
	if params.ByStream == "" || params.ByQuery == "" {
		return WaysResult{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("%s must not be empty.", contest.Label)}
	}
	head, err := s.log.Store.Head(ctx)
	if err != nil {
		return WaysResult{}, err
	}
	result := WaysResult{Seen: head.Position}
	// Who acts by query comes first, so that the same prize can be asked for
	// both ways: by stream nobody would notice that it is gone.
	if result.Query, err = p.contend(ctx, s, head.Position, ByQuery, params.ByQuery); err != nil {
		return result, err
	}
	result.Stream, err = p.contend(ctx, s, head.Position, ByStream, params.ByStream)
	return result, err
}

// contenders are the two who want the same.
func contenders() [2]string { return [2]string{"Ada", "Ben"} }

// contend lets two who have seen the same ask for the same.
func (p *Playground) contend(ctx context.Context, s *session, seen eventstore.Position, way Way, prize string) (WayResult, error) {
	result := WayResult{Prize: prize, Outcomes: []Outcome{}}
	for _, who := range contenders() {
		value := s.world.Contest.Want(who, prize)
		c := s.world.CommandOf(value)
		p.mu.Lock()
		stream := s.index.next(c.Category)
		p.mu.Unlock()
		id := p.config.NewID(p.config.Now())
		envelope := aggregate.Envelope{ID: id, Stream: stream, Name: c.Name, Command: value, Actor: who}
		outcome := Outcome{CommandID: id.String(), Stream: stream, Command: c.Name, Summary: summarise(c, value)}
		var by *eventstore.Query
		if scope := s.world.Deciders[c.Category].ScopeOf(value); scope != nil {
			result.Query = scope.Query.String()
			if way == ByQuery {
				query := append(eventstore.Query{{Streams: []eventstore.StreamID{stream}}}, scope.Query...)
				by = &query
			}
		}
		outcome, err := p.handleSeen(ctx, s, outcome, envelope, &seen, by)
		if err != nil {
			return result, err
		}
		if outcome.Kind == OutcomeRecorded {
			result.Holders++
		}
		result.Outcomes = append(result.Outcomes, outcome)
	}
	return result, nil
}

// describeContest tells the page of a world's contest.
func describeContest(c *world.Contest) *Contest {
	if c == nil {
		return nil
	}
	return &Contest{Rule: c.Rule, Label: c.Label, Prizes: c.Prizes[:]}
}

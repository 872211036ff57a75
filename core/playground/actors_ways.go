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
	contest, err := s.contest(params.Contest)
	if err != nil {
		return WaysResult{}, err
	}
	if params.At != nil {
		return WaysResult{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("Event %d is in the past, which nothing changes. Branch from there, or go back to now.", *params.At)}
	}
	if params.ByStream == "" || params.ByQuery == "" {
		return WaysResult{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("%s must not be empty.", contest.Label)}
	}
	// Who acts by query comes first, so that the same prize can be asked for
	// both ways: by stream nobody would notice that it is gone.
	bouts := []*bout{{way: ByQuery, prize: params.ByQuery}, {way: ByStream, prize: params.ByStream}}
	for _, b := range bouts {
		if err := p.prepareBout(ctx, s, contest, b); err != nil {
			return WaysResult{}, err
		}
	}
	head, err := s.log.Store.Head(ctx)
	if err != nil {
		return WaysResult{}, err
	}
	result := WaysResult{Seen: head.Position}
	if result.Query, err = p.contend(ctx, s, contest, bouts[0], head.Position); err != nil {
		return result, err
	}
	result.Stream, err = p.contend(ctx, s, contest, bouts[1], head.Position)
	return result, err
}

// contest returns a contest of the world by its name, the first without one.
func (s *session) contest(name string) (world.Contest, error) {
	for _, c := range s.world.Contests {
		if name == "" || c.Name == name {
			return c, nil
		}
	}
	message := fmt.Sprintf("No rule of the world %s looks beyond one stream.", s.world.Name)
	if len(s.world.Contests) > 0 {
		message = fmt.Sprintf("The world %s has no contest %q.", s.world.Name, name)
	}
	return world.Contest{}, &Error{Code: CodeNotFound, Message: message}
}

// bout is a contest as it is tried one way.
type bout struct {
	way     Way
	prize   string
	streams []eventstore.StreamID // of those who have entered
}

// contenders are the two who want the same.
func contenders() [2]string { return [2]string{"Ada", "Ben"} }

// prepareBout lets be there what must be before two ask: the prize, and they
// themselves.
func (p *Playground) prepareBout(ctx context.Context, s *session, contest world.Contest, b *bout) error {
	if contest.Offer != nil {
		offer := contest.Offer(b.prize)
		stream, category := eventstore.StreamID(b.prize), s.world.CommandOf(offer).Category
		if stream.Validate() != nil || stream.Category() != category {
			return &Error{Code: CodeBadRequest, Message: fmt.Sprintf("%s must be a name such as %s-7.", contest.Label, category)}
		}
		// A prize that is there already is refused, and is there.
		if _, err := p.ask(ctx, s, visitor, stream, offer, nil, nil); err != nil {
			return err
		}
	}
	if contest.Enter == nil {
		return nil
	}
	for _, who := range contenders() {
		command := contest.Enter(who)
		stream := p.free(s, command)
		if _, err := p.ask(ctx, s, who, stream, command, nil, nil); err != nil {
			return err
		}
		b.streams = append(b.streams, stream)
	}
	return nil
}

// free returns a stream that nobody has, for a command.
func (p *Playground) free(s *session, command any) eventstore.StreamID {
	p.mu.Lock()
	defer p.mu.Unlock()
	return s.index.next(s.world.CommandOf(command).Category)
}

// ask sends a command as handleSeen does.
func (p *Playground) ask(ctx context.Context, s *session, who string, stream eventstore.StreamID, command any, seen *eventstore.Position, by *eventstore.Query) (Outcome, error) {
	c := s.world.CommandOf(command)
	id := p.config.NewID(p.config.Now())
	envelope := aggregate.Envelope{ID: id, Stream: stream, Name: c.Name, Command: command, Actor: who}
	outcome := Outcome{CommandID: id.String(), Stream: stream, Command: c.Name, Summary: summarise(c, command)}
	return p.handleSeen(ctx, s, outcome, envelope, seen, by)
}

// contend lets two who have seen the same ask for the same. Who loses looks
// again, once.
func (p *Playground) contend(ctx context.Context, s *session, contest world.Contest, b *bout, seen eventstore.Position) (WayResult, error) {
	result := WayResult{Prize: b.prize, Outcomes: []Outcome{}}
	var scope eventstore.Query
	for i, who := range contenders() {
		command := contest.Want(who, b.prize)
		var stream eventstore.StreamID
		if contest.Enter != nil {
			stream = b.streams[i]
		} else {
			stream = p.free(s, command)
		}
		scope = s.world.Deciders[stream.Category()].ScopeOf(command).Query
		var by *eventstore.Query
		if b.way == ByQuery {
			query := append(eventstore.Query{{Streams: []eventstore.StreamID{stream}}}, scope...)
			by = &query
		}
		outcome, err := p.ask(ctx, s, who, stream, command, &seen, by)
		if err != nil {
			return result, err
		}
		result.Outcomes = append(result.Outcomes, outcome)
		if outcome.Kind == OutcomeConflict {
			again, err := p.ask(ctx, s, who, stream, command, nil, by)
			if err != nil {
				return result, err
			}
			result.Again = &again
		}
	}
	result.Query = scope.String()
	var err error
	result.Verdict, result.Holds, err = s.verdict(ctx, contest, b.prize, scope)
	return result, err
}

// verdict says what became of a prize by now.
func (s *session) verdict(ctx context.Context, contest world.Contest, prize string, scope eventstore.Query) (string, bool, error) {
	var events []world.Recorded
	for e, err := range s.log.Store.ReadMatching(ctx, scope, 0) {
		if err != nil {
			return "", false, err
		}
		events = append(events, s.world.Registry.Read(e))
	}
	verdict, holds := contest.Verdict(prize, events)
	return verdict, holds, nil
}

// describeContests tells the page of a world's contests.
func describeContests(contests []world.Contest) []Contest {
	described := []Contest{}
	for _, c := range contests {
		described = append(described, Contest{Name: c.Name, Rule: c.Rule, Label: c.Label, Prizes: c.Prizes[:]})
	}
	return described
}

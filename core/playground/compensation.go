package playground

import (
	"context"
	"fmt"
	"maps"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
)

// find returns the event with an id, one at position 0 when the log has none.
func (s *session) find(ctx context.Context, id uuid.UUID) (eventstore.Event, error) {
	position, err := s.log.Store.Find(ctx, id)
	if err != nil || position == 0 {
		return eventstore.Event{}, err
	}
	return s.at(ctx, position)
}

// compensatedBy returns the event that compensated another, one at position 0
// when none did. It costs the same however long ago that was.
func (s *session) compensatedBy(ctx context.Context, e eventstore.Event) (eventstore.Event, error) {
	return s.find(ctx, aggregate.EventID(aggregate.CompensationID(e.ID), 0))
}

// compensates reports whether an event compensates the one that caused it.
func compensates(e, cause eventstore.Event) bool {
	const most = 8 // events of one command
	command := aggregate.CompensationID(cause.ID)
	for i := range most {
		if e.ID == aggregate.EventID(command, i) {
			return true
		}
	}
	return false
}

// compensate makes the params of a command those of the one that compensates the
// event that it undoes, and returns that event. What the params say already must be
// the same. It fails when nothing compensates the event.
func (p *Playground) compensate(ctx context.Context, s *session, params *CommandParams) (eventstore.Event, error) {
	o, err := p.opposite(ctx, s, *params.Undoes)
	if err != nil {
		return o.event, err
	}
	if o.command == nil {
		return o.event, &Error{Code: CodeNotFound, Message: o.why}
	}
	switch {
	case params.Stream != "" && params.Stream != o.stream && !o.command.Creates,
		params.Command != "" && params.Command != o.command.Name,
		params.Form != nil && !maps.Equal(params.Form, o.form),
		len(params.Data) > 0:
		return o.event, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("What undoes event %d is %s on %s, and nothing else.", o.event.Position, summarise(o.command, o.value), o.stream)}
	case o.command.Creates: // whatever stream was free when somebody asked
		none := eventstore.NoStream
		params.ExpectedVersion = &none
	}
	params.Stream = o.stream
	params.ID = aggregate.CompensationID(o.event.ID).String()
	params.Command, params.Form = o.command.Name, o.form
	return o.event, nil
}

package playground

import (
	"context"
	"fmt"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/schema"
	"playhead/core/world"
)

// opposite is what compensates an event, as it could be sent now.
type opposite struct {
	event    eventstore.Event
	done     eventstore.Event // that compensated it already; at position 0 when none did
	why      string
	command  *world.Command // nil where nothing compensates the event
	value    any            // of the command, as the form reads
	form     map[string]string
	problems []schema.Problem
	stream   eventstore.StreamID
}

// opposite returns what compensates the event at a position. It fails when there is
// no such event.
func (p *Playground) opposite(ctx context.Context, s *session, position eventstore.Position) (o opposite, err error) {
	p.mu.Lock()
	o.event, err = s.at(ctx, position)
	p.mu.Unlock()
	if err != nil {
		return o, err
	}
	if o.done, err = s.compensatedBy(ctx, o.event); err != nil {
		return o, err
	}
	read := s.world.Registry.Read(o.event)
	if raw, ok := read.Event.(schema.Raw); ok {
		o.why = fmt.Sprintf("Nobody knows what the opposite of event %d is, which cannot be read: %s.", position, raw.Reason)
		return o, nil
	}
	before, err := p.stateAt(ctx, s, o.event.Stream, o.event.Version-1, position-1)
	if err != nil {
		return o, err
	}
	said := s.world.Opposite(o.event.Stream, before.Value, read.Event)
	if o.why, err = s.whyNone(ctx, o.event, said); err != nil || o.why != "" {
		return o, err
	}
	return o, p.fillIn(ctx, s, &o, said)
}

// fillIn makes the command that a world says is the opposite fit to be sent.
func (p *Playground) fillIn(ctx context.Context, s *session, o *opposite, said world.Opposite) error {
	c := s.world.CommandOf(said.Command)
	o.why, o.form = said.Why, schema.Form(said.Command)
	gone, err := s.forgotten(ctx, o.event, o.form)
	if err != nil {
		return err
	}
	if gone {
		o.why = "What was there before is forgotten: its key is destroyed, so that nothing brings it back."
		return nil
	}
	o.command = c
	o.value, o.problems = schema.ParseForm(c.Go, o.form)
	switch {
	case o.done.Position > 0:
		o.stream = o.done.Stream
	case c.Creates:
		p.mu.Lock()
		o.stream = s.index.next(c.Category)
		p.mu.Unlock()
	default:
		o.stream = o.event.Stream
	}
	return nil
}

// whyNone says why nothing compensates an event, and nothing where something does.
func (s *session) whyNone(ctx context.Context, e eventstore.Event, said world.Opposite) (string, error) {
	for _, m := range s.world.Managers {
		switch own := e.Stream.Category() == m.Category; {
		case own && said.Command == nil && said.Why == "":
			return fmt.Sprintf("This says how far the process %s has come. What it did it undoes by itself where a step fails.", m.Name), nil
		case !own && e.Metadata.Actor == m.Actor():
			of, err := s.find(ctx, e.Metadata.CausationID)
			process := or(string(of.Stream), "the process "+m.Name)
			return fmt.Sprintf("This is a step of %s, which undoes its own steps where one fails. Undone alone, one step would not fit the others.", process), err
		}
	}
	switch c := s.world.CommandOf(said.Command); {
	case said.Command == nil && said.Why != "":
		return said.Why, nil
	case said.Command == nil:
		return fmt.Sprintf("Nothing undoes %s: the world %s has no opposite of it.", e.Type, s.world.Name), nil
	case c == nil || !c.Creates && c.Category != e.Stream.Category():
		return fmt.Sprintf("Nothing undoes %s: what the world %s says is its opposite is no command for %s.", e.Type, s.world.Name, e.Stream), nil
	}
	return "", nil
}

// forgotten reports whether a text that an opposite is filled in with stands for
// one whose key is gone.
func (s *session) forgotten(ctx context.Context, e eventstore.Event, form map[string]string) (bool, error) {
	stands := false
	for _, text := range form {
		stands = stands || text == schema.Forgotten || text == schema.Closed
	}
	if !stands {
		return false, nil
	}
	for earlier, err := range s.log.Store.ReadStream(ctx, e.Stream, 0) {
		if err != nil || earlier.Version > e.Version {
			return false, err
		}
		for _, text := range s.world.Registry.Personal(earlier) {
			if text.Sealed && !text.Opened {
				return true, nil
			}
		}
	}
	return false, nil
}

// stateAt returns the state of a stream up to a position, where it is at a version.
// What is known of a long stream is not folded again.
func (p *Playground) stateAt(ctx context.Context, s *session, stream eventstore.StreamID, version eventstore.Version, at eventstore.Position) (aggregate.State, error) {
	decider := s.world.Deciders[stream.Category()]
	switch {
	case version == 0 && decider != nil:
		return aggregate.State{Value: decider.Initial}, nil
	case version <= shortStream:
		return aggregate.Load(ctx, s.log.Store, s.world.Registry, decider, stream, at)
	}
	moment, err := s.timeline.At(ctx, at)
	if err != nil {
		return aggregate.State{}, notThere(err)
	}
	return s.stateIn(moment, stream), nil
}

package playground

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"playhead/core/causes"
	"playhead/core/eventstore"
	"playhead/core/json"
	"playhead/core/schema"
	"playhead/core/sealing"
)

// row makes a line of a list out of an event.
func (s *session) row(e eventstore.Event) EventRow {
	row := EventRow{
		Position: e.Position, Timestamp: e.Timestamp.UnixMilli(), Stream: e.Stream, Version: e.Version,
		Type: e.Type, SchemaVersion: e.SchemaVersion, Colour: -1,
	}
	event, steps, err := s.world.Registry.Trace(e)
	if err != nil {
		const most = 120 // bytes: more than a row has room for
		row.Summary = string(bytes.ToValidUTF8(e.Data[:min(len(e.Data), most)], nil))
		return row
	}
	read := steps[len(steps)-1]
	row.Colour = int(s.index.colours[read])
	row.Summary = read.Summary(event)
	return row
}

// at returns the event at a position. It fails when the log has none there.
func (s *session) at(ctx context.Context, position eventstore.Position) (eventstore.Event, error) {
	if position > 0 {
		for e, err := range s.log.Store.ReadAll(ctx, position-1) {
			return e, err
		}
	}
	return eventstore.Event{}, &Error{
		Code:    CodeNotFound,
		Message: fmt.Sprintf("There is no event %d; the log holds events 1 to %d.", position, s.index.head()),
	}
}

// correlatedWithin is how far to either side of an event others with its
// correlation id are looked for: what one intention sets off lies close
// together, and a log of a million is not read for it.
const correlatedWithin = 2000

// correlatedMost is how many of them are told of.
const correlatedMost = 20

// treeMost is how many of what hangs together is drawn: more than can be seen at
// once.
const treeMost = 60

func (p *Playground) event(ctx context.Context, params EventParams) (EventResult, error) {
	return locked(p, func(s *session) (EventResult, error) {
		e, err := s.at(ctx, params.Position)
		if err != nil {
			return EventResult{}, err
		}
		result := EventResult{
			Row: s.row(e), ID: e.ID.String(), CorrelationID: e.Metadata.CorrelationID.String(),
			CausationID: e.Metadata.CausationID.String(), Actor: e.Metadata.Actor, Command: e.Metadata.Command,
			Hash: e.Hash.String(), Stored: indent(e.Data),
			Causes: []EventRow{}, Effects: []EventRow{}, Correlated: []EventRow{},
		}
		if e.Position > 1 {
			before, err := s.at(ctx, e.Position-1)
			if err != nil {
				return EventResult{}, err
			}
			result.PreviousHash = before.Hash.String()
		}
		s.readAsToday(&result, e)
		return result, s.relate(ctx, &result, e)
	})
}

// readAsToday adds what the upcasters and the keys of persons make of the
// event, or why it is raw.
func (s *session) readAsToday(result *EventResult, e eventstore.Event) {
	event, steps, err := s.world.Registry.Trace(e)
	if err != nil {
		result.Problem = "Shown as it was recorded: " + err.Error() + ". Folds pass it over."
		return
	}
	result.Sealed = s.describeSealed(e)
	if len(steps) == 1 && len(result.Sealed) == 0 {
		return
	}
	data, err := json.Marshal(event)
	if err != nil {
		result.Problem = sentence(err.Error())
		return
	}
	newest := steps[len(steps)-1]
	result.Read = &Upcast{Type: newest.Name, SchemaVersion: newest.SchemaVersion, Data: indent(data), Steps: []string{}}
	for i, t := range steps[1:] {
		step := fmt.Sprintf("%s v%d to v%d", t.Name, steps[i].SchemaVersion, t.SchemaVersion)
		if t.Name != steps[i].Name {
			step = fmt.Sprintf("%s v%d to %s v%d", steps[i].Name, steps[i].SchemaVersion, t.Name, t.SchemaVersion)
		}
		result.Read.Steps = append(result.Read.Steps, step)
	}
}

// describeSealed tells of each sealed text of an event with which key it was
// opened, or that it cannot be any more.
func (s *session) describeSealed(e eventstore.Event) []string {
	var told []string
	for _, text := range s.world.Registry.Personal(e) {
		key, _ := sealing.Fingerprint(text.Stored)
		switch {
		case text.Opened:
			told = append(told, fmt.Sprintf("%s with key %s of %s", text.Path, key, text.Person))
		case text.Sealed:
			told = append(told, fmt.Sprintf("%s forgotten, its key is gone", text.Path))
		}
	}
	return told
}

// relate adds the events that have to do with one.
func (s *session) relate(ctx context.Context, result *EventResult, e eventstore.Event) error {
	around, err := s.around(ctx, e.Position)
	if err == nil {
		around, err = s.linked(ctx, result, e, around)
	}
	if err != nil {
		return err
	}
	for _, other := range around {
		switch {
		case other.Position == e.Position:
		case other.ID == e.Metadata.CausationID:
			result.Causes = append(result.Causes, s.row(other))
		case other.Metadata.CausationID == e.ID:
			result.Effects = append(result.Effects, s.row(other))
		case other.Metadata.CorrelationID == e.Metadata.CorrelationID && e.Metadata.CorrelationID != uuid.Nil &&
			len(result.Correlated) < correlatedMost:
			result.Correlated = append(result.Correlated, s.row(other))
		}
	}
	if len(result.Causes)+len(result.Effects)+len(result.Correlated) == 0 {
		return nil // it stands alone
	}
	nodes, more := causes.Tree(around, e.Position, treeMost)
	result.TreeMore = more
	for _, n := range nodes {
		node := CausalNode{Depth: n.Depth, Command: n.Command, Actor: n.Actor}
		if n.Event != nil {
			row := s.row(*n.Event)
			node.Row = &row
		}
		result.Tree = append(result.Tree, node)
	}
	return nil
}

// linked tells which event another compensates, and which one compensates it, and adds
// these and what caused it to the events around it, however far away they are.
func (s *session) linked(ctx context.Context, result *EventResult, e eventstore.Event, around []eventstore.Event) ([]eventstore.Event, error) {
	cause, err := s.find(ctx, e.Metadata.CausationID)
	if err != nil {
		return nil, err
	}
	undone, err := s.compensatedBy(ctx, e)
	if err != nil {
		return nil, err
	}
	if cause.Position > 0 && compensates(e, cause) {
		row := s.row(cause)
		result.Undoes = &row
	}
	if undone.Position > 0 {
		row := s.row(undone)
		result.UndoneBy = &row
	}
	if cause.Position > 0 && cause.Position < around[0].Position {
		around = slices.Insert(around, 0, cause)
	}
	if undone.Position > around[len(around)-1].Position {
		around = append(around, undone)
	}
	return around, nil
}

// around returns the events on both sides of a position in which others that have to do with
// it are looked for.
func (s *session) around(ctx context.Context, position eventstore.Position) ([]eventstore.Event, error) {
	var events []eventstore.Event
	for e, err := range s.log.Store.ReadAll(ctx, position-min(position, correlatedWithin)) {
		if err != nil {
			return nil, fmt.Errorf("read the events around %d: %w", position, err)
		}
		if e.Position > position+correlatedWithin {
			break
		}
		events = append(events, e)
	}
	return events, nil
}

// indent writes JSON on several lines. What is not JSON stays as it is.
func indent(data []byte) string {
	text, err := json.Indent(data)
	if err != nil {
		return string(data)
	}
	return text
}

// encoded returns an event's data as it is read today, as JSON.
func (s *session) encoded(e eventstore.Event) []byte {
	t := s.world.Registry.Lookup(e.Type, e.SchemaVersion)
	if t == nil || !t.Old() && !t.HasPersonal() {
		return e.Data
	}
	event := s.world.Registry.Read(e).Event
	if _, raw := event.(schema.Raw); raw {
		return e.Data
	}
	data, err := json.Marshal(event)
	if err != nil {
		return e.Data
	}
	return data
}

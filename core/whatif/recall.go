package whatif

import (
	"bytes"
	"context"

	"playhead/core/eventstore"
	"playhead/core/json"
	"playhead/core/schema"
	"playhead/core/world"
)

// recall makes the command anew that led to events. A log keeps its name and
// not what was filled in, so that is read from the events: fields of the same
// name. Whether this was the command is not believed but tried: in the state as
// it was it must lead to the very events that were recorded. It returns nil
// where the command is not known, and fails when ctx ends.
func (t *trial) recall(ctx context.Context, s *strand, caused []eventstore.Event) (any, error) {
	command := guess(t.world, caused)
	if command == nil || s.decider == nil {
		return nil, nil
	}
	first := caused[0]
	decided, refusal, err := t.decide(ctx, t.store, first.Position-1, s.decider, s.was, first.Stream, command)
	if failed := ctx.Err(); failed != nil {
		return nil, failed
	}
	if err != nil || refusal != nil || !same(t.world.Registry, decided, caused) {
		return nil, nil
	}
	return command, nil
}

// guess fills a command in from the events that it caused; nil where that cannot be.
func guess(w *world.World, caused []eventstore.Event) any {
	command := w.Command(caused[0].Metadata.Command)
	if command == nil {
		return nil
	}
	known := map[string]json.RawMessage{}
	for _, e := range caused {
		data, ok := today(w.Registry, e)
		if !ok {
			return nil
		}
		fields := map[string]json.RawMessage{}
		if json.Unmarshal(data, &fields) != nil {
			return nil
		}
		for name, value := range fields {
			if _, earlier := known[name]; !earlier {
				known[name] = value
			}
		}
	}
	filled := map[string]json.RawMessage{}
	for _, f := range command.Fields {
		if value, ok := known[f.Name]; ok {
			filled[f.Name] = value
		}
	}
	text, err := json.Marshal(filled)
	if err != nil {
		return nil
	}
	value, problems := schema.ParseData(command.Go, text)
	if len(problems) > 0 {
		return nil
	}
	return value
}

// same reports whether events that were decided on are those that were
// recorded, as they are read today.
func same(registry *schema.Registry, decided []any, recorded []eventstore.Event) bool {
	if len(decided) != len(recorded) {
		return false
	}
	for i, event := range decided {
		data, err := registry.Encode(event)
		if err != nil {
			return false
		}
		was, ok := today(registry, recorded[i])
		if !ok || registry.Of(event) != registry.Of(registry.Read(recorded[i]).Event) || !bytes.Equal(data.Data, was) {
			return false
		}
	}
	return true
}

// today returns an event's data as today's schema version has it, and false
// for one that cannot be read.
func today(registry *schema.Registry, e eventstore.Event) (json.RawMessage, bool) {
	event := registry.Read(e).Event
	if _, raw := event.(schema.Raw); raw {
		return nil, false
	}
	data, err := registry.Encode(event)
	return data.Data, err == nil
}

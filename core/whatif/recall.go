package whatif

import (
	"bytes"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/json"
	"playhead/core/schema"
	"playhead/core/world"
)

// recall makes the command anew that led to events. A log keeps its name and
// not what was filled in, so that is read from the events: fields of the same
// name. Whether this was the command is not believed but tried: in the state as
// it was it must lead to the very events that were recorded. It returns nil
// where the command is not known.
func recall(w *world.World, was aggregate.State, caused []eventstore.Event) any {
	decider := w.Deciders[caused[0].Stream.Category()]
	command := w.Command(caused[0].Metadata.Command)
	if decider == nil || command == nil {
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
	decided, err := decide(decider, was.Value, value)
	if err != nil || !same(w.Registry, decided, caused) {
		return nil
	}
	return value
}

// decide lets the rules decide. One that panics has no answer.
func decide(d *aggregate.Decider, state, command any) (events []any, err error) {
	defer func() {
		if recover() != nil {
			err = cannot("the rule panicked")
		}
	}()
	return d.Decide(state, command)
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

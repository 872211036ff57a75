package schema

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"playhead/core/eventstore"
	"playhead/core/json"
)

// Recorded is an event as it is read today: decoded, and lifted by upcasters
// to the newest schema version.
type Recorded struct {
	Stream    eventstore.StreamID
	Version   eventstore.Version
	Position  eventstore.Position
	Timestamp time.Time
	Actor     string
	Type      string // as it was recorded
	// Event is the value of the type's newest Go struct, or Raw.
	Event any
}

// Raw stands for an event that cannot be read as one of the world's types. It
// is shown as it is and passed by every fold.
type Raw struct {
	Type          string
	SchemaVersion int
	Data          json.RawMessage
	Reason        string // why it is raw, in a sentence
}

// EventType is one schema version of a type of event.
type EventType struct {
	Name          string
	SchemaVersion int
	Go            reflect.Type
	Fields        []Field
	upcast        func(any) any // nil for the newest
	next          *EventType
}

// Current returns what events of this type and schema version are read as.
func (t *EventType) Current() *EventType {
	for t.next != nil {
		t = t.next
	}
	return t
}

// Summary tells the event's first values in a line for a list.
func (t *EventType) Summary(event any) string {
	const most = 3 // what fits into a row beside the type
	return summary(reflect.ValueOf(event), t.Fields, most)
}

type typeKey struct {
	name    string
	version int
}

// Registry knows a world's event types in all their schema versions.
type Registry struct {
	byKey  map[typeKey]*EventType
	byGo   map[reflect.Type]*EventType
	newest []*EventType
}

// NewRegistry returns a registry that knows nothing.
func NewRegistry() *Registry {
	return &Registry{byKey: map[typeKey]*EventType{}, byGo: map[reflect.Type]*EventType{}}
}

// Register adds a schema version of an event type. It panics when the name
// and version, or the Go type, are taken: that is a mistake of the program.
func (r *Registry) Register(name string, version int, goType reflect.Type) *EventType {
	key := typeKey{name, version}
	if r.byKey[key] != nil || r.byGo[goType] != nil {
		panic(fmt.Sprintf("schema: %s v%d or %s is registered twice", name, version, goType))
	}
	t := &EventType{Name: name, SchemaVersion: version, Go: goType, Fields: Fields(goType)}
	r.byKey[key], r.byGo[goType] = t, t
	r.newest = append(r.newest, t)
	return t
}

// Upcast says that upcast turns values of from into values of to, of which from is no
// longer the newest. It panics when from has an upcaster already.
func (r *Registry) Upcast(from, to *EventType, upcast func(any) any) {
	if from.next != nil {
		panic(fmt.Sprintf("schema: %s v%d has two upcasters", from.Name, from.SchemaVersion))
	}
	from.next, from.upcast = to, upcast
	r.newest = slices.DeleteFunc(r.newest, func(t *EventType) bool { return t == from })
}

// Raise gives a type a higher schema version, because an upcaster leads to it
// from the one below. A version that is not higher changes nothing.
func (r *Registry) Raise(t *EventType, version int) {
	if version <= t.SchemaVersion {
		return
	}
	delete(r.byKey, typeKey{t.Name, t.SchemaVersion})
	t.SchemaVersion = version
	r.byKey[typeKey{t.Name, version}] = t
}

// Newest lists the event types at their newest schema versions, in the order in which
// they were registered.
func (r *Registry) Newest() []*EventType { return r.newest }

// Of returns the type of an event's Go value, nil for one that is not known.
func (r *Registry) Of(event any) *EventType { return r.byGo[reflect.TypeOf(event)] }

// Lookup returns a schema version of a type, nil for one that is not known.
func (r *Registry) Lookup(name string, version int) *EventType {
	return r.byKey[typeKey{name, version}]
}

// Encode turns an event's Go value into what is recorded. It fails when the
// type is not registered.
func (r *Registry) Encode(event any) (eventstore.EventData, error) {
	t := r.Of(event)
	if t == nil {
		return eventstore.EventData{}, fmt.Errorf("encode event: type %T is not registered in this world", event)
	}
	data, err := json.Marshal(event)
	if err != nil {
		return eventstore.EventData{}, fmt.Errorf("encode %s: %w", t.Name, err)
	}
	return eventstore.EventData{Type: t.Name, SchemaVersion: t.SchemaVersion, Data: data}, nil
}

// Read decodes an event and lifts it to the newest schema version. It never
// fails: what cannot be read becomes Raw, with the reason.
func (r *Registry) Read(e eventstore.Event) Recorded {
	recorded := Recorded{
		Stream: e.Stream, Version: e.Version, Position: e.Position,
		Timestamp: e.Timestamp, Actor: e.Metadata.Actor, Type: e.Type,
	}
	event, _, err := r.Trace(e)
	if err != nil {
		event = Raw{e.Type, e.SchemaVersion, e.Data, err.Error()}
	}
	recorded.Event = event
	return recorded
}

// Trace decodes an event and follows it through its upcasters; the steps are the types it
// passed through, the recorded one first. It fails with a sentence when the
// type or the schema version is not known, when the data does not fit, and
// when an upcaster panics.
func (r *Registry) Trace(e eventstore.Event) (event any, steps []*EventType, err error) {
	t := r.Lookup(e.Type, e.SchemaVersion)
	if t == nil {
		return nil, nil, r.unknown(e)
	}
	defer func() {
		if p := recover(); p != nil {
			event, err = nil, fmt.Errorf("an upcaster of %s failed: %v", e.Type, p)
		}
	}()
	v := reflect.New(t.Go)
	if err := json.Unmarshal(e.Data, v.Interface()); err != nil {
		return nil, nil, fmt.Errorf("its data does not fit %s v%d: %w", e.Type, e.SchemaVersion, err)
	}
	event = v.Elem().Interface()
	for steps = []*EventType{t}; t.next != nil; t = t.next {
		event = t.upcast(event)
		steps = append(steps, t.next)
	}
	return event, steps, nil
}

// Types returns all schema versions of a type.
func (r *Registry) Types(name string) []*EventType {
	var types []*EventType
	for key, t := range r.byKey {
		if key.name == name {
			types = append(types, t)
		}
	}
	return types
}

func (r *Registry) unknown(e eventstore.Event) error {
	if len(r.Types(e.Type)) > 0 {
		return fmt.Errorf("this world knows %s, but not its schema version %d", e.Type, e.SchemaVersion)
	}
	return fmt.Errorf("this world has no event type %s", e.Type)
}

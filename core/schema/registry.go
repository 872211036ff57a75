package schema

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"playhead/core/eventstore"
	"playhead/core/json"
	"playhead/core/sealing"
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
	upcast        func(any) (any, error) // nil for the newest
	next          []*EventType           // what it leads to: several where the type was split
	personal      bool                   // whether it holds data of persons
}

// Old reports whether an upcaster leads on from this schema version.
func (t *EventType) Old() bool { return t.upcast != nil }

// Next returns the types that the upcaster leads to: none for the newest, several where
// the type was split.
func (t *EventType) Next() []*EventType { return t.next }

// Ends returns what events of this type and schema version can be read as.
func (t *EventType) Ends() []*EventType {
	if !t.Old() {
		return []*EventType{t}
	}
	var ends []*EventType
	for _, next := range t.next {
		for _, end := range next.Ends() {
			if !slices.Contains(ends, end) {
				ends = append(ends, end)
			}
		}
	}
	return ends
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
	all    []*EventType
	ring   *sealing.Ring // nil without keys
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
	t.personal = anyPersonal(t.Fields)
	r.byKey[key], r.byGo[goType] = t, t
	r.newest, r.all = append(r.newest, t), append(r.all, t)
	return t
}

// Upcast says that upcast turns values of from into values of to, of which from is no
// longer the newest. It panics when from has an upcaster already.
func (r *Registry) Upcast(from, to *EventType, upcast func(any) any) {
	r.Split(from, []*EventType{to}, func(e any) (any, error) { return upcast(e), nil })
}

// Split says that choose turns a value of from into a value of one of the types in
// to, by what is in it. One recorded event stays one event: positions and
// versions count what was recorded, and a reader that got two for one could not say
// up to where it has read. An error of choose makes the event raw. It panics when from
// has an upcaster already.
func (r *Registry) Split(from *EventType, to []*EventType, choose func(any) (any, error)) {
	if from.Old() {
		panic(fmt.Sprintf("schema: %s v%d has two upcasters", from.Name, from.SchemaVersion))
	}
	from.next, from.upcast = to, choose
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

// Encode turns an event's Go value into what is recorded, in the clear; Record
// seals what is to be sealed. It fails when the type is not registered.
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
// when an upcaster fails or panics.
func (r *Registry) Trace(e eventstore.Event) (event any, steps []*EventType, err error) {
	t, event, err := r.decode(e)
	if err != nil {
		return nil, nil, err
	}
	for steps = []*EventType{t}; t.Old(); steps = append(steps, t) {
		if event, t, err = r.lift(t, event); err != nil {
			return nil, nil, err
		}
	}
	return event, steps, nil
}

// Step is what an event is at one of its schema versions.
type Step struct {
	Type  *EventType
	Event any
}

// Follow does what Trace does and returns what the event was at each step, the
// recorded one first. When it fails, the steps are those that went well.
func (r *Registry) Follow(e eventstore.Event) ([]Step, error) {
	t, event, err := r.decode(e)
	if err != nil {
		return nil, err
	}
	steps := []Step{{t, event}}
	for t.Old() {
		if event, t, err = r.lift(t, event); err != nil {
			return steps, err
		}
		steps = append(steps, Step{t, event})
	}
	return steps, nil
}

// decode reads an event as the type that it was recorded as.
func (r *Registry) decode(e eventstore.Event) (*EventType, any, error) {
	t := r.Lookup(e.Type, e.SchemaVersion)
	if t == nil {
		return nil, nil, r.unknown(e)
	}
	v := reflect.New(t.Go)
	if err := json.Unmarshal(e.Data, v.Interface()); err != nil {
		return nil, nil, fmt.Errorf("its data does not fit %s v%d: %w", e.Type, e.SchemaVersion, err)
	}
	if t.personal {
		r.open(t, v.Elem(), e)
	}
	return t, v.Elem().Interface(), nil
}

// lift takes an event one step further.
func (r *Registry) lift(t *EventType, event any) (lifted any, next *EventType, err error) {
	defer func() {
		if p := recover(); p != nil {
			lifted, err = nil, fmt.Errorf("the upcaster of %s v%d failed: %v", t.Name, t.SchemaVersion, p)
		}
	}()
	if lifted, err = t.upcast(event); err != nil {
		return nil, nil, fmt.Errorf("the upcaster of %s v%d failed: %w", t.Name, t.SchemaVersion, err)
	}
	next = r.Of(lifted)
	if !slices.Contains(t.next, next) {
		return nil, nil, fmt.Errorf("the upcaster of %s v%d made a %T, which it does not lead to", t.Name, t.SchemaVersion, lifted)
	}
	return lifted, next, nil
}

// Types returns all schema versions of a type, the first one first.
func (r *Registry) Types(name string) []*EventType {
	var types []*EventType
	for key, t := range r.byKey {
		if key.name == name {
			types = append(types, t)
		}
	}
	slices.SortFunc(types, func(a, b *EventType) int { return a.SchemaVersion - b.SchemaVersion })
	return types
}

// All lists all schema versions of all types, in the order in which they were registered.
func (r *Registry) All() []*EventType { return r.all }

func (r *Registry) unknown(e eventstore.Event) error {
	if len(r.Types(e.Type)) > 0 {
		return fmt.Errorf("this world knows %s, but not its schema version %d", e.Type, e.SchemaVersion)
	}
	return fmt.Errorf("this world has no event type %s", e.Type)
}

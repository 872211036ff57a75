package evolution

import (
	"bytes"
	"maps"
	"slices"

	"playhead/core/eventstore"
	"playhead/core/json"
	"playhead/core/schema"
)

// Change says what became of a field since the step before.
type Change string

// The changes.
const (
	Same    Change = ""
	Added   Change = "added"
	Changed Change = "changed"
	Dropped Change = "dropped"
)

// Field is a field of an event's data, as JSON.
type Field struct {
	Name   string
	Value  string
	Change Change
}

// Shape is what an event is at one step.
type Shape struct {
	Type    string
	Version int
	Bytes   int
	Fields  []Field
}

// Shapes returns what an event is at each step: as it was stored, as the type that it
// was recorded as reads it, and after each upcaster. When a step fails, the error says why, and
// the shapes are those before it. Data that is no object has no fields.
func Shapes(registry *schema.Registry, e eventstore.Event) ([]Shape, error) {
	stored := Shape{Type: e.Type, Version: e.SchemaVersion, Bytes: len(e.Data)}
	before, _ := fieldsOf(e.Data) // what is not JSON is shown as it is, elsewhere
	stored.Fields = compare(before, before, names(before))
	shapes := []Shape{stored}
	steps, err := registry.Follow(e)
	for i, step := range steps {
		data, failed := json.Marshal(step.Event)
		if failed != nil {
			return shapes, failed
		}
		after, failed := fieldsOf(data)
		if failed != nil {
			return shapes, failed
		}
		var order []string
		for _, f := range step.Type.Fields {
			order = append(order, f.Name)
		}
		shape := Shape{step.Type.Name, step.Type.SchemaVersion, len(data), compare(before, after, order)}
		before = after
		if i == 0 && same(shape.Fields) {
			continue // reading changed nothing: what was stored says it all
		}
		shapes = append(shapes, shape)
	}
	return shapes, err
}

func same(fields []Field) bool {
	return !slices.ContainsFunc(fields, func(f Field) bool { return f.Change != Same })
}

func fieldsOf(data []byte) (map[string]json.RawMessage, error) {
	var fields map[string]json.RawMessage
	err := json.Unmarshal(data, &fields)
	return fields, err
}

func names(fields map[string]json.RawMessage) []string { return slices.Sorted(maps.Keys(fields)) }

// compare lists the fields of after in an order, the others behind, and then what
// is no longer there.
func compare(before, after map[string]json.RawMessage, order []string) []Field {
	fields := []Field{}
	for _, name := range append(order, names(after)...) {
		value, here := after[name]
		if !here || slices.ContainsFunc(fields, func(f Field) bool { return f.Name == name }) {
			continue
		}
		field := Field{Name: name, Value: string(value)}
		switch old, known := before[name]; {
		case !known:
			field.Change = Added
		case !equal(old, value):
			field.Change = Changed
		}
		fields = append(fields, field)
	}
	for _, name := range names(before) {
		if _, here := after[name]; !here {
			fields = append(fields, Field{name, string(before[name]), Dropped})
		}
	}
	return fields
}

// equal compares JSON as values: stored data may be written with spaces.
func equal(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) {
		return true
	}
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	one, err := json.Marshal(x)
	other, err2 := json.Marshal(y)
	return err == nil && err2 == nil && bytes.Equal(one, other)
}

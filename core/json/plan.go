package json

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// shape is the JSON form of a Go type.
type shape uint8

const (
	passedOver shape = iota // no target: checked and forgotten
	text
	truth
	whole   // int and its kin
	natural // uint and its kin
	decimal
	number // Number
	base64
	raw
	list
	dictionary // map
	object     // struct
	pointer
	anything
)

// wants says what fits a shape, for a TypeError.
var wants = [...]string{
	text: "text", truth: "true or false", whole: "a whole number", natural: "a whole number",
	decimal: "a number", number: "a number", base64: "text in base64", list: "a list",
	dictionary: "an object", object: "an object",
}

// plan says how values of a Go type are read and written.
type plan struct {
	shape   shape
	goType  reflect.Type
	inner   *plan   // of what a pointer, list or dictionary holds
	fields  []field // of an object, in the order in which they are written
	problem error   // why the type has no JSON form
}

// field is one field of an object.
type field struct {
	name      string
	key       string // the name as it is written: ,"name":
	path      []int  // of indexes; more than one leads through embedded structs
	omitEmpty bool
	plan      *plan
}

func (f *field) in(v reflect.Value) reflect.Value {
	for _, i := range f.path {
		v = v.Field(i)
	}
	return v
}

// find returns the index of the field of that name, or -1. It looks at next
// first: keys mostly come in the order of the fields.
func (p *plan) find(name []byte, next int) int {
	if next < len(p.fields) && p.fields[next].name == string(name) {
		return next
	}
	for i := range p.fields {
		if p.fields[i].name == string(name) {
			return i
		}
	}
	return -1
}

var passOver = plan{shape: passedOver}

// plans keeps the plan of every type that was met at the top or in any. It is
// package state, but only a cache: a plan follows from its type, and is never
// changed once it is here.
var plans sync.Map // from reflect.Type to *plan

func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	m := maker{}
	p := m.plan(t)
	if m.problem != nil {
		p = &plan{problem: m.problem}
	}
	kept, _ := plans.LoadOrStore(t, p) // another may have been faster
	return kept.(*plan)
}

// maker makes a plan and those of all types within it.
type maker struct {
	made    map[reflect.Type]*plan // types may contain themselves
	problem error                  // the first type without a JSON form
}

//go:noinline
func (m *maker) fail(t reflect.Type, why string) {
	if m.problem == nil {
		m.problem = errors.New("the Go type " + t.String() + " has no JSON form: " + why)
	}
}

func (m *maker) plan(t reflect.Type) *plan {
	if p := m.made[t]; p != nil {
		return p
	}
	p := &plan{goType: t}
	if m.made == nil {
		m.made = map[reflect.Type]*plan{}
	}
	m.made[t] = p
	switch t.Kind() {
	case reflect.String:
		p.shape = text
		if t == reflect.TypeOf(Number("")) {
			p.shape = number
		}
	case reflect.Bool:
		p.shape = truth
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		p.shape = whole
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		p.shape = natural
	case reflect.Float32, reflect.Float64:
		p.shape = decimal
	case reflect.Slice:
		switch {
		case t.Elem().Kind() != reflect.Uint8:
			p.shape, p.inner = list, m.plan(t.Elem())
		case t.Name() == "RawMessage":
			p.shape = raw
		default:
			p.shape = base64
		}
	case reflect.Map:
		if t.Key().Kind() != reflect.String {
			m.fail(t, "its keys are not text")
		}
		p.shape, p.inner = dictionary, m.plan(t.Elem())
	case reflect.Struct:
		p.shape, p.fields = object, m.unique(t, m.fields(nil, t, nil))
		if t.NumField() > 0 && len(p.fields) == 0 && !t.Field(0).IsExported() {
			m.fail(t, "all of its fields are hidden")
		}
	case reflect.Pointer:
		// Others can point to themselves without end.
		if k := t.Elem().Kind(); k == reflect.Pointer || k == reflect.Interface {
			m.fail(t, "it points to a pointer or an interface")
		}
		p.shape, p.inner = pointer, m.plan(t.Elem())
	case reflect.Interface:
		p.shape = anything
		if t.NumMethod() > 0 {
			m.fail(t, "of interfaces only any has one")
		}
	default:
		m.fail(t, "it is of the kind "+t.Kind().String())
	}
	return p
}

// fields appends the fields of a struct and of those embedded in it.
func (m *maker) fields(fields []field, t reflect.Type, path []int) []field {
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		if tag == "-" || !f.IsExported() && !f.Anonymous {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if options != "" && options != "omitempty" {
			m.fail(t, "a tag has an option other than omitempty")
		}
		here := append(slices.Clip(path), i)
		switch kind := f.Type.Kind(); {
		case f.Anonymous && kind == reflect.Pointer:
			m.fail(t, "it embeds a pointer")
		case f.Anonymous && kind == reflect.Struct && name == "":
			fields = m.fields(fields, f.Type, here)
		case f.IsExported() || kind == reflect.Struct:
			if name == "" {
				name = f.Name
			}
			key := encoder{b: []byte{','}}
			key.text(name)
			key.byte(':')
			fields = append(fields, field{name, string(key.b), here, options != "", m.plan(f.Type)})
		}
	}
	return fields
}

// unique leaves out the fields of embedded structs that another of the same
// name hides, because it is less deeply embedded.
func (m *maker) unique(t reflect.Type, fields []field) []field {
	var seen []field
	for i, f := range fields {
		hidden, twice := false, false
		for j, other := range fields {
			if i != j && other.name == f.name {
				hidden = hidden || len(other.path) < len(f.path)
				twice = twice || len(other.path) == len(f.path)
			}
		}
		if hidden {
			continue
		}
		if twice {
			m.fail(t, "two of its fields have one name")
		}
		seen = append(seen, f)
	}
	return seen
}

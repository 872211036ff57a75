package schema

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A path leads to a value inside of a struct: names and steps into lists with
// dots between them. An element of a list is named by its number from 1, or,
// where its first field is a text that no other element has, by that text
// after an equals sign: items.=keyboard.price stays with the keyboard when what
// stands before it is removed.

// StepTo names an element of a list within a path. elements are the list's.
func StepTo(elements []Value, i int) string {
	mark := mark(elements[i])
	for j, other := range elements {
		if mark == "" || j != i && other.Values[0].Text == mark {
			return strconv.Itoa(i + 1)
		}
	}
	return "=" + pathEscape.Replace(mark)
}

// mark is the text that an element may be known by, empty without one.
func mark(element Value) string {
	if element.Kind == Object && len(element.Values) > 0 && element.Values[0].Kind == Text {
		return element.Values[0].Text
	}
	return ""
}

var (
	pathEscape   = strings.NewReplacer("%", "%25", ".", "%2E")
	pathUnescape = strings.NewReplacer("%25", "%", "%2E", ".")
)

// At returns the value at a path of a struct, and whether there is one.
func At(v any, path string) (Value, bool) {
	s := reflect.ValueOf(v)
	if s.Kind() != reflect.Struct || path == "" {
		return Value{}, false
	}
	return at(s, Fields(s.Type()), path)
}

// Reader returns At for the values of a type at one path: what is known of the type is
// looked up once.
func Reader(of any, path string) func(v any) (Value, bool) {
	t := reflect.TypeOf(of)
	if t == nil || t.Kind() != reflect.Struct || path == "" {
		return func(any) (Value, bool) { return Value{}, false }
	}
	fields := Fields(t)
	return func(v any) (Value, bool) {
		if s := reflect.ValueOf(v); s.IsValid() && s.Type() == t {
			return at(s, fields, path)
		}
		return Value{}, false
	}
}

func at(s reflect.Value, fields []Field, path string) (Value, bool) {
	name, rest, more := strings.Cut(path, ".")
	for _, f := range fields {
		if f.Name != name {
			continue
		}
		v := s.Field(f.index)
		switch {
		case !more:
			return Value{Field: f, Text: format(v)}, true
		case f.Kind == Object:
			return at(v, f.Fields, rest)
		case f.Kind == List:
			return atElement(v, f.Fields, rest)
		}
	}
	return Value{}, false
}

func atElement(list reflect.Value, fields []Field, path string) (Value, bool) {
	step, rest, more := strings.Cut(path, ".")
	i := elementAt(list, fields, step)
	if i < 0 {
		return Value{}, false
	}
	element := list.Index(i)
	if element.Kind() != reflect.Struct {
		return Value{Field: Field{Name: step, Label: step, Kind: fields[0].Kind}, Text: format(element)}, !more
	}
	if !more {
		return Value{Field: Field{Name: step, Label: step, Kind: Object, Fields: fields}, Text: format(element)}, true
	}
	return at(element, fields, rest)
}

// elementAt returns the index of the element that a step names, -1 without one.
func elementAt(list reflect.Value, fields []Field, step string) int {
	text, marked := strings.CutPrefix(step, "=")
	if !marked {
		n, err := strconv.Atoi(step)
		if err != nil || n < 1 || n > list.Len() {
			return -1
		}
		return n - 1
	}
	if len(fields) == 0 || list.Type().Elem().Kind() != reflect.Struct {
		return -1
	}
	text = pathUnescape.Replace(text)
	for i := range list.Len() {
		if format(list.Index(i).Field(fields[0].index)) == text {
			return i
		}
	}
	return -1
}

// Describe tells what the value at a path of a struct is called, with the names
// of all that it lies in, and its kind. Whether an element is there does not
// matter; a path that no value of the struct's type has is told as it is.
func Describe(v any, path string) (label string, kind FieldKind) {
	t := reflect.TypeOf(v)
	if t == nil || t.Kind() != reflect.Struct {
		return path, Text
	}
	fields, list := Fields(t), false
	var words []string
	for step := range strings.SplitSeq(path, ".") {
		if list {
			words, list = append(words, pathUnescape.Replace(strings.TrimPrefix(step, "="))), false
			if len(fields) == 1 && fields[0].Name == "" { // a list of plain values
				kind = fields[0].Kind
			}
			continue
		}
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == step })
		if i < 0 {
			return path, Text
		}
		words = append(words, fields[i].Label)
		kind, list, fields = fields[i].Kind, fields[i].Kind == List, fields[i].Fields
	}
	return strings.Join(words, " "), kind
}

package schema

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"

	"playhead/core/json"
)

// FieldKind says how a value is entered and shown.
type FieldKind string

// The kinds of fields.
const (
	Text   FieldKind = "text"
	Money  FieldKind = "money" // an Amount
	Number FieldKind = "number"
	Choice FieldKind = "choice"
	Flag   FieldKind = "flag"
	Time   FieldKind = "time"
	Object FieldKind = "object"
	List   FieldKind = "list"
)

// Field describes one field of a struct: an event's, a command's, a state's
// or a row's. The struct's tags are its rules:
//
//	Amount Amount `json:"amount" label:"Amount" min:"0.01" help:"In the account's currency."`
//	Note   string `json:"note,omitempty" max:"80"`
//	Kind   string `json:"kind" choices:"cash,card" default:"cash"`
//
// Data of a person is marked personal:"true" when the stream is the person, or
// with the name of the event's field that names the person's stream. Only text
// can be.
//
// A field is required unless its JSON key says omitempty. For text, max is the
// most characters; for numbers and money, min and max are bounds, written as
// they are entered. A field with the tag show:"-" is recorded and not shown.
type Field struct {
	Name     string // the JSON key
	Label    string
	Kind     FieldKind
	Required bool
	Min, Max string
	Choices  []string
	Default  string
	Help     string
	Fields   []Field // of an object, or of a list's elements
	// Personal says that it is data of a person, which is sealed with that
	// person's key when it is recorded.
	Personal bool
	person   string // the field that names the person's stream; empty for the event's own
	index    int    // in the Go struct
}

// maxText is the most characters of a text that says nothing else: a line or
// two on the page.
const maxText = "200"

// Fields describes the exported fields of a struct type. It panics when t is
// not a struct or has a field of a kind that cannot be shown.
func Fields(t reflect.Type) []Field {
	var fields []Field
	for i := range t.NumField() {
		f := t.Field(i)
		if !shown(f) {
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			name = lowerFirst(f.Name)
		}
		kind, inner := kindOf(f.Type)
		field := Field{
			Name:     name,
			Label:    or(f.Tag.Get("label"), words(f.Name)),
			Kind:     kind,
			Required: !strings.Contains(options, "omitempty"),
			Min:      f.Tag.Get("min"),
			Max:      f.Tag.Get("max"),
			Default:  f.Tag.Get("default"),
			Help:     f.Tag.Get("help"),
			Fields:   inner,
			index:    i,
		}
		field.ofPerson(f)
		if choices := f.Tag.Get("choices"); choices != "" {
			field.Kind, field.Choices = Choice, strings.Split(choices, ",")
		}
		if field.Kind == Text && field.Max == "" {
			field.Max = maxText
		}
		fields = append(fields, field)
	}
	return fields
}

// shown reports whether a field is one of those that Fields describes.
func shown(f reflect.StructField) bool {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return f.IsExported() && name != "-" && f.Tag.Get("show") != "-"
}

// MaxLength returns the most characters of a text.
func (f Field) MaxLength() int { return atoi(f.Max) }

func kindOf(t reflect.Type) (FieldKind, []Field) {
	switch {
	case t == reflect.TypeFor[Amount]():
		return Money, nil
	case t == reflect.TypeFor[time.Time]():
		return Time, nil
	}
	switch t.Kind() {
	case reflect.String:
		return Text, nil
	case reflect.Bool:
		return Flag, nil
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Uint64, reflect.Uint32:
		return Number, nil
	case reflect.Struct:
		return Object, Fields(t)
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Struct {
			return List, Fields(t.Elem())
		}
		kind, _ := kindOf(t.Elem())
		return List, []Field{{Kind: kind}}
	default:
		panic(fmt.Sprintf("schema: a field of type %s cannot be shown", t))
	}
}

// Format writes a value as the page shows it: 1,300.00 for an Amount, 1,284
// for a number, yes or no for a flag, and a count for a list.
func Format(v any) string { return format(reflect.ValueOf(v)) }

func format(v reflect.Value) string {
	if !v.IsValid() {
		return ""
	}
	switch x := v.Interface().(type) {
	case Amount:
		return x.String()
	case time.Time:
		if x.IsZero() {
			return ""
		}
		return x.UTC().Format("2006-01-02 15:04:05")
	case json.RawMessage:
		return string(x)
	}
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		if v.Bool() {
			return "yes"
		}
		return "no"
	case reflect.Int, reflect.Int64, reflect.Int32:
		if n := v.Int(); n < 0 {
			return "-" + group(-uint64(n))
		}
		return group(uint64(v.Int()))
	case reflect.Uint64, reflect.Uint32:
		return group(v.Uint())
	case reflect.Slice:
		return count(v.Len(), "entry", "entries")
	case reflect.Struct:
		return Summary(v.Interface(), v.NumField())
	default:
		return fmt.Sprint(v.Interface())
	}
}

// Values returns a struct's values as the page shows them, in the order of
// Fields.
func Values(v any) []string {
	s := reflect.ValueOf(v)
	var out []string
	for i := range s.NumField() {
		if shown(s.Type().Field(i)) {
			out = append(out, format(s.Field(i)))
		}
	}
	return out
}

// Summary tells a struct's first non-empty values, at most limit of them:
// "amount 300.00 USD, source card".
func Summary(v any, limit int) string {
	s := reflect.ValueOf(v)
	if s.Kind() != reflect.Struct {
		return format(s)
	}
	return summary(s, Fields(s.Type()), limit)
}

// summary writes money and the currency beside it as one: "amount 300.00 USD".
func summary(s reflect.Value, fields []Field, limit int) string {
	currency := ""
	for _, f := range fields {
		if f.Name == "currency" && !s.Field(f.index).IsZero() {
			currency = " " + format(s.Field(f.index))
		}
	}
	var parts []string
	for _, f := range fields {
		value := s.Field(f.index)
		switch {
		case value.IsZero() || len(parts) == limit:
		case f.Kind == Money:
			parts = append(parts, strings.ToLower(f.Label)+" "+format(value)+currency)
			currency = ""
		case f.Name != "currency" || currency != "":
			parts = append(parts, strings.ToLower(f.Label)+" "+format(value))
		}
	}
	return strings.Join(parts, ", ")
}

// Value is a named value of a struct, or a group of them.
type Value struct {
	Field
	Text   string
	Values []Value // of an object, or a list's elements
}

// Tree returns a struct's values with all that is inside them. The elements of a list are
// named by their number, from 1.
func Tree(v any) []Value {
	s := reflect.ValueOf(v)
	if s.Kind() != reflect.Struct {
		return nil
	}
	return tree(s, Fields(s.Type()))
}

func tree(s reflect.Value, fields []Field) []Value {
	values := make([]Value, 0, len(fields))
	for _, f := range fields {
		values = append(values, branch(s.Field(f.index), f))
	}
	return values
}

func branch(v reflect.Value, f Field) Value {
	out := Value{Field: f, Text: format(v)}
	switch f.Kind {
	case Object:
		out.Values = tree(v, f.Fields)
	case List:
		for i := range v.Len() {
			element := Field{Name: strconv.Itoa(i + 1), Label: strconv.Itoa(i + 1), Kind: Object, Fields: f.Fields}
			if v.Type().Elem().Kind() != reflect.Struct {
				element.Kind, element.Fields = f.Fields[0].Kind, nil
			}
			out.Values = append(out.Values, branch(v.Index(i), element))
		}
	}
	return out
}

// words turns a Go name into a label: "AddItem" becomes "Add item".
func words(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		if i > 0 {
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Label turns the name of a Go type into words: "AddItem" becomes "Add item".
func Label(name string) string { return words(name) }

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return group(uint64(n)) + " " + many
}

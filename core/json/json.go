// Package json reads and writes Go structs as JSON. It does what the core
// needs of encoding/json and no more, because every visitor downloads the
// core: encoding/json adds 148 kB to it compressed, this package 50, and in
// WASM it reads an event in a third of the time (BenchmarkUnmarshal).
//
// A plan is made once for each Go type; from then on one decoder and one
// encoder follow plans. These types have a JSON form: structs with the tags
// that encoding/json knows (a name, "-" and omitempty; embedded structs are
// promoted), pointers to them and to scalars, slices, maps with text as keys,
// strings, booleans, integers, floats, bytes as base64, RawMessage, Number
// and any, and all types that are defined over these. Whatever else a type
// holds makes it an error, not a panic.
//
// It differs from encoding/json in this, on purpose:
//   - Keys are matched exactly; encoding/json takes "AMOUNT" for "amount".
//   - Text nested more than MaxDepth levels deep is refused; so are Go values.
//   - A number read into any becomes a Number, with all of its digits.
//   - Reading stops at the first error. What was read before it stays in the
//     target, and a type that does not fit is told before text that is not
//     JSON when it comes first.
//   - A slice is always made anew; bytes are not read from a list of numbers
//     or from base64 with line breaks, nor a Number from text.
//   - <, > and & are written as they are. The text never stands in HTML.
//   - A RawMessage is written as it is, checked but not compacted.
//   - Methods such as MarshalJSON and UnmarshalText are not called. What has
//     no form without them (time.Time, arrays) has none, and so have
//     interfaces other than any, pointers to pointers, embedded pointers, two
//     fields of one name, structs whose fields are all hidden, and the tag's
//     options string and omitzero.
package json

import (
	"errors"
	"reflect"
)

// MaxDepth is the deepest nesting that is read or written: the depth that the
// log allows for an event's data. The stack of a worker in a browser ends near
// 2,000 levels.
const MaxDepth = 64

// RawMessage is JSON that is kept as it is written, to be read later or never.
// Any type of this name over bytes is treated the same, so that
// encoding/json's own can be exchanged with it.
type RawMessage []byte

// Number is a number as it is written, with all of its digits. It is what a
// number becomes when it is read into any.
type Number string

// Marshal returns v as JSON in one line. Nil pointers, slices and maps are
// null, keys of maps are sorted, and invalid UTF-8 becomes U+FFFD. It fails
// when v holds something without a JSON form, such as a channel or NaN, and
// when it is nested more than MaxDepth levels deep, as what contains itself is.
func Marshal(v any) ([]byte, error) {
	const usual = 128 // bytes; most events fit, the rest grow once or twice
	e := encoder{b: make([]byte, 0, usual)}
	e.any(reflect.ValueOf(v))
	if e.err != nil {
		return nil, e.err
	}
	return e.b, nil
}

// Unmarshal reads JSON into what v points to. Keys that the target does not
// have are passed over, null leaves all but pointers, slices, maps, RawMessage
// and any as they are, and of a key that comes twice the last counts. Nothing
// that is read shares memory with data.
//
// It fails with a *SyntaxError when data is not one JSON value, and with a
// *TypeError when a value does not fit the Go type; the target may then be
// filled in part. It fails as well when v is not a pointer, or points to a
// type without a JSON form.
func Unmarshal(data []byte, v any) error { return unmarshal(data, v, false) }

// UnmarshalStrict is Unmarshal, but fails with an *UnknownFieldError when the
// data has a key that the target does not have.
func UnmarshalStrict(data []byte, v any) error { return unmarshal(data, v, true) }

// Valid reports whether data is one JSON value, nested at most MaxDepth levels
// deep.
func Valid(data []byte) bool { return check(data, 0) == nil }

func unmarshal(data []byte, v any, strict bool) error {
	target := reflect.ValueOf(v)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		return errors.New("JSON can only be read into a pointer that is not nil")
	}
	target = target.Elem()
	p := planOf(target.Type())
	if p.problem != nil {
		return p.problem
	}
	d := decoder{data: data, strict: strict}
	d.value(target, p)
	return d.end()
}

// check reads over one JSON value that stands depth levels deep.
func check(data []byte, depth int) error {
	d := decoder{data: data, depth: depth}
	d.value(reflect.Value{}, &passOver)
	return d.end()
}

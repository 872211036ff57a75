package json

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"strconv"
)

var tooDeep = "nested more than " + strconv.Itoa(MaxDepth) + " levels deep"

// encoder writes one JSON value.
type encoder struct {
	b     []byte
	depth int   // how many objects and lists are open; it bounds the recursion
	err   error // the first; what is written after it is of no use
}

//go:noinline
func (e *encoder) fail(message string) {
	if e.err == nil {
		e.err = errors.New(message)
	}
}

// any writes what an any holds.
func (e *encoder) any(v reflect.Value) {
	if !v.IsValid() {
		e.write("null")
		return
	}
	p := planOf(v.Type())
	if p.problem != nil {
		e.fail(p.problem.Error())
		return
	}
	e.value(v, p)
}

// value writes v as p says.
func (e *encoder) value(v reflect.Value, p *plan) {
	switch p.shape {
	case base64, raw, list, dictionary, pointer, anything:
		if v.IsNil() {
			e.write("null")
			return
		}
	}
	switch p.shape {
	case text:
		e.text(v.String())
	case truth:
		e.b = strconv.AppendBool(e.b, v.Bool())
	case whole:
		e.b = strconv.AppendInt(e.b, v.Int(), 10)
	case natural:
		e.b = strconv.AppendUint(e.b, v.Uint(), 10)
	case decimal:
		e.decimal(v.Float(), p.goType.Bits())
	case number:
		e.number(v.String())
	case base64:
		e.base64(v.Bytes())
	case raw:
		if err := check(v.Bytes(), e.depth); err != nil {
			e.fail("a RawMessage is " + err.Error())
		}
		e.b = append(e.b, v.Bytes()...)
	case pointer:
		e.value(v.Elem(), p.inner)
	case anything:
		e.any(v.Elem())
	default:
		e.container(v, p)
	}
}

// container writes an object, a dictionary or a list.
func (e *encoder) container(v reflect.Value, p *plan) {
	if e.depth == MaxDepth {
		e.fail("the value is " + tooDeep)
	}
	if e.err != nil {
		return
	}
	e.depth++
	switch p.shape {
	case object:
		e.object(v, p)
	case dictionary:
		e.dictionary(v, p)
	default:
		e.byte('[')
		for i := range v.Len() {
			e.comma(i)
			e.value(v.Index(i), p.inner)
		}
		e.byte(']')
	}
	e.depth--
}

func (e *encoder) object(v reflect.Value, p *plan) {
	e.byte('{')
	skip := 1 // the comma of the first
	for i := range p.fields {
		f := &p.fields[i]
		value := f.in(v)
		if f.omitEmpty && isEmpty(value, f.plan) {
			continue
		}
		e.write(f.key[skip:])
		e.value(value, f.plan)
		skip = 0
	}
	e.byte('}')
}

func (e *encoder) dictionary(v reflect.Value, p *plan) {
	names := make([]string, 0, v.Len())
	for entry := v.MapRange(); entry.Next(); {
		names = append(names, entry.Key().String())
	}
	slices.Sort(names)
	key := reflect.New(p.goType.Key()).Elem()
	e.byte('{')
	for i, name := range names {
		e.comma(i)
		e.text(name)
		e.byte(':')
		key.SetString(name)
		e.value(v.MapIndex(key), p.inner)
	}
	e.byte('}')
}

// comma writes what precedes the i-th of several.
func (e *encoder) comma(i int) {
	if i > 0 {
		e.byte(',')
	}
}

// number writes a Number.
func (e *encoder) number(s string) {
	d := decoder{data: []byte(s)}
	if !d.digits() || d.end() != nil {
		e.fail("the Number " + strconv.Quote(s) + " is not a number")
	}
	e.write(s)
}

// decimal writes a float as JavaScript does: without an exponent where people
// write none.
func (e *encoder) decimal(f float64, bits int) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		e.fail("the number " + strconv.FormatFloat(f, 'g', -1, bits) + " has no JSON form")
		return
	}
	small, large := 1e-6, 1e21
	if bits == 32 { // these borders, as a float32 has them
		small, large = float64(float32(small)), float64(float32(large))
	}
	format := byte('f')
	if size := math.Abs(f); size != 0 && (size < small || size >= large) {
		format = 'e'
	}
	e.b = strconv.AppendFloat(e.b, f, format, -1, bits)
	if n := len(e.b); format == 'e' && string(e.b[n-4:n-1]) == "e-0" {
		e.b = append(e.b[:n-2], e.b[n-1]) // 1e-07 is 1e-7
	}
}

// isEmpty reports whether omitempty omits v.
func isEmpty(v reflect.Value, p *plan) bool {
	switch p.shape {
	case object:
		return false
	case truth, whole, natural, decimal, pointer, anything:
		return v.IsZero()
	default:
		return v.Len() == 0
	}
}

// byte and write are calls on purpose: in WASM an append in each place takes
// several times the bytes of a call.
//
//go:noinline
func (e *encoder) byte(c byte) { e.b = append(e.b, c) }

//go:noinline
func (e *encoder) write(s string) { e.b = append(e.b, s...) }

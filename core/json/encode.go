package json

import (
	"encoding/base64"
	"errors"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

var errTooDeep = errors.New("the value is nested more than " + strconv.Itoa(MaxDepth) + " levels deep")

// appendAny appends what an any holds.
func appendAny(b []byte, v reflect.Value, depth int) ([]byte, error) {
	if !v.IsValid() {
		return append(b, "null"...), nil
	}
	p := planOf(v.Type())
	if p.problem != nil {
		return nil, p.problem
	}
	return appendValue(b, v, p, depth)
}

// appendValue appends v, which depth objects and lists contain, as p says.
func appendValue(b []byte, v reflect.Value, p *plan, depth int) ([]byte, error) {
	switch p.shape {
	case text:
		return appendText(b, v.String()), nil
	case truth:
		return strconv.AppendBool(b, v.Bool()), nil
	case whole:
		return strconv.AppendInt(b, v.Int(), 10), nil
	case natural:
		return strconv.AppendUint(b, v.Uint(), 10), nil
	case decimal:
		return appendDecimal(b, v.Float(), p.goType.Bits())
	case number:
		d := decoder{data: []byte(v.String())}
		if d.digits() != nil || d.next < len(d.data) {
			return nil, errors.New("the Number " + strconv.Quote(v.String()) + " is not a number")
		}
		return append(b, d.data...), nil
	case object:
		return appendObject(b, v, p, depth)
	}
	if v.IsNil() { // all that follow can be
		return append(b, "null"...), nil
	}
	switch p.shape {
	case base64Text:
		b = base64.StdEncoding.AppendEncode(append(b, '"'), v.Bytes())
		return append(b, '"'), nil
	case raw:
		if err := check(v.Bytes(), depth); err != nil {
			return nil, errors.New("a RawMessage is " + err.Error())
		}
		return append(b, v.Bytes()...), nil
	case list:
		return appendList(b, v, p, depth)
	case dictionary:
		return appendDictionary(b, v, p, depth)
	case pointer:
		return appendValue(b, v.Elem(), p.inner, depth)
	default:
		return appendAny(b, v.Elem(), depth)
	}
}

func appendObject(b []byte, v reflect.Value, p *plan, depth int) (_ []byte, err error) {
	if depth == MaxDepth {
		return nil, errTooDeep
	}
	b = append(b, '{')
	start := len(b)
	for i := range p.fields {
		f := &p.fields[i]
		value := f.in(v)
		if f.omitEmpty && isEmpty(value, f.plan) {
			continue
		}
		key := f.key
		if len(b) == start {
			key = key[1:] // without the comma
		}
		if b, err = appendValue(append(b, key...), value, f.plan, depth+1); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

func appendList(b []byte, v reflect.Value, p *plan, depth int) (_ []byte, err error) {
	if depth == MaxDepth {
		return nil, errTooDeep
	}
	b = append(b, '[')
	for i := range v.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = appendValue(b, v.Index(i), p.inner, depth+1); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

func appendDictionary(b []byte, v reflect.Value, p *plan, depth int) (_ []byte, err error) {
	if depth == MaxDepth {
		return nil, errTooDeep
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	b = append(b, '{')
	for i, key := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendText(b, key.String()), ':')
		if b, err = appendValue(b, v.MapIndex(key), p.inner, depth+1); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// isEmpty reports whether omitempty omits v.
func isEmpty(v reflect.Value, p *plan) bool {
	switch p.shape {
	case object:
		return false
	case text, number, base64Text, raw, list, dictionary:
		return v.Len() == 0
	default:
		return v.IsZero()
	}
}

// appendDecimal writes a float as JavaScript does: without an exponent where
// people write none.
func appendDecimal(b []byte, f float64, bits int) ([]byte, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, errors.New("the number " + strconv.FormatFloat(f, 'g', -1, bits) + " has no JSON form")
	}
	const small, large = 1e-6, 1e21
	size := math.Abs(f)
	format := byte('f')
	if bits == 32 && size != 0 && (float32(size) < small || float32(size) >= large) ||
		bits == 64 && size != 0 && (size < small || size >= large) {
		format = 'e'
	}
	b = strconv.AppendFloat(b, f, format, -1, bits)
	if n := len(b); format == 'e' && b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' {
		b = append(b[:n-2], b[n-1]) // 1e-07 is 1e-7
	}
	return b, nil
}

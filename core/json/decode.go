package json

import (
	"bytes"
	"encoding/base64"
	"math"
	"reflect"
	"strconv"
	"unicode/utf8"
)

// decoder reads one JSON value in one pass.
type decoder struct {
	data   []byte
	next   int // index of the next byte
	depth  int // how many objects and lists are open; it bounds the recursion
	strict bool
}

// value reads the next value into v as p says.
func (d *decoder) value(v reflect.Value, p *plan) error {
	c := d.peek()
	if p.shape == raw {
		start := d.next
		err := d.value(reflect.Value{}, &passOver)
		if err == nil {
			v.SetBytes(bytes.Clone(d.data[start:d.next]))
		}
		return err
	}
	if p.shape == pointer && c != 'n' {
		if v.IsNil() {
			v.Set(reflect.New(p.inner.goType))
		}
		v, p = v.Elem(), p.inner
		if p.shape == raw {
			return d.value(v, p)
		}
	}
	if p.shape == anything && c != 'n' {
		return d.anything(v, c)
	}
	switch c {
	case '"':
		return d.text(v, p)
	case '{':
		return d.object(v, p)
	case '[':
		return d.list(v, p)
	case 't':
		return d.truth(v, p, "true")
	case 'f':
		return d.truth(v, p, "false")
	case 'n':
		err := d.literal("null")
		switch p.shape {
		case pointer, list, dictionary, base64Text, anything:
			if err == nil {
				v.SetZero()
			}
		}
		return err
	default:
		return d.number(v, p)
	}
}

// anything reads a value that begins with c into an any.
func (d *decoder) anything(v reflect.Value, c byte) error {
	p := &anyNumber
	switch c {
	case '"':
		p = &anyText
	case '{':
		p = &anyObject
	case '[':
		p = &anyList
	case 't', 'f':
		p = &anyTruth
	}
	held := reflect.New(p.goType).Elem()
	err := d.value(held, p)
	if err == nil {
		v.Set(held)
	}
	return err
}

func (d *decoder) object(v reflect.Value, p *plan) error {
	var key, inner reflect.Value // of a dictionary
	switch p.shape {
	case passedOver, object:
	case dictionary:
		if v.IsNil() {
			v.Set(reflect.MakeMap(p.goType))
		}
		key, inner = reflect.New(p.goType.Key()).Elem(), reflect.New(p.inner.goType).Elem()
	default:
		return d.mistyped(p, "an object", d.next)
	}
	if more, err := d.open('}'); !more {
		return err
	}
	for next := 0; ; {
		if d.peek() != '"' {
			return d.unexpected()
		}
		name, plain, err := d.quoted()
		if err != nil {
			return err
		}
		if !plain {
			name = unquote(name)
		}
		if d.peek() != ':' {
			return d.unexpected()
		}
		d.next++
		switch p.shape {
		case object:
			i := p.find(name, next)
			if i < 0 && d.strict {
				return &UnknownFieldError{string(name)}
			}
			if i < 0 {
				err = d.value(v, &passOver)
				break
			}
			f := &p.fields[i]
			next = i + 1
			if err = d.value(f.in(v), f.plan); err != nil {
				return within(f.name, err)
			}
		case dictionary:
			key.SetString(string(name))
			inner.SetZero()
			if err = d.value(inner, p.inner); err != nil {
				return within(key.String(), err)
			}
			v.SetMapIndex(key, inner)
		default:
			err = d.value(v, p)
		}
		if err != nil {
			return err
		}
		if more, err := d.more('}'); !more {
			return err
		}
	}
}

func (d *decoder) list(v reflect.Value, p *plan) error {
	switch p.shape {
	case passedOver:
	case list:
		v.SetZero() // what shares the old elements must not see the new ones
	default:
		return d.mistyped(p, "a list", d.next)
	}
	more, err := d.open(']')
	if p.shape == list && !more && err == nil {
		v.Set(reflect.MakeSlice(p.goType, 0, 0)) // an empty list is not null
	}
	for i := 0; more; i++ {
		if p.shape == list {
			if i == v.Cap() {
				v.Grow(4) // and then by doubling
			}
			v.SetLen(i + 1)
			err = d.value(v.Index(i), p.inner)
		} else {
			err = d.value(v, p)
		}
		if err != nil {
			return within(strconv.Itoa(i), err)
		}
		more, err = d.more(']')
	}
	return err
}

// open enters an object or a list, and reports whether anything is in it.
func (d *decoder) open(closing byte) (more bool, err error) {
	if d.depth == MaxDepth {
		return false, &SyntaxError{d.next, "nested more than " + strconv.Itoa(MaxDepth) + " levels deep"}
	}
	d.next++
	if d.peek() == closing {
		d.next++
		return false, nil
	}
	d.depth++
	return true, nil
}

// more reads what follows a value in an object or a list, and reports whether
// another comes.
func (d *decoder) more(closing byte) (more bool, err error) {
	switch d.peek() {
	case ',':
		d.next++
		return true, nil
	case closing:
		d.next++
		d.depth--
		return false, nil
	default:
		return false, d.unexpected()
	}
}

func (d *decoder) text(v reflect.Value, p *plan) error {
	start := d.next
	token, plain, err := d.quoted()
	if err != nil || p.shape == passedOver {
		return err
	}
	if !plain {
		token = unquote(token)
	}
	switch p.shape {
	case text:
		v.SetString(string(token))
	case base64Text:
		decoded, err := base64.StdEncoding.AppendDecode([]byte{}, token)
		if err != nil {
			return d.mistyped(p, "other text", start)
		}
		v.SetBytes(decoded)
	default:
		return d.mistyped(p, "text", start)
	}
	return nil
}

func (d *decoder) truth(v reflect.Value, p *plan, word string) error {
	start := d.next
	if err := d.literal(word); err != nil {
		return err
	}
	switch p.shape {
	case truth:
		v.SetBool(word == "true")
	case passedOver:
	default:
		return d.mistyped(p, word, start)
	}
	return nil
}

func (d *decoder) number(v reflect.Value, p *plan) error {
	start := d.next
	if err := d.digits(); err != nil {
		return err
	}
	token := d.data[start:d.next]
	wrong := ""
	switch p.shape {
	case passedOver:
	case number:
		v.SetString(string(token))
	case whole, natural:
		wrong = setWhole(v, p, token)
	case decimal:
		f, err := strconv.ParseFloat(string(token), v.Type().Bits())
		if err != nil { // of range: that it is a number was checked
			wrong = "a number too large"
		}
		v.SetFloat(f)
	default:
		wrong = "a number"
	}
	if wrong != "" {
		return d.mistyped(p, wrong, start)
	}
	return nil
}

// setWhole sets an integer, or says what the number is instead of one that fits.
func setWhole(v reflect.Value, p *plan, token []byte) (wrong string) {
	negative := token[0] == '-'
	if negative {
		token = token[1:]
	}
	var n uint64
	tooLarge := false
	for _, c := range token {
		switch {
		case c == '.':
			return "a decimal number"
		case !isDigit(c):
			return "a number with an exponent"
		}
		digit := uint64(c - '0')
		tooLarge = tooLarge || n > math.MaxUint64/10 || n*10 > math.MaxUint64-digit
		n = n*10 + digit
	}
	switch {
	case p.shape == natural:
		if negative {
			return "a negative number"
		}
		if tooLarge || v.OverflowUint(n) {
			return "a number too large"
		}
		v.SetUint(n)
	case negative:
		if tooLarge || n > 1<<63 || v.OverflowInt(-int64(n)) {
			return "a number too small"
		}
		v.SetInt(-int64(n))
	default:
		if tooLarge || n > math.MaxInt64 || v.OverflowInt(int64(n)) {
			return "a number too large"
		}
		v.SetInt(int64(n))
	}
	return ""
}

// digits reads over a number.
func (d *decoder) digits() error {
	if d.at() == '-' {
		d.next++
	}
	if d.at() == '0' {
		d.next++
	} else if !d.run() {
		return d.unexpected()
	}
	if d.at() == '.' {
		d.next++
		if !d.run() {
			return d.unexpected()
		}
	}
	if c := d.at(); c == 'e' || c == 'E' {
		d.next++
		if c := d.at(); c == '+' || c == '-' {
			d.next++
		}
		if !d.run() {
			return d.unexpected()
		}
	}
	return nil
}

// run reads over digits, and reports whether there were any.
func (d *decoder) run() bool {
	start := d.next
	for isDigit(d.at()) {
		d.next++
	}
	return d.next > start
}

func (d *decoder) literal(word string) error {
	for i := range len(word) {
		if d.at() != word[i] {
			return d.unexpected()
		}
		d.next++
	}
	return nil
}

// end makes sure that nothing follows the value.
func (d *decoder) end() error {
	if d.peek(); d.next < len(d.data) {
		return d.unexpected()
	}
	return nil
}

// peek passes over white space and returns the byte after it.
func (d *decoder) peek() byte {
	for ; d.next < len(d.data); d.next++ {
		if c := d.data[d.next]; !isSpace(c) {
			return c
		}
	}
	return 0
}

// at returns the next byte, or 0 at the end. A zero byte is never JSON.
func (d *decoder) at() byte {
	if d.next < len(d.data) {
		return d.data[d.next]
	}
	return 0
}

func (d *decoder) unexpected() error {
	if d.next >= len(d.data) {
		return &SyntaxError{len(d.data), "it ends too early"}
	}
	r, _ := utf8.DecodeRune(d.data[d.next:])
	return &SyntaxError{d.next, "unexpected " + strconv.QuoteRune(r)}
}

func (d *decoder) mistyped(p *plan, value string, offset int) error {
	return &TypeError{Value: value, Want: wants[p.shape], Offset: offset}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

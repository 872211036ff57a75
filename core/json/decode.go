package json

import (
	"bytes"
	"math"
	"reflect"
	"strconv"
	"unicode/utf8"
)

// decoder reads one JSON value in one pass. After the first error its data
// has come to its end, so that every loop ends and callers check once.
type decoder struct {
	data   []byte
	next   int // index of the next byte
	depth  int // how many objects and lists are open; it bounds the recursion
	strict bool
	err    error
}

// value reads the next value into v as p says.
func (d *decoder) value(v reflect.Value, p *plan) {
	c := d.peek()
	start := d.next
	if p.shape == pointer && c != 'n' {
		if v.IsNil() {
			v.Set(reflect.New(p.inner.goType))
		}
		v, p = v.Elem(), p.inner
	}
	switch {
	case p.shape == raw:
		if d.value(v, &passOver); d.err == nil {
			v.SetBytes(bytes.Clone(d.data[start:d.next]))
		}
	case c == 'n':
		d.literal("null")
		switch p.shape {
		case pointer, list, dictionary, base64, anything:
			v.Set(reflect.Zero(p.goType))
		}
	case p.shape == anything:
		d.anything(v, c)
	case c == '"':
		d.text(v, p)
	case c == '{':
		d.object(v, p)
	case c == '[':
		d.list(v, p)
	case c == 't':
		d.truth(v, p, "true")
	case c == 'f':
		d.truth(v, p, "false")
	default:
		d.number(v, p)
	}
}

// anything reads a value that begins with c into an any.
func (d *decoder) anything(v reflect.Value, c byte) {
	var like any = Number("")
	switch c {
	case '"':
		like = ""
	case '{':
		like = map[string]any(nil)
	case '[':
		like = []any(nil)
	case 't', 'f':
		like = false
	}
	t := reflect.TypeOf(like)
	held := reflect.New(t).Elem()
	d.value(held, planOf(t))
	v.Set(held)
}

func (d *decoder) object(v reflect.Value, p *plan) {
	switch p.shape {
	case passedOver, object:
	case dictionary:
		if v.IsNil() {
			v.Set(reflect.MakeMap(p.goType))
		}
	default:
		d.mistyped(p, "an object", d.next)
	}
	next := 0
	for more := d.open('}'); more; more = d.more('}') {
		name := d.name()
		switch p.shape {
		case object:
			next = d.field(v, p, name, next)
		case dictionary:
			d.entry(v, p, string(name))
		default:
			d.value(v, p)
		}
	}
}

// field reads the value of a field, and returns which one probably comes next.
func (d *decoder) field(v reflect.Value, p *plan, name []byte, next int) int {
	i := p.find(name, next)
	if i < 0 {
		if d.strict {
			d.fail(&UnknownFieldError{string(name)})
		}
		d.value(v, &passOver)
		return next
	}
	f := &p.fields[i]
	if d.value(f.in(v), f.plan); d.err != nil {
		within(f.name, d.err)
	}
	return i + 1
}

// entry reads the value of a key of a dictionary.
func (d *decoder) entry(v reflect.Value, p *plan, name string) {
	value := reflect.New(p.inner.goType).Elem()
	if d.value(value, p.inner); d.err != nil {
		within(name, d.err)
		return
	}
	key := reflect.New(p.goType.Key()).Elem()
	key.SetString(name)
	v.SetMapIndex(key, value)
}

func (d *decoder) list(v reflect.Value, p *plan) {
	switch p.shape {
	case passedOver:
	case list:
		v.Set(reflect.Zero(p.goType)) // what shares the old elements must not see the new ones
	default:
		d.mistyped(p, "a list", d.next)
	}
	i := 0
	for more := d.open(']'); more; more = d.more(']') {
		inner, innerPlan := v, p
		if p.shape == list {
			v.Grow(1)
			v.SetLen(i + 1)
			inner, innerPlan = v.Index(i), p.inner
		}
		if d.value(inner, innerPlan); d.err != nil {
			within(strconv.Itoa(i), d.err)
		}
		i++
	}
	if p.shape == list && i == 0 {
		v.Set(reflect.MakeSlice(p.goType, 0, 0)) // an empty list is not null
	}
}

// name reads the key of a value and the colon after it.
func (d *decoder) name() (name []byte) {
	if d.peek() != '"' {
		d.unexpected()
		return nil
	}
	name = d.unquoted()
	if d.peek() != ':' {
		d.unexpected()
		return nil
	}
	d.next++
	return name
}

// open enters an object or a list, and reports whether anything is in it.
func (d *decoder) open(closing byte) bool {
	if d.depth == MaxDepth {
		d.fail(&SyntaxError{d.next, tooDeep})
	}
	if d.err != nil {
		return false
	}
	d.next++
	if d.peek() == closing {
		d.next++
		return false
	}
	d.depth++
	return true
}

// more reads what follows a value in an object or a list, and reports whether
// another comes.
func (d *decoder) more(closing byte) bool {
	c := d.peek()
	if c != ',' && c != closing {
		return d.unexpected()
	}
	d.next++
	if c == closing {
		d.depth--
	}
	return c == ','
}

func (d *decoder) text(v reflect.Value, p *plan) {
	start := d.next
	if p.shape == passedOver {
		d.quoted()
		return
	}
	value := d.unquoted()
	switch {
	case d.err != nil:
	case p.shape == text:
		v.SetString(string(value))
	case p.shape == base64:
		decoded, ok := fromBase64(value)
		if !ok {
			d.mistyped(p, "other text", start)
			return
		}
		v.SetBytes(decoded)
	default:
		d.mistyped(p, "text", start)
	}
}

func (d *decoder) truth(v reflect.Value, p *plan, word string) {
	start := d.next
	d.literal(word)
	switch p.shape {
	case truth:
		v.SetBool(word == "true")
	case passedOver:
	default:
		d.mistyped(p, word, start)
	}
}

func (d *decoder) number(v reflect.Value, p *plan) {
	start := d.next
	if !d.digits() {
		return
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
		f, err := strconv.ParseFloat(string(token), p.goType.Bits())
		if err != nil { // of range: that it is a number was checked
			wrong = "a number too large"
		}
		v.SetFloat(f)
	default:
		wrong = "a number"
	}
	if wrong != "" {
		d.mistyped(p, wrong, start)
	}
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
	i := int64(n)
	switch {
	case p.shape == natural && negative:
		return "a negative number"
	case p.shape == natural:
		if !tooLarge && !v.OverflowUint(n) {
			v.SetUint(n)
			return ""
		}
	case negative:
		if tooLarge || n > 1<<63 || v.OverflowInt(-i) {
			return "a number too small"
		}
		v.SetInt(-i)
		return ""
	case !tooLarge && i >= 0 && !v.OverflowInt(i):
		v.SetInt(i)
		return ""
	}
	return "a number too large"
}

// digits reads over a number, and reports whether it is one.
func (d *decoder) digits() bool {
	d.accept('-')
	if !d.accept('0') && !d.run() {
		return false
	}
	if d.accept('.') && !d.run() {
		return false
	}
	if d.accept('e') || d.accept('E') {
		if !d.accept('+') {
			d.accept('-')
		}
		return d.run()
	}
	return true
}

// run reads over digits, and reports whether there were any.
func (d *decoder) run() bool {
	i := d.next
	for i < len(d.data) && isDigit(d.data[i]) {
		i++
	}
	if i == d.next {
		return d.unexpected()
	}
	d.next = i
	return true
}

// accept reads over the next byte if it is c, and reports whether it was.
func (d *decoder) accept(c byte) bool {
	ok := d.next < len(d.data) && d.data[d.next] == c
	if ok {
		d.next++
	}
	return ok
}

func (d *decoder) literal(word string) {
	for i := range len(word) {
		if !d.accept(word[i]) {
			d.unexpected()
			return
		}
	}
}

// end makes sure that nothing follows the value, and returns what was wrong.
func (d *decoder) end() error {
	if d.peek(); d.next < len(d.data) {
		d.unexpected()
	}
	return d.err
}

// peek passes over white space and returns the byte after it, or 0 at the
// end. A zero byte is never JSON.
func (d *decoder) peek() byte {
	for i := d.next; i < len(d.data); i++ {
		if c := d.data[i]; !isSpace(c) {
			d.next = i
			return c
		}
	}
	d.next = len(d.data)
	return 0
}

// fail keeps the first error and ends the data where it was met. It is a call
// on purpose, as encoder.byte is.
//
//go:noinline
func (d *decoder) fail(err error) {
	if d.err == nil {
		d.err = err
	}
	d.data = d.data[:d.next]
}

// unexpected fails with what stands next. It always returns false.
func (d *decoder) unexpected() bool {
	message := "it ends too early"
	if d.next < len(d.data) {
		r, _ := utf8.DecodeRune(d.data[d.next:])
		message = "unexpected " + strconv.QuoteRune(r)
	}
	d.fail(&SyntaxError{d.next, message})
	return false
}

//go:noinline
func (d *decoder) mistyped(p *plan, value string, offset int) {
	d.fail(&TypeError{Value: value, Want: wants[p.shape], Offset: offset})
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isSpace(c byte) bool { return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t') }

package playground

import (
	"playhead/core/eventstore"
)

// plainKeys are the keys of an export's line, in its order, and plainForms how
// the value of each begins: a text, a number, or the data.
var plainKeys = [...]string{
	"position", "stream", "version", "id", "type", "schemaVersion", "timestamp",
	"correlationId", "causationId", "actor", "command", "data", "hash",
}

const plainForms = `0"0""00""""{"`

// plainLine reads a line as nearly all of an import are: each key that an
// export has at most once, text that means what stands there, an object as
// data. It takes a fourth of the time that JSON in general does. It reports
// false for any other line, right or wrong. line and bytes are the same, and
// what is read are parts of them. Whether the data is JSON within its brackets
// is not looked at.
func plainLine(line string, bytes []byte, e *exported) bool {
	p := plain{line: line}
	var texts [len(plainKeys)]string
	var numbers [len(plainKeys)]uint
	var seen uint
	p.take('{')
	for i := 0; ; i++ {
		key := p.text()
		p.take(':')
		if i = nextKey(key, i); i < 0 || seen&(1<<i) != 0 {
			return false // another key, or one that comes twice
		}
		seen |= 1 << i
		switch plainForms[i] {
		case '"':
			texts[i] = p.text()
		case '0':
			numbers[i] = p.whole()
		default:
			from, to := p.object()
			e.Data = bytes[from:to:to]
		}
		if p.peek() == '}' {
			break
		}
		if p.take(','); p.other {
			return false
		}
	}
	p.next++
	if p.peek(); p.other || p.next < len(line) {
		return false
	}
	e.Position, e.Version = eventstore.Position(numbers[0]), eventstore.Version(numbers[2])
	e.SchemaVersion, e.Timestamp = int(numbers[5]), int64(numbers[6])
	e.Stream, e.ID, e.Type = eventstore.StreamID(texts[1]), texts[3], texts[4]
	e.CorrelationID, e.CausationID = texts[7], texts[8]
	e.Actor, e.Command, e.Hash = texts[9], texts[10], texts[12]
	return true
}

// nextKey returns which of plainKeys a key is, or -1. It looks at next first,
// and at those behind it before the others.
func nextKey(key string, next int) int {
	for range plainKeys {
		if next >= len(plainKeys) {
			next = 0
		}
		if plainKeys[next] == key {
			return next
		}
		next++
	}
	return -1
}

// plain takes a line apart. Where it is not a plain one, it comes to its end.
type plain struct {
	line  string
	next  int // index of the next byte
	other bool
}

// peek passes over spaces and returns the byte after them, 0 at the end. A zero
// byte is never plain.
func (p *plain) peek() byte {
	for ; p.next < len(p.line); p.next++ {
		if c := p.line[p.next]; c != ' ' && c != '\r' {
			return c
		}
	}
	return 0
}

// take passes over a byte, which must be there.
//
//go:noinline
func (p *plain) take(c byte) {
	if p.peek() != c {
		p.give()
		return
	}
	p.next++
}

func (p *plain) give() { p.next, p.other = len(p.line), true }

// text reads text of nothing but visible ASCII and spaces, without escapes.
func (p *plain) text() string {
	p.take('"')
	from := p.next
	for i := from; i < len(p.line); i++ {
		switch c := p.line[i]; {
		case c == '"':
			p.next = i + 1
			return p.line[from:i]
		case c < ' ', c > '~', c == '\\':
			p.give()
			return ""
		}
	}
	p.give()
	return ""
}

// whole reads a number that is not negative, and small enough for any integer.
func (p *plain) whole() (n uint) {
	const most = 18 // digits
	p.peek()
	from := p.next
	for ; p.next < len(p.line) && '0' <= p.line[p.next] && p.line[p.next] <= '9'; p.next++ {
		n = n*10 + uint(p.line[p.next]-'0')
	}
	if digits := p.next - from; digits == 0 || digits > most || digits > 1 && p.line[from] == '0' {
		p.give()
	}
	return n
}

// object returns where an object begins and ends, by its brackets.
func (p *plain) object() (from, to int) {
	if p.peek() != '{' {
		p.give()
		return 0, 0
	}
	from = p.next
	depth, quoted := 0, false
	for i := from; i < len(p.line); i++ {
		switch c := p.line[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\\':
			i++
		case quoted:
		case c == '{', c == '[':
			if depth++; depth == eventstore.MaxDepth {
				p.give() // the line itself is a level, too
				return 0, 0
			}
		case c == '}', c == ']':
			if depth--; depth == 0 {
				p.next = i + 1
				return from, p.next
			}
		}
	}
	p.give()
	return 0, 0
}

package playground

import (
	"playhead/core/eventstore"
)

// plainLine reads a line as nearly all of an import are: each key that an
// export has at most once, text that means what stands there, an object as
// data. It takes a fourth of the time that JSON in general does. It reports
// false for any other line, right or wrong. line and bytes are the same, and
// what is read are parts of them. Whether the data is JSON within its brackets
// is not looked at.
func plainLine(line string, bytes []byte, e *exported) bool {
	p := plain{line: line}
	var seen uint
	for p.take('{'); ; p.take(',') {
		var key string
		if p.text(&key); !p.take(':') {
			return false
		}
		var field, number uint
		switch key {
		case "position":
			field = 1 << 0
			p.whole(&number)
			e.Position = eventstore.Position(number)
		case "stream":
			field = 1 << 1
			p.text((*string)(&e.Stream))
		case "version":
			field = 1 << 2
			p.whole(&number)
			e.Version = eventstore.Version(number)
		case "id":
			field = 1 << 3
			p.text(&e.ID)
		case "type":
			field = 1 << 4
			p.text(&e.Type)
		case "schemaVersion":
			field = 1 << 5
			p.whole(&number)
			e.SchemaVersion = int(number)
		case "timestamp":
			field = 1 << 6
			p.whole(&number)
			e.Timestamp = int64(number)
		case "correlationId":
			field = 1 << 7
			p.text(&e.CorrelationID)
		case "causationId":
			field = 1 << 8
			p.text(&e.CausationID)
		case "actor":
			field = 1 << 9
			p.text(&e.Actor)
		case "command":
			field = 1 << 10
			p.text(&e.Command)
		case "hash":
			field = 1 << 11
			p.text(&e.Hash)
		case "data":
			field = 1 << 12
			from, to := p.object()
			e.Data = bytes[from:to:to]
		}
		if field&^seen == 0 {
			return false // another key, or one that comes twice
		}
		seen |= field
		if p.peek() == '}' {
			p.next++
			p.peek()
			return p.next == len(p.line)
		}
		if p.other {
			return false
		}
	}
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

// take passes over a byte, and reports whether it was there.
func (p *plain) take(c byte) bool {
	if p.peek() != c {
		p.give()
		return false
	}
	p.next++
	return true
}

func (p *plain) give() { p.next, p.other = len(p.line), true }

// text reads text of nothing but visible ASCII and spaces, without escapes.
func (p *plain) text(into *string) {
	if !p.take('"') {
		return
	}
	for i := p.next; i < len(p.line); i++ {
		switch c := p.line[i]; {
		case c == '"':
			*into = p.line[p.next:i]
			p.next = i + 1
			return
		case c < ' ', c > '~', c == '\\':
			p.give()
			return
		}
	}
	p.give()
}

// whole reads a number that is not negative, and small enough for any integer.
func (p *plain) whole(into *uint) {
	const most = 18 // digits
	p.peek()
	from := p.next
	var n uint
	for ; p.next < len(p.line) && '0' <= p.line[p.next] && p.line[p.next] <= '9'; p.next++ {
		n = n*10 + uint(p.line[p.next]-'0')
	}
	if digits := p.next - from; digits == 0 || digits > most || digits > 1 && p.line[from] == '0' {
		p.give()
	}
	*into = n
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

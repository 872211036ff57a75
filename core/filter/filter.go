package filter

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Filter is a filter that parsed. It never changes.
type Filter struct {
	root node // nil lets every event through
}

// IsEmpty reports whether the filter has no terms, which lets every event
// through.
func (f *Filter) IsEmpty() bool { return f.root == nil }

// String returns the filter in its plainest spelling. It parses to an equal
// filter.
func (f *Filter) String() string {
	if f.root == nil {
		return ""
	}
	var b strings.Builder
	f.root.write(&b)
	return b.String()
}

// node is a part of a filter: all, either, not or *term.
type node interface{ write(*strings.Builder) }

type (
	all    []node // at least two
	either []node // at least two
	not    struct{ node }
)

// term is one claim about an event.
type term struct {
	field *field
	path  []string // of a value in the data
	op    operator
	value value
}

// value is what stands after an operator.
type value struct {
	text   string
	quoted bool

	low, high uint64 // of a whole number or a range of them
	when      moment // of a time
}

func (a all) write(b *strings.Builder) {
	for i, n := range a {
		if i > 0 {
			b.WriteByte(' ')
		}
		_, group := n.(either)
		writeGroup(b, n, group)
	}
}

func (e either) write(b *strings.Builder) {
	for i, n := range e {
		if i > 0 {
			b.WriteString(" OR ")
		}
		n.write(b)
	}
}

func (n not) write(b *strings.Builder) {
	b.WriteByte('-')
	_, plain := n.node.(*term)
	writeGroup(b, n.node, !plain)
}

func writeGroup(b *strings.Builder, n node, group bool) {
	if group {
		b.WriteByte('(')
	}
	n.write(b)
	if group {
		b.WriteByte(')')
	}
}

func (t *term) write(b *strings.Builder) {
	if t.field.kind == word {
		writeQuoted(b, t.value.text, t.value.quoted || !isBareWord(t.value.text))
		return
	}
	b.WriteString(t.field.name)
	for _, step := range t.path {
		b.WriteByte('.')
		b.WriteString(step)
	}
	b.WriteString(string(t.op))
	writeQuoted(b, t.value.text, t.value.quoted || !isBareValue(t.value.text))
}

func writeQuoted(b *strings.Builder, text string, quoted bool) {
	if !quoted {
		b.WriteString(text)
		return
	}
	b.WriteByte('"')
	for i := range len(text) {
		if text[i] == '"' || text[i] == '\\' {
			b.WriteByte('\\')
		}
		b.WriteByte(text[i])
	}
	b.WriteByte('"')
}

// isBareValue reports whether text can stand after an operator without quotes.
func isBareValue(text string) bool {
	return text != "" && text[0] != '"' && !strings.ContainsFunc(text, ends)
}

// isBareWord reports whether text can stand alone without quotes.
func isBareWord(text string) bool {
	if !isBareValue(text) || text == "OR" || text == "AND" {
		return false
	}
	switch text[0] {
	case '-', '#', ':', '=', '<', '>':
		return false
	}
	head := headEnd(text)
	op, _ := operatorAt(text[head:])
	return op == "" || !isName(text[:head])
}

// ends reports whether r ends a bare word or value.
func ends(r rune) bool { return r == '(' || r == ')' || unicode.IsSpace(r) }

// isName reports whether text is written like the name of a field.
func isName(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(r) || r == '_'
}

package filter

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxLength is the longest filter, in bytes: far more than anyone types,
	// and little enough to be parsed at every key.
	maxLength = 4096
	// maxDepth is how deep parentheses and minuses may be nested, so that no
	// text overflows the stack of a WASM worker.
	maxDepth = 64
	// maxSteps is the longest path into the data; data is not nested deeper.
	maxSteps = 64
)

// Parse reads a filter. It fails with an *Error that names the part of text
// that it could not make sense of.
func Parse(text string) (*Filter, error) {
	if len(text) > maxLength {
		return nil, &Error{
			fmt.Sprintf("a filter may be %d bytes long and this one has %d; leave something out", maxLength, len(text)),
			maxLength, len(text),
		}
	}
	p := parser{text: text}
	root, err := p.either(0)
	if err != nil {
		return nil, err
	}
	return &Filter{root}, nil
}

// parser reads text from at on.
type parser struct {
	text string
	at   int
}

// either reads alternatives up to the end or a closing parenthesis; it returns
// nil when there are none. Depth says how many groups and minuses it is in.
func (p *parser) either(depth int) (node, error) {
	var nodes either
	for from := p.at; ; {
		n, err := p.all(depth)
		if err != nil {
			return nil, err
		}
		isOr := p.keyword("OR")
		if isOr {
			from = p.at - len("OR")
		}
		switch {
		case n == nil && (isOr || nodes != nil):
			return nil, p.fail(from, from+len("OR"), "`OR` stands between two terms, such as type:MoneyDeposited OR type:MoneyWithdrawn")
		case n == nil:
			return nil, nil
		}
		if nodes = appendFlat(nodes, n); !isOr {
			return single(nodes), nil
		}
	}
}

// all reads terms side by side; it returns nil when there are none.
func (p *parser) all(depth int) (node, error) {
	var nodes all
	for {
		p.skipSpace()
		for p.keyword("AND") {
			p.skipSpace()
		}
		if p.at == len(p.text) || p.isKeyword("OR") || (p.text[p.at] == ')' && depth > 0) {
			return single(nodes), nil
		}
		n, err := p.unary(depth)
		if err != nil {
			return nil, err
		}
		nodes = appendFlat(nodes, n)
	}
}

// unary reads a term, a group, or what a minus turns around.
func (p *parser) unary(depth int) (node, error) {
	from := p.at
	if depth == maxDepth {
		return nil, p.fail(from, from+1, "parentheses and minuses are nested more than %d deep; leave some out", maxDepth)
	}
	switch p.text[p.at] {
	case '-':
		p.at++
		if next, _ := utf8.DecodeRuneInString(p.text[p.at:]); p.at == len(p.text) || next == ')' || unicode.IsSpace(next) {
			return nil, p.fail(from, p.at, "`-` needs a term right after it, such as -type:MoneyDeposited")
		}
		n, err := p.unary(depth + 1)
		if err != nil {
			return nil, err
		}
		if twice, ok := n.(not); ok {
			return twice.node, nil
		}
		return not{n}, nil
	case '(':
		p.at++
		n, err := p.either(depth + 1)
		if err != nil {
			return nil, err
		}
		if p.at == len(p.text) {
			return nil, p.fail(from, from+1, "`(` is never closed; add a `)`")
		}
		p.at++
		if n == nil {
			return nil, p.fail(from, p.at, "`()` is empty; put terms in it, such as (type:MoneyDeposited OR version:1)")
		}
		return n, nil
	case ')':
		return nil, p.fail(from, from+1, "`)` closes nothing; remove it or add a `(` before")
	default:
		return p.term()
	}
}

// term reads a bare word, a position such as #842, or a field with a value.
func (p *parser) term() (node, error) {
	from := p.at
	rest := p.text[from:]
	if rest[0] == '"' {
		quoted, err := p.quoted()
		if err != nil {
			return nil, err
		}
		if strings.TrimSpace(quoted) == "" {
			return nil, p.fail(from, p.at, `there is nothing between the quotes to look for; write a word, such as "Ada"`)
		}
		return &term{field: bareWord, value: value{text: quoted, quoted: true}}, nil
	}
	if op, size := operatorAt(rest); op != "" {
		p.bare()
		return nil, p.fail(from, from+size, "`%s` has no field before it, such as data.amount%s100", op, op)
	}
	if rest[0] == '#' {
		p.at++
		return p.valueOf(&term{field: fieldNamed("position"), op: opIs}, from)
	}
	name := rest[:headEnd(rest)]
	p.at += len(name)
	op := p.operator(name)
	if op == "" || !isName(name) {
		p.at = from
		text := p.bare()
		return &term{field: bareWord, value: value{text: text, quoted: !isBareWord(text)}}, nil
	}
	opEnd := p.at
	t, err := p.about(name, from)
	if err != nil {
		return nil, err
	}
	if !t.field.takes(op) {
		return nil, p.fail(from, opEnd, "`%s` does not go with `%s`; write it as in %s", op, t.field.name, t.field.example)
	}
	t.op = op
	return p.valueOf(t, from)
}

// operator reads the operator after a field's name. Spaces may stand around
// those that compare, as in data.amount > 100, but not around a colon.
func (p *parser) operator(name string) operator {
	rest := p.text[p.at:]
	after := strings.TrimLeftFunc(rest, unicode.IsSpace)
	op, size := operatorAt(after)
	spaced := len(after) < len(rest)
	if op == "" || spaced && (op == opIs || fieldNamed(name) == nil && !strings.HasPrefix(name, "data.")) {
		return ""
	}
	p.at = len(p.text) - len(after) + size
	if op != opIs {
		p.skipSpace()
	}
	return op
}

// about begins a term about the field that is written as name.
func (p *parser) about(name string, from int) (*term, error) {
	head, path, dotted := strings.Cut(name, ".")
	f := fieldNamed(head)
	to := from + len(name)
	switch {
	case f == nil || dotted && f.kind != inData:
		meant := "the fields are " + fieldNames() + "."
		if near := nearestField(head); near != nil {
			meant = fmt.Sprintf("did you mean `%s`?", near.name)
		}
		return nil, p.fail(from, to, "`%s` is not a field; %s A value in the data is written `data.%s`, and words that only look like a field are put in quotes", name, meant, name)
	case f.kind != inData:
		return &term{field: f}, nil
	case path == "":
		return nil, p.fail(from, to, "`%s` needs the name of a value, such as data.amount>100", name)
	}
	steps := strings.Split(path, ".")
	if len(steps) > maxSteps {
		return nil, p.fail(from, to, "a path has at most %d parts and this one has %d", maxSteps, len(steps))
	}
	for _, step := range steps {
		if step == "" {
			return nil, p.fail(from, to, "`%s` has a dot too many, write it as in data.items.0.price", name)
		}
	}
	return &term{field: f, path: steps}, nil
}

// valueOf reads the value of the term that began at from.
func (p *parser) valueOf(t *term, from int) (node, error) {
	at := p.at
	if at < len(p.text) && p.text[at] == '"' {
		quoted, err := p.quoted()
		if err != nil {
			return nil, err
		}
		t.value = value{text: quoted, quoted: true}
	} else if t.value.text = p.bare(); t.value.text == "" {
		written := p.text[from:at]
		example := t.field.example
		if t.field.kind == inData {
			example = strings.TrimSpace(written) + "100"
		}
		return nil, p.fail(from, at, "`%s` needs a value after `%s`, such as %s", strings.TrimSpace(written), lastOperator(written), example)
	}
	if problem := t.understand(); problem != "" {
		return nil, p.fail(at, p.at, "%s", problem)
	}
	return t, nil
}

// understand reads the value as the field's kind needs it, and returns what is
// wrong with it.
func (t *term) understand() string {
	v := &t.value
	switch t.field.kind {
	case count:
		var ok bool
		if v.low, v.high, ok = parseCounts(v.text, t.op == opIs || t.op == opExactly); !ok {
			return fmt.Sprintf("`%s` is not a whole number that a %s can be; write it as in %s", v.text, t.field.name, t.field.example)
		}
	case origin:
		var ok bool
		if v.low, ok = parseCount(v.text); !ok || v.low == 0 {
			return fmt.Sprintf("`%s` is not the position of an event; write it as in %s", v.text, t.field.example)
		}
	case clock:
		var ok bool
		if v.when, ok = parseMoment(v.text); !ok {
			return fmt.Sprintf("`%s` is not a time; write 14:03, 14:03:22, 2026-11-20, 2026-11-20T14:03, today or yesterday", v.text)
		}
	case flag:
		if v.text != "true" && v.text != "false" {
			return fmt.Sprintf("`%s` is neither true nor false; write %s", v.text, t.field.example)
		}
	}
	return ""
}

// parseCounts reads a whole number, or where a range is allowed 840..880,
// 840.. or ..880.
func parseCounts(text string, ranges bool) (low, high uint64, ok bool) {
	from, to, isRange := strings.Cut(text, "..")
	if !isRange {
		low, ok = parseCount(text)
		return low, low, ok
	}
	low, high, ok = 0, ^uint64(0), ranges && (from != "" || to != "")
	if from != "" && ok {
		low, ok = parseCount(from)
	}
	if to != "" && ok {
		high, ok = parseCount(to)
	}
	return low, high, ok && low <= high
}

// parseCount reads a whole number as the page shows it: 842, 1,284, #842, v7.
func parseCount(text string) (uint64, bool) {
	if text != "" && (text[0] == '#' || text[0] == 'v') {
		text = text[1:]
	}
	n, err := strconv.ParseUint(ungroup(text), 10, 64)
	return n, err == nil
}

// quoted reads a text in quotes.
func (p *parser) quoted() (string, error) {
	from := p.at
	var b strings.Builder
	for p.at++; p.at < len(p.text); p.at++ {
		c := p.text[p.at]
		if c == '"' {
			p.at++
			if next, _ := utf8.DecodeRuneInString(p.text[p.at:]); p.at < len(p.text) && !ends(next) {
				return "", p.fail(from, p.at, "a space is missing after the closing quote")
			}
			return b.String(), nil
		}
		if c == '\\' && p.at+1 < len(p.text) && (p.text[p.at+1] == '"' || p.text[p.at+1] == '\\') {
			p.at++
			c = p.text[p.at]
		}
		b.WriteByte(c)
	}
	return "", p.fail(from, p.at, "the quote is never closed; add a `\"` at the end")
}

// bare reads up to the next space or parenthesis.
func (p *parser) bare() string {
	rest := p.text[p.at:]
	if end := strings.IndexFunc(rest, ends); end >= 0 {
		rest = rest[:end]
	}
	p.at += len(rest)
	return rest
}

func (p *parser) skipSpace() {
	p.at = len(p.text) - len(strings.TrimLeftFunc(p.text[p.at:], unicode.IsSpace))
}

// isKeyword reports whether the next word is the keyword.
func (p *parser) isKeyword(keyword string) bool {
	rest, found := strings.CutPrefix(p.text[p.at:], keyword)
	next, _ := utf8.DecodeRuneInString(rest)
	return found && (rest == "" || ends(next))
}

// keyword reads the keyword if it is the next word.
func (p *parser) keyword(keyword string) bool {
	found := p.isKeyword(keyword)
	if found {
		p.at += len(keyword)
	}
	return found
}

func (p *parser) fail(from, to int, format string, args ...any) error {
	return &Error{fmt.Sprintf(format, args...), from, to}
}

// nodeList is what holds several nodes.
type nodeList interface {
	all | either
	node
}

// appendFlat appends n, or its parts when it is a list of the same kind, so
// that (a b) c and a b c are equal filters.
func appendFlat[N nodeList](nodes N, n node) N {
	if same, ok := n.(N); ok {
		return append(nodes, same...)
	}
	return append(nodes, n)
}

// single returns a list of one as that one, and an empty list as nil.
func single[N nodeList](nodes N) node {
	switch len(nodes) {
	case 0:
		return nil
	case 1:
		return nodes[0]
	default:
		return nodes
	}
}

func lastOperator(text string) string {
	if text == "#" {
		return text
	}
	return strings.TrimSpace(text[headEnd(text):])
}

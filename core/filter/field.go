package filter

import "strings"

// operator stands between a field and its value.
type operator string

const (
	opIs       operator = ":"
	opExactly  operator = "="
	opNot      operator = "!="
	opAtLeast  operator = ">="
	opAtMost   operator = "<="
	opMoreThan operator = ">"
	opLessThan operator = "<"
)

// operators holds longer spellings before their beginnings.
var operators = []operator{opNot, opAtLeast, opAtMost, opIs, opExactly, opMoreThan, opLessThan}

// operatorAt returns the operator that text begins with and its length.
func operatorAt(text string) (operator, int) {
	for _, op := range operators {
		if strings.HasPrefix(text, string(op)) {
			return op, len(op)
		}
	}
	return "", 0
}

// headEnd returns where the part of text ends that may be a field's name.
func headEnd(text string) int {
	for i, r := range text {
		if ends(r) {
			return i
		}
		if op, _ := operatorAt(text[i:]); op != "" {
			return i
		}
	}
	return len(text)
}

// orders reports whether op asks which of two values is larger.
func (op operator) orders() bool { return op[0] == '>' || op[0] == '<' }

// holds reports whether op is true of two values whose order is given: below
// zero when the first is smaller, zero when they are equal.
func (op operator) holds(order int) bool {
	switch op {
	case opNot:
		return order != 0
	case opMoreThan:
		return order > 0
	case opAtLeast:
		return order >= 0
	case opLessThan:
		return order < 0
	case opAtMost:
		return order <= 0
	default:
		return order == 0
	}
}

// fieldKind says which operators and values a field takes.
type fieldKind int

const (
	word       fieldKind = iota // a bare word, which has no field
	text                        // text of the event itself
	identifier                  // a UUID
	count                       // a whole number
	clock                       // a time
	flag                        // true or false
	origin                      // an event, by its position
	inData                      // a value in the data
)

// field is something that a term can be about.
type field struct {
	name    string
	kind    fieldKind
	example string // a whole term that parses
	about   string
}

var bareWord = &field{kind: word}

// fields is ordered as completion offers them.
var fields = []*field{
	{"type", text, "type:Money*", "what happened"},
	{"stream", text, "stream:account-*", "where it happened"},
	{"category", text, "category:account", "the stream's name up to its dash"},
	{"data", inData, "data.amount>100", "a value in the event's data"},
	{"after", clock, "after:14:03", "recorded at that time or later"},
	{"before", clock, "before:2026-11-20", "recorded earlier than that time"},
	{"on", clock, "on:today", "recorded within that day, minute or second"},
	{"position", count, "position:840..880", "in the log, from 1"},
	{"version", count, "version:1", "in the stream, from 1"},
	{"actor", text, "actor:Ada", "who asked for it"},
	{"command", text, "command:Withdraw", "the command that caused it"},
	{"id", identifier, "id:018f3c1e", "the event's own id, or its beginning"},
	{"correlation", identifier, "correlation:018f3c1e", "shared by all that one intention set off"},
	{"causation", identifier, "causation:018f3c1e", "the command or event that caused it"},
	{"caused-by", origin, "caused-by:#842", "what that event led to, directly or through others"},
	{"schema", count, "schema:1", "the schema version that it was recorded with"},
	{"unknown", flag, "unknown:true", "whether the world has no type for it"},
}

// fieldNamed returns the field of that name, or nil.
func fieldNamed(name string) *field {
	for _, f := range fields {
		if f.name == name {
			return f
		}
	}
	return nil
}

// takes reports whether op can follow the field.
func (f *field) takes(op operator) bool {
	switch f.kind {
	case count, inData:
		return true
	case clock:
		return op == opIs
	case origin:
		return op == opIs || op == opExactly
	default:
		return !op.orders()
	}
}

// nearestField returns the field that name was probably meant to be: one that
// begins with it, or one at most two letters away. It returns nil when there
// is none.
func nearestField(name string) *field {
	var nearest *field
	least := 3
	for _, f := range fields {
		d := distance(name, f.name)
		if len(name) > 1 && strings.HasPrefix(f.name, name) {
			d = 0
		}
		if d < least && d < len(name) {
			nearest, least = f, d
		}
	}
	return nearest
}

// distance counts the letters that have to be put in, left out or changed to
// make b of a. It does not look at texts that are much longer than a field's name.
func distance(a, b string) int {
	if len(a) > 2*len(b) {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			changed := diagonal
			if a[i] != b[j] {
				changed++
			}
			diagonal = row[j+1]
			row[j+1] = min(changed, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func fieldNames() string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

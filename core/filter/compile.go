package filter

import (
	"strconv"
	"strings"
	"time"

	"playhead/core/eventstore"
)

// Kind says how the numbers at a path of the data are meant.
type Kind int

// The kinds. Plain numbers are compared as they are.
const (
	Plain Kind = iota
	Money      // minor units; typed as major units
	Time       // milliseconds since 1970; typed as a time
)

// Env is what a filter has to know of the world and of the present. Its zero
// value knows nothing: no time of day is before it, every number is plain and
// every type is known.
type Env struct {
	// Now is the moment that times without a date are measured from, in the
	// location that all times are meant in.
	Now time.Time
	// Kind returns the kind of the numbers at a path of an event type's data.
	// The path has no numbers of list elements: "items.price".
	Kind func(eventType, path string) Kind
	// ID returns the id of the event at a position, zero when there is none.
	ID func(position uint64) [16]byte
	// Known reports whether the world has a type for such events.
	Known func(eventType string, schemaVersion int) bool
}

// Matcher says which events fit a filter. It is used by one goroutine at
// a time. A filter that asks what an event led to is handed the events that came
// after that one in order, without a gap.
type Matcher struct {
	test    test
	needs   need
	event   candidate
	watches []func(*candidate)
}

// need is what a test has to look at. What is cheaper comes first.
type need int

const (
	needColumns  need = iota // type, schema version, stream, version, position, timestamp
	needMetadata             // id and metadata
	needData
)

// test is a compiled node.
type test func(*candidate) bool

// candidate is the event in question.
type candidate struct {
	*eventstore.Event
	source func() []byte
	data   string
	loaded bool
}

// Compile makes the filter ready to be matched in an environment.
func (f *Filter) Compile(env Env) *Matcher {
	m := &Matcher{test: func(*candidate) bool { return true }}
	if f.root != nil {
		c := compiler{Env: env}
		m.test, m.needs = c.compile(f.root)
		m.watches = c.watches
	}
	return m
}

// NeedsData reports whether Match may look at the data. Without it, position,
// stream, version, type, schema version and timestamp are enough, and where
// NeedsMetadata, the id and the metadata.
func (m *Matcher) NeedsData() bool { return m.needs == needData }

// NeedsMetadata reports whether Match may look at the id or the metadata.
func (m *Matcher) NeedsMetadata() bool { return m.needs != needColumns }

// Match reports whether e fits the filter. It calls data for e's data as it is
// to be read, which is JSON, at most once and only when nothing cheaper
// decides; where data is nil it uses e.Data.
func (m *Matcher) Match(e *eventstore.Event, data func() []byte) bool {
	m.event = candidate{Event: e, source: data}
	for _, watch := range m.watches {
		watch(&m.event)
	}
	fits := m.test(&m.event)
	m.event = candidate{}
	return fits
}

// text returns the data.
func (c *candidate) text() string {
	if !c.loaded {
		if c.loaded = true; c.source != nil {
			c.data = string(c.source())
		} else {
			c.data = string(c.Data)
		}
	}
	return c.data
}

// compiler gathers what a filter has to see of every event, whether or not a
// cheaper test has decided about it.
type compiler struct {
	Env
	watches []func(*candidate)
}

// compile returns a node's test and the most that it has to look at.
func (env *compiler) compile(n node) (test, need) {
	switch n := n.(type) {
	case all:
		tests, most := env.compileEach(n)
		return func(c *candidate) bool {
			for _, fits := range tests {
				if !fits(c) {
					return false
				}
			}
			return true
		}, most
	case either:
		tests, most := env.compileEach(n)
		return func(c *candidate) bool {
			for _, fits := range tests {
				if fits(c) {
					return true
				}
			}
			return false
		}, most
	case not:
		fits, needs := env.compile(n.node)
		return func(c *candidate) bool { return !fits(c) }, needs
	case *term:
		return n.compile(env)
	default:
		panic("filter: a node of no known kind")
	}
}

// compileEach returns the nodes' tests, cheap ones first.
func (env *compiler) compileEach(nodes []node) (ordered []test, most need) {
	var tests [needData + 1][]test
	for _, n := range nodes {
		fits, needs := env.compile(n)
		tests[needs] = append(tests[needs], fits)
		most = max(most, needs)
	}
	for _, group := range tests {
		ordered = append(ordered, group...)
	}
	return ordered, most
}

func (t *term) compile(env *compiler) (test, need) {
	switch t.field.kind {
	case word:
		g := newGlob(t.value.text, t.value.quoted)
		return func(c *candidate) bool {
			return g.within(c.Type) || g.within(string(c.Stream)) || g.within(words(c.text()))
		}, needData
	case inData:
		return t.compileData(env.Env), needData
	case count:
		return t.compileCount(), needColumns
	case clock:
		return t.compileClock(env.Now), needColumns
	case flag:
		asked := (t.value.text == "true") != (t.op == opNot)
		return func(c *candidate) bool {
			return (env.Known != nil && !env.Known(c.Type, c.SchemaVersion)) == asked
		}, needColumns
	case identifier:
		return t.compileIdentifier(), needMetadata
	case origin:
		return t.compileOrigin(env), needMetadata
	default:
		return t.compileText()
	}
}

// compileText compiles a claim about the event's own text.
func (t *term) compileText() (test, need) {
	fits := t.value.textTest(t.op)
	switch t.field.name {
	case "type":
		return func(c *candidate) bool { return fits(c.Type) }, needColumns
	case "stream":
		return func(c *candidate) bool { return fits(string(c.Stream)) }, needColumns
	case "category":
		return func(c *candidate) bool { return fits(c.Stream.Category()) }, needColumns
	case "actor":
		return func(c *candidate) bool { return fits(c.Metadata.Actor) }, needMetadata
	default:
		return func(c *candidate) bool { return fits(c.Metadata.Command) }, needMetadata
	}
}

// textTest returns what the operator claims about a text.
func (v value) textTest(op operator) func(string) bool {
	if op == opIs {
		return newGlob(v.text, v.quoted).matches
	}
	return func(text string) bool { return op.holds(strings.Compare(text, v.text)) }
}

func (t *term) compileCount() test {
	var number func(*candidate) uint64
	switch t.field.name {
	case "position":
		number = func(c *candidate) uint64 { return uint64(c.Position) }
	case "version":
		number = func(c *candidate) uint64 { return uint64(c.Version) }
	default:
		number = func(c *candidate) uint64 { return uint64(c.SchemaVersion) }
	}
	op, low, high := t.op, t.value.low, t.value.high
	return func(c *candidate) bool { return op.holds(outside(number(c), low, high)) }
}

// outside returns -1 below low, 1 above high and 0 between them.
func outside(n, low, high uint64) int {
	switch {
	case n < low:
		return -1
	case n > high:
		return 1
	default:
		return 0
	}
}

func (t *term) compileClock(now time.Time) test {
	start, end := t.value.when.resolve(now)
	from, to := start.UnixMilli(), end.UnixMilli()
	switch t.field.name {
	case "after":
		return func(c *candidate) bool { return c.Timestamp.UnixMilli() >= from }
	case "before":
		return func(c *candidate) bool { return c.Timestamp.UnixMilli() < from }
	default:
		return func(c *candidate) bool {
			at := c.Timestamp.UnixMilli()
			return from <= at && at < to
		}
	}
}

// compileIdentifier compiles a claim about a UUID. A beginning is enough after
// a colon, since the page shows identifiers shortened.
func (t *term) compileIdentifier() test {
	v := t.value
	if t.op == opIs && !v.quoted {
		v.text = strings.TrimRight(v.text, "*…") + "*"
	}
	fits := v.textTest(t.op)
	name := t.field.name
	return func(c *candidate) bool {
		id := c.ID
		switch name {
		case "correlation":
			id = c.Metadata.CorrelationID
		case "causation":
			id = c.Metadata.CausationID
		}
		if id == [16]byte{} {
			return fits("")
		}
		return fits(id.String())
	}
}

// compileOrigin compiles the claim that an event led to the candidate. What led to
// what is watched from that event on, since a cheaper test may pass over what
// lies between them.
func (t *term) compileOrigin(env *compiler) test {
	var led map[[16]byte]bool
	env.watches = append(env.watches, func(c *candidate) {
		if led == nil && env.ID != nil {
			led = map[[16]byte]bool{env.ID(t.value.low): true}
			delete(led, [16]byte{})
		}
		if led[c.Metadata.CausationID] {
			led[c.ID] = true
		}
	})
	return func(c *candidate) bool { return led[c.Metadata.CausationID] }
}

// compileData compiles a claim about a value in the data. It is true when any
// of the values that the path leads to fits.
func (t *term) compileData(env Env) test {
	v, op := t.value, t.op
	path := t.path
	schemaPath := withoutIndexes(path)
	numbers := v.numbersTest(op)
	times := v.timesTest(op, env.Now)
	texts := v.textTest(op)
	exists := op == opIs && !v.quoted && newGlob(v.text, false).some

	var kind Kind // of the event in question
	fits := func(value string) bool {
		switch c := value[0]; {
		case exists:
			return value != "null"
		case c == '"':
			return texts(unquote(value))
		case c == '{' || v.quoted:
			return false
		case c != '-' && !isDigits(value[:1]): // true, false, null
			return !op.orders() && texts(value)
		case kind == Time && times != nil:
			n, ok := parseDecimal(value)
			return ok && times(n)
		case numbers != nil:
			n, ok := parseDecimal(value)
			return ok && numbers(n, kind)
		case op.orders():
			return false
		case kind == Money:
			return texts(showMoney(value))
		default:
			return texts(value)
		}
	}
	return func(c *candidate) bool {
		kind = Plain
		if env.Kind != nil {
			kind = env.Kind(c.Type, schemaPath)
		}
		return find(c.text(), path, fits)
	}
}

// withoutIndexes joins a path as a schema knows it.
func withoutIndexes(path []string) string {
	var steps []string
	for _, step := range path {
		if !isDigits(step) {
			steps = append(steps, step)
		}
	}
	return strings.Join(steps, ".")
}

// numbersTest returns what the operator claims about a number, or nil when the
// value is neither a number nor a range.
func (v value) numbersTest(op operator) func(decimal, Kind) bool {
	from, to, isRange := strings.Cut(v.text, "..")
	if !isRange || op.orders() {
		from, to = v.text, v.text
	}
	low, okLow := parseDecimal(ungroup(from))
	high, okHigh := parseDecimal(ungroup(to))
	if v.quoted || !okLow || !okHigh {
		return nil
	}
	return func(n decimal, kind Kind) bool {
		low, high := low, high
		if kind == Money {
			low, high = low.minor(), high.minor()
		}
		order := min(n.compare(low), 0)
		if order == 0 {
			order = max(n.compare(high), 0)
		}
		return op.holds(order)
	}
}

// timesTest returns what the operator claims about milliseconds since 1970, or
// nil when the value is not a time.
func (v value) timesTest(op operator, now time.Time) func(decimal) bool {
	when, ok := parseMoment(v.text)
	if v.quoted || !ok {
		return nil
	}
	start, end := when.resolve(now)
	first := milliseconds(start)
	last := milliseconds(end.Add(-time.Millisecond))
	return func(n decimal) bool {
		order := min(n.compare(first), 0)
		if order == 0 {
			order = max(n.compare(last), 0)
		}
		return op.holds(order)
	}
}

func milliseconds(at time.Time) decimal {
	d, _ := parseDecimal(strconv.FormatInt(at.UnixMilli(), 10))
	return d
}

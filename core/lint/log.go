package lint

import (
	"bytes"
	"fmt"

	"playhead/core/eventstore"
	"playhead/core/json"
	"playhead/core/schema"
)

// Log looks through a log, event by event, and knows then what was to be found
// at any moment up to where it has come. It is not safe for use by several
// goroutines.
type Log struct {
	world    World
	declared []Finding
	types    map[typeKey]*trail
	met      []*met // in the order in which they were met
	byKey    map[key]*met
	last     map[eventstore.StreamID]lastEvent
	classes  map[string]class
	derived  int // how often the world was asked what a stream adds up to
	looked   eventstore.Position
}

type typeKey struct {
	name    string
	version int
}

// key tells findings apart.
type key struct {
	rule        Rule
	name, field string
	at          eventstore.Position // of a finding about one event
}

// met is a finding and where it was met.
type met struct {
	Finding
	trail
}

// NewLog returns a look at a world that has not come to any event yet.
func NewLog(w World) *Log {
	return &Log{
		world: w, declared: w.declared(),
		types: map[typeKey]*trail{}, byKey: map[key]*met{}, last: map[eventstore.StreamID]lastEvent{},
		classes: map[string]class{},
	}
}

// Looked returns the position of the last event that was looked at.
func (l *Log) Looked() eventstore.Position { return l.looked }

// At returns what is to be found at a position: what the world declares, and
// what its events up to there show.
func (l *Log) At(p eventstore.Position) []Finding {
	var found []Finding
	for _, f := range l.declared {
		if f.Subject == Event {
			f.Count, f.Positions = l.ofType(f.Name, p)
		}
		found = append(found, f)
	}
	for _, m := range l.met {
		f := m.Finding
		if f.Count, f.Positions = m.until(p); f.Count > 0 {
			found = append(found, f)
		}
	}
	return sorted(found)
}

// ofType counts the events of a type in its newest schema version.
func (l *Log) ofType(name string, p eventstore.Position) (int, []eventstore.Position) {
	for _, t := range l.world.Registry.Newest() {
		if t.Name == name {
			return l.types[typeKey{name, t.SchemaVersion}].until(p)
		}
	}
	return 0, nil
}

// Add looks at the log's next event. Events come in order, each once.
func (l *Log) Add(e eventstore.Event) {
	l.looked = e.Position
	k := typeKey{e.Type, e.SchemaVersion}
	known := l.world.Registry.Lookup(e.Type, e.SchemaVersion)
	if l.types[k] == nil {
		l.types[k] = &trail{}
	}
	l.types[k].add(e.Position)
	if known == nil {
		l.unknown(e)
	}
	l.ofStream(e)
	l.size(e)
	l.data(e, known)
	l.repeats(e)
	l.wholeState(e, known)
}

// note files what was met at an event, under the finding that is like it.
func (l *Log) note(p eventstore.Position, f Finding) {
	l.noteAs(key{rule: f.Rule, name: f.Name, field: f.Field}, p, f)
}

func (l *Log) noteAs(k key, p eventstore.Position, f Finding) {
	m := l.byKey[k]
	if m == nil {
		m = &met{Finding: f}
		l.byKey[k] = m
		l.met = append(l.met, m)
	}
	m.add(p)
}

// maxUnknown is how many types that the world does not know are named one by
// one: a log of another world has some ten.
const maxUnknown = 100

// unknown looks at the name of a type that the world did not declare, and says
// that no fold reads it.
func (l *Log) unknown(e eventstore.Event) {
	if len(l.types) > maxUnknown && e.Type != "" && l.byKey[key{rule: Unread, name: e.Type}] == nil {
		return
	}
	declared := len(l.world.Registry.Types(e.Type)) > 0
	f := Finding{
		Rule: Unread, Severity: Risk, Subject: Event, Name: e.Type,
		What: fmt.Sprintf("No fold reads %s: this world has no such type of event.", e.Type),
		Why:  "It is in the log, and every read model and aggregate passes it by, in silence.",
		Do:   "Add the type to the world, or an upcaster that leads from it to one that is there.",
	}
	if declared {
		f.What = fmt.Sprintf("No fold reads %s of schema version %d: no upcaster leads from it.", e.Type, e.SchemaVersion)
		f.Do = "Add the upcaster from this schema version to the next."
	}
	l.note(e.Position, f)
	if declared {
		return // its name was looked at where it is declared
	}
	fields, optional := 0, false
	for name, value := range json.Members(e.Data) {
		fields++
		for _, finding := range nameOfField(e.Type, name, kindOf(value)) {
			l.note(e.Position, finding)
		}
	}
	for _, finding := range nameOfEvent(e.Type, fields, optional) {
		l.note(e.Position, finding)
	}
}

func kindOf(value json.RawMessage) schema.FieldKind {
	switch value[0] {
	case '{':
		return schema.Object
	case '[':
		return schema.List
	case '"':
		return schema.Text
	default:
		return schema.Number
	}
}

// Sizes and lengths from which they are worth a word.
const (
	// hugeEvent is some thirty times what a fact of a world takes.
	hugeEvent = 8 << 10
	// longStream is where loading without a snapshot begins to be felt, and
	// where most streams of a business have ended long ago.
	longStream = 1000
)

func (l *Log) size(e eventstore.Event) {
	if len(e.Data) < hugeEvent {
		return
	}
	l.note(e.Position, Finding{
		Rule: HugeEvent, Severity: Risk, Subject: Event, Name: e.Type,
		What: fmt.Sprintf("%s carries %d kB of data.", e.Type, len(e.Data)>>10),
		Why:  "Every fold, rebuild and copy of the log carries it along for ever. A fact that large is mostly a document.",
		Do:   "Keep the document elsewhere, under its hash, and record the hash and what was decided.",
	})
}

func (l *Log) ofStream(e eventstore.Event) {
	if e.Version == longStream {
		l.noteAs(key{rule: LongStream, name: string(e.Stream)}, e.Position, Finding{
			Rule: LongStream, Severity: Risk, Subject: Stream, Name: string(e.Stream),
			What: fmt.Sprintf("%s has come to %d events, and nothing ends it.", e.Stream, longStream),
			Why:  "Each command folds the whole stream before it decides, and everybody who writes to it is in each other's way.",
			Do:   "Let a stream end as its business does (a day, a statement, a term), with a closing event that the next one opens from; snapshots only put it off.",
		})
	}
	if e.Version == 1 && looksPersonal(string(e.Stream)) {
		l.noteAs(key{rule: PersonalName, name: e.Stream.Category()}, e.Position, Finding{
			Rule: PersonalName, Severity: Risk, Subject: Stream, Name: e.Stream.Category(),
			What: fmt.Sprintf("Streams such as %s are named by a person's address.", e.Stream),
			Why:  "The name of a stream is in every event, in every link and in every read model's key. It cannot be sealed, and so never forgotten.",
			Do:   "Name streams by a number or a UUID, and keep the address in a sealed field.",
		})
	}
	if looksPersonal(e.Metadata.Actor) {
		l.noteAs(key{rule: PersonalName, name: e.Metadata.Actor}, e.Position, Finding{
			Rule: PersonalName, Severity: Risk, Subject: Stream, Name: e.Metadata.Actor,
			What: fmt.Sprintf("The actor of events is %s, a person's address.", e.Metadata.Actor),
			Why:  "Metadata is in the clear, so that the log can be looked through. What is in it cannot be forgotten.",
			Do:   "Write down a number of the account that acted, and keep who it belongs to in a sealed field.",
		})
	}
}

// maxInside is how deep the data of an event is looked into.
const maxInside = 4

// data looks at an event's values.
func (l *Log) data(e eventstore.Event, known *schema.EventType) {
	l.inside(e, known, "", json.RawMessage(e.Data), maxInside)
}

func (l *Log) inside(e eventstore.Event, known *schema.EventType, path string, data json.RawMessage, depth int) {
	if depth == 0 || len(data) == 0 {
		return
	}
	if data[0] == '[' {
		for element := range json.Elements(data) {
			if element[0] == '{' || element[0] == '[' {
				l.inside(e, known, path, element, depth-1)
			}
		}
		return
	}
	all := class(0)
	for name, value := range json.Members(data) {
		c := l.class(name)
		all |= c
		switch {
		case value[0] == '"':
			l.text(e, known, path, name, c, value)
		case value[0] == '{' || value[0] == '[':
			l.inside(e, known, path+name+".", value, depth-1)
		case c&money != 0:
			l.fraction(e, path+name, value)
		}
	}
	if all&stated != 0 {
		l.totals(e, known, path, data)
	}
}

func (l *Log) text(e eventstore.Event, known *schema.EventType, path, name string, c class, value json.RawMessage) {
	var text string
	if isBareName(name) && !isPersonal(e.Type, name) {
		c &^= personal
	}
	if c&personal == 0 && bytes.IndexByte(value, '@') < 0 {
		return
	}
	if json.Unmarshal(value, &text) != nil || !inClear(name, text) || c&personal == 0 && !looksPersonal(text) {
		return
	}
	path += name
	if known != nil && !known.Old() && isDeclared(known, path) {
		return // said where it is declared
	}
	f := personalField(e.Type, path)
	if known != nil && isSealable(known, path) {
		f.What = fmt.Sprintf("The field %q of %s was recorded in the clear, before it was sealed or from elsewhere.", path, e.Type)
		f.Why = "Nothing recorded is ever changed: destroying the person's key does not reach it."
		f.Do = "Record new events through commands, which seal it. For what is here, copy the log into a new one that seals it, and throw this one away."
	} else {
		f.What = fmt.Sprintf("The field %q of %s holds a person's data in the clear.", path, e.Type)
	}
	l.note(e.Position, f)
}

// isDeclared reports whether the type itself was found to have this field in
// the clear.
func isDeclared(t *schema.EventType, path string) bool {
	for _, f := range t.Fields {
		if f.Name == path {
			return f.Kind == schema.Text && !f.Personal && isPersonal(t.Name, f.Name)
		}
	}
	return false
}

func isSealable(t *schema.EventType, path string) bool {
	for _, f := range t.Fields {
		if f.Name == path {
			return f.Personal
		}
	}
	return false
}

func (l *Log) fraction(e eventstore.Event, path string, value json.RawMessage) {
	if _, whole, ok := numberOf(value); !ok || whole {
		return
	}
	l.note(e.Position, Finding{
		Rule: MoneyAsFraction, Severity: Hint, Subject: Event, Name: e.Type, Field: path,
		What: fmt.Sprintf("The field %q of %s holds money with a fraction, such as %s.", path, e.Type, value),
		Why:  "0.1 + 0.2 is not 0.3 in most languages. Sums of such numbers drift by cents, and no two programs drift alike.",
		Do:   "Write amounts in minor units as whole numbers (12750), with the currency beside them.",
	})
}

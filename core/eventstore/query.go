package eventstore

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"playhead/core/json"
)

// Query says which events a decision rests on: those that match any of its
// parts. The zero value is the strictest claim: it matches every event.
type Query []Part

// Part matches the events that fit all that it says; what is empty fits any.
// It looks at events as they are stored, not as upcasters read them.
type Part struct {
	Types    []string   // one of them
	Category string     // of the stream
	Streams  []StreamID // one of them
	Data     []Tag      // all of them
}

// Tag is a key of an event's data, at its top level, and the value that it
// must have: text without its quotes, or a number, true, false or null as it
// is written.
type Tag struct {
	Key, Value string
}

// Matches reports whether the query matches the event.
func (q Query) Matches(e Event) bool {
	return len(q) == 0 || slices.ContainsFunc(q, func(p Part) bool { return p.matches(&e) })
}

func (p *Part) matches(e *Event) bool {
	return (len(p.Types) == 0 || slices.Contains(p.Types, e.Type)) &&
		(p.Category == "" || e.Stream.Category() == p.Category) &&
		(len(p.Streams) == 0 || slices.Contains(p.Streams, e.Stream)) &&
		p.matchesData(e.Data)
}

func (p *Part) matchesData(data json.RawMessage) bool {
	if len(p.Data) == 0 {
		return true
	}
	// Where nothing is escaped, what is looked for stands there as it is.
	if plain := bytes.IndexByte(data, '\\') < 0; plain && slices.ContainsFunc(p.Data, func(t Tag) bool {
		return !bytes.Contains(data, []byte(t.Key)) || !bytes.Contains(data, []byte(t.Value))
	}) {
		return false
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(data, &fields) != nil {
		return false // it is not an object, and has no keys
	}
	return !slices.ContainsFunc(p.Data, func(t Tag) bool {
		raw, ok := fields[t.Key]
		return !ok || scalar(raw) != t.Value
	})
}

// scalar returns a JSON value as a tag has it.
func scalar(raw json.RawMessage) string {
	var text string
	if len(raw) > 0 && raw[0] == '"' && json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}

// String writes the query as ParseQuery reads it.
func (q Query) String() string {
	if len(q) == 0 {
		return everything
	}
	parts := make([]string, len(q))
	for i, p := range q {
		parts[i] = p.String()
	}
	return strings.Join(parts, " "+either+" ")
}

// String writes the part as ParseQuery reads it.
func (p Part) String() string {
	var terms []string
	if len(p.Types) > 0 {
		terms = append(terms, "type:"+strings.Join(p.Types, ","))
	}
	if p.Category != "" {
		terms = append(terms, "category:"+p.Category)
	}
	if len(p.Streams) > 0 {
		names := make([]string, len(p.Streams))
		for i, s := range p.Streams {
			names[i] = string(s)
		}
		terms = append(terms, "stream:"+strings.Join(names, ","))
	}
	for _, t := range p.Data {
		terms = append(terms, "data."+t.Key+"="+quoted(t.Value))
	}
	if len(terms) == 0 {
		return everything
	}
	return strings.Join(terms, " ")
}

// quoted writes a tag's value so that it is read back as one.
func quoted(value string) string {
	if value != "" && !strings.ContainsAny(value, " \t\n"+marks) {
		return value
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

// Condition is what a writer claims about the whole log before it appends: no
// event that the query matches has a position above After. The zero value
// claims that the log has no events, the strictest claim.
type Condition struct {
	Query Query
	After Position
}

// ConditionError says that an event came in between that a decision rests on.
type ConditionError struct {
	Condition Condition
	// What came first after the position, and matches.
	Position Position
	Stream   StreamID
	Type     string
}

func (e *ConditionError) Error() string {
	return fmt.Sprintf("append if nothing matching %s came after #%d: %s came at #%d, in %s",
		e.Condition.Query, e.Condition.After, e.Type, e.Position, e.Stream)
}

// Is makes every ConditionError an ErrCondition.
func (e *ConditionError) Is(target error) bool { return target == ErrCondition }

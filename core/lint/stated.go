package lint

import (
	"fmt"

	"playhead/core/eventstore"
	"playhead/core/json"
	"playhead/core/schema"
)

const (
	// maxDerived is how often a world is asked what a stream adds up to: each
	// time folds the stream.
	maxDerived = 500
	// maxTotals is how many events whose total disagrees are told one by one.
	maxTotals = 50
)

// totals compares what an event states with what it consists of, and with what
// its stream adds up to.
func (l *Log) totals(e eventstore.Event, known *schema.EventType, path string, data json.RawMessage) {
	if s, ok := sumIn(data); ok {
		if what := s.disagrees(); what != "" {
			l.disagree(e, path+s.field, what)
		}
		return
	}
	if l.world.Derived == nil || path != "" {
		return
	}
	for name, value := range json.Members(data) {
		if l.class(name)&stated == 0 || declares(known, name) || l.derived >= maxDerived {
			continue
		}
		l.derived++
		if what := against(name, value, l.world.Derived(e)); what != "" {
			l.disagree(e, name, what)
		}
	}
}

// declares reports whether a type has a field of that name: then the state may
// well be made of it.
func declares(t *schema.EventType, name string) bool {
	if t == nil {
		return false
	}
	for _, f := range t.Fields {
		if f.Name == name {
			return true
		}
	}
	return false
}

func (l *Log) disagree(e eventstore.Event, field, what string) {
	k := key{rule: TotalDisagrees, name: e.Type, field: field, at: e.Position}
	if len(l.byKey) >= maxTotals {
		k.at = 0
	}
	l.noteAs(k, e.Position, Finding{
		Rule: TotalDisagrees, Severity: Wrong, Subject: Event, Name: e.Type, Field: field,
		What: fmt.Sprintf("The stated %s of %s, %s v%d, does not agree with its parts: %s.", field, e.Type, e.Stream, e.Version, what),
		Why:  "What can be derived is true by itself; what is stated beside it can be wrong, and here it is. Nobody can tell from the log which of the two was meant.",
		Do:   "Leave the total out and derive it when folding. Where the stated one is the fact (it was on the bill), record why it differs: the discount, the rounding, the correction.",
	})
}

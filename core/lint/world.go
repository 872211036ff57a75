package lint

import (
	"fmt"
	"slices"
	"strings"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

// World is what a world says of itself.
type World struct {
	Registry *schema.Registry
	Commands []CommandType
	// States are the fields of each category's aggregates.
	States map[string][]schema.Field
	// Derived returns what a stream adds up to just after an event, nil where
	// that is not known. A stated total is compared with it.
	Derived func(eventstore.Event) []schema.Value
}

// CommandType is a command's name and the category that it goes to.
type CommandType struct{ Name, Category string }

// declared looks at what the world declares, before anything has happened.
func (w World) declared() []Finding {
	var found []Finding
	for _, t := range w.Registry.Newest() {
		optional := !slices.ContainsFunc(t.Fields, func(f schema.Field) bool { return f.Required })
		found = append(found, nameOfEvent(t.Name, len(t.Fields), optional)...)
		found = append(found, fieldsOf(t)...)
	}
	for _, c := range w.Commands {
		found = append(found, nameOfCommand(c.Name, c.Category)...)
	}
	return found
}

// typeFields are names of fields that say what happened, which the type of the
// event should say.
var typeFields = []string{"type", "action", "event", "eventtype", "eventname", "operation", "op", "changetype", "actiontype"}

// payloadFields are names of fields that hold whatever there was.
var payloadFields = []string{"payload", "data", "body", "changes", "diff", "patch", "delta", "attributes", "properties", "values", "fields"}

// timeFields repeat what every event says of itself.
var timeFields = []string{"timestamp", "createdat", "updatedat", "occurredat", "recordedat", "eventtime", "modifiedat"}

func fieldsOf(t *schema.EventType) []Finding {
	var found []Finding
	for _, f := range t.Fields {
		found = append(found, nameOfField(t.Name, f.Name, f.Kind)...)
		if f.Kind == schema.Text && !f.Personal && isPersonal(t.Name, f.Name) {
			found = append(found, personalField(t.Name, f.Name))
		}
	}
	return found
}

// nameOfField looks at what a field of an event is called.
func nameOfField(event, field string, kind schema.FieldKind) []Finding {
	f := Finding{Severity: Risk, Subject: Event, Name: event, Field: field}
	switch word := strings.Join(split(field), ""); {
	case slices.Contains(typeFields, word) && (kind == schema.Text || kind == schema.Choice):
		f.Rule = TypeField
		f.What = fmt.Sprintf("What happened stands in the field %q of %s, not in its type.", field, event)
		f.Why = "Nothing can subscribe to it, filter by it or upcast it by type; every reader has to know the words that may stand there."
		f.Do = "Make a type of event of each value, and leave the field out."
	case slices.Contains(payloadFields, word) && (kind == schema.Object || kind == schema.List):
		f.Rule = Generic
		f.What = fmt.Sprintf("The field %q of %s holds whatever there was.", field, event)
		f.Why = "Its shape is promised by nobody, so that no upcaster can lift it and no fold can rely on it."
		f.Do = "Name the values that the fact consists of as fields of their own."
	case slices.Contains(timeFields, word):
		f.Rule, f.Severity = TimeInData, Hint
		f.What = fmt.Sprintf("%s carries a time of its own in %q.", event, field)
		f.Why = "Every event is recorded with a timestamp. Two of them will differ one day, and nobody knows which one counts."
		f.Do = "Use the event's own. Where another moment is meant (a due date, a time at the counter), name it after what it is."
	default:
		return nil
	}
	return []Finding{f}
}

func personalField(event, field string) Finding {
	if slices.Contains(handles, strings.Join(split(field), "")) {
		return Finding{
			Rule: PersonalInClear, Severity: Hint, Subject: Event, Name: event, Field: field,
			What: fmt.Sprintf("The field %q of %s is what a person is called by, and is recorded in the clear.", field, event),
			Why:  "It has to be compared across streams to be unique, which what is sealed cannot be. And so it stays when the person is forgotten.",
			Do:   "Say where it is chosen that it is public and stays. Where it should not, record a keyed hash of it, and seal the name itself.",
		}
	}
	return Finding{
		Rule: PersonalInClear, Severity: Risk, Subject: Event, Name: event, Field: field,
		What: fmt.Sprintf("The field %q of %s probably holds a person's data, and is recorded in the clear.", field, event),
		Why:  "An event is never changed or deleted. When the person asks to be forgotten, this cannot be.",
		Do:   "Mark the field as personal (personal:\"true\" in the Go struct): it is then sealed with the person's own key, and destroying the key forgets it.",
	}
}

// handles are names of fields that people are found by.
var handles = []string{"username", "nickname", "handle", "login"}

package schema

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/json"
	"playhead/core/sealing"
)

const (
	// Forgotten is what a sealed text reads as when its key is gone. A fold gets
	// it as it gets any other text.
	Forgotten = "forgotten"
	// Closed is what it reads as where nobody has looked for a key.
	Closed = "sealed"
)

// ofPerson reads the tag that marks data of a person. It panics when the field
// is no text, which alone can be sealed.
func (f *Field) ofPerson(of reflect.StructField) {
	tag, marked := of.Tag.Lookup("personal")
	if !marked {
		return
	}
	if f.Kind != Text {
		panic(fmt.Sprintf("schema: %s is personal, but only text can be sealed", of.Name))
	}
	f.Personal = true
	if tag != "true" {
		f.person = tag
	}
}

// With returns a registry of the same types that seals and opens the data of
// persons with the ring's keys. Types are to be registered before.
func (r *Registry) With(ring *sealing.Ring) *Registry {
	with := *r
	with.ring = ring
	return &with
}

// Record is Encode for an event that is about to be recorded in a stream, under
// an id: data of persons is sealed, if the registry has keys. It fails as
// Encode does, and when the keys cannot be reached.
func (r *Registry) Record(ctx context.Context, stream eventstore.StreamID, id uuid.UUID, event any) (eventstore.EventData, error) {
	t := r.Of(event)
	if r.ring == nil || t == nil || !t.personal {
		return r.encodeAs(id, event)
	}
	v := reflect.New(t.Go).Elem()
	v.Set(reflect.ValueOf(event))
	var failed error
	t.eachPersonal(v, true, stream, func(text reflect.Value, path string, person eventstore.StreamID) {
		if text.Len() == 0 || failed != nil {
			return // nothing to hide
		}
		seal, err := r.ring.Sealer(ctx, person)
		if err != nil {
			failed = fmt.Errorf("seal %s of %s: %w", path, t.Name, err)
			return
		}
		text.SetString(seal(sealing.Place{Event: id, Field: path}, text.String()))
	})
	if failed != nil {
		return eventstore.EventData{}, failed
	}
	return r.encodeAs(id, v.Interface())
}

func (r *Registry) encodeAs(id uuid.UUID, event any) (eventstore.EventData, error) {
	data, err := r.Encode(event)
	data.ID = id
	return data, err
}

// open replaces what is sealed in an event's value by its text, or by a word
// that says that there is none any more.
func (r *Registry) open(t *EventType, v reflect.Value, e eventstore.Event) {
	t.eachPersonal(v, false, e.Stream, func(text reflect.Value, path string, person eventstore.StreamID) {
		sealed := text.String()
		if !sealing.IsSealed(sealed) {
			return // recorded in the clear
		}
		opened, _ := r.opened(person, sealing.Place{Event: e.ID, Field: path}, sealed)
		text.SetString(opened)
	})
}

func (r *Registry) opened(person eventstore.StreamID, at sealing.Place, sealed string) (text string, ok bool) {
	if r.ring == nil {
		return Closed, false
	}
	if text, ok = r.ring.Open(person, at, sealed); !ok {
		return Forgotten, false
	}
	return text, true
}

// Personal is a text of a person in an event.
type Personal struct {
	Person eventstore.StreamID
	Path   string // of JSON keys, such as "address"
	Stored string // as it was recorded
	Text   string // as it reads now
	Sealed bool   // whether it was recorded sealed
	Opened bool   // whether it was sealed, and its key is there
}

// Personal lists the texts of persons that an event holds; none when it cannot
// be read as one of the world's types.
func (r *Registry) Personal(e eventstore.Event) []Personal {
	t := r.Lookup(e.Type, e.SchemaVersion)
	if t == nil || !t.personal {
		return nil
	}
	v := reflect.New(t.Go)
	if err := json.Unmarshal(e.Data, v.Interface()); err != nil {
		return nil
	}
	var found []Personal
	t.eachPersonal(v.Elem(), false, e.Stream, func(text reflect.Value, path string, person eventstore.StreamID) {
		if text.Len() == 0 {
			return
		}
		p := Personal{Person: person, Path: path, Stored: text.String(), Text: text.String()}
		if sealing.IsSealed(p.Stored) {
			p.Sealed = true
			p.Text, p.Opened = r.opened(person, sealing.Place{Event: e.ID, Field: path}, p.Stored)
		}
		found = append(found, p)
	})
	return found
}

// HasPersonal reports whether events of the type hold data of persons.
func (t *EventType) HasPersonal() bool { return t.personal }

// Persons lists whose data an event holds, each once. Nothing is opened for it.
func (r *Registry) Persons(e eventstore.Event) []eventstore.StreamID {
	t := r.Lookup(e.Type, e.SchemaVersion)
	if t == nil || !t.personal {
		return nil
	}
	if !anyNamed(t.Fields) {
		return []eventstore.StreamID{e.Stream}
	}
	v := reflect.New(t.Go)
	if err := json.Unmarshal(e.Data, v.Interface()); err != nil {
		return nil
	}
	var persons []eventstore.StreamID
	t.eachPersonal(v.Elem(), false, e.Stream, func(text reflect.Value, _ string, person eventstore.StreamID) {
		if text.Len() > 0 && !slices.Contains(persons, person) {
			persons = append(persons, person)
		}
	})
	return persons
}

// anyNamed reports whether a field says by its name whose data it is.
func anyNamed(fields []Field) bool {
	return slices.ContainsFunc(fields, func(f Field) bool { return f.person != "" || anyNamed(f.Fields) })
}

// visit calls do with each text of a person in an event's value.
type visit struct {
	event  reflect.Value
	fields []Field // of the event
	stream eventstore.StreamID
	// copies says that lists are copied first: do changes a value that others share.
	copies bool
	do     func(text reflect.Value, path string, person eventstore.StreamID)
}

func (t *EventType) eachPersonal(v reflect.Value, copies bool, stream eventstore.StreamID, do func(text reflect.Value, path string, person eventstore.StreamID)) {
	in := visit{v, t.Fields, stream, copies, do}
	in.fieldsOf(v, t.Fields, "")
}

func (in *visit) fieldsOf(v reflect.Value, fields []Field, path string) {
	for i := range fields {
		f := &fields[i]
		switch {
		case f.Personal:
			in.do(v.Field(f.index), path+f.Name, f.personIn(fields, in.fields, v, in.event, in.stream))
		case f.Kind == Object && anyPersonal(f.Fields):
			in.fieldsOf(v.Field(f.index), f.Fields, path+f.Name+".")
		case f.Kind == List && anyPersonal(f.Fields):
			list := v.Field(f.index)
			if in.copies {
				list.Set(reflect.AppendSlice(reflect.MakeSlice(list.Type(), 0, list.Len()), list))
			}
			for i := range list.Len() {
				in.fieldsOf(list.Index(i), f.Fields, path+f.Name+"."+strconv.Itoa(i)+".")
			}
		}
	}
}

// personIn returns whose data a field is: what the field beside it says, or
// one of the event itself, or else the stream.
func (f *Field) personIn(fields, all []Field, beside, event reflect.Value, stream eventstore.StreamID) eventstore.StreamID {
	if f.person == "" {
		return stream
	}
	if person := textOf(fields, beside, f.person); person != "" {
		return eventstore.StreamID(person)
	}
	if person := textOf(all, event, f.person); person != "" {
		return eventstore.StreamID(person)
	}
	return stream
}

// textOf returns the text of a struct's field by its name, empty without one.
func textOf(fields []Field, in reflect.Value, name string) string {
	for i := range fields {
		if f := &fields[i]; f.Name == name && in.Field(f.index).Kind() == reflect.String {
			return in.Field(f.index).String()
		}
	}
	return ""
}

func anyPersonal(fields []Field) bool {
	return slices.ContainsFunc(fields, func(f Field) bool { return f.Personal || anyPersonal(f.Fields) })
}

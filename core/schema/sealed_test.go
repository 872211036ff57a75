package schema

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/sealing"
)

// Delivered has data of two people: of the stream, and of whoever a field names.
type Delivered struct {
	To        string    `json:"to" personal:"true"`
	Courier   string    `json:"courier"`
	Signature string    `json:"signature,omitempty" personal:"courier"`
	Where     Where     `json:"where"`
	Contacts  []Contact `json:"contacts,omitempty"`
	Parcels   int       `json:"parcels"`
}

type Where struct {
	Street string `json:"street" personal:"true"`
	Floor  int    `json:"floor"`
}

type Contact struct {
	Who  string `json:"who"`
	Name string `json:"name" personal:"who"`
}

func sealedRegistry() (*Registry, *sealing.Ring) {
	r := NewRegistry()
	r.Register("Delivered", 1, reflect.TypeFor[Delivered]())
	n := byte(0)
	ring := sealing.NewRing(&sealing.MemoryKeys{}, func() sealing.Key { n++; return sealing.Key{n} })
	return r.With(ring), ring
}

func record(t require.TestingT, r *Registry, event any) eventstore.Event {
	data, err := r.Record(context.Background(), "order-1", uuid.UUID{1}, event)
	require.NoError(t, err)
	return eventstore.Event{EventData: data, Stream: "order-1", Version: 1, Position: 1}
}

// What is recorded holds no text of a person, and reads as it was decided.
func TestRegistry_Record_RoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, _ := sealedRegistry()
		// Marked, so that they are nowhere else by chance.
		text := rapid.Custom(func(t *rapid.T) string {
			return rapid.SampledFrom([]string{"", "§"}).Draw(t, "mark") + rapid.StringN(0, 40, -1).Draw(t, "text")
		})
		event := Delivered{
			To: text.Draw(t, "to"), Courier: "courier-7", Signature: text.Draw(t, "signature"),
			Where: Where{"§" + text.Draw(t, "street"), 3}, Parcels: 2,
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "contacts") {
			event.Contacts = append(event.Contacts, Contact{fmt.Sprintf("user-%d", i), "§" + text.Draw(t, "name")})
		}
		before := fmt.Sprintf("%+v", event)
		e := record(t, r, event)
		require.Equal(t, before, fmt.Sprintf("%+v", event), "what was decided is not changed")
		require.NotContains(t, string(e.Data), "§")
		require.Equal(t, event, r.Read(e).Event)
	})
}

// Each text is sealed for its own person: forgetting one leaves the others.
func TestRegistry_Record_Persons(t *testing.T) {
	r, ring := sealedRegistry()
	e := record(t, r, Delivered{
		To: "Ada", Courier: "courier-7", Signature: "Bob", Where: Where{"1 Mill Lane", 3},
		Contacts: []Contact{{"user-1", "Cleo"}, {"", "Dan"}},
	})
	var got []string
	for _, p := range r.Personal(e) {
		assert.True(t, p.Sealed)
		got = append(got, fmt.Sprintf("%s %s %s", p.Person, p.Path, p.Text))
	}
	assert.Equal(t, []string{
		"order-1 to Ada", "courier-7 signature Bob", "order-1 where.street 1 Mill Lane",
		"user-1 contacts.0.name Cleo", "order-1 contacts.1.name Dan",
	}, got)

	require.NoError(t, ring.Forget(t.Context(), "courier-7"))
	require.NoError(t, ring.Forget(t.Context(), "user-1"))
	read := r.Read(e).Event.(Delivered)
	assert.Equal(t, "Ada", read.To)
	assert.Equal(t, Forgotten, read.Signature)
	assert.Equal(t, Forgotten, read.Contacts[0].Name)
	assert.Equal(t, "Dan", read.Contacts[1].Name)
	assert.Equal(t, 3, read.Where.Floor, "what is nobody's stays")
}

// Without keys nothing is sealed, and what is sealed says so; what was recorded
// in the clear reads as before.
func TestRegistry_Record_WithoutKeys(t *testing.T) {
	r, _ := sealedRegistry()
	without := r.With(nil)
	sealed, plain := record(t, r, Delivered{To: "Ada"}), record(t, without, Delivered{To: "Ada"})
	assert.Contains(t, string(plain.Data), `"to":"Ada"`)
	assert.Equal(t, "Ada", r.Read(plain).Event.(Delivered).To)
	assert.False(t, r.Personal(plain)[0].Sealed)
	assert.Equal(t, Closed, without.Read(sealed).Event.(Delivered).To)
}

// What only looks sealed, or was changed, reads as forgotten and stops nothing.
func TestRegistry_Read_Damaged(t *testing.T) {
	r, _ := sealedRegistry()
	for _, to := range []string{"sealed:1:", "sealed:1:zz", "sealed:1:00000000:AAAA", "sealed:1:00000000:!"} {
		e := eventstore.Event{Stream: "order-1", EventData: eventstore.EventData{Type: "Delivered", SchemaVersion: 1, Data: []byte(`{"to":"` + to + `"}`)}}
		assert.Equal(t, Forgotten, r.Read(e).Event.(Delivered).To, to)
	}
}

// noKeys cannot be reached.
type noKeys struct{ sealing.MemoryKeys }

var errNoKeys = errors.New("the keys are away")

func (*noKeys) Ensure(context.Context, eventstore.StreamID, sealing.Key) (sealing.Key, error) {
	return sealing.Key{}, errNoKeys
}

// When no key can be had nothing is recorded, least of all in the clear.
func TestRegistry_Record_KeysAway(t *testing.T) {
	r, _ := sealedRegistry()
	r = r.With(sealing.NewRing(&noKeys{}, func() sealing.Key { return sealing.Key{} }))
	_, err := r.Record(t.Context(), "order-1", uuid.UUID{1}, Delivered{To: "Ada"})
	require.ErrorIs(t, err, errNoKeys)
	_, err = r.Record(t.Context(), "order-1", uuid.UUID{1}, Delivered{Parcels: 3})
	require.NoError(t, err, "an event about nobody needs none")
}

// Only text can be personal: another field is a mistake of the program.
func TestFields_Personal_NotText(t *testing.T) {
	type aged struct {
		Age int `json:"age" personal:"true"`
	}
	assert.Panics(t, func() { Fields(reflect.TypeFor[aged]()) })
}

// What reading an event costs, in the clear and sealed.
func BenchmarkRegistry_Read(b *testing.B) {
	r, _ := sealedRegistry()
	for name, registry := range map[string]*Registry{"clear": r.With(nil), "sealed": r} {
		e := record(b, registry, Delivered{To: "Ada Lovelace", Courier: "courier-7", Parcels: 2})
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Read(e)
			}
		})
	}
}

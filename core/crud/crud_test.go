package crud_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"playhead/core/aggregate"
	"playhead/core/crud"
	"playhead/core/eventstore"
	"playhead/core/schema"
)

// A note has a text and remembers how long it is, which is no column.
type note struct {
	Text   string `json:"text"`
	length int
}

func deciders() map[string]*aggregate.Decider {
	return map[string]*aggregate.Decider{"note": {Initial: note{}, Evolve: func(_, event any) any {
		return note{event.(string), len(event.(string))}
	}}}
}

func written(stream eventstore.StreamID, position eventstore.Position, text string) schema.Recorded {
	return schema.Recorded{Stream: stream, Position: position, Event: text}
}

// A row is updated in place: what it was is gone, and its bytes are given back.
func TestDatabase_Write(t *testing.T) {
	d := crud.NewDatabase(deciders())
	d.Write(written("note-1", 1, "hello"))
	assert.Equal(t, len("text")+len("note-1")+len(`"hello"`), d.Bytes())
	d.Write(written("note-1", 2, "hi"))
	d.Write(written("note-2", 3, ""))
	d.Write(written("other-1", 4, "of no table"))
	row, ok := d.Row("note-1")
	assert.True(t, ok)
	assert.Equal(t, note{"hi", 2}, row)
	_, ok = d.Row("other-1")
	assert.False(t, ok)
	assert.Equal(t, [2]int{2, 1}, [2]int{d.Rows(), d.Overwritten()})
	assert.Equal(t, len("text")+len("note-1")+len(`"hi"`)+len("note-2")+len(`""`), d.Bytes())
}

// The sums at a position are those of what was counted up to there, in a
// ledger that is longer than the distance between its marks.
func TestLedger_At(t *testing.T) {
	l := crud.NewLedger(deciders())
	var want []crud.Sizes
	database := crud.NewDatabase(deciders())
	sizes := crud.Sizes{}
	for i := range 3000 {
		e := eventstore.Event{Position: eventstore.Position(i + 1), Stream: "note-1", EventData: eventstore.EventData{Type: "Written", Data: []byte(`{}`)}}
		read := written("note-1", e.Position, string(make([]byte, i%17)))
		l.Add(e, read)
		database.Write(read)
		sizes = crud.Sizes{
			Table: database.Bytes(), Rows: 1, Overwritten: i, Events: i + 1,
			Data: sizes.Data + 2, Log: sizes.Log + len(eventstore.AppendEvent(nil, e)),
		}
		want = append(want, sizes)
	}
	assert.Equal(t, eventstore.Position(3000), l.Counted())
	assert.Equal(t, crud.Sizes{}, l.At(0))
	for _, at := range []int{1, 1023, 1024, 1025, 2048, 2999, 3000} {
		assert.Equal(t, want[at-1], l.At(eventstore.Position(at)), "at %d", at)
	}
	assert.Equal(t, want[2999], l.At(9999), "as far as was counted")
}

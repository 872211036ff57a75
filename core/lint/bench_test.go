package lint

import (
	"testing"

	"playhead/core/eventstore"
)

// What it takes to look at one event more.
func BenchmarkLog_Add(b *testing.B) {
	l := lookAt(UserAdded{})
	e := eventstore.Event{Stream: "user-1", Version: 2, EventData: eventstore.EventData{
		Type: "UserAdded", SchemaVersion: 1, Data: []byte(`{"name":"unknown","email":"sealed:1:abcd:e","plan":"small"}`),
	}}
	b.ReportAllocs()
	for b.Loop() {
		e.Position++
		l.Add(e)
	}
}

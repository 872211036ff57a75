package playground

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/sealing"
	"playhead/core/world"
	"playhead/core/world/users"
)

// manyUsers records events that are about a person each, by commands or as they
// are, and returns where they are kept.
func manyUsers(b *testing.B, events int, sealed bool) Config {
	b.Helper()
	config := Config{
		Worlds: []*world.World{users.World()}, Storage: &Memory{},
		Now:    func() time.Time { return time.UnixMilli(1_800_000_000_000) },
		NewID:  func(time.Time) uuid.UUID { return uuid.Must(uuid.NewV7()) },
		NewKey: func() sealing.Key { return sealing.Key([]byte(uuid.NewString()[:sealing.KeySize])) },
	}
	p := New(config)
	send := func(kind, params string) {
		response := p.Handle(b.Context(), Request{Kind: kind, Params: []byte(params)})
		require.Nil(b, response.Error)
	}
	send("open", `{"world":"Users"}`)
	send("reset", `{"to":"empty"}`)
	s, err := p.current()
	require.NoError(b, err)
	registry := s.world.Registry
	if !sealed {
		registry = registry.With(nil)
	}
	const perPerson = 100
	for person := range events / perPerson {
		stream := fmt.Sprintf("user-%d", person+1)
		var lines []string
		for i := range perPerson {
			id := uuid.Must(uuid.NewV7())
			var event any = users.UserUpdated{Email: fmt.Sprintf("ada.%d.%d@example.com", person, i)}
			if i == 0 {
				event = users.UserCreated{Name: "Ada Lovelace", Email: "ada@example.com"}
			}
			data, err := registry.Record(b.Context(), world.Stream(stream), id, event)
			require.NoError(b, err)
			lines = append(lines, fmt.Sprintf(`{"id":%q,"type":%q,"schemaVersion":%d,"data":%s}`, id, data.Type, data.SchemaVersion, data.Data))
		}
		send("append", fmt.Sprintf(`{"stream":%q,"events":[%s]}`, stream, strings.Join(lines, ",")))
	}
	return config
}

// What it costs to open a log of 100,000 events that are all about people, with
// 1,000 keys, and to fold it once: in the clear, and sealed.
func BenchmarkPlayground_Open_Sealed(b *testing.B) {
	for _, sealed := range []bool{false, true} {
		name := map[bool]string{false: "clear", true: "sealed"}[sealed]
		config := manyUsers(b, 100_000, sealed)
		b.Run("open/"+name, func(b *testing.B) {
			for b.Loop() {
				p := New(config)
				require.Nil(b, p.Handle(b.Context(), Request{Kind: "open", Params: []byte(`{"world":"Users"}`)}).Error)
			}
		})
		b.Run("fold/"+name, func(b *testing.B) {
			for b.Loop() {
				p := New(config)
				require.Nil(b, p.Handle(b.Context(), Request{Kind: "open", Params: []byte(`{"world":"Users"}`)}).Error)
				for more := true; more; {
					var err error
					more, err = p.Work(context.Background())
					require.NoError(b, err)
				}
			}
		})
	}
}

package storetest

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/google/uuid"
	"playhead/core/eventstore"
)

// model is a store as one would explain it: a list of events, searched from
// the front. It does not hash.
type model struct{ events []eventstore.Event }

func (m *model) stream(stream eventstore.StreamID) []eventstore.Event {
	var events []eventstore.Event
	for _, e := range m.events {
		if e.Stream == stream {
			events = append(events, e)
		}
	}
	return events
}

func (m *model) find(id uuid.UUID) int {
	return slices.IndexFunc(m.events, func(e eventstore.Event) bool { return e.ID == id })
}

// append returns the events with their positions, or the error that the store
// must answer with.
func (m *model) append(stream eventstore.StreamID, expected eventstore.ExpectedVersion, data []eventstore.EventData) ([]eventstore.Event, error) {
	var recorded []eventstore.Event
	ids := map[uuid.UUID]bool{}
	for _, d := range data {
		ids[d.ID] = true
		if i := m.find(d.ID); i >= 0 {
			recorded = append(recorded, m.events[i])
		}
	}
	switch {
	case len(ids) < len(data):
		return nil, eventstore.ErrIDReused
	case len(recorded) == len(data):
		ascending := slices.IsSortedFunc(recorded, func(a, b eventstore.Event) int { return int(a.Position) - int(b.Position) })
		elsewhere := slices.ContainsFunc(recorded, func(e eventstore.Event) bool { return e.Stream != stream })
		if !ascending || elsewhere {
			return nil, eventstore.ErrIDReused
		}
		return recorded, nil
	case len(recorded) > 0:
		return nil, eventstore.ErrIDReused
	}
	version := eventstore.Version(len(m.stream(stream)))
	if !expected.Allows(version) {
		return nil, eventstore.ErrConcurrency
	}
	from := len(m.events)
	for i, d := range data {
		m.events = append(m.events, eventstore.Event{
			EventData: d,
			Stream:    stream,
			Version:   version + eventstore.Version(i+1),
			Position:  eventstore.Position(len(m.events) + 1),
		})
	}
	return m.events[from:], nil
}

// appendIf is append for a condition on the whole log.
func (m *model) appendIf(condition eventstore.Condition, stream eventstore.StreamID, data []eventstore.EventData) ([]eventstore.Event, error) {
	known := slices.ContainsFunc(data, func(d eventstore.EventData) bool { return m.find(d.ID) >= 0 })
	for _, e := range m.events {
		if !known && e.Position > condition.After && condition.Query.Matches(e) {
			return nil, eventstore.ErrCondition
		}
	}
	return m.append(stream, eventstore.Any, data)
}

// drawCondition draws a query that fits some of the events, and a position.
func drawCondition(rt *rapid.T, m *model) eventstore.Condition {
	parts := []eventstore.Part{
		{}, {Types: []string{"NameChosen"}}, {Types: []string{"Never"}}, {Category: "order"},
		{Streams: []eventstore.StreamID{"account-1", "account-9"}},
		{Types: []string{"NameChosen"}, Data: []eventstore.Tag{{Key: "name", Value: "ada"}}},
		{Category: "account", Data: []eventstore.Tag{{Key: "currency", Value: "USD"}}},
	}
	query := make(eventstore.Query, rapid.IntRange(0, 2).Draw(rt, "parts"))
	for i := range query {
		query[i] = rapid.SampledFrom(parts).Draw(rt, "part")
	}
	return eventstore.Condition{Query: query, After: eventstore.Position(rapid.IntRange(0, len(m.events)+1).Draw(rt, "after"))}
}

// testModel appends at random, repeats and mixes ids, claims right and wrong
// versions, and compares everything that the store says with the model.
func testModel(t *testing.T, open func(t *testing.T) eventstore.Store) {
	streams := rapid.SampledFrom([]eventstore.StreamID{"account-1", "account-2", "order-1"})
	rapid.Check(t, func(rt *rapid.T) {
		store, model := open(t), &model{}
		rt.Repeat(map[string]func(*rapid.T){
			"append": func(rt *rapid.T) {
				stream := streams.Draw(rt, "stream")
				actual := len(model.stream(stream))
				expected := rapid.SampledFrom([]eventstore.ExpectedVersion{
					eventstore.Any, eventstore.NoStream, eventstore.Exactly(eventstore.Version(actual)), eventstore.Exactly(eventstore.Version(actual + 1)),
				}).Draw(rt, "expected")
				data := drawData(rt, model)

				want, wantErr := model.append(stream, expected, data)
				got, err := store.Append(t.Context(), stream, expected, data...)
				if wantErr != nil {
					require.ErrorIs(rt, err, wantErr)
					var conflict *eventstore.ConcurrencyError
					require.Equal(rt, wantErr == eventstore.ErrConcurrency, errors.As(err, &conflict))
					return
				}
				require.NoError(rt, err)
				require.Equal(rt, want, withoutHashes(got))
			},
			"append if": func(rt *rapid.T) {
				stream, condition := streams.Draw(rt, "stream"), drawCondition(rt, model)
				data := drawData(rt, model)
				want, wantErr := model.appendIf(condition, stream, data)
				addressed := make([]eventstore.Addressed, len(data))
				for i, d := range data {
					addressed[i] = to(stream, d)
				}
				got, err := store.AppendIf(t.Context(), condition, addressed...)
				if wantErr != nil {
					require.ErrorIs(rt, err, wantErr)
					return
				}
				require.NoError(rt, err)
				require.Equal(rt, want, withoutHashes(got))
			},
			"read matching": func(rt *rapid.T) {
				c := drawCondition(rt, model)
				var want []eventstore.Event
				for _, e := range model.events {
					if e.Position > c.After && c.Query.Matches(e) {
						want = append(want, e)
					}
				}
				got := collect(rt, store.ReadMatching(t.Context(), c.Query, c.After))
				require.Equal(rt, want, append(want[:0:0], withoutHashes(got)...))
			},
			"read all": func(rt *rapid.T) {
				after := rapid.IntRange(0, len(model.events)).Draw(rt, "after")
				got := collect(rt, store.ReadAll(t.Context(), eventstore.Position(after)))
				require.Equal(rt, model.events[after:], append(model.events[:0:0], withoutHashes(got)...))
			},
			"read stream": func(rt *rapid.T) {
				stream := streams.Draw(rt, "stream")
				want := model.stream(stream)
				after := rapid.IntRange(0, len(want)).Draw(rt, "after")
				got := collect(rt, store.ReadStream(t.Context(), stream, eventstore.Version(after)))
				require.Equal(rt, want[after:], append(want[:0:0], withoutHashes(got)...))
			},
		})
		Check(t, store)
	})
}

// drawData draws events: new ones mostly, recorded ones, both, the same twice.
func drawData(rt *rapid.T, m *model) []eventstore.EventData {
	data := make([]eventstore.EventData, rapid.IntRange(1, 4).Draw(rt, "events"))
	repeat := rapid.IntRange(0, 9).Draw(rt, "repeat") // below 5: all new
	from := 0
	if len(m.events) > 0 {
		from = rapid.IntRange(0, len(m.events)-1).Draw(rt, "from")
	}
	for i := range data {
		switch recorded := from + i; {
		case repeat >= 7 && recorded < len(m.events): // what was recorded, in order
			data[i] = m.events[recorded].EventData
		case repeat >= 5 && len(m.events) > 0 && rapid.Bool().Draw(rt, "known"):
			data[i] = rapid.SampledFrom(m.events).Draw(rt, "event").EventData
		case rapid.Bool().Draw(rt, "chosen"):
			data[i] = Chosen(rapid.SampledFrom([]string{"ada", "bob"}).Draw(rt, "name"))
		default:
			data[i] = Deposit()
		}
	}
	return data
}

func withoutHashes(events []eventstore.Event) []eventstore.Event {
	plain := slices.Clone(events)
	for i := range plain {
		plain[i].Hash = eventstore.Hash{}
	}
	return plain
}

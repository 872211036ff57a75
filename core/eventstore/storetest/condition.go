package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// Chosen returns an event that was never returned before: somebody chose a
// name.
func Chosen(name string) eventstore.EventData {
	d := Deposit()
	d.Type, d.SchemaVersion = "NameChosen", 1
	d.Data = fmt.Appendf(nil, `{"name":%q,"length":%d,"short":%t}`, name, len(name), len(name) < 4)
	return d
}

// chose is the query for events that chose a name.
func chose(name string) eventstore.Query {
	return eventstore.Query{{Types: []string{"NameChosen"}, Data: []eventstore.Tag{{Key: "name", Value: name}}}}
}

func to(stream eventstore.StreamID, data eventstore.EventData) eventstore.Addressed {
	return eventstore.Addressed{Stream: stream, EventData: data}
}

var conditional = []test{
	{"AppendIf", func(s fixture) {
		// What the query does not match may come in between.
		s.append("user-1", eventstore.NoStream, Chosen("ada"))
		s.append("account-7", eventstore.NoStream, Deposit())
		data := []eventstore.Addressed{to("user-2", Chosen("grace")), to("user-1", Chosen("grace"))}
		events, err := s.store.AppendIf(s.Context(), eventstore.Condition{Query: chose("grace")}, data...)
		require.NoError(s, err)
		require.Len(s, events, 2)
		for i, e := range events {
			assert.Equal(s, data[i].EventData, e.EventData)
			assert.Equal(s, data[i].Stream, e.Stream)
			assert.Equal(s, eventstore.Position(3+i), e.Position)
		}
		assert.Equal(s, eventstore.Version(2), events[1].Version)
		assert.Equal(s, events, s.all()[2:])
	}},
	{"AppendIf_ErrCondition", func(s fixture) {
		// The first event that matches after the position is named, in
		// whichever stream it is; what was seen by then is no hindrance.
		s.append("user-1", eventstore.NoStream, Chosen("ada"))
		s.append("user-2", eventstore.NoStream, Deposit(), Chosen("ada"))
		condition := eventstore.Condition{Query: chose("ada"), After: 1}
		_, err := s.store.AppendIf(s.Context(), condition, to("user-3", Chosen("ada")))
		var came *eventstore.ConditionError
		require.ErrorAs(s, err, &came)
		require.ErrorIs(s, err, eventstore.ErrCondition)
		assert.Equal(s, eventstore.ConditionError{Condition: condition, Position: 3, Stream: "user-2", Type: "NameChosen"}, *came)
		assert.Equal(s, eventstore.Position(3), s.head())
		condition.After = 3
		_, err = s.store.AppendIf(s.Context(), condition, to("user-3", Chosen("ada")))
		require.NoError(s, err)
	}},
	{"AppendIf_ZeroCondition", func(s fixture) {
		// The zero value claims that nothing has happened at all.
		_, err := s.store.AppendIf(s.Context(), eventstore.Condition{}, to("account-7", Deposit()))
		require.NoError(s, err)
		_, err = s.store.AppendIf(s.Context(), eventstore.Condition{}, to("account-8", Deposit()))
		require.ErrorIs(s, err, eventstore.ErrCondition)
	}},
	{"AppendIf_Queries", func(s fixture) {
		// A part fits when all of it does, a query when any of its parts does.
		s.append("user-1", eventstore.NoStream, Chosen("ada"))
		tag := func(key, value string) []eventstore.Tag { return []eventstore.Tag{{Key: key, Value: value}} }
		for text, c := range map[string]struct {
			part  eventstore.Part
			found bool
		}{
			"type":                  {eventstore.Part{Types: []string{"Other", "NameChosen"}}, true},
			"another type":          {eventstore.Part{Types: []string{"Other"}}, false},
			"stream":                {eventstore.Part{Streams: []eventstore.StreamID{"user-9", "user-1"}}, true},
			"another stream":        {eventstore.Part{Streams: []eventstore.StreamID{"user-9"}}, false},
			"category":              {eventstore.Part{Category: "user"}, true},
			"another category":      {eventstore.Part{Category: "use"}, false},
			"text":                  {eventstore.Part{Data: tag("name", "ada")}, true},
			"another text":          {eventstore.Part{Data: tag("name", "Ada")}, false},
			"number":                {eventstore.Part{Data: tag("length", "3")}, true},
			"flag":                  {eventstore.Part{Data: tag("short", "true")}, true},
			"a key that is not":     {eventstore.Part{Data: tag("height", "")}, false},
			"type, not the data":    {eventstore.Part{Types: []string{"NameChosen"}, Data: tag("name", "bob")}, false},
			"all of it":             {eventstore.Part{Types: []string{"NameChosen"}, Category: "user", Streams: []eventstore.StreamID{"user-1"}, Data: tag("short", "true")}, true},
			"all but its stream":    {eventstore.Part{Types: []string{"NameChosen"}, Streams: []eventstore.StreamID{"user-2"}, Data: tag("short", "true")}, false},
			"nothing in particular": {eventstore.Part{}, true},
		} {
			for _, query := range []eventstore.Query{{c.part}, {{Types: []string{"Other"}}, c.part}} {
				matching := collect(s.T, s.store.ReadMatching(s.Context(), query, 0))
				assert.Equal(s, c.found, len(matching) == 1, "%s: ReadMatching", text)
				if c.found {
					_, err := s.store.AppendIf(s.Context(), eventstore.Condition{Query: query}, to("account-1", Deposit()))
					assert.ErrorIs(s, err, eventstore.ErrCondition, text)
				}
			}
		}
		assert.Equal(s, eventstore.Position(1), s.head())
	}},
	{"AppendIf_Repeated", func(s fixture) {
		// The same ids again are the same append, whatever came since.
		data := []eventstore.Addressed{to("user-1", Chosen("ada")), to("user-2", Deposit())}
		condition := eventstore.Condition{Query: chose("ada")}
		recorded, err := s.store.AppendIf(s.Context(), condition, data...)
		require.NoError(s, err)
		s.append("user-3", eventstore.NoStream, Chosen("ada"))
		again, err := s.store.AppendIf(s.Context(), condition, data...)
		require.NoError(s, err)
		assert.Equal(s, recorded, again)
		assert.Equal(s, eventstore.Position(3), s.head())
	}},
	{"AppendIf_ErrIDReused", func(s fixture) {
		// Other streams, another order, or new ids among them are no repetition.
		first, second := to("user-1", Chosen("ada")), to("user-2", Chosen("bob"))
		condition := eventstore.Condition{Query: chose("nobody")}
		_, err := s.store.AppendIf(s.Context(), condition, first, second)
		require.NoError(s, err)
		for _, data := range [][]eventstore.Addressed{
			{second, first}, {first, to("user-1", Deposit())}, {to("user-3", first.EventData)}, {to("user-1", Deposit()), first},
		} {
			_, err := s.store.AppendIf(s.Context(), condition, data...)
			require.ErrorIs(s, err, eventstore.ErrIDReused)
		}
		assert.Equal(s, eventstore.Position(2), s.head())
	}},
	{"AppendIf_Refused", func(s fixture) {
		// What is not fit to be recorded keeps everything out.
		_, err := s.store.AppendIf(s.Context(), eventstore.Condition{})
		require.ErrorIs(s, err, eventstore.ErrNoEvents)
		var name *eventstore.StreamIDError
		_, err = s.store.AppendIf(s.Context(), eventstore.Condition{}, to("user-1", Deposit()), to("two words", Deposit()))
		require.ErrorAs(s, err, &name)
		unfit := Deposit()
		unfit.Data = []byte("{")
		var data *eventstore.EventDataError
		_, err = s.store.AppendIf(s.Context(), eventstore.Condition{}, to("user-1", unfit))
		require.ErrorAs(s, err, &data)
		ctx, cancel := context.WithCancel(s.Context())
		cancel()
		_, err = s.store.AppendIf(ctx, eventstore.Condition{}, to("user-1", Deposit()))
		require.ErrorIs(s, err, context.Canceled)
		assert.Zero(s, s.head())
	}},
	{"AppendIf_OneWinner", func(s fixture) {
		// Of writers to streams of their own that have all seen that a name is
		// free, one gets it. By stream all of them would.
		errs := s.write(func(writer int) error {
			_, err := s.store.AppendIf(s.Context(), eventstore.Condition{Query: chose("ada")}, to(userOf(writer), Chosen("ada")))
			return err
		})
		oneWins(s, errs, func(came *eventstore.ConditionError) {
			assert.Equal(s, eventstore.Position(1), came.Position)
		})
		assert.Equal(s, eventstore.Position(1), s.head())
	}},
	{"AppendIf_Linearizable", func(s fixture) {
		// Writers side by side look for the last of a name and take it on the
		// condition that nobody else did since. Whoever was recorded had seen
		// the one before, and nobody in between: their order is one.
		names := []string{"ada", "bob"}
		seen := make([]map[eventstore.Position]eventstore.Position, writers)
		errs := s.write(func(writer int) error {
			seen[writer] = map[eventstore.Position]eventstore.Position{}
			for i := range each {
				if err := s.take(writer, names[(writer+i)%len(names)], seen[writer]); err != nil {
					return err
				}
			}
			return nil
		})
		require.NoError(s, errors.Join(errs...))
		for _, name := range names {
			before := eventstore.Position(0)
			for _, e := range collect(s.T, s.store.ReadMatching(s.Context(), chose(name), 0)) {
				i := slices.IndexFunc(seen, func(of map[eventstore.Position]eventstore.Position) bool { _, mine := of[e.Position]; return mine })
				require.GreaterOrEqual(s, i, 0, "#%d was acknowledged", e.Position)
				assert.Equal(s, before, seen[i][e.Position], "#%d", e.Position)
				before = e.Position
			}
		}
		assert.Equal(s, eventstore.Position(writers*each), s.head())
	}},
}

func userOf(writer int) eventstore.StreamID {
	return eventstore.StreamID(fmt.Sprintf("user-%d", writer))
}

// take chooses a name after whoever has it, until nobody is faster, and notes
// whom it saw.
func (s fixture) take(writer int, name string, saw map[eventstore.Position]eventstore.Position) error {
	for {
		var last eventstore.Position
		for e, err := range s.store.ReadMatching(s.Context(), chose(name), 0) {
			if err != nil {
				return err
			}
			last = e.Position
		}
		events, err := s.store.AppendIf(s.Context(), eventstore.Condition{Query: chose(name), After: last}, to(userOf(writer), Chosen(name)))
		if err == nil {
			saw[events[0].Position] = last
			return nil
		}
		if !errors.Is(err, eventstore.ErrCondition) {
			return err
		}
	}
}

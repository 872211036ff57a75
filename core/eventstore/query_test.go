package eventstore_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/eventstore/storetest"
)

// Every term of a query is read as it is meant, and written as it is read.
func TestParseQuery(t *testing.T) {
	tags := []eventstore.Tag{{Key: "username", Value: "ada"}}
	for text, want := range map[string]eventstore.Query{
		"*":                               nil,
		"type:A or *":                     nil, // whatever else it says
		"type:A,B":                        {{Types: []string{"A", "B"}}},
		"type:A type:B":                   {{Types: []string{"A", "B"}}},
		"category:user":                   {{Category: "user"}},
		"stream:user-1,user-2":            {{Streams: []eventstore.StreamID{"user-1", "user-2"}}},
		"type:A data.username=ada":        {{Types: []string{"A"}, Data: tags}},
		" type:A  or\tdata.username=ada ": {{Types: []string{"A"}}, {Data: tags}},
		`data.name="Ada \"L.\" or"`:       {{Data: []eventstore.Tag{{Key: "name", Value: `Ada "L." or`}}}},
		`data.name=`:                      {{Data: []eventstore.Tag{{Key: "name", Value: ""}}}},
	} {
		got, err := eventstore.ParseQuery(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
		again, err := eventstore.ParseQuery(got.String())
		require.NoError(t, err, got.String())
		assert.Equal(t, got, again, text)
	}
}

// What is no query is refused with a sentence's worth of why, and where.
func TestParseQuery_QueryError(t *testing.T) {
	for text, want := range map[string]eventstore.QueryError{
		"":                {At: 0, Reason: "a query needs a term such as type:MoneyDeposited, or * for every event"},
		"type:A or":       {At: 9, Reason: "a query needs a term such as type:MoneyDeposited, or * for every event"},
		"or type:A":       {At: 0, Reason: "a query needs a term such as type:MoneyDeposited, or * for every event"},
		"type:A username": {At: 7, Reason: "username is not a term; write type:…, stream:…, category:… or data.key=…"},
		"type:":           {At: 0, Reason: "type: is not a term; write type:…, stream:…, category:… or data.key=…"},
		"type:A,":         {At: 0, Reason: "type:A, has a comma with nothing beside it"},
		"actor:ada":       {At: 0, Reason: "actor: is not known; write type:…, stream:…, category:… or data.key=…"},
		"data.name":       {At: 0, Reason: "data.name needs a key and a value, such as data.username=ada"},
		`data.name="ada`:  {At: 0, Reason: "a quotation mark is not closed"},
		"category:a,b":    {At: 0, Reason: "a part of a query has one category; put or between two"},
		"type:A\xff":      {At: 0, Reason: "the query is not UTF-8"},
	} {
		_, err := eventstore.ParseQuery(text)
		var bad *eventstore.QueryError
		require.ErrorAs(t, err, &bad, text)
		assert.Equal(t, want, *bad, text)
	}
	_, err := eventstore.ParseQuery("stream:two/parts")
	assert.ErrorContains(t, err, "it has a slash")
}

// Whatever is read as a query is written so that it is read as the same.
func FuzzParseQuery(f *testing.F) {
	for _, text := range []string{"*", "type:A,B or stream:user-1", `data.a="b c" category:x`, `data.=`, `or`, `data.a="\"`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		query, err := eventstore.ParseQuery(text)
		if err != nil {
			var bad *eventstore.QueryError
			require.ErrorAs(t, err, &bad)
			return
		}
		again, err := eventstore.ParseQuery(query.String())
		require.NoError(t, err, query.String())
		require.Equal(t, query, again, query.String())
	})
}

// What a query matches in a long log, and in a branch of it, is what it
// matches event by event, from whichever position.
func TestMemory_ReadMatching_LongLog(t *testing.T) {
	main := eventstore.NewMemory()
	record := func(m *eventstore.Memory, n int) {
		for i := range n {
			data := storetest.Deposit()
			if i%7 == 0 {
				data = storetest.Chosen([]string{"ada", `back\slash`, "bob"}[i%3])
			}
			stream := eventstore.StreamID(fmt.Sprintf("account-%d", i%5))
			_, err := m.AppendAll(t.Context(), eventstore.Addressed{Stream: stream, EventData: data})
			require.NoError(t, err)
		}
	}
	record(main, 9000)
	past, err := main.Past(8500)
	require.NoError(t, err)
	branch := eventstore.NewBranch(past)
	record(branch, 1000)
	for _, text := range []string{
		"*", "stream:account-3", "stream:account-3,account-9 or stream:account-1 type:NameChosen", "type:NameChosen",
		"data.name=ada", `data.name="back\\slash"`, "data.amount=17", "category:account data.short=true", "stream:nobody-1",
	} {
		query, err := eventstore.ParseQuery(text)
		require.NoError(t, err)
		for _, store := range []*eventstore.Memory{main, branch} {
			for _, after := range []eventstore.Position{0, 4095, 4096, 8499, 8500, 8999} {
				var want, got []eventstore.Position
				for e := range store.ReadAll(t.Context(), after) {
					if query.Matches(e) {
						want = append(want, e.Position)
					}
				}
				for e, err := range store.ReadMatching(t.Context(), query, after) {
					require.NoError(t, err)
					got = append(got, e.Position)
				}
				require.Equal(t, want, got, "%s after %d", text, after)
			}
		}
	}
}

package playground

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/eventstore"
)

// sides tells a place line by line.
func sides(place ComparedPlace) []string {
	var lines []string
	for _, k := range place.Keys {
		for _, v := range k.Values {
			lines = append(lines, fmt.Sprintf("%s %s %s: %s to %s", k.Change, k.Key, v.Label, or(deref(v.Before), "-"), or(deref(v.After), "-")))
		}
	}
	return lines
}

// compared asks for all parts of a comparison, as the page does, and puts them together.
func compared(t require.TestingT, p *page, from, to eventstore.Position) CompareResult {
	whole, _ := inParts(t, p, from, to)
	return whole
}

func inParts(t require.TestingT, p *page, from, to eventstore.Position) (whole CompareResult, parts int) {
	params := CompareParams{From: from, To: to}
	for {
		part, err := p.compareMoments(p.Context(), params)
		require.NoError(t, err)
		parts++
		if params.After == nil {
			whole = part
		} else {
			require.Empty(t, part.Events, "the log between comes with the first part")
			join(whole.Places, part.Places)
		}
		if part.Progress == nil {
			return whole, parts
		}
		require.LessOrEqual(t, part.Progress.Done, part.Progress.Total)
		params.After = part.Next
	}
}

// join adds what a part found to what is known.
func join(places, part []ComparedPlace) {
	for i := range part {
		places[i].Total += part[i].Total
		places[i].Differ += part[i].Differ
		places[i].Gone += part[i].Gone
		places[i].Keys = append(places[i].Keys, part[i].Keys...)
	}
}

func TestPlayground_Compare(t *testing.T) {
	result := compared(t, opened(t, "Bank"), 14, 17)
	assert.Equal(t, "aggregates", result.Places[0].Where)
	assert.Equal(t, []string{
		"changed account-4 Balance: 75.00 to 0.00",
		"changed account-4 Status: open to closed",
		"added account-5 Owner: - to Emeka",
		"added account-5 Balance: - to 0.00",
		"added account-5 Currency: - to GBP",
		"added account-5 Status: - to open",
	}, sides(result.Places[0]))
	assert.Equal(t, 3, alike(result.Places[0]), "the same")
	assert.Equal(t, []string{
		"removed account-4 Owner: Dana to -",
		"removed account-4 Balance: 75.00 to -",
		"removed account-4 Currency: USD to -",
		"added account-5 Owner: - to Emeka",
		"added account-5 Balance: - to 0.00",
		"added account-5 Currency: - to GBP",
	}, sides(result.Places[1]))
	assert.Equal(t, 3, result.Total)
	assert.Equal(t, 2, result.Streams)
	assert.Equal(t, []string{"AccountOpened 1", "MoneyWithdrawn 1", "AccountClosed 1"}, typed(result.Types))
	assert.Nil(t, result.Progress, "a short log is compared in one part")
}

func typed(types []TypeCount) []string {
	var told []string
	for _, t := range types {
		told = append(told, fmt.Sprint(t.Type, " ", t.Count))
	}
	return told
}

// alike is how many rows are the same on both sides.
func alike(place ComparedPlace) int { return place.Rows - place.Differ + place.Gone }

// crowd opens accounts and puts money into each.
func crowd(t *testing.T, p *page, accounts int) {
	for i := range accounts {
		_, err := p.append(t.Context(), AppendParams{Stream: eventstore.StreamID(fmt.Sprintf("account-%d", 100+i)), Events: []AppendEvent{
			{Type: "AccountOpened", SchemaVersion: 2, Data: []byte(`{"owner":"Ada","currency":"USD"}`)},
			{Type: "MoneyDeposited", SchemaVersion: 2, Data: []byte(`{"amount":100,"currency":"USD"}`)},
		}})
		require.NoError(t, err)
	}
}

// A long comparison comes in parts that together say what there is, and no part looks at
// more than it may. The log between is counted, not read.
func TestPlayground_Compare_Parts(t *testing.T) {
	p := opened(t, "Bank")
	const accounts = 1500
	crowd(t, p, accounts)
	const head = 24 + 2*accounts
	whole, parts := inParts(t, p, 24, head)
	assert.Greater(t, parts, (head-24)/towardsBudget+accounts/compareBudget)
	assert.Equal(t, 2*accounts, whole.Total)
	assert.Equal(t, accounts, whole.Streams)
	assert.Equal(t, []string{"AccountOpened 1500", "MoneyDeposited 1500"}, typed(whole.Types))
	assert.Len(t, whole.Events, betweenMost)

	s, err := p.current()
	require.NoError(t, err)
	from, err := s.timeline.At(t.Context(), 24)
	require.NoError(t, err)
	to, err := s.timeline.At(t.Context(), head)
	require.NoError(t, err)
	values := map[string]int{}
	for d := range s.timeline.Diff(from, to) {
		values[d.Where]++
	}
	for _, place := range whole.Places {
		assert.Equal(t, values[place.Where], place.Total, place.Where)
		keys := map[string]bool{}
		for _, key := range place.Keys {
			assert.False(t, keys[key.Key], "%s is told once", key.Key)
			keys[key.Key] = true
		}
	}
	assert.Equal(t, 3*accounts, values["Statement"], "each entry has three values, and they were not looked at one by one")
	back, _ := inParts(t, p, head, 24)
	for i, place := range whole.Places {
		assert.Equal(t, place.Total, back.Places[i].Total, place.Where)
		assert.Equal(t, place.Differ, back.Places[i].Differ, place.Where)
	}
}

func TestPlayground_Compare_Bad(t *testing.T) {
	p := newPage(t)
	p.fail(CodeNoWorld, "compare", `{"from":1,"to":2}`)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.fail(CodeBadRequest, "compare", `{"from":1,"to":24,"after":{"where":"Moons","key":"x"}}`)
	p.fail(CodeNotFound, "same", `{"from":1,"to":24,"where":"Moons"}`)
	p.fail(CodeNotFound, "same", `{"from":1,"to":99,"where":"Balances"}`)
	p.fail(CodeNotFound, "same", `{"from":1,"to":24,"where":"Statement","code":true}`)
	p.fail(CodeNotFound, "same", `{"from":1,"to":24,"where":"Balances","branch":"nowhere"}`)
}

// What a comparison folds away can be listed, some rows at a time: as many as it said, and none
// of those that differ.
func TestPlayground_Same(t *testing.T) {
	p := opened(t, "Bank")
	crowd(t, p, 100)
	_, err := p.append(t.Context(), AppendParams{Stream: "account-150", Events: []AppendEvent{
		{Type: "MoneyDeposited", SchemaVersion: 2, Data: []byte(`{"amount":100,"currency":"USD"}`)},
	}})
	require.NoError(t, err)
	const head = 24 + 201
	for _, place := range compared(t, p, head-1, head).Places {
		params := SameParams{From: head - 1, To: head, Where: place.Where, Limit: 30}
		listed := map[string]bool{}
		for {
			result, err := p.same(t.Context(), params)
			require.NoError(t, err)
			require.LessOrEqual(t, len(result.Rows), 30)
			for _, row := range result.Rows {
				require.False(t, listed[row.Key], "%s is listed once", row.Key)
				require.NotEmpty(t, row.Values)
				listed[row.Key] = true
			}
			if params.After = result.Next; result.Next == "" {
				break
			}
		}
		assert.Len(t, listed, alike(place), place.Where)
		for _, key := range place.Keys {
			assert.NotContains(t, listed, key.Key, place.Where)
		}
	}
	code, err := p.same(t.Context(), SameParams{To: 24, Where: "Balances", Code: true})
	require.NoError(t, err)
	assert.Len(t, code.Rows, 4, "all accounts but the one that was closed")
	assert.Equal(t, SameRow{"account-1", []SameValue{{"Owner", "Alice"}, {"Balance", "1,000.00"}, {"Currency", "USD"}}}, code.Rows[0])
}

func TestPlayground_Compare_NotThere(t *testing.T) {
	_, err := opened(t, "Bank").compareMoments(t.Context(), CompareParams{From: 3, To: 842})
	assert.ErrorContains(t, err, "the log ends at 24")
}

// A moment does not differ from itself, and the comparison the other way round says
// the same with its sides changed, place by place.
func TestPlayground_Compare_Mirrors(t *testing.T) {
	for _, world := range []string{"Bank", "Orders", "Mall"} {
		p := opened(t, world)
		head, err := p.log(t.Context(), None{})
		require.NoError(t, err)
		rapid.Check(t, func(t *rapid.T) {
			a := eventstore.Position(rapid.Uint64Range(0, uint64(head.Head)).Draw(t, "a"))
			b := eventstore.Position(rapid.Uint64Range(0, uint64(head.Head)).Draw(t, "b"))
			for _, place := range compared(t, p, a, a).Places {
				require.Zero(t, place.Total)
				require.Empty(t, place.Keys)
			}
			there, back := compared(t, p, a, b), compared(t, p, b, a)
			require.Equal(t, there.Events, back.Events)
			for i := range there.Places {
				require.ElementsMatch(t, sides(there.Places[i]), sides(mirrored(back.Places[i])))
				require.Equal(t, alike(there.Places[i]), alike(back.Places[i]))
				require.GreaterOrEqual(t, alike(there.Places[i]), 0)
				require.Equal(t, there.Places[i].Differ, back.Places[i].Differ)
			}
		})
	}
}

func mirrored(place ComparedPlace) ComparedPlace {
	for i := range place.Keys {
		k := &place.Keys[i]
		for j := range k.Values {
			v := &k.Values[j]
			v.Before, v.After = v.After, v.Before
		}
		k.Change = map[Change]Change{Added: Removed, Removed: Added, Changed: Changed}[k.Change]
	}
	return place
}

func former(t *testing.T, p *page, position eventstore.Position) FormerResult {
	result, err := p.compareFormer(t.Context(), FormerParams{"Balances", position})
	require.NoError(t, err)
	return result
}

// The two versions agree until an account is closed.
func TestPlayground_Former(t *testing.T) {
	p := opened(t, "Bank")
	assert.Nil(t, former(t, p, 15).Parted)
	at := former(t, p, 24)
	require.NotNil(t, at.Parted)
	assert.EqualValues(t, 16, at.Parted.Position)
	assert.Equal(t, []string{
		"removed account-4 Owner: Dana to -",
		"removed account-4 Balance: 0.00 to -",
		"removed account-4 Currency: USD to -",
	}, sides(at.Place))
	assert.Equal(t, 4, alike(at.Place), "the same")
	assert.Nil(t, former(t, p, 15).Parted, "going back")
	_, err := p.compareFormer(t.Context(), FormerParams{"Statement", 1})
	assert.ErrorContains(t, err, "no older code")
}

func TestPlayground_Former_LongLog(t *testing.T) {
	p := opened(t, "Bank")
	events := make([]AppendEvent, 1000)
	for i := range events {
		events[i] = AppendEvent{Type: "MoneyDeposited", SchemaVersion: 2, Data: []byte(`{"amount":1,"currency":"USD"}`)}
	}
	for range 10 {
		_, err := p.append(t.Context(), AppendParams{Stream: "account-2", Events: events})
		require.NoError(t, err)
	}
	turns := 1
	result := former(t, p, 10_024)
	for ; result.Looked < 10_024; turns++ {
		next := former(t, p, 10_024)
		require.Greater(t, next.Looked, result.Looked)
		result = next
	}
	assert.Equal(t, 3, turns)
	assert.EqualValues(t, 16, result.Parted.Position)
}

// Both versions do at events out of the ordinary what the projection does.
func TestPlayground_Former_Rules(t *testing.T) {
	p := opened(t, "Bank")
	_, err := p.append(t.Context(), AppendParams{Stream: "account-1", Events: []AppendEvent{{Type: "Nonsense", Data: []byte(`{}`)}}})
	require.NoError(t, err)
	require.Nil(t, former(t, p, 25).Older, "it is passed over")
	ask[ProjectionState](p, "unknown", `{"name":"Balances","unknown":"stop"}`)
	stopped := former(t, p, 25)
	require.NotNil(t, stopped.Older)
	assert.EqualValues(t, 25, stopped.Older.Position)
	assert.Equal(t, stopped.Older, stopped.Newer)
	ask[ProjectionState](p, "unknown", `{"name":"Balances","unknown":"ignore"}`)
	assert.Nil(t, former(t, p, 25).Older)
}

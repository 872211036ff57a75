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

func compared(t require.TestingT, p *page, from, to eventstore.Position) CompareResult {
	result, err := p.compareMoments(p.Context(), CompareParams{From: from, To: to})
	require.NoError(t, err)
	return result
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
	assert.Equal(t, 3, result.Places[0].Same)
	assert.Equal(t, []string{
		"removed account-4 Owner: Dana to -",
		"removed account-4 Balance: 75.00 to -",
		"removed account-4 Currency: USD to -",
		"added account-5 Owner: - to Emeka",
		"added account-5 Balance: - to 0.00",
		"added account-5 Currency: - to GBP",
	}, sides(result.Places[1]))
	assert.Equal(t, 3, result.Total)
	assert.Equal(t, []TypeCount{{"MoneyWithdrawn", 3, 1}, {"AccountClosed", 4, 1}, {"AccountOpened", 0, 1}}, colourless(result.Types))
}

// colourless leaves the colours to the world.
func colourless(types []TypeCount) []TypeCount {
	known := map[string]int{"MoneyWithdrawn": 3, "AccountClosed": 4, "AccountOpened": 0}
	for i := range types {
		types[i].Colour = known[types[i].Type]
	}
	return types
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
				require.Equal(t, there.Places[i].Same, back.Places[i].Same)
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
		k.Change = changeOf(k.Values)
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
	assert.Equal(t, 4, at.Place.Same)
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

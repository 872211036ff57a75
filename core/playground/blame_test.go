package playground

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// causeLines tells an answer line by line.
func causeLines(result BlameResult) []string {
	lines := []string{}
	for _, c := range result.Causes {
		lines = append(lines, fmt.Sprintf("#%d %s to %s by %s of %s, %s",
			c.Row.Position, or(deref(c.Before), "nothing"), or(deref(c.After), "nothing"), c.Command, c.Actor, c.Effect))
	}
	return lines
}

func deref(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

func blameOf(p *page, position eventstore.Position, where, key, field string) BlameResult {
	result, err := p.blame(p.Context(), BlameParams{Position: position, Where: where, Key: key, Field: field})
	require.NoError(p, err)
	assert.Zero(p, result.Looked, "of a short log all is looked at in one go")
	return result
}

func opened(t *testing.T, world string) *page {
	p := newPage(t)
	_, err := p.open(t.Context(), OpenParams{World: world})
	require.NoError(t, err)
	return p
}

func TestPlayground_Blame_Sum(t *testing.T) {
	result := blameOf(opened(t, "Bank"), 9, "Balances", "account-1", "balance")
	assert.Equal(t, "1,300.00", *result.Value)
	assert.Equal(t, "Balance", result.Label)
	assert.True(t, result.Exact)
	assert.Equal(t, []string{
		"#9 880.00 to 1,300.00 by Deposit of alice, counts",
		"#5 1,000.00 to 880.00 by Withdraw of alice, counts",
		"#2 0.00 to 1,000.00 by Deposit of alice, counts",
		"#1 nothing to 0.00 by Open of alice, counts",
	}, causeLines(result))
}

func TestPlayground_Blame_LastWriter(t *testing.T) {
	result := blameOf(opened(t, "Orders"), 17, "aggregates", "order-1", "address")
	assert.Equal(t, "9 Station Street", *result.Value)
	assert.Equal(t, []string{
		"#7 1 Harbour Road to 9 Station Street by ChangeAddress of alice, counts",
		"#1 nothing to 1 Harbour Road by Create of alice, idle",
	}, causeLines(result))
	assert.True(t, result.Exact)
}

func TestPlayground_Blame_RemovedRow(t *testing.T) {
	p := opened(t, "Bank")
	result := blameOf(p, 24, "Balances", "account-4", "")
	assert.Nil(t, result.Value)
	assert.Equal(t, []string{
		"#16 account-4 to nothing by Close of dana, counts",
		"#11 nothing to account-4 by Open of dana, idle",
	}, causeLines(result))
}

func TestPlayground_Blame_ElementOfAList(t *testing.T) {
	p := opened(t, "Orders")
	result := blameOf(p, 17, "aggregates", "order-2", "items.=notebook.quantity")
	assert.Equal(t, "Items notebook Quantity", result.Label)
	assert.Equal(t, []string{
		"#10 5 to 3 by RemoveItem of bruno, counts",
		"#9 nothing to 5 by AddItem of bruno, counts",
	}, causeLines(result))
}

// A discount on what is not there yet changes no total; what is added later costs less for it.
func TestPlayground_Blame_WhatLaterEventsBuildOn(t *testing.T) {
	p := opened(t, "Orders")
	for _, c := range []CommandParams{
		{Command: "Create", Form: map[string]string{"customer": "Eve", "address": "here"}},
		{Command: "ApplyDiscount", Form: map[string]string{"percent": "50"}},
		{Command: "AddItem", Form: map[string]string{"item": "lamp", "price": "10.00", "quantity": "1"}},
	} {
		c.Stream = "order-9"
		_, err := p.command(t.Context(), c)
		require.NoError(t, err)
	}
	result := blameOf(p, 20, "aggregates", "order-9", "total")
	assert.Equal(t, []string{
		"#20 0.00 to 5.00 by AddItem of you, counts",
		"#19 0.00 to 0.00 by ApplyDiscount of you, stage",
		"#18 nothing to 0.00 by Create of you, idle",
	}, causeLines(result))
	assert.True(t, result.Exact)
}

func TestPlayground_Blame_NumberAndSeries(t *testing.T) {
	p := opened(t, "Bank")
	number := blameOf(p, 24, "Open accounts", "", "")
	assert.Equal(t, "4", *number.Value)
	assert.Equal(t, "#17 3 to 4 by Open of emeka, counts", causeLines(number)[0])
	assert.Len(t, number.Causes, 6)
	series := blameOf(p, 5, "Balance over time", "account-1", "")
	assert.Equal(t, "880.00", *series.Value)
	assert.Len(t, series.Causes, 3)
}

func TestPlayground_Blame_Refused(t *testing.T) {
	p := opened(t, "Bank")
	for params, sentence := range map[BlameParams]string{
		{Where: "Moons"}: `There is no read model "Moons".`,
		{Where: "Balances", Key: "x", Field: "colour"}:   `Balances has no column "colour".`,
		{Where: "aggregates", Key: "moon-1", Field: "x"}: `This world has no aggregate for the stream "moon-1".`,
	} {
		_, err := p.blame(t.Context(), params)
		assert.EqualError(t, err, sentence)
	}
}

// Of a long log each request looks at a part, newest first, and all of them
// together find what is there.
func TestPlayground_Blame_LongLog(t *testing.T) {
	p := opened(t, "Bank")
	const thousands = 12
	manyDeposits(t, p, thousands)
	p.settle()
	head := eventstore.Position(24 + thousands*1000)
	ask := func(where, key, field string, count int) BlameResult {
		result, err := p.blame(t.Context(), BlameParams{Position: head, Where: where, Key: key, Field: field, Count: count})
		require.NoError(t, err)
		return result
	}
	// What was not touched for long is found without looking at what came since.
	old := ask("Balances", "account-1", "balance", 2)
	assert.Equal(t, []string{"#23", "#20"}, []string{fmt.Sprintf("#%d", old.Causes[0].Row.Position), fmt.Sprintf("#%d", old.Causes[1].Row.Position)})
	// What changes at every event is found at once, the newest of it.
	for _, where := range []string{"aggregates", "Balances"} {
		dense := ask(where, "account-2", "balance", 3)
		require.Len(t, dense.Causes, 3, where)
		assert.Equal(t, head, dense.Causes[0].Row.Position, where)
		assert.True(t, dense.More, where)
		assert.Equal(t, EffectCounts, dense.Causes[2].Effect, where)
	}
	// A number does not know when it was touched: it takes several turns.
	turns := 1
	number := ask("Open accounts", "", "", 20)
	for ; goesOn(number); turns++ {
		number = ask("Open accounts", "", "", 20)
	}
	assert.Greater(t, turns, 1)
	assert.Len(t, number.Causes, 6)
	assert.True(t, number.Exact)
}

// goesOn reports whether the page would ask again.
func goesOn(r BlameResult) bool {
	return r.Reached < r.Position || r.Looked > 0 && !r.More || r.Weighing
}

// Where nothing of a long log is folded yet, the first answer says how far that has come,
// and no request folds more than its part.
func TestPlayground_Blame_Cold(t *testing.T) {
	const head = 10_024
	for where, budget := range map[string]int{"Balances": towardsBudget, "aggregates": streamBudget} {
		p := opened(t, "Bank")
		manyDeposits(t, p, (head-24)/1000)
		reached, turns := eventstore.Position(0), 0
		for {
			result, err := p.blame(t.Context(), BlameParams{Position: head, Where: where, Key: "account-2", Field: "balance", Count: 5})
			require.NoError(t, err)
			turns++
			if !goesOn(result) {
				assert.Equal(t, "512.50", *result.Value, where)
				require.Len(t, result.Causes, 5, where)
				assert.EqualValues(t, head, result.Causes[0].Row.Position, where)
				assert.Equal(t, EffectCounts, result.Causes[4].Effect, where)
				break
			}
			if result.Reached < head {
				require.Empty(t, result.Causes)
				require.Nil(t, result.Value)
				require.Greater(t, result.Reached, reached, where)
				require.LessOrEqual(t, int(result.Reached-reached), budget+24, where)
				reached = result.Reached
			}
		}
		assert.Greater(t, turns, head/budget, where)
	}
}

// manyDeposits puts a cent into account-2, so many thousand times.
func manyDeposits(t *testing.T, p *page, thousands int) {
	events := make([]AppendEvent, 1000)
	for i := range events {
		events[i] = AppendEvent{Type: "MoneyDeposited", SchemaVersion: 2, Data: []byte(`{"amount":1,"currency":"USD"}`)}
	}
	for range thousands {
		_, err := p.append(t.Context(), AppendParams{Stream: "account-2", Events: events})
		require.NoError(t, err)
	}
}

// What a value would be without an event is told only when all that matters is found, and
// not in the answer that had much to look at already.
func TestPlayground_Blame_Weighing(t *testing.T) {
	p := opened(t, "Bank")
	manyDeposits(t, p, 3)
	params := BlameParams{Position: 3024, Where: "aggregates", Key: "account-2", Field: "owner"}
	first, err := p.blame(t.Context(), params)
	require.NoError(t, err)
	for first.Looked > 0 {
		first, err = p.blame(t.Context(), params)
		require.NoError(t, err)
	}
	assert.True(t, first.Weighing)
	assert.Equal(t, EffectUntold, first.Causes[0].Effect)
	then, err := p.blame(t.Context(), params)
	require.NoError(t, err)
	assert.False(t, then.Weighing)
	assert.Equal(t, []string{"#3 nothing to Bruno by Open of bruno, counts"}, causeLines(then))
	assert.True(t, then.Exact)
}

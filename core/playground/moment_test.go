package playground

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A moment shows what was, with what its event changed beside what it was before.
func TestPlayground_Moment(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	then := ask[Moment](p, "moment", `{"position":5,"stream":"account-1"}`)
	assert.EqualValues(t, 5, then.Position)
	assert.EqualValues(t, 24, then.Head)
	assert.Equal(t, "MoneyWithdrawn 120.00 on account-1: balance 1,000.00 to 880.00.", then.Narration)
	balances := then.Projections[0]
	assert.Equal(t, 2, balances.Table.Total)
	assert.Equal(t, Changed, balances.Table.Rows[0].Change)
	assert.Equal(t, "880.00", balances.Table.Rows[0].Cells[2].Text)
	assert.Equal(t, "1,000.00", *balances.Table.Rows[0].Cells[2].Before)
	assert.EqualValues(t, 3, then.Aggregate.Version)
	assert.EqualValues(t, 7, then.Aggregate.Latest)

	nothing := ask[Moment](p, "moment", `{"position":0,"stream":"account-1"}`)
	assert.Equal(t, "Before the first event.", nothing.Narration)
	assert.Zero(t, nothing.Aggregate.Version)
	assert.Zero(t, nothing.Projections[0].Table.Total)
	assert.EqualValues(t, 24, ask[Moment](p, "moment", `{"position":99999}`).Position)
}

// The live moment and the folded one at the head show the same.
func TestPlayground_Moment_LiveEqualsFolded(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Orders"}`)
	for step := range 60 {
		ask[Outcome](p, "traffic", fmt.Sprintf(`{"seed":7,"step":%d}`, step))
	}
	p.settle()
	head := ask[Log](p, "log", `{}`).Head
	live := ask[Moment](p, "moment", `{"stream":"order-1"}`)
	folded := ask[Moment](p, "moment", fmt.Sprintf(`{"stream":"order-1","position":%d}`, head))
	assert.Equal(t, folded, live)
}

// A row that the last step removed is shown once more.
func TestPlayground_Moment_RemovedRow(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	m := ask[Moment](p, "moment", `{"position":16}`)
	rows := m.Projections[0].Table.Rows
	assert.Equal(t, Removed, rows[len(rows)-1].Change)
	assert.Equal(t, "account-4", rows[len(rows)-1].Key)
}

// Rows can be paged through; without a window the one with the change comes.
func TestPlayground_Moment_Windows(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	m := ask[Moment](p, "moment", `{"windowSize":2}`)
	assert.Equal(t, 2, m.Projections[0].Table.From, "account-3 changed last")
	m = ask[Moment](p, "moment", `{"windows":{"Balances":{"from":1,"count":2}}}`)
	assert.Equal(t, 1, m.Projections[0].Table.From)
	assert.Len(t, m.Projections[0].Table.Rows, 2)
	m = ask[Moment](p, "moment", `{"windows":{"Balances":{"from":-7,"count":999999}}}`)
	assert.Equal(t, 0, m.Projections[0].Table.From)
}

// What differs between two moments is told value by value.
func TestPlayground_Diff(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	d := ask[DiffResult](p, "diff", `{"from":4,"to":5}`)
	assert.Contains(t, d.Changes, Difference{"aggregates", "account-1", "balance", text("1,000.00"), text("880.00")})
	assert.Contains(t, d.Changes, Difference{"Balances", "account-1", "balance", text("1,000.00"), text("880.00")})
	assert.Zero(t, ask[DiffResult](p, "diff", `{"from":5,"to":5}`).Total)
	p.fail(CodeNotFound, "diff", `{"from":5,"to":99}`)
}

func text(s string) *string { return &s }

package playground

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPlayground_Over(t *testing.T) {
	p := opened(t, "Bank")
	for _, asked := range []OverParams{
		{Where: "aggregates", Key: "account-4", Field: "balance"},
		{Where: "Balance over time", Key: "account-4"},
	} {
		asked.Position = 24
		result, err := p.overTime(t.Context(), asked)
		require.NoError(t, err)
		var told []string
		for _, point := range result.Points {
			told = append(told, fmt.Sprintf("#%d %v", point.Position, *point.Value))
		}
		assert.Equal(t, []string{"#11 0", "#12 75", "#15 0"}, told)
		assert.Zero(t, result.Looked)
		assert.Less(t, result.Begins, result.Ends)
	}
	// A row that is gone has no value from then on.
	result, err := p.overTime(t.Context(), OverParams{Position: 24, Where: "Balances", Key: "account-4", Field: "balance"})
	require.NoError(t, err)
	require.Len(t, result.Points, 4)
	assert.Nil(t, result.Points[3].Value)
	_, err = p.overTime(t.Context(), OverParams{Position: 24, Where: "Balances", Key: "account-4", Field: "owner"})
	assert.ErrorContains(t, err, "Owner is not a number, so it cannot be drawn.")
}

// Of many changes a chart gets as many as it has room for, the first of the newest and the last
// among them.
func TestPlayground_Over_Thinned(t *testing.T) {
	p := opened(t, "Bank")
	events := make([]AppendEvent, 1000)
	for i := range events {
		events[i] = AppendEvent{Type: "MoneyDeposited", SchemaVersion: 2, Data: []byte(`{"amount":100,"currency":"USD"}`)}
	}
	for range 3 {
		_, err := p.append(t.Context(), AppendParams{Stream: "account-2", Events: events})
		require.NoError(t, err)
	}
	params := OverParams{Position: 3024, Where: "aggregates", Key: "account-2", Field: "balance"}
	result, err := p.overTime(t.Context(), params)
	require.NoError(t, err)
	assert.Empty(t, result.Points, "the stream is folded in parts")
	for result.Looked > 0 && !result.More { // as the page asks
		result, err = p.overTime(t.Context(), params)
		require.NoError(t, err)
	}
	assert.True(t, result.More)
	require.Len(t, result.Points, maxPoints)
	assert.EqualValues(t, 3024, result.Points[maxPoints-1].Position)
	assert.EqualValues(t, 1025, result.Points[0].Position)
	assert.InDelta(t, 3412.5, *result.Points[maxPoints-1].Value, 1)
}

package playground

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/world/bank"
)

func checked(p *page) CheckState {
	p.Helper()
	p.settle()
	return ask[CheckState](p, "check", ``)
}

// Live projections equal what they come to when they are folded again, after each
// event, while one is behind, and when one has stopped.
func TestCheck_Equal(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	assert.Equal(t, CheckBegun, ask[CheckState](p, "check", ``).Status)
	state := checked(p)
	assert.Equal(t, CheckState{Status: CheckEqual, Position: 24, From: 1, Models: len(bank.World().Projections), Parted: []PartedModel{}}, state)
	ask[Outcome](p, "command", `{"stream":"account-1","command":"Deposit","form":{"amount":"50","source":"cash"}}`)
	assert.EqualValues(t, 25, checked(p).Position)
	ask[ProjectionState](p, "pace", `{"name":"Statement","pace":{"paused":true}}`)
	ask[Outcome](p, "append", `{"stream":"account-99","events":[{"type":"MoneyDeposited","schemaVersion":2,"data":{"amount":500,"currency":"USD"}}]}`)
	state = checked(p)
	assert.Equal(t, CheckEqual, state.Status, "%+v", state.Parted)
	assert.EqualValues(t, 25, state.Position, "Balances has stopped there, Statement rests there")
	assert.NotEmpty(t, p.pushes("checked"))
}

// What a naive subscriber invented is found when its model becomes the live one: the
// event at which they part, and both values. A rebuild makes it good.
func TestCheck_CatchesWhatANaiveSubscriberInvents(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	require.Equal(t, CheckEqual, checked(p).Status)
	const feed = `{"subscriber":0,"delivery":{"projection":"Balances","seed":7,"faults":{"duplicate":30},
		"subscribers":[{"name":"A","guarantee":"atLeastOnce"}]}}`
	fed := ask[ProjectionState](p, "feed", feed)
	assert.Equal(t, "A", fed.Fed)
	state := checked(p)
	require.Equal(t, CheckParted, state.Status)
	require.Len(t, state.Parted, 1)
	parted := state.Parted[0]
	assert.Equal(t, "Balances", parted.Projection)
	assert.Equal(t, "A", parted.Fed)
	require.NotNil(t, parted.Event)
	assert.EqualValues(t, 1, parted.Event.Position, "it came again after #2, and began the account anew")
	assert.Equal(t, "account-1", parted.Key)
	assert.Equal(t, "Balance", parted.Field)
	require.NotNil(t, parted.Live)
	assert.NotEqual(t, *parted.Rebuilt, *parted.Live)
	assert.Equal(t, "1,000.00", *parted.Rebuilt)

	ask[Outcome](p, "command", `{"stream":"account-1","command":"Deposit","form":{"amount":"50","source":"cash"}}`)
	again := checked(p)
	require.Equal(t, CheckParted, again.Status, "what comes later does not make it right")
	assert.EqualValues(t, 1, again.Parted[0].Event.Position)

	ask[ProjectionState](p, "rebuild", `{"name":"Balances"}`)
	assert.Equal(t, CheckEqual, checked(p).Status)
	assert.Empty(t, modelOf(p, "Balances", ``).State.Fed)
	p.fail(CodeBadRequest, "feed", `{"subscriber":3,"delivery":{"projection":"Balances","seed":7,"subscribers":[{"guarantee":"atLeastOnce"}]}}`)
}

// Somebody who is right can be the live one, and nobody notices.
func TestCheck_EqualWhenACarefulSubscriberFeeds(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[ProjectionState](p, "feed", `{"subscriber":0,"delivery":{"projection":"Balances","seed":7,
		"faults":{"duplicate":30,"drop":30,"crash":20,"reorder":20},"subscribers":[{"name":"C","guarantee":"effectivelyOnce"}]}}`)
	assert.Equal(t, CheckEqual, checked(p).Status)
}

// The check works in small slices, and only when nobody waits for anything else.
func TestCheck_Slices(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Outcome](p, "append", `{"stream":"account-1","events":[`+deposits(1000)+`]}`)
	slices := 0
	for ask[CheckState](p, "check", ``).Position < 1024 {
		more, err := p.Work(context.Background())
		require.NoError(t, err)
		require.True(t, more)
		slices++
	}
	assert.Greater(t, slices, 1024/checkBudget)
}

func deposits(n int) string {
	text := ""
	for i := range n {
		if i > 0 {
			text += ","
		}
		text += `{"type":"MoneyDeposited","schemaVersion":2,"data":{"amount":100,"currency":"USD"}}`
	}
	return text
}

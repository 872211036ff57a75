package playground

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

func struck(t *testing.T) *page {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Outcome](p, "append", `{"stream":"account-1","events":[
		{"type":"LightningStruck","data":{"volts":7}},{"type":"MoneyDeposited","data":{"amount":100}}]}`)
	p.settle()
	return p
}

func stateOf(p *page, name, params string) ProjectionState {
	for _, model := range ask[Moment](p, "moment", params).Projections {
		if model.State.Name == name {
			return model.State
		}
	}
	return ProjectionState{}
}

// One projection stops at what it cannot read, and the others go on; it can be resumed.
func TestPlayground_Unknown_Stop(t *testing.T) {
	p := struck(t)
	assert.Equal(t, StatusCaughtUp, stateOf(p, "Balances", `{}`).Status)
	ask[ProjectionState](p, "unknown", `{"name":"Balances","unknown":"stop"}`)
	p.settle()
	state := stateOf(p, "Balances", `{}`)
	assert.Equal(t, StatusFailed, state.Status)
	assert.Equal(t, UnknownStop, state.Unknown)
	assert.Equal(t, &Failure{25, "LightningStruck", "this world has no event type LightningStruck"}, state.Failure)
	assert.Equal(t, StatusCaughtUp, stateOf(p, "Statement", `{}`).Status)
	assert.Equal(t, StatusFailed, stateOf(p, "Balances", `{"position":26}`).Status)
	assert.Equal(t, StatusCaughtUp, stateOf(p, "Balances", `{"position":24}`).Status)

	ask[ProjectionState](p, "resume", `{"name":"Balances","skip":true}`)
	p.settle()
	state = stateOf(p, "Balances", `{}`)
	assert.Equal(t, StatusCaughtUp, state.Status)
	assert.Equal(t, []eventstore.Position{25}, state.Skipped)
	ask[ProjectionState](p, "unknown", `{"name":"Balances","unknown":"ignore"}`)
	p.settle()
	assert.Empty(t, stateOf(p, "Balances", `{}`).Unknown)
}

// Another shows what it cannot read, as it was recorded, from its moment on.
func TestPlayground_Unknown_Show(t *testing.T) {
	p := struck(t)
	ask[ProjectionState](p, "unknown", `{"name":"Balances","unknown":"show"}`)
	p.settle()
	state := stateOf(p, "Balances", `{}`)
	require.NotNil(t, state.Unread)
	assert.Equal(t, Unread{1, []UnreadEvent{{25, "LightningStruck", 1, `{"volts":7}`, "This world has no event type LightningStruck."}}}, *state.Unread)
	assert.Nil(t, stateOf(p, "Balances", `{"position":24}`).Unread)
	assert.NotNil(t, stateOf(p, "Balances", `{"position":25}`).Unread)
}

func TestPlayground_Unknown_Refuses(t *testing.T) {
	p := struck(t)
	p.fail(CodeBadRequest, "unknown", `{"name":"Balances","unknown":"panic"}`)
	p.fail(CodeNotFound, "unknown", `{"name":"Nothing","unknown":"stop"}`)
}

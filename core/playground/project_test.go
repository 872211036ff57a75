package playground

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// A projection that fails says so, live and in the past, and goes on when told
// to skip.
func TestPlayground_ProjectionFails(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Outcome](p, "append", `{"stream":"account-9","events":[{"type":"MoneyDeposited","schemaVersion":2,"data":{"amount":5}}]}`)
	p.settle()
	live := ask[Moment](p, "moment", `{}`).Projections
	assert.Equal(t, StatusFailed, live[0].State.Status)
	assert.EqualValues(t, 25, live[0].State.Failure.Position)
	assert.Equal(t, StatusCaughtUp, live[3].State.Status)
	assert.Equal(t, StatusFailed, ask[Moment](p, "moment", `{"position":25}`).Projections[0].State.Status)
	assert.Equal(t, StatusCaughtUp, ask[Moment](p, "moment", `{"position":24}`).Projections[0].State.Status)

	ask[ProjectionState](p, "resume", `{"name":"Balances","skip":true}`)
	p.settle()
	assert.Equal(t, StatusCaughtUp, ask[Moment](p, "moment", `{}`).Projections[0].State.Status)
	assert.Equal(t, StatusCaughtUp, ask[Moment](p, "moment", `{"position":25}`).Projections[0].State.Status)
	p.fail(CodeNotFound, "resume", `{"name":"Nonsense"}`)
}

// A rebuild reports progress, can be given up, and ends where it was.
func TestPlayground_Rebuild(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	appendMany(p, 3*advanceBudget)
	p.settle()
	before := ask[Moment](p, "moment", `{}`)
	state := ask[ProjectionState](p, "rebuild", `{"name":"Balances"}`)
	assert.Equal(t, StatusRebuilding, state.Status)
	_, err := p.Work(t.Context())
	require.NoError(t, err)
	assert.NotEmpty(t, p.pushes("progress"))
	assert.Equal(t, StatusCaughtUp, ask[ProjectionState](p, "cancel", `{"name":"Balances"}`).Status)
	ask[ProjectionState](p, "rebuild", `{"name":"Balances"}`)
	p.settle()
	assert.Equal(t, before, ask[Moment](p, "moment", `{}`))
}

// A step goes to the next event of the stream, or of the type, and stays when
// there is none.
func TestPlayground_Step(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	step := func(params string) eventstore.Position {
		result := ask[StepResult](p, "step", params)
		if result.Position == nil {
			return 0
		}
		return *result.Position
	}
	assert.EqualValues(t, 5, step(`{"position":2,"within":"stream","stream":"account-1"}`))
	assert.EqualValues(t, 1, step(`{"position":2,"within":"stream","stream":"account-1","back":true}`))
	assert.EqualValues(t, 23, step(`{"position":99,"within":"stream","stream":"account-1","back":true}`))
	assert.EqualValues(t, 4, step(`{"position":2,"within":"type"}`))
	assert.EqualValues(t, 3, step(`{"position":1,"within":"type"}`), "an old name is the same type")
	assert.Zero(t, step(`{"position":24,"within":"stream","stream":"account-1"}`))
	assert.Zero(t, step(`{"position":1,"within":"stream","stream":"nobody"}`))
	p.fail(CodeBadRequest, "step", `{"position":1,"within":"reason"}`)
}

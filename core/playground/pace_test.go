package playground

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// alarms is a playground's After: it calls back when the test says so.
type alarms struct {
	after []time.Duration
	calls []func()
}

func (a *alarms) set(d time.Duration, f func()) {
	a.after = append(a.after, d)
	a.calls = append(a.calls, f)
}

func modelOf(p *page, name, more string) ReadModel {
	p.Helper()
	for _, m := range ask[Moment](p, "moment", `{`+more+`}`).Projections {
		if m.State.Name == name {
			return m
		}
	}
	require.Fail(p, "no model", name)
	return ReadModel{}
}

// With a delay a read model is stale for a while: it says by how many events,
// since when, and which version of the stream it shows.
func TestPace_Delay(t *testing.T) {
	p := newPage(t)
	var a alarms
	p.config.After = a.set
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.settle()
	state := ask[ProjectionState](p, "pace", `{"name":"Balances","pace":{"delay":5000,"batch":2}}`)
	assert.Equal(t, &Pace{Delay: 5000, Batch: 2}, state.Pace)
	ask[Outcome](p, "command", `{"stream":"account-1","command":"Deposit","form":{"amount":"50","source":"cash"}}`)
	p.settle()
	stale := modelOf(p, "Balances", `"stream":"account-1"`)
	assert.Equal(t, StatusCatchingUp, stale.State.Status)
	assert.Equal(t, 1, stale.State.Lag)
	assert.NotZero(t, stale.State.Since)
	require.NotNil(t, stale.Version)
	assert.EqualValues(t, 7, *stale.Version)
	assert.Nil(t, modelOf(p, "Statement", `"stream":"account-1"`).Version, "it is not behind")
	require.NotEmpty(t, a.calls, "somebody looks again")
	p.mu.Lock()
	p.clock = p.clock.Add(5 * time.Second)
	p.mu.Unlock()
	a.calls[len(a.calls)-1]()
	p.settle()
	assert.Equal(t, StatusCaughtUp, modelOf(p, "Balances", ``).State.Status)
}

// A version taken from a stale read model is refused, as it should be.
func TestPace_StaleVersionConflicts(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.settle()
	ask[ProjectionState](p, "pace", `{"name":"Balances","pace":{"paused":true}}`)
	ask[Outcome](p, "command", `{"stream":"account-1","command":"Deposit","form":{"amount":"50","source":"cash"}}`)
	stale := modelOf(p, "Balances", `"stream":"account-1"`)
	require.NotNil(t, stale.Version)
	assert.EqualValues(t, 7, *stale.Version)
	outcome := ask[Outcome](p, "command", `{"stream":"account-1","command":"Withdraw","form":{"amount":"10"},"expectedVersion":7}`)
	assert.Equal(t, OutcomeConflict, outcome.Kind)
	ask[ProjectionState](p, "pace", `{"name":"Balances","pace":{}}`)
	p.settle()
	assert.Zero(t, modelOf(p, "Balances", ``).State.Lag)
}

// A pace that cannot be is told in a sentence.
func TestPace_Bad(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	year := p.fail(CodeBadRequest, "pace", `{"name":"Balances","pace":{"delay":31536000000}}`)
	assert.Equal(t, "A delay is from 0 to 60 seconds, not 8760h0m0s.", year.Message)
	p.fail(CodeBadRequest, "pace", `{"name":"Balances","pace":{"batch":-1}}`)
	p.fail(CodeNotFound, "pace", `{"name":"Moon","pace":{}}`)
	p.fail(CodeNotFound, "late", `{"name":"Moon"}`)
}

// A projection that is added late begins with nothing and fills itself.
func TestLate(t *testing.T) {
	p := newPage(t)
	var a alarms
	p.config.After = a.set
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.settle()
	state := ask[ProjectionState](p, "late", `{"name":"Balances"}`)
	assert.True(t, state.Late)
	assert.Equal(t, 24, state.Lag)
	assert.Zero(t, modelOf(p, "Balances", ``).Table.Total)
	lags := map[int]bool{}
	for modelOf(p, "Balances", ``).State.Late {
		_, err := p.Work(t.Context()) // each look at the clock takes a second
		require.NoError(t, err)
		lags[modelOf(p, "Balances", ``).State.Lag] = true
	}
	assert.Greater(t, len(lags), 10, "it can be seen to fill itself")
	assert.Equal(t, 4, modelOf(p, "Balances", ``).Table.Total)
}

// A mail is sent once. A rebuild does not send it again, unless the guard is off.
func TestOutbox(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Orders"}`)
	p.settle()
	box := ask[OutboxResult](p, "outbox", `{"name":"Mailer"}`)
	assert.True(t, box.Guarded)
	require.Len(t, box.Mails, 2)
	assert.Equal(t, "Chen", box.Mails[0].To)
	assert.Equal(t, "order-1: your order is on its way", box.Mails[1].Text)

	ask[Outcome](p, "command", `{"stream":"order-4","command":"Complete","form":{}}`)
	p.settle()
	assert.Equal(t, 3, ask[OutboxResult](p, "outbox", `{"name":"Mailer"}`).Total)

	ask[ProjectionState](p, "rebuild", `{"name":"Mailer"}`)
	p.settle()
	assert.Equal(t, 3, ask[OutboxResult](p, "outbox", `{"name":"Mailer"}`).Total)

	ask[ProjectionState](p, "guard", `{"name":"Mailer","on":false}`)
	ask[ProjectionState](p, "rebuild", `{"name":"Mailer"}`)
	p.settle()
	box = ask[OutboxResult](p, "outbox", `{"name":"Mailer"}`)
	assert.False(t, box.Guarded)
	assert.Equal(t, 6, box.Total)
	assert.Equal(t, 3, box.Again)
	for _, mail := range box.Mails {
		assert.Len(t, mail.Sent, 2)
	}
	p.fail(CodeNotFound, "outbox", `{"name":"Orders"}`)
	p.fail(CodeNotFound, "outbox", `{"name":"Moon"}`)
}

// openedAgain opens the world again, as a page does that was loaded again, with the
// settings that the states of its projections tell.
func (p *page) openedAgain(world string) {
	p.Helper()
	var settings []ProjectionSetting
	for _, model := range ask[Moment](p, "moment", ``).Projections {
		s := model.State
		settings = append(settings, ProjectionSetting{s.Name, s.Pace, s.Checkpoint, s.Unknown, s.Skipped, s.Unguarded, s.Acted})
	}
	settings = append(settings, ProjectionSetting{Name: "One that is no more"})
	ask[Opened](p, "open", `{"world":"`+world+`","settings":`+jsonOf(p.T, settings)+`}`)
	p.settle()
}

// A projection that was paused stands where it stood when the page is loaded
// again; the mail that follows from what came since is sent once it goes on, and
// only then.
func TestPlayground_Open_Settings(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Orders"}`)
	p.settle()
	ask[ProjectionState](p, "pace", `{"name":"Mailer","pace":{"delay":0,"batch":0,"paused":true}}`)
	ask[ProjectionState](p, "unknown", `{"name":"Orders","unknown":"stop"}`)
	p.settle()
	ask[Outcome](p, "command", `{"stream":"order-4","command":"Complete","form":{}}`)
	p.settle()
	stands := modelOf(p, "Mailer", ``)
	assert.Equal(t, 1, stands.State.Lag)

	for range 2 {
		p.openedAgain("Orders")
		again := modelOf(p, "Mailer", ``)
		assert.Equal(t, stands.State, again.State)
		assert.Equal(t, stands.Table.Rows, again.Table.Rows)
		assert.Equal(t, UnknownStop, modelOf(p, "Orders", ``).State.Unknown)
		assert.Equal(t, 2, ask[OutboxResult](p, "outbox", `{"name":"Mailer"}`).Total)
	}
	ask[ProjectionState](p, "pace", `{"name":"Mailer","pace":{"delay":0,"batch":0,"paused":false}}`)
	p.settle()
	box := ask[OutboxResult](p, "outbox", `{"name":"Mailer"}`)
	assert.Equal(t, 3, box.Total)
	assert.Zero(t, box.Again)
	p.openedAgain("Orders")
	box = ask[OutboxResult](p, "outbox", `{"name":"Mailer"}`)
	assert.Equal(t, 3, box.Total, "what was sent is not sent again")
	assert.Zero(t, box.Again)
}

// Without the guard, loading the page again is a replay like any other: every mail
// is sent again.
func TestPlayground_Open_Unguarded(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Orders"}`)
	p.settle()
	ask[ProjectionState](p, "guard", `{"name":"Mailer","on":false}`)
	p.openedAgain("Orders")
	box := ask[OutboxResult](p, "outbox", `{"name":"Mailer"}`)
	assert.False(t, box.Guarded)
	assert.Equal(t, 4, box.Total)
	assert.Equal(t, 2, box.Again)
}

// What cannot be is left as it comes.
func TestPlayground_Open_Settings_Bad(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank","settings":[{"name":"Balances","checkpoint":3,"pace":{"delay":-1,"batch":0,"paused":true}},{"name":"Statement","unknown":"dance"}]}`)
	p.settle()
	assert.Nil(t, modelOf(p, "Balances", ``).State.Pace)
	assert.Zero(t, modelOf(p, "Balances", ``).State.Lag)
	assert.Empty(t, modelOf(p, "Statement", ``).State.Unknown)
}

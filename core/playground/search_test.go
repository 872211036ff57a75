package playground

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A filter finds what it says, and a bad one says where it is bad.
func TestPlayground_Events(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	all := ask[EventsResult](p, "events", `{"from":20,"count":10,"at":5}`)
	assert.Equal(t, 24, all.Total)
	assert.Equal(t, 5, all.AtIndex)
	assert.Len(t, all.Rows, 4)
	found := ask[EventsResult](p, "events", `{"filter":"type:MoneyWithdrawn data.amount>250","count":10,"at":20}`)
	assert.Equal(t, 3, found.Total)
	assert.Equal(t, 1, found.AtIndex)
	assert.EqualValues(t, 14, found.Rows[0].Position)
	upcast := ask[EventsResult](p, "events", `{"filter":"data.source=unknown","count":10}`)
	assert.Equal(t, 3, upcast.Total, "filters see events as they are read today")
	problem := p.fail(CodeBadFilter, "events", `{"filter":"🦊 data.amount>","count":10}`)
	details := problem.Details.(*FilterProblem)
	assert.Equal(t, "data.amount>", string([]rune("🦊 data.amount>")[details.From-1:]), "offsets count UTF-16 code units")
	p.settle()
}

// A filter over a long log answers with what it has, and goes on in slices.
func TestPlayground_Events_LongLog(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	appendMany(p, 3*filterBudget)
	first := ask[EventsResult](p, "events", `{"filter":"data.amount=1.00","count":1}`)
	assert.Less(t, first.Scanned, first.Head)
	p.settle()
	last := ask[EventsResult](p, "events", `{"filter":"data.amount=1.00","count":1}`)
	assert.Equal(t, last.Head, last.Scanned)
	assert.Equal(t, 3*filterBudget, last.Total)
	assert.NotEmpty(t, p.pushes("progress"))
}

// Streams are found by a part of their name, the one written last first; but
// one of just that name before all others.
func TestPlayground_Streams(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	found := ask[StreamsResult](p, "streams", `{"query":"COUNT","limit":2}`)
	assert.Equal(t, 5, found.Total)
	assert.EqualValues(t, "account-3", found.Streams[0].ID)
	assert.Len(t, found.Streams, 2)
	assert.Zero(t, ask[StreamsResult](p, "streams", `{"query":"nobody"}`).Total)
	ask[Outcome](p, "append", `{"stream":"account-10","events":[{"type":"AccountOpened","schemaVersion":1,"data":{"owner":"Ten","currency":"USD"}}]}`)
	found = ask[StreamsResult](p, "streams", `{"query":"Account-1","limit":2}`)
	assert.EqualValues(t, "account-1", found.Streams[0].ID)
	assert.EqualValues(t, "account-10", found.Streams[1].ID)
}

// An event tells what is stored, what it is read as, and who caused it.
func TestPlayground_Event(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	e := ask[EventResult](p, "event", `{"position":2}`)
	assert.JSONEq(t, `{"amount":100000}`, e.Stored)
	assert.JSONEq(t, `{"amount":100000,"currency":"USD","source":"unknown"}`, e.Read.Data)
	assert.Equal(t, []string{"MoneyDeposited v1 to v2"}, e.Read.Steps)
	assert.Equal(t, "alice", e.Actor)
	assert.Equal(t, "Deposit", e.Command)
	assert.Equal(t, []string{"AccountCreated v1 to AccountOpened v2"}, ask[EventResult](p, "event", `{"position":1}`).Read.Steps)
	assert.Nil(t, ask[EventResult](p, "event", `{"position":5}`).Read)
	assert.Contains(t, p.fail(CodeNotFound, "event", `{"position":99}`).Message, "the log holds events 1 to 24")
	p.fail(CodeNotFound, "event", `{"position":0}`)
}

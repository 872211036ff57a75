package playground

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// What somebody saw stays what it was, and what came since is told beside it.
func TestPlayground_Seen(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	before := ask[Seen](p, "seen", `{"stream":"account-1","command":"Withdraw","form":{"amount":"5"}}`)
	assert.EqualValues(t, 7, before.Version)
	assert.Equal(t, "stream:account-1", before.Proposed)
	assert.Equal(t, 7, before.Matching)
	assert.Empty(t, before.Since)
	ask[Outcome](p, "command", `{"stream":"account-1","command":"Withdraw","form":{"amount":"100"}}`)
	after := ask[Seen](p, "seen", `{"stream":"account-1","at":24,"query":"type:MoneyWithdrawn"}`)
	assert.EqualValues(t, 7, after.Version)
	assert.EqualValues(t, 8, after.Latest)
	assert.Equal(t, before.Values, after.Values)
	require.Len(t, after.Since, 1)
	require.Len(t, after.Came, 1)
	assert.EqualValues(t, 25, after.Came[0].Position)
	bad := ask[Seen](p, "seen", `{"stream":"account-1","query":"amount>5"}`)
	assert.Equal(t, "Amount>5 is not a term; write type:…, stream:…, category:… or data.key=….", bad.Problem)
}

// Of two who act on the same version one loses, and can merge as long as the
// rule holds on what there is then.
func TestPlayground_Act_ByStream(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	act := func(actor, amount, more string) Outcome {
		return ask[Outcome](p, "act", `{"by":"stream","actor":"`+actor+`","stream":"account-1","command":"Withdraw","form":{"amount":"`+amount+`"}`+more+`}`)
	}
	assert.Equal(t, OutcomeRecorded, act("Ada", "700", `,"seen":24`).Kind)
	lost := act("Ben", "200", `,"seen":24`)
	assert.Equal(t, OutcomeConflict, lost.Kind)
	assert.Equal(t, &Conflict{Expected: 7, Actual: 8}, lost.Conflict)
	assert.Equal(t, OutcomeRecorded, act("Ben", "200", "").Kind)
	refused := act("Ben", "200", "")
	assert.Equal(t, "insufficient_funds", refused.Refusal.Code)
	e := ask[EventResult](p, "event", `{"position":26}`)
	assert.Equal(t, "Ben", e.Actor)
	past := act("Ben", "1", `,"at":3`)
	assert.Equal(t, OutcomePast, past.Kind)
	p.fail(CodeBadRequest, "act", `{"by":"luck","stream":"account-1","command":"Withdraw","form":{"amount":"1"}}`)
}

// By query an event in any stream can come in between, and a query that
// cannot be read is said beside its field.
func TestPlayground_Act_ByQuery(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	act := func(stream, query string) Outcome {
		return ask[Outcome](p, "act", `{"by":"query","actor":"Ada","stream":"`+stream+`","command":"Deposit","form":{"amount":"1","source":"cash"},"seen":24,"query":"`+query+`"}`)
	}
	assert.Equal(t, OutcomeRecorded, act("account-1", "type:MoneyDeposited").Kind)
	lost := act("account-2", "type:MoneyDeposited")
	assert.Equal(t, OutcomeConflict, lost.Kind)
	assert.Equal(t, &Came{"type:MoneyDeposited", 24, 25, "account-1", "MoneyDeposited"}, lost.Conflict.Came)
	assert.Equal(t, OutcomeRecorded, act("account-2", "").Kind, "its own stream has not changed")
	bad := act("account-1", "type:")
	assert.Equal(t, OutcomeInvalid, bad.Kind)
	assert.Equal(t, "query", bad.Problems[0].Field)
}

// cellsOf returns a read model's rows by key, the cells with a space between.
func cellsOf(p *page, name string) map[string]string {
	p.Helper()
	rows := map[string]string{}
	for _, model := range ask[Moment](p, "moment", `{}`).Projections {
		if model.State.Name != name {
			continue
		}
		for _, row := range model.Table.Rows {
			var cells []string
			for _, cell := range row.Cells[1:] {
				cells = append(cells, cell.Text)
			}
			rows[row.Key] = strings.Join(cells, " ")
		}
	}
	return rows
}

// On one log, both ways at once: by stream two get the same username, by query
// one does, and the other is told who was faster.
func TestPlayground_Ways_Username(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Users"}`)
	for _, prizes := range []string{`{"byStream":"ada","byQuery":"grace"}`, `{"contest":"A username","byStream":"joan","byQuery":"joan"}`} {
		ways := ask[WaysResult](p, "ways", prizes)
		assert.False(t, ways.Stream.Holds, ways.Stream.Verdict)
		assert.True(t, ways.Query.Holds, ways.Query.Verdict)
		assert.Equal(t, OutcomeConflict, ways.Query.Outcomes[1].Kind)
		assert.Equal(t, "username_taken", ways.Query.Again.Refusal.Code)
		assert.Contains(t, ways.Query.Query, "type:UsernameChosen data.username=")
	}
	assert.Equal(t, map[string]string{"ada": "2 user-5 user-6", "grace": "1 user-4", "joan": "3 user-7 user-8 user-9"}, cellsOf(p, "Usernames"))
	again := ask[WaysResult](p, "ways", `{"byStream":"x","byQuery":"grace"}`)
	assert.Equal(t, "username_taken", again.Query.Outcomes[0].Refusal.Code)
	assert.Equal(t, "grace is held by user-4.", again.Query.Verdict)
}

// Of the two who ask for the last seat by stream both are recorded and the
// workshop is overbooked; by query the second is refused, in a sentence.
func TestPlayground_Ways_LastSeat(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Users"}`)
	assert.Equal(t, map[string]string{"workshop-1": "Event sourcing by hand 2 1 1", "workshop-2": "Go in the browser 3 2 1"}, cellsOf(p, "Seats"))
	ways := ask[WaysResult](p, "ways", `{"contest":"The last seat","byStream":"workshop-1","byQuery":"workshop-2"}`)
	for _, outcome := range append(ways.Stream.Outcomes, ways.Query.Outcomes[0]) {
		assert.Equal(t, OutcomeRecorded, outcome.Kind, outcome.Message)
	}
	assert.Equal(t, "workshop-1 has 3 of 2 seats taken.", ways.Stream.Verdict)
	assert.False(t, ways.Stream.Holds)
	assert.Equal(t, OutcomeConflict, ways.Query.Outcomes[1].Kind)
	assert.Equal(t, "no seat is left in workshop-2: 3 of 3 are taken", ways.Query.Again.Refusal.Message)
	assert.Equal(t, "workshop-2 has 3 of 3 seats taken.", ways.Query.Verdict)
	assert.True(t, ways.Query.Holds)
	assert.Equal(t, map[string]string{"workshop-1": "Event sourcing by hand 2 3 -1", "workshop-2": "Go in the browser 3 3 0"}, cellsOf(p, "Seats"))

	more := ask[WaysResult](p, "ways", `{"contest":"The last seat","byStream":"workshop-8","byQuery":"workshop-8"}`)
	assert.Equal(t, "workshop-8 has 1 of 1 seats taken.", more.Query.Verdict, "it was announced for the two")
	assert.Equal(t, "workshop-8 has 3 of 1 seats taken.", more.Stream.Verdict)
}

// A seat that is not the last is given to both, by query as well: who loses
// the race looks again, and there is one.
func TestPlayground_Ways_SeatsEnough(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Users"}`)
	ask[Outcome](p, "command", `{"stream":"workshop-5","command":"AnnounceWorkshop","form":{"title":"Wide","seats":"9"}}`)
	ways := ask[WaysResult](p, "ways", `{"contest":"The last seat","byStream":"workshop-5","byQuery":"workshop-5"}`)
	assert.Equal(t, OutcomeRecorded, ways.Query.Again.Kind)
	assert.Equal(t, "workshop-5 has 4 of 9 seats taken.", ways.Stream.Verdict)
	assert.True(t, ways.Stream.Holds)
}

func TestPlayground_Ways_Problems(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Users"}`)
	p.fail(CodeBadRequest, "ways", `{"byStream":"","byQuery":"x"}`)
	p.fail(CodeBadRequest, "ways", `{"byStream":"x","byQuery":"x","at":3}`)
	p.fail(CodeBadRequest, "ways", `{"contest":"The last seat","byStream":"workshop-1","byQuery":"user-1"}`)
	p.fail(CodeBadRequest, "ways", `{"contest":"The last seat","byStream":"workshop-1","byQuery":"a seat"}`)
	p.fail(CodeNotFound, "ways", `{"contest":"A throne","byStream":"x","byQuery":"x"}`)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.fail(CodeNotFound, "ways", `{"byStream":"x","byQuery":"x"}`)
	assert.Equal(t, eventstore.Position(24), ask[Log](p, "log", `{}`).Head)
}

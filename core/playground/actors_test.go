package playground

import (
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

// On one log, both ways at once: by stream two get the same username, by query
// one does.
func TestPlayground_Ways(t *testing.T) {
	p := newPage(t)
	opened := ask[Opened](p, "open", `{"world":"Users"}`)
	require.NotNil(t, opened.World.Contest)
	for _, prizes := range []string{`{"byStream":"ada","byQuery":"grace"}`, `{"byStream":"joan","byQuery":"joan"}`} {
		ways := ask[WaysResult](p, "ways", prizes)
		assert.Equal(t, 2, ways.Stream.Holders)
		assert.Equal(t, 1, ways.Query.Holders)
		assert.Equal(t, OutcomeConflict, ways.Query.Outcomes[1].Kind)
		assert.Contains(t, ways.Query.Query, "type:UsernameChosen data.username=")
	}
	m := ask[Moment](p, "moment", `{}`)
	for _, model := range m.Projections {
		if model.State.Name != "Usernames" {
			continue
		}
		held := map[string]string{}
		for _, row := range model.Table.Rows {
			held[row.Key] = row.Cells[1].Text
		}
		assert.Equal(t, map[string]string{"ada": "2", "grace": "1", "joan": "3"}, held)
	}
	again := ask[WaysResult](p, "ways", `{"byStream":"x","byQuery":"grace"}`)
	assert.Equal(t, 0, again.Query.Holders)
	assert.Equal(t, "username_taken", again.Query.Outcomes[0].Refusal.Code)
	p.fail(CodeBadRequest, "ways", `{"byStream":"","byQuery":"x"}`)
	p.fail(CodeBadRequest, "ways", `{"byStream":"x","byQuery":"x","at":3}`)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.fail(CodeNotFound, "ways", `{"byStream":"x","byQuery":"x"}`)
	assert.Equal(t, eventstore.Position(24), ask[Log](p, "log", `{}`).Head)
}

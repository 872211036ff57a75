package playground

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// A command leads to events, a refusal, a conflict, or a word about a field,
// and only the first changes the log.
func TestPlayground_Command_Outcomes(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	for _, c := range []struct {
		name, params string
		kind         OutcomeKind
		message      string
		head         eventstore.Position
	}{
		{"recorded", `{"stream":"account-1","command":"Withdraw","form":{"amount":"50"},"expectedVersion":7}`, OutcomeRecorded, "Recorded MoneyWithdrawn, v8.", 25},
		{"refused", `{"stream":"account-1","command":"Withdraw","data":{"amount":9900000}}`, OutcomeRefused, "Refused: insufficient funds: the balance is 950.00, asked for 99,000.00.", 25},
		{"conflict", `{"stream":"account-1","command":"Withdraw","form":{"amount":"50"},"expectedVersion":7}`, OutcomeConflict, "Conflict: expected v7, but the stream is at v8.", 25},
		{"new stream taken", `{"stream":"account-1","command":"Open","form":{"owner":"Eve"},"expectedVersion":0}`, OutcomeConflict, "Conflict: expected no stream yet, but the stream is at v8.", 25},
		{"letters", `{"stream":"account-1","command":"Withdraw","form":{"amount":"lots"}}`, OutcomeInvalid, "Nothing was sent: amount cannot be read: write an amount like 300.00.", 25},
		{"forty digits", `{"stream":"account-1","command":"Withdraw","form":{"amount":"` + strings.Repeat("4", 40) + `"}}`, OutcomeInvalid, "Nothing was sent: amount is too large: 1,000,000,000.00 is the most.", 25},
		{"negative", `{"stream":"account-1","command":"Withdraw","form":{"amount":"-1"}}`, OutcomeInvalid, "Nothing was sent: amount must be at least 0.01.", 25},
		{"past", `{"stream":"account-1","command":"Withdraw","form":{"amount":"50"},"at":5}`, OutcomePast, "Event 5 is in the past, which nothing changes.", 25},
		{"any version", `{"stream":"account-1","command":"Withdraw","form":{"amount":"50"}}`, OutcomeRecorded, "Recorded MoneyWithdrawn, v9.", 26},
	} {
		outcome := ask[Outcome](p, "command", c.params)
		assert.Equal(t, c.kind, outcome.Kind, c.name)
		assert.Contains(t, outcome.Message, c.message, c.name)
		assert.Equal(t, c.head, ask[Log](p, "log", `{}`).Head, c.name)
	}
}

// A stream name that cannot be used is said so beside the field, whatever it is.
func TestPlayground_Command_StreamNames(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	for _, name := range []string{"", "account 1", "account/1", `account\1`, "account-🦊", strings.Repeat("a", 10_000), "order-1", "account-\u0000"} {
		stream, err := json.Marshal(name)
		require.NoError(t, err)
		outcome := ask[Outcome](p, "command", `{"command":"Deposit","form":{"amount":"1"},"stream":`+string(stream)+`}`)
		require.Equal(t, OutcomeInvalid, outcome.Kind, name)
		assert.Equal(t, "stream", outcome.Problems[0].Field, name)
		assert.Less(t, len(outcome.Problems[0].Message), 300, name)
	}
}

// The same command id takes effect once.
func TestPlayground_Command_Twice(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	params := `{"id":"01938f00-0000-7000-8000-000000000001","stream":"account-1","command":"Deposit","form":{"amount":"5"}}`
	first := ask[Outcome](p, "command", params)
	assert.Equal(t, first, ask[Outcome](p, "command", params))
	assert.EqualValues(t, 25, ask[Log](p, "log", `{}`).Head)
	p.fail(CodeBadRequest, "command", `{"id":"nonsense","stream":"account-1","command":"Deposit"}`)
}

// An event that nobody knows is kept, shown as it is, and passed by.
func TestPlayground_Append_UnknownType(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	outcome := ask[Outcome](p, "append", `{"stream":"account-1","events":[{"type":"LoanGranted","data":{"amount":5}}]}`)
	assert.Equal(t, OutcomeRecorded, outcome.Kind)
	assert.Equal(t, -1, outcome.Recorded[0].Colour)
	e := ask[EventResult](p, "event", `{"position":25}`)
	assert.Contains(t, e.Problem, "no event type LoanGranted")
	m := ask[Moment](p, "moment", `{"stream":"account-1"}`)
	assert.EqualValues(t, 25, m.Projections[0].State.Checkpoint)
	assert.EqualValues(t, 8, m.Aggregate.Version)
	p.fail(CodeBadRequest, "append", `{"stream":"account-1","events":[]}`)
	p.fail(CodeBadRequest, "append", `{"stream":"account 1","events":[{"type":"X","data":{}}]}`)
	p.fail(CodeBadRequest, "append", `{"stream":"account-1","events":[{"type":"","data":{}}]}`)
}

// Traffic with the same seed on the same log does the same.
func TestPlayground_Traffic_IsSeeded(t *testing.T) {
	run := func() string {
		p := newPage(t)
		ask[Opened](p, "open", `{"world":"Bank"}`)
		for step := range 100 {
			ask[Outcome](p, "traffic", fmt.Sprintf(`{"seed":42,"step":%d}`, step))
		}
		return ask[Log](p, "log", `{}`).Hash
	}
	first := run()
	assert.Equal(t, first, run())
}

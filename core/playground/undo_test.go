package playground

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// What would undo an event is told with its values, as it would end now; sent, it
// is caused by the event, takes effect once, and both events know of each other.
func TestPlayground_Undo(t *testing.T) {
	p := newPage(t)
	opened := ask[Opened](p, "open", `{"world":"Bank"}`)
	result := ask[UndoResult](p, "undo", `{"position":20}`)
	assert.Equal(t, eventstore.Position(20), result.Position)
	assert.Contains(t, result.Why, "the statement says so")
	assert.Empty(t, result.Done)
	require.NotNil(t, result.Opposite)
	assert.Equal(t, Compensation{
		Stream: "account-1", Version: 7, Command: "Withdraw", Summary: "Withdraw 300.00", Form: map[string]string{"amount": "300.00"},
	}, *result.Opposite)
	assert.Equal(t, opened.Log, ask[Log](p, "log", ``), "nothing was recorded")

	const send = `{"stream":"account-1","command":"Withdraw","form":{"amount":"300.00"},"expectedVersion":7,"undoes":20}`
	sent := ask[Outcome](p, "command", send)
	require.Equal(t, OutcomeRecorded, sent.Kind, sent.Message)
	require.Len(t, sent.Recorded, 1)
	opposite := sent.Recorded[0]
	assert.Equal(t, eventstore.Position(25), opposite.Position)
	again := ask[Outcome](p, "command", `{"undoes":20}`)
	assert.Equal(t, sent, again, "it takes effect once, whoever sends it")
	assert.Equal(t, eventstore.Position(25), ask[Log](p, "log", ``).Head)

	undone, by := ask[EventResult](p, "event", `{"position":20}`), ask[EventResult](p, "event", `{"position":25}`)
	require.NotNil(t, undone.UndoneBy)
	assert.Equal(t, opposite, *undone.UndoneBy)
	assert.Nil(t, undone.Undoes)
	require.NotNil(t, by.Undoes)
	assert.Equal(t, undone.Row, *by.Undoes)
	assert.Nil(t, by.UndoneBy)
	assert.Equal(t, undone.ID, by.CausationID)
	assert.Equal(t, undone.CorrelationID, by.CorrelationID)
	assert.Equal(t, []EventRow{undone.Row}, by.Causes)
	caused := ask[EventsResult](p, "events", `{"filter":"caused-by:#20","count":5}`)
	assert.Equal(t, []EventRow{opposite}, caused.Rows)

	result = ask[UndoResult](p, "undo", `{"position":20}`)
	assert.Equal(t, []EventRow{opposite}, result.Done)
	redo := ask[UndoResult](p, "undo", `{"position":25}`)
	assert.Equal(t, "Deposit 300.00 cash", redo.Opposite.Summary, "what undid can be undone as well")
	redone := ask[Outcome](p, "command", `{"undoes":25}`).Recorded[0]
	assert.Equal(t, []EventRow{opposite, redone}, ask[UndoResult](p, "undo", `{"position":20}`).Done)
	assert.Equal(t, []EventRow{redone}, ask[UndoResult](p, "undo", `{"position":25}`).Done)
	assert.Equal(t, sent, ask[Outcome](p, "command", `{"undoes":20}`), "it is not undone twice: what was done last is")
}

// A rule that would refuse is told before anything is sent, with its numbers; an
// event of an old schema version is undone as what it is read as.
func TestPlayground_Undo_AsItStands(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	for position, want := range map[int]struct {
		summary string
		refusal *Refusal
	}{
		2:  {"Withdraw 1,000.00", nil},
		13: {"Deposit 200.00 cash", nil}, // it was recorded as MoneyMoved
		18: {"Withdraw 1,200.00", &Refusal{"insufficient_funds", "insufficient funds: the balance is 744.75, asked for 1,200.00"}},
		17: {"Close", &Refusal{"balance_not_zero", "the account still holds 744.75; withdraw it first"}},
		12: {"Withdraw 75.00", &Refusal{"account_closed", "this account is closed"}},
	} {
		result := ask[UndoResult](p, "undo", fmt.Sprintf(`{"position":%d}`, position))
		require.NotNil(t, result.Opposite, position)
		assert.Equal(t, want.summary, result.Opposite.Summary)
		assert.Equal(t, want.refusal, result.Opposite.Refusal)
	}
	refused := ask[Outcome](p, "command", `{"undoes":18}`)
	assert.Equal(t, OutcomeRefused, refused.Kind)
	assert.Equal(t, eventstore.Position(24), ask[Log](p, "log", ``).Head)
	ask[Outcome](p, "command", `{"stream":"account-5","command":"Deposit","form":{"amount":"455.25"}}`)
	assert.Equal(t, OutcomeRecorded, ask[Outcome](p, "command", `{"undoes":18}`).Kind, "a refusal uses nothing up")
}

// Where nothing undoes an event, a sentence says why, and nothing can be sent.
func TestPlayground_Undo_Nothing(t *testing.T) {
	p := newPage(t)
	p.fail(CodeNoWorld, "undo", `{"position":1}`)
	for world, positions := range map[string]map[int]string{
		"Bank":   {16: "Nothing undoes the closing of an account", 25: "which cannot be read: this world has no event type LightningStruck"},
		"Orders": {11: "Nothing undoes an order's completion", 8: "Nothing undoes a discount", 18: "which cannot be read"},
		"Users":  {1: "Nothing undoes that a user was created"},
		"Mall": {
			1: "no command of this mall closes one", 16: "how far the process Checkout has come",
			17: "This is a step of checkout-1, which undoes its own steps",
		},
	} {
		ask[Opened](p, "open", fmt.Sprintf(`{"world":%q}`, world))
		head := ask[Log](p, "log", ``).Head
		ask[Outcome](p, "append", `{"stream":"account-1","events":[{"type":"LightningStruck","data":{}}]}`)
		for position, why := range positions {
			result := ask[UndoResult](p, "undo", fmt.Sprintf(`{"position":%d}`, position))
			assert.Contains(t, result.Why, why)
			assert.Nil(t, result.Opposite, "%s %d", world, position)
			failed := p.fail(CodeNotFound, "command", fmt.Sprintf(`{"undoes":%d}`, position))
			assert.Equal(t, result.Why, failed.Message)
		}
		p.fail(CodeNotFound, "undo", fmt.Sprintf(`{"position":%d}`, head+2))
		p.fail(CodeNotFound, "undo", `{"position":0}`)
	}
}

// What is sent to undo an event is what undoes it, and nothing else.
func TestPlayground_Undo_NothingElse(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	for _, params := range []string{
		`{"undoes":20,"stream":"account-2"}`,
		`{"undoes":20,"command":"Deposit"}`,
		`{"undoes":20,"form":{"amount":"299.00"}}`,
		`{"undoes":20,"data":{"amount":30000}}`,
	} {
		failed := p.fail(CodeBadRequest, "command", params)
		assert.Equal(t, "What undoes event 20 is Withdraw 300.00 on account-1, and nothing else.", failed.Message)
	}
	p.fail(CodeNotFound, "command", `{"undoes":99}`)
	conflict := ask[Outcome](p, "command", `{"undoes":20,"expectedVersion":5}`)
	assert.Equal(t, OutcomeConflict, conflict.Kind)
	past := ask[Outcome](p, "command", `{"undoes":20,"at":21}`)
	assert.Equal(t, OutcomePast, past.Kind)
	assert.Equal(t, eventstore.Position(24), ask[Log](p, "log", ``).Head)
}

// What does the opposite in a stream of its own is found again, whichever stream
// that was.
func TestPlayground_Undo_InAnotherStream(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Outcome](p, "command", `{"stream":"transfer-1","command":"Transfer","form":{"from":"account-1","to":"account-2","amount":"25"}}`)
	p.settle()
	done := ask[Log](p, "log", ``).Head
	require.Equal(t, "TransferCredited", ask[EventResult](p, "event", fmt.Sprintf(`{"position":%d}`, done)).Row.Type)
	undo := fmt.Sprintf(`{"position":%d}`, done)
	offered := ask[UndoResult](p, "undo", undo).Opposite
	assert.Equal(t, "Transfer account-2 account-1", offered.Summary)
	assert.Equal(t, eventstore.StreamID("transfer-2"), offered.Stream)
	assert.Zero(t, offered.Version)
	ask[Outcome](p, "command", `{"stream":"transfer-2","command":"Transfer","form":{"from":"account-3","to":"account-2","amount":"1"}}`)
	p.settle()
	send := fmt.Sprintf(`{"undoes":%d,"stream":"transfer-2","expectedVersion":0}`, done)
	sent := ask[Outcome](p, "command", send)
	require.Equal(t, OutcomeRecorded, sent.Kind, sent.Message)
	assert.Equal(t, eventstore.StreamID("transfer-3"), sent.Stream, "the other is taken meanwhile")
	p.settle()
	assert.Equal(t, sent, ask[Outcome](p, "command", send))
	result := ask[UndoResult](p, "undo", undo)
	assert.Equal(t, sent.Recorded[0], result.Done[0])
	assert.Equal(t, eventstore.StreamID("transfer-3"), result.Opposite.Stream)
}

// The two know of each other across any distance.
func TestPlayground_Undo_FarAway(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	appendMany(p, correlatedWithin+100)
	sent := ask[Outcome](p, "command", `{"undoes":20}`)
	require.Equal(t, OutcomeRecorded, sent.Kind, sent.Message)
	far := sent.Recorded[0].Position
	require.Greater(t, far, eventstore.Position(20+correlatedWithin))
	by := ask[EventResult](p, "event", fmt.Sprintf(`{"position":%d}`, far))
	undone := ask[EventResult](p, "event", `{"position":20}`)
	assert.Equal(t, by.Row, *undone.UndoneBy)
	assert.Equal(t, []EventRow{by.Row}, undone.Effects)
	assert.Equal(t, undone.Row, *by.Undoes)
	assert.Equal(t, []EventRow{undone.Row}, by.Causes)
	for _, e := range []EventResult{by, undone} {
		require.Len(t, e.Tree, 3, "the command, the event, and what undoes it")
		assert.Equal(t, eventstore.Position(20), e.Tree[1].Row.Position)
		assert.Equal(t, far, e.Tree[2].Row.Position)
		assert.Equal(t, "Withdraw", e.Tree[2].Command)
	}
}

// What was forgotten is not brought back as the word that stands for it.
func TestPlayground_Undo_Forgotten(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Users"}`)
	before := ask[UndoResult](p, "undo", `{"position":5}`)
	assert.Equal(t, map[string]string{"name": "Bruno", "email": ""}, before.Opposite.Form)
	ask[Forgotten](p, "forget", `{"person":"user-2"}`)
	result := ask[UndoResult](p, "undo", `{"position":5}`)
	assert.Contains(t, result.Why, "its key is destroyed")
	assert.Nil(t, result.Opposite)
	sent := ask[Outcome](p, "command", `{"stream":"user-3","command":"Update","form":{"name":"forgotten"}}`)
	require.Equal(t, OutcomeRecorded, sent.Kind)
	sent = ask[Outcome](p, "command", `{"stream":"user-3","command":"Update","form":{"name":"Chen"}}`)
	result = ask[UndoResult](p, "undo", fmt.Sprintf(`{"position":%d}`, sent.Recorded[0].Position))
	assert.Equal(t, "forgotten", result.Opposite.Form["name"], "that is how somebody is called")
}

// A branch has what it shares to undo, and undoes it for itself.
func TestPlayground_Undo_OnABranch(t *testing.T) {
	p := newPage(t)
	opened := ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Switched](p, "branch", `{"position":5,"name":"back then"}`)
	result := ask[UndoResult](p, "undo", `{"position":5}`)
	assert.Equal(t, eventstore.Version(3), result.Opposite.Version)
	assert.Equal(t, OutcomeRecorded, ask[Outcome](p, "command", `{"undoes":5,"expectedVersion":3}`).Kind)
	assert.Equal(t, eventstore.Position(6), ask[UndoResult](p, "undo", `{"position":5}`).Done[0].Position)
	ask[Switched](p, "switch", `{"name":"main"}`)
	assert.Equal(t, opened.Log, ask[Log](p, "log", ``))
	assert.Empty(t, ask[UndoResult](p, "undo", `{"position":5}`).Done)
}

// A stream that is long is not folded for it from its first event, and comes to
// the same.
func TestPlayground_Undo_InALongStream(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Orders"}`)
	var events []string
	for range shortStream {
		events = append(events, `{"type":"ShippingUpdated","data":{"address":"elsewhere"}}`)
	}
	ask[Outcome](p, "append", `{"stream":"order-4","events":[`+strings.Join(events, ",")+`]}`)
	sent := ask[Outcome](p, "command", `{"stream":"order-4","command":"ChangeAddress","form":{"address":"here"}}`)
	last := sent.Recorded[0]
	require.Greater(t, last.Version, eventstore.Version(shortStream))
	result := ask[UndoResult](p, "undo", fmt.Sprintf(`{"position":%d}`, last.Position))
	assert.Equal(t, "Change address elsewhere", result.Opposite.Summary)
	assert.Equal(t, last.Version, result.Opposite.Version)
	assert.Nil(t, result.Opposite.Refusal)
	require.Equal(t, OutcomeRecorded, ask[Outcome](p, "command", fmt.Sprintf(`{"undoes":%d}`, last.Position)).Kind)
	result = ask[UndoResult](p, "undo", fmt.Sprintf(`{"position":%d}`, last.Position-1))
	assert.Equal(t, "nothing_changed", result.Opposite.Refusal.Code, "it goes there already")
}

// What no form would take cannot be sent, and says why.
func TestPlayground_Undo_Unfit(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Orders"}`)
	ask[Outcome](p, "append", `{"stream":"order-4","events":[{"type":"ItemAdded","schemaVersion":2,"data":{"item":"pins","price":1,"quantity":5000}}]}`)
	result := ask[UndoResult](p, "undo", `{"position":18}`)
	assert.Equal(t, []FieldProblem{{"quantity", "Quantity must be at most 1000."}}, result.Opposite.Problems)
	assert.Nil(t, result.Opposite.Refusal)
	assert.Equal(t, OutcomeInvalid, ask[Outcome](p, "command", `{"undoes":18}`).Kind)
}

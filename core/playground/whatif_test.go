package playground

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// Without its deposit an account's later withdrawals would have been refused,
// and the page says by which rule and what would differ; the branch is that log.
func TestPlayground_WhatIf(t *testing.T) {
	p := newPage(t)
	opened := ask[Opened](p, "open", `{"world":"Bank"}`)
	const edit = `{"kind":"leaveOut","position":2}`
	result := ask[WhatIfResult](p, "whatIf", edit)
	assert.Equal(t, eventstore.Position(1), result.At)
	assert.Equal(t, eventstore.StreamID("account-1"), result.Stream)
	assert.Equal(t, 7-1, result.Total, "all of account-1 from v2 on")
	assert.Equal(t, VerdictEdited, result.Judged[0].Verdict)
	refused := result.Judged[1]
	assert.Equal(t, VerdictRefused, refused.Verdict)
	require.NotNil(t, refused.Refusal)
	assert.Equal(t, "insufficient_funds", refused.Refusal.Code)
	assert.Equal(t, "Withdraw", refused.Command)
	assert.Positive(t, result.Differs.Total)
	assert.Contains(t, result.Differs.Changes, Difference{
		Where: "Balances", Key: "account-1", Field: "balance", Before: new("1,000.00"), After: new("120.00"),
	})
	for _, d := range result.Differs.Changes {
		assert.NotContains(t, []string{"#4", "#6", "#24"}, d.Key, "entries of others have only moved")
	}
	assert.Equal(t, opened.Log, ask[Log](p, "log", ``), "nothing was recorded")

	switched := ask[Switched](p, "branch", `{"name":"without it","whatIf":`+edit+`}`)
	assert.Equal(t, result.Head, switched.Log.Head)
	p.settle()
	balances := ask[Moment](p, "moment", `{"stream":"account-1"}`)
	assert.Equal(t, "120.00", balances.Aggregate.Values[1].Text)
	assert.Equal(t, eventstore.Position(1), switched.Branches.Branches[0].At)
	ask[Switched](p, "switch", `{"name":"main"}`)
	assert.Equal(t, opened.Log, ask[Log](p, "log", ``))
}

func TestPlayground_WhatIf_Refused(t *testing.T) {
	p := newPage(t)
	p.fail(CodeNoWorld, "whatIf", `{"kind":"leaveOut","position":2}`)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.fail(CodeBadRequest, "whatIf", `{"kind":"leaveOut","position":99}`)
	p.fail(CodeBadRequest, "whatIf", `{"kind":"change","position":2,"data":"{"}`)
	p.fail(CodeBadRequest, "whatIf", `{"kind":"insert","position":2,"stream":"account-1","type":"Nothing","data":"{}"}`)
	p.fail(CodeBadRequest, "branch", `{"name":"x","whatIf":{"kind":"move","position":2,"after":0}}`)
	assert.Empty(t, ask[BranchesResult](p, "branches", ``).Branches)
}

// Where an event led a process to act on other streams, those are affected as well; how the
// process would go on is not told, and on the branch it goes on.
func TestPlayground_WhatIf_OtherStreams(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Outcome](p, "append", `{"stream":"account-1","events":[{"type":"MoneyDeposited","schemaVersion":2,"data":{"amount":900000,"currency":"USD","source":"cash"}}]}`)
	ask[Outcome](p, "command", `{"stream":"transfer-1","command":"Transfer","form":{"from":"account-1","to":"account-2","amount":"8000"}}`)
	p.settle()
	result := ask[WhatIfResult](p, "whatIf", `{"kind":"leaveOut","position":25}`)
	assert.Equal(t, eventstore.StreamID("account-1"), result.Stream)
	assert.Equal(t, []eventstore.StreamID{"transfer-1", "account-2"}, result.Others)
	assert.Equal(t, 2, result.OthersTotal)
	assert.Equal(t, []eventstore.StreamID{"transfer-1"}, result.Halted)
	assert.Equal(t, WhatIfCounts{Refused: 1, Unasked: 3}, result.Counts)
	assert.Equal(t, VerdictUnasked, result.Judged[2].Verdict)
	assert.Equal(t, eventstore.StreamID("transfer-1"), result.Judged[2].Stream)

	ask[Switched](p, "branch", `{"name":"without","whatIf":{"kind":"leaveOut","position":25}}`)
	p.settle()
	moment := ask[Moment](p, "moment", `{"stream":"transfer-1"}`)
	var status string
	for _, v := range moment.Aggregate.Values {
		if v.Name == "status" {
			status = v.Text
		}
	}
	assert.Equal(t, "refused", status, "on the branch the process heard that the account refused")
}

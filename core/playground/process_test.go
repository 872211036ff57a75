package playground

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// tell lists the log's events after a position: "transfer-1 TransferDebited".
func (p *page) tell(after eventstore.Position) []string {
	p.Helper()
	result := ask[EventsResult](p, "events", fmt.Sprintf(`{"filter":"","from":%d,"count":500,"at":0}`, after))
	var lines []string
	for _, row := range result.Rows {
		lines = append(lines, string(row.Stream)+" "+row.Type)
	}
	return lines
}

const transfer = `{"stream":"transfer-1","command":"Transfer","form":{"from":"account-1","to":"account-2","amount":"50"}}`

// A transfer that is asked for is seen through by the work that is nobody's
// request, and each event says which one led to it.
func TestPlayground_Process_RunsByItself(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Outcome](p, "command", transfer)
	p.settle()
	assert.Equal(t, []string{
		"transfer-1 TransferRequested", "account-1 MoneyWithdrawn", "transfer-1 TransferDebited",
		"account-2 MoneyDeposited", "transfer-1 TransferCredited",
	}, p.tell(24))
	requested := ask[EventResult](p, "event", `{"position":25}`)
	credited := ask[EventResult](p, "event", `{"position":29}`)
	assert.Equal(t, requested.CorrelationID, credited.CorrelationID)
	for position := 26; position <= 29; position++ {
		e := ask[EventResult](p, "event", fmt.Sprintf(`{"position":%d}`, position))
		require.Len(t, e.Causes, 1)
		assert.EqualValues(t, position-1, e.Causes[0].Position)
	}
}

// A process is shown as it was at every moment.
func TestPlayground_Processes_AtEveryMoment(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Outcome](p, "command", transfer)
	p.settle()
	look := func(position int) ProcessesResult {
		return ask[ProcessesResult](p, "processes", fmt.Sprintf(`{"position":%d,"open":"transfer-1"}`, position))
	}
	assert.Zero(t, look(24).Total)
	assert.Nil(t, look(24).Opened)
	for position, want := range map[int]struct {
		state AskState
		step  string
	}{
		25: {AskToSend, "debit"}, 26: {AskAnswered, "debit"}, 27: {AskToSend, "credit"}, 28: {AskAnswered, "credit"},
	} {
		opened := look(position).Opened
		require.NotNil(t, opened)
		assert.Equal(t, ProcessRunning, opened.Row.Status)
		require.Len(t, opened.Waiting, 1)
		assert.Equal(t, want.step, opened.Waiting[0].Step, position)
		assert.Equal(t, want.state, opened.Waiting[0].State, position)
		assert.Len(t, opened.History, position-24)
	}
	end := look(29)
	assert.Equal(t, ProcessDone, end.Opened.Row.Status)
	assert.Empty(t, end.Opened.Waiting)
	assert.Equal(t, []StepState{StepDone, StepDone}, []StepState{end.Opened.Steps[0].State, end.Opened.Steps[1].State})
}

// A runner that is held takes one step at a time, when it is asked.
func TestPlayground_Runner_StepByStep(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	assert.True(t, ask[DrillResult](p, "runner", `{"do":"hold"}`).Drill.Held)
	ask[Outcome](p, "command", transfer)
	p.settle()
	assert.Len(t, p.tell(25), 1)
	assert.True(t, ask[DrillResult](p, "runner", `{"do":"step"}`).Acted)
	p.settle()
	assert.Equal(t, []string{"transfer-1 TransferRequested", "account-1 MoneyWithdrawn"}, p.tell(25))
	ask[DrillResult](p, "runner", `{"do":"release"}`)
	p.settle()
	assert.Equal(t, "transfer-1 TransferCredited", p.tell(25)[5])
	assert.False(t, ask[DrillResult](p, "runner", `{"do":"step"}`).Acted, "there is nothing left to do")
}

// Each failure strikes its step once, and the transfer is seen through all the same.
func TestPlayground_Failures(t *testing.T) {
	for failure, want := range map[string][]string{
		"refuse": {
			"drill FailureArranged", "transfer-1 TransferRequested", "account-1 MoneyWithdrawn", "transfer-1 TransferDebited",
			"drill FailureStruck", "transfer-1 TransferTurnedBack", "account-1 MoneyDeposited", "transfer-1 TransferRefunded",
		},
		"crashBefore": {
			"drill FailureArranged", "transfer-1 TransferRequested", "account-1 MoneyWithdrawn", "transfer-1 TransferDebited",
			"drill FailureStruck", "drill RunnerRestarted", "account-2 MoneyDeposited", "transfer-1 TransferCredited",
		},
		"crashAfter": {
			"drill FailureArranged", "transfer-1 TransferRequested", "account-1 MoneyWithdrawn", "transfer-1 TransferDebited",
			"account-2 MoneyDeposited", "drill FailureStruck", "drill RunnerRestarted", "transfer-1 TransferCredited",
		},
		"noAnswer": {
			"drill FailureArranged", "transfer-1 TransferRequested", "account-1 MoneyWithdrawn", "transfer-1 TransferDebited",
			"drill FailureStruck", "drill ClockAdvanced", "transfer-1 TransferDelayed", "account-2 MoneyDeposited", "transfer-1 TransferCredited",
		},
	} {
		t.Run(failure, func(t *testing.T) {
			p := newPage(t)
			ask[Opened](p, "open", `{"world":"Bank"}`)
			ask[DrillResult](p, "arrangeFailure", `{"process":"transfer","step":"credit","failure":"`+failure+`"}`)
			ask[Outcome](p, "command", transfer)
			p.settle()
			if ask[ProcessesResult](p, "processes", `{}`).Drill.Crashed != "" {
				ask[DrillResult](p, "runner", `{"do":"restart"}`)
			} else if due := ask[ProcessesResult](p, "processes", `{}`).Drill.Due; due > 0 {
				ask[DrillResult](p, "runClock", fmt.Sprintf(`{"seconds":%d}`, due))
			}
			p.settle()
			assert.Equal(t, want, p.tell(24))
			assert.Empty(t, ask[ProcessesResult](p, "processes", `{}`).Drill.Arranged)
		})
	}
}

// While the runner is down, it says since when and what waits for it; so it
// does while it is held.
func TestPlayground_Standstill(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Users"}`)
	assert.Zero(t, ask[Standstill](p, "standstill", ``), "there are no processes")
	ask[Opened](p, "open", `{"world":"Bank"}`)
	assert.Zero(t, ask[Standstill](p, "standstill", ``))
	ask[DrillResult](p, "arrangeFailure", `{"process":"transfer","step":"credit","failure":"crashBefore"}`)
	transfer := `{"stream":"transfer-%d","command":"Transfer","form":{"from":"account-1","to":"account-2","amount":"5"}}`
	ask[Outcome](p, "command", fmt.Sprintf(transfer, 7))
	p.settle()
	struck := ask[Log](p, "log", ``).Head
	down := ask[Standstill](p, "standstill", ``)
	at := ask[EventResult](p, "event", fmt.Sprintf(`{"position":%d}`, struck))
	assert.Equal(t, Standstill{Crashed: "credit of transfer-7", Since: struck, Timestamp: at.Row.Timestamp, Processes: 1}, down)
	ask[Outcome](p, "command", fmt.Sprintf(transfer, 8))
	ask[DrillResult](p, "runner", `{"do":"hold"}`)
	p.settle()
	down = ask[Standstill](p, "standstill", ``)
	assert.Equal(t, struck, down.Since)
	assert.Equal(t, 2, down.Processes+down.Events)
	ask[DrillResult](p, "runner", `{"do":"restart"}`)
	p.settle()
	held := ask[Standstill](p, "standstill", ``)
	assert.True(t, held.Held)
	assert.Empty(t, held.Crashed)
	assert.Equal(t, struck+2, held.Since)
	ask[DrillResult](p, "runner", `{"do":"release"}`)
	p.settle()
	assert.Zero(t, ask[Standstill](p, "standstill", ``))
}

// Failures at random are those of the seed, whatever ids and times there are:
// a class that enters one seed sees one run.
func TestPlayground_FailuresAtRandom(t *testing.T) {
	run := func(seed int, ids uint64) []string {
		p := newPage(t)
		p.ids = ids
		ask[Opened](p, "open", `{"world":"Bank"}`)
		ask[DrillResult](p, "seedFailures", fmt.Sprintf(`{"seed":%d,"percent":40}`, seed))
		for n := 1; n <= 5; n++ {
			ask[Outcome](p, "command", fmt.Sprintf(`{"stream":"transfer-%d","command":"Transfer","form":{"from":"account-1","to":"account-2","amount":"5"}}`, n))
			p.settle()
			ask[DrillResult](p, "runner", `{"do":"restart"}`)
			p.settle()
		}
		return p.tell(24)
	}
	first := run(12, 0)
	assert.Equal(t, first, run(12, 7000), "the same seed")
	assert.NotEqual(t, first, run(13, 0), "another seed")
	assert.Equal(t, []string{
		"drill FailuresSeeded", "transfer-1 TransferRequested", "account-1 MoneyWithdrawn", "transfer-1 TransferDebited",
		"account-2 MoneyDeposited", "drill FailureStruck", "drill RunnerRestarted", "transfer-1 TransferCredited",
	}, first[:8])
}

// A world without process managers says which ones have some, and what cannot
// be asked of the drill is told.
func TestPlayground_Processes_BadInput(t *testing.T) {
	p := newPage(t)
	p.fail(CodeNoWorld, "processes", `{}`)
	ask[Opened](p, "open", `{"world":"Users"}`)
	none := ask[ProcessesResult](p, "processes", `{"open":"transfer-1"}`)
	assert.Empty(t, none.Managers)
	assert.Contains(t, none.Worlds, "Bank")
	p.fail(CodeNotFound, "runClock", `{"seconds":1}`)
	p.fail(CodeNotFound, "runner", `{"do":"step"}`)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.fail(CodeBadRequest, "runClock", `{"seconds":0}`)
	p.fail(CodeBadRequest, "runClock", `{"seconds":99999999999}`)
	p.fail(CodeBadRequest, "runner", `{"do":"dance"}`)
	p.fail(CodeBadRequest, "seedFailures", `{"seed":1,"percent":101}`)
	p.fail(CodeBadRequest, "arrangeFailure", `{"process":"account-1","step":"debit","failure":"refuse"}`)
	p.fail(CodeBadRequest, "arrangeFailure", `{"process":"transfer-1","step":"","failure":"refuse"}`)
	p.fail(CodeBadRequest, "arrangeFailure", `{"process":"transfer-1","step":"debit","failure":"explode"}`)
	assert.EqualValues(t, 24, ask[Log](p, "log", `{}`).Head)
	assert.Empty(t, ask[ProcessesResult](p, "processes", `{"from":99,"count":-1,"open":"transfer-77"}`).Rows)
}

// Two playgrounds on one log, as two tabs are: nothing happens twice.
func TestPlayground_Process_TwoTabs(t *testing.T) {
	storage := &Memory{Why: "a test keeps nothing"}
	one, two := newPageOn(t, storage), newPageOn(t, storage)
	ask[Opened](one, "open", `{"world":"Bank"}`)
	ask[Opened](two, "open", `{"world":"Bank"}`)
	ask[Outcome](one, "command", transfer)
	for range 20 {
		for _, p := range []*page{one, two} {
			_, err := p.Work(t.Context())
			require.NoError(t, err)
		}
	}
	assert.Len(t, two.tell(24), 5)
}

// The same traffic leads to the same log, processes included, whoever else works meanwhile.
func TestPlayground_Traffic_WaitsForProcesses(t *testing.T) {
	for world, want := range map[string]string{"Bank": "transfer-1 TransferRequested", "Mall": "checkout-3 CheckoutStarted"} {
		run := func(between func(p *page)) []string {
			p := newPage(t)
			ask[Opened](p, "open", `{"world":"`+world+`"}`)
			for step := range 80 {
				ask[Outcome](p, "traffic", fmt.Sprintf(`{"seed":3,"step":%d}`, step))
				between(p)
			}
			return p.tell(24)
		}
		calm := run(func(*page) {})
		busy := run((*page).settle)
		assert.Equal(t, calm, busy, world)
		assert.Contains(t, calm, want, world)
	}
}

// A branch that parts in the middle of a process sees it through on its own;
// the log that it parted from stays as it was.
func TestPlayground_Process_OnABranch(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Outcome](p, "command", transfer)
	p.settle()
	p.send("branch", `{"name":"what if","position":27}`)
	assert.Equal(t, "credit", ask[ProcessesResult](p, "processes", `{"position":27,"open":"transfer-1"}`).Opened.Waiting[0].Step)
	p.settle()
	assert.Equal(t, []string{"account-2 MoneyDeposited", "transfer-1 TransferCredited"}, p.tell(27))
	ask[Outcome](p, "command", `{"stream":"transfer-2","command":"Transfer","form":{"from":"account-1","to":"account-2","amount":"5"}}`)
	p.settle()
	assert.Len(t, p.tell(24), 10)
	p.send("switch", `{"name":"main"}`)
	p.settle()
	assert.Len(t, p.tell(24), 5)
}

// Processes are listed by pages, the latest first, however many there are.
func TestPlayground_Processes_Pages(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	for n := 1; n <= 9; n++ {
		ask[Outcome](p, "command", fmt.Sprintf(`{"stream":"transfer-%d","command":"Transfer","form":{"from":"account-1","to":"account-2","amount":"5"}}`, n))
		p.settle()
	}
	names := func(params string) (out []string) {
		result := ask[ProcessesResult](p, "processes", params)
		assert.Equal(t, 9, result.Total, params)
		for _, row := range result.Rows {
			out = append(out, string(row.Stream))
		}
		return out
	}
	assert.Equal(t, []string{"transfer-9", "transfer-8", "transfer-7"}, names(`{"count":3}`))
	assert.Equal(t, []string{"transfer-2", "transfer-1"}, names(`{"count":3,"from":7}`))
	assert.Len(t, names(`{}`), 8)
	assert.Equal(t, 3, ask[ProcessesResult](p, "processes", `{"position":35}`).Total)
}

// A playground that only reads does not act for processes.
func TestPlayground_Process_SafeModeReadsOnly(t *testing.T) {
	storage := &Memory{Why: "a test keeps nothing"}
	p := newPageOn(t, storage)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[DrillResult](p, "runner", `{"do":"hold"}`)
	ask[Outcome](p, "command", transfer)
	ask[DrillResult](p, "runner", `{"do":"release"}`)
	head := ask[Log](p, "log", `{}`).Head
	safe := newPageOn(t, storage)
	safe.config.Safe = true
	ask[Opened](safe, "open", `{"world":"Bank"}`)
	safe.settle()
	assert.False(t, ask[DrillResult](safe, "runner", `{"do":"step"}`).Acted)
	assert.Equal(t, head, ask[Log](safe, "log", `{}`).Head)
	shown := ask[ProcessesResult](safe, "processes", `{"open":"transfer-1"}`)
	assert.Equal(t, AskToSend, shown.Opened.Waiting[0].State)
	p.settle()
	assert.Greater(t, ask[Log](p, "log", `{}`).Head, head)
}

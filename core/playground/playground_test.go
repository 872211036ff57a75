package playground

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/sealing"
	"playhead/core/world"
	"playhead/core/world/bank"
	"playhead/core/world/mall"
	"playhead/core/world/orders"
	"playhead/core/world/users"
)

// page is a playground with a clock and ids that repeat, and what it pushed.
type page struct {
	*testing.T
	*Playground
	storage *Memory
	mu      sync.Mutex
	pushed  []Push
	clock   time.Time
	ids     uint64
	keys    uint64
}

func newPage(t *testing.T) *page {
	return newPageOn(t, &Memory{Why: "a test keeps nothing"})
}

func newPageOn(t *testing.T, storage Storage) *page {
	p := &page{T: t, clock: time.Date(2026, 11, 21, 14, 0, 0, 0, time.UTC)}
	p.storage, _ = storage.(*Memory)
	p.Playground = New(Config{
		Worlds:  []*world.World{bank.World(), orders.World(), mall.World(), users.World()},
		Storage: storage,
		Now:     func() time.Time { return p.tick() },
		NewID:   func(at time.Time) uuid.UUID { return p.id(at) },
		NewKey:  p.key,
		Push: func(push Push) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.pushed = append(p.pushed, push)
		},
	})
	return p
}

func (p *page) tick() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clock = p.clock.Add(time.Second)
	return p.clock
}

func (p *page) id(at time.Time) uuid.UUID {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ids++
	ms := at.UnixMilli()
	return uuid.UUID{
		byte(ms >> 40), byte(ms >> 32), byte(ms >> 24), byte(ms >> 16), byte(ms >> 8), byte(ms), 0x70, 0,
		0x80, 14: byte(p.ids >> 8), 15: byte(p.ids),
	}
}

// key returns keys that differ, and repeat.
func (p *page) key() sealing.Key {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys++
	return sealing.Key{byte(p.keys >> 8), byte(p.keys)}
}

func (p *page) pushes(kind string) []Push {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found []Push
	for _, push := range p.pushed {
		if push.Kind == kind {
			found = append(found, push)
		}
	}
	return found
}

// settle does all the work that is there to do.
func (p *page) settle() {
	p.Helper()
	for {
		more, err := p.Work(p.Context())
		require.NoError(p, err)
		if !more {
			return
		}
	}
}

func (p *page) send(kind, params string) Response {
	return p.Handle(p.Context(), Request{ID: 1, Kind: kind, Params: []byte(params)})
}

// ask sends a request that must succeed.
func ask[R any](p *page, kind, params string) R {
	p.Helper()
	response := p.send(kind, params)
	require.Nil(p, response.Error, "%s %s", kind, params)
	result, ok := response.Result.(R)
	require.True(p, ok, "%s answers %T", kind, response.Result)
	return result
}

// fail sends a request that must fail with the code.
func (p *page) fail(code Code, kind, params string) *Error {
	p.Helper()
	response := p.send(kind, params)
	require.NotNil(p, response.Error, "%s %s", kind, params)
	assert.Equal(p, code, response.Error.Code, response.Error.Message)
	assert.NotEmpty(p, response.Error.Message)
	return response.Error
}

// The first open of a world plays its history; the next one finds it there.
func TestPlayground_Open(t *testing.T) {
	p := newPage(t)
	first := ask[Opened](p, "open", `{"world":"Bank"}`)
	assert.True(t, first.Seeded)
	assert.EqualValues(t, 24, first.Log.Head)
	assert.Equal(t, 5, first.Log.Streams)
	assert.Equal(t, GuaranteeMemory, first.Log.Guarantee)
	again := ask[Opened](p, "open", `{"world":"Bank"}`)
	assert.False(t, again.Seeded)
	assert.Equal(t, first.Log, again.Log)
	other := ask[Opened](p, "open", `{"world":"Users"}`)
	assert.True(t, other.Seeded)
	assert.EqualValues(t, 12, other.Log.Head)
}

// A log that was started empty stays empty; the example comes back when asked for.
func TestPlayground_Reset(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	empty := ask[Opened](p, "reset", `{"to":"empty"}`)
	assert.Zero(t, empty.Log.Head)
	assert.Empty(t, empty.Log.Hash)
	assert.Zero(t, ask[Opened](p, "open", `{"world":"Bank"}`).Log.Head)
	assert.EqualValues(t, 24, ask[Opened](p, "reset", `{"to":"example"}`).Log.Head)
	p.fail(CodeBadRequest, "reset", `{"to":"yesterday"}`)
}

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

// A moment shows what was, with what its event changed beside what it was before.
func TestPlayground_Moment(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	then := ask[Moment](p, "moment", `{"position":5,"stream":"account-1"}`)
	assert.EqualValues(t, 5, then.Position)
	assert.EqualValues(t, 24, then.Head)
	assert.Equal(t, "MoneyWithdrawn 120.00 on account-1: balance 1,000.00 to 880.00.", then.Narration)
	balances := then.Projections[0]
	assert.Equal(t, 2, balances.Table.Total)
	assert.Equal(t, Changed, balances.Table.Rows[0].Change)
	assert.Equal(t, "880.00", balances.Table.Rows[0].Cells[2].Text)
	assert.Equal(t, "1,000.00", *balances.Table.Rows[0].Cells[2].Before)
	assert.EqualValues(t, 3, then.Aggregate.Version)
	assert.EqualValues(t, 7, then.Aggregate.Latest)

	nothing := ask[Moment](p, "moment", `{"position":0,"stream":"account-1"}`)
	assert.Equal(t, "Before the first event.", nothing.Narration)
	assert.Zero(t, nothing.Aggregate.Version)
	assert.Zero(t, nothing.Projections[0].Table.Total)
	assert.EqualValues(t, 24, ask[Moment](p, "moment", `{"position":99999}`).Position)
}

// The live moment and the folded one at the head show the same.
func TestPlayground_Moment_LiveEqualsFolded(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Orders"}`)
	for step := range 60 {
		ask[Outcome](p, "traffic", fmt.Sprintf(`{"seed":7,"step":%d}`, step))
	}
	p.settle()
	head := ask[Log](p, "log", `{}`).Head
	live := ask[Moment](p, "moment", `{"stream":"order-1"}`)
	folded := ask[Moment](p, "moment", fmt.Sprintf(`{"stream":"order-1","position":%d}`, head))
	assert.Equal(t, folded, live)
}

// A row that the last step removed is shown once more.
func TestPlayground_Moment_RemovedRow(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	m := ask[Moment](p, "moment", `{"position":16}`)
	rows := m.Projections[0].Table.Rows
	assert.Equal(t, Removed, rows[len(rows)-1].Change)
	assert.Equal(t, "account-4", rows[len(rows)-1].Key)
}

// Rows can be paged through; without a window the one with the change comes.
func TestPlayground_Moment_Windows(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	m := ask[Moment](p, "moment", `{"windowSize":2}`)
	assert.Equal(t, 2, m.Projections[0].Table.From, "account-3 changed last")
	m = ask[Moment](p, "moment", `{"windows":{"Balances":{"from":1,"count":2}}}`)
	assert.Equal(t, 1, m.Projections[0].Table.From)
	assert.Len(t, m.Projections[0].Table.Rows, 2)
	m = ask[Moment](p, "moment", `{"windows":{"Balances":{"from":-7,"count":999999}}}`)
	assert.Equal(t, 0, m.Projections[0].Table.From)
}

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

func appendMany(p *page, n int) {
	p.Helper()
	for n > 0 {
		var events []string
		for range min(n, 1000) {
			events = append(events, `{"type":"MoneyDeposited","schemaVersion":2,"data":{"amount":100,"currency":"USD","source":"cash"}}`)
		}
		n -= len(events)
		ask[Outcome](p, "append", `{"stream":"account-1","events":[`+strings.Join(events, ",")+`]}`)
	}
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

// Two pages on one storage see each other's events.
func TestPlayground_TwoPages(t *testing.T) {
	storage := &Memory{}
	one, two := newPageOn(t, storage), newPageOn(t, storage)
	ask[Opened](one, "open", `{"world":"Bank"}`)
	ask[Opened](two, "open", `{"world":"Bank"}`)
	ask[Outcome](one, "command", `{"stream":"account-1","command":"Deposit","form":{"amount":"5"},"expectedVersion":7}`)
	lost := ask[Outcome](two, "command", `{"stream":"account-1","command":"Deposit","form":{"amount":"5"},"expectedVersion":7}`)
	assert.Equal(t, OutcomeConflict, lost.Kind)
	assert.EqualValues(t, 25, ask[Log](two, "log", `{}`).Head, "the loser has caught up")
	appended := two.pushes("appended")
	require.NotEmpty(t, appended)
	assert.True(t, appended[len(appended)-1].Data.(AppendedPush).Elsewhere)
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

// Lanes hold each event once, in the bucket of its position.
func TestPlayground_Timeline(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	all := ask[TimelineResult](p, "timeline", `{"from":1,"to":24,"buckets":7,"lanes":{"from":0,"count":10},"stream":"account-3"}`)
	assert.Equal(t, 5, all.LaneTotal)
	assert.EqualValues(t, "account-3", all.Lanes[0].Stream)
	assert.Len(t, all.Times, 8)
	events := 0
	for _, lane := range all.Lanes {
		for i, n := range lane.Counts {
			events += int(n)
			assert.Equal(t, n == 0, lane.Colours[i] == 0)
		}
	}
	assert.Equal(t, 24, events)
	few := ask[TimelineResult](p, "timeline", `{"from":23,"to":999,"buckets":100,"lanes":{"from":1,"count":1}}`)
	assert.Equal(t, 2, few.Buckets, "no more buckets than events")
	assert.Len(t, few.Lanes, 1)
	p.fail(CodeBadRequest, "timeline", `{"from":1,"to":24,"buckets":0}`)
	ask[Opened](p, "reset", `{"to":"empty"}`)
	assert.Zero(t, ask[TimelineResult](p, "timeline", `{"from":1,"to":24,"buckets":5}`).Buckets)
}

// The tempo of a stretch is its events by the time they took, also of the first
// and the last event, and of a log of one.
func TestPlayground_Timeline_Tempo(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Opened](p, "reset", `{"to":"empty"}`)
	for i := range 4 { // the clock goes on by two seconds with each
		ask[Outcome](p, "append", fmt.Sprintf(`{"stream":"account-%d","events":[{"type":"Noted","data":{}}]}`, i))
	}
	whole := ask[TimelineResult](p, "timeline", `{"from":1,"to":4,"buckets":4}`).Tempo
	assert.Equal(t, []byte{whole[0], whole[0], whole[0], whole[0]}, whole)
	ask[Opened](p, "reset", `{"to":"empty"}`)
	ask[Outcome](p, "append", `{"stream":"account-1","events":[{"type":"Noted","data":{}}]}`)
	assert.Len(t, ask[TimelineResult](p, "timeline", `{"from":1,"to":1,"buckets":4}`).Tempo, 1)
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

// What differs between two moments is told value by value.
func TestPlayground_Diff(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	d := ask[DiffResult](p, "diff", `{"from":4,"to":5}`)
	assert.Contains(t, d.Changes, Difference{"aggregates", "account-1", "balance", text("1,000.00"), text("880.00")})
	assert.Contains(t, d.Changes, Difference{"Balances", "account-1", "balance", text("1,000.00"), text("880.00")})
	assert.Zero(t, ask[DiffResult](p, "diff", `{"from":5,"to":5}`).Total)
	p.fail(CodeNotFound, "diff", `{"from":5,"to":99}`)
}

func text(s string) *string { return &s }

// Requests that make no sense are answered with what is wrong.
func TestPlayground_Handle_BadRequests(t *testing.T) {
	p := newPage(t)
	p.fail(CodeUnknownKind, "dance", `{}`)
	p.fail(CodeNoWorld, "log", `{}`)
	p.fail(CodeNoWorld, "open", `{"world":"Casino"}`)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.fail(CodeBadRequest, "event", `{"position":"two"}`)
	p.fail(CodeBadRequest, "event", `[`)
	p.fail(CodeNotFound, "command", `{"stream":"account-1","command":"Dance"}`)
}

// broken is a storage whose store fails as it is told.
type broken struct {
	Memory
	err error
}

func (b *broken) Open(ctx context.Context, name string, past *eventstore.Past) (OpenLog, error) {
	log, err := b.Memory.Open(ctx, name, past)
	log.Store = &brokenStore{log.Store, b}
	return log, err
}

type brokenStore struct {
	eventstore.Store
	b *broken
}

func (s *brokenStore) Append(ctx context.Context, stream eventstore.StreamID, expected eventstore.ExpectedVersion, events ...eventstore.EventData) ([]eventstore.Event, error) {
	if s.b.err != nil {
		return nil, s.b.err
	}
	return s.Store.Append(ctx, stream, expected, events...)
}

func (s *brokenStore) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Event, error] {
	if s.b.err == nil {
		return s.Store.ReadAll(ctx, after)
	}
	return func(yield func(eventstore.Event, error) bool) { yield(eventstore.Event{}, s.b.err) }
}

// A store that fails is an error with a code and a way on, not a crash.
func TestPlayground_StoreFails(t *testing.T) {
	for code, err := range map[Code]error{
		CodeUnavailable: fmt.Errorf("append: %w", eventstore.ErrUnavailable),
		CodeDamaged:     fmt.Errorf("event 3: %w", eventstore.ErrCorrupt),
		CodeReplaced:    eventstore.ErrReplaced,
		CodeCancelled:   context.DeadlineExceeded,
		CodeInternal:    errors.New("who knows"),
	} {
		storage := &broken{}
		p := newPageOn(t, storage)
		ask[Opened](p, "open", `{"world":"Bank"}`)
		storage.err = err
		if code == CodeReplaced {
			continue // needs a store that can be opened again
		}
		p.fail(code, "command", `{"stream":"account-2","command":"Deposit","form":{"amount":"5"}}`)
		p.fail(code, "events", `{"count":5}`)
		storage.err = nil
		assert.Equal(t, OutcomeRecorded, ask[Outcome](p, "command", `{"stream":"account-2","command":"Deposit","form":{"amount":"5"}}`).Kind, "it goes on when the store does")
	}
}

// A page that learns that its log was reset opens the new one and says so.
func TestPlayground_Replaced(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	_, err := p.storage.Reset(t.Context(), "Bank", nil)
	require.NoError(t, err)
	require.NoError(t, p.Replaced(t.Context()))
	assert.Zero(t, ask[Log](p, "log", `{}`).Head)
	assert.Len(t, p.pushes("replaced"), 1)
}

// Run does the work as it comes and ends with its context.
func TestPlayground_Run(t *testing.T) {
	p := newPage(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- p.Playground.Run(ctx) }()
	ask[Opened](p, "open", `{"world":"Bank"}`)
	appendMany(p, 4*advanceBudget)
	require.Eventually(t, func() bool {
		return ask[Moment](p, "moment", `{}`).Projections[0].State.Status == StatusCaughtUp
	}, 10*time.Second, time.Millisecond)
	stop()
	assert.ErrorIs(t, <-ended, context.Canceled)
}

// Text that is not a request is refused, however deep or long it is.
func TestDecode_Refuses(t *testing.T) {
	for _, text := range []string{"", "7", "[]", "{", strings.Repeat("[", 100_000), `{"kind":"x","params":` + strings.Repeat(`{"a":`, 65)} {
		var r Request
		err := Decode([]byte(text), &r)
		require.NotNil(t, err, "%.20q", text)
		assert.Equal(t, CodeBadRequest, err.Code)
	}
	var r Request
	assert.NotNil(t, Decode(bytes.Repeat([]byte(" "), maxRequest+1), &r))
}

func FuzzHandle(f *testing.F) {
	for _, k := range Kinds() {
		f.Add([]byte(`{"id":1,"kind":"` + k.Name + `","params":{}}`))
	}
	f.Add([]byte(`{"id":2,"kind":"command","params":{"stream":"account-1","command":"Deposit","form":{"amount":"1"}}}`))
	f.Add([]byte(`{"id":2,"kind":"undo","params":{"position":18}}`))
	f.Add([]byte(`{"id":2,"kind":"command","params":{"undoes":20,"stream":"account-1","expectedVersion":7}}`))
	f.Add([]byte(`{"id":3,"kind":"events","params":{"filter":"type:Money* -data.amount>1","count":3}}`))
	f.Add([]byte(`{"id":4,"kind":"timeline","params":{"from":1,"to":24,"buckets":9,"lanes":{"from":-1,"count":-1}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		p := newPage(t)
		ask[Opened](p, "open", `{"world":"Bank"}`)
		var r Request
		if Decode(text, &r) != nil {
			return
		}
		response := p.Handle(t.Context(), r)
		if response.Error != nil {
			assert.NotEqual(t, CodeInternal, response.Error.Code, "%s: %v", response.Error.Message, response.Error.Details)
		}
	})
}

// What the page and the core say to each other is written down in files that
// the tests of both read. UPDATE_GOLDEN=1 writes them anew.
func TestProtocol_Golden(t *testing.T) {
	dir := filepath.Join("..", "..", "testdata", "protocol")
	p := newPage(t)
	for i, request := range []string{
		`{"kind":"worlds"}`,
		`{"kind":"open","params":{"world":"Bank"}}`,
		`{"kind":"command","params":{"stream":"account-1","command":"Withdraw","form":{"amount":"300.00"},"expectedVersion":7}}`,
		`{"kind":"command","params":{"stream":"account-1","command":"Withdraw","form":{"amount":"9000"},"expectedVersion":8}}`,
		`{"kind":"command","params":{"stream":"account-1","command":"Withdraw","form":{"amount":"25"},"expectedVersion":7}}`,
		`{"kind":"command","params":{"stream":"account-1","command":"Withdraw","form":{"amount":"abc"},"expectedVersion":8}}`,
		`{"kind":"moment","params":{"position":5,"stream":"account-1"}}`,
		`{"kind":"moment","params":{"stream":"account-3","windowSize":2}}`,
		`{"kind":"events","params":{"filter":"type:Money* data.amount>250","from":0,"count":3,"at":10}}`,
		`{"kind":"events","params":{"filter":"data.amount>","from":0,"count":3,"at":10}}`,
		`{"kind":"event","params":{"position":2}}`,
		`{"kind":"timeline","params":{"from":1,"to":25,"buckets":5,"lanes":{"from":0,"count":2},"stream":"account-1"}}`,
		`{"kind":"rebuild","params":{"name":"Balances"}}`,
		`{"kind":"undo","params":{"position":18}}`,
	} {
		var r Request
		require.Nil(t, Decode([]byte(request), &r))
		r.ID = i + 1
		got, err := json.MarshalIndent(struct {
			Request  json.RawMessage `json:"request"`
			Response Response        `json:"response"`
		}{json.RawMessage(request), p.Handle(t.Context(), r)}, "", "  ")
		require.NoError(t, err)
		file := filepath.Join(dir, fmt.Sprintf("%02d-%s.json", i+1, r.Kind))
		if os.Getenv("UPDATE_GOLDEN") != "" {
			require.NoError(t, os.MkdirAll(dir, 0o755))
			require.NoError(t, os.WriteFile(file, append(got, '\n'), 0o644))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err, "UPDATE_GOLDEN=1 makes it")
		assert.JSONEq(t, string(want), string(got), file)
	}
}

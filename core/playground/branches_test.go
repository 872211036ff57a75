package playground

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/json"
)

// moments returns what the page shows at every position of the open log.
func (p *page) moments() []string {
	p.Helper()
	p.settle()
	log := ask[Log](p, "log", ``)
	var all []string
	for at := range log.Head + 1 {
		m := ask[Moment](p, "moment", fmt.Sprintf(`{"position":%d,"stream":"account-1"}`, at))
		text, err := json.Marshal(m)
		require.NoError(p, err)
		all = append(all, string(text))
	}
	return all
}

func deposit(p *page, amount string) Outcome {
	p.Helper()
	outcome := ask[Outcome](p, "command", fmt.Sprintf(`{"stream":"account-1","command":"Deposit","form":{"amount":%q}}`, amount))
	require.Equal(p, OutcomeRecorded, outcome.Kind, outcome.Message)
	return outcome
}

// A branch begins as the log was there, goes on by itself, and is as if its
// events had been read from the first one on; the log that it parted from is
// what it was.
func TestPlayground_Branch(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	main := p.moments()

	switched := ask[Switched](p, "branch", `{"name":"richer","position":10}`)
	assert.Equal(t, "richer", switched.Log.Branch)
	assert.Equal(t, eventstore.Position(10), switched.Log.Head)
	require.Len(t, switched.Branches.Branches, 1)
	deposit(p, "1000000")
	branch := p.moments()
	require.Len(t, branch, 12)
	assertSameButHead(t, main[:11], branch[:11])

	reopened := ask[Opened](p, "open", `{"world":"Bank","branch":"richer"}`)
	assert.Equal(t, "richer", reopened.Log.Branch)
	assert.Equal(t, branch, p.moments())

	back := ask[Switched](p, "switch", `{"name":"main"}`)
	assert.Equal(t, "main", back.Log.Branch)
	assert.Equal(t, main, p.moments())
	assert.Equal(t, eventstore.Position(11), back.Branches.Branches[0].Head)
}

// assertSameButHead compares moments of two logs of different lengths.
func assertSameButHead(t *testing.T, want, got []string) {
	t.Helper()
	for i := range want {
		var a, b Moment
		require.NoError(t, json.Unmarshal([]byte(want[i]), &a))
		require.NoError(t, json.Unmarshal([]byte(got[i]), &b))
		a.Head = b.Head
		if a.Aggregate != nil {
			a.Aggregate.Latest = b.Aggregate.Latest
		}
		assert.Equal(t, a, b, "at %d", i)
	}
}

// Branches part from branches, whatever becomes of either afterwards.
func TestPlayground_Branch_OfABranch(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Switched](p, "branch", `{"name":"one","position":10}`)
	deposit(p, "1")
	deposit(p, "2")
	ask[Switched](p, "branch", `{"name":"two","position":11}`)
	deposit(p, "4")
	two := p.moments()
	require.Len(t, two, 13)
	ask[Switched](p, "branch", `{"name":"early","position":5}`)
	early := p.moments()
	require.Len(t, early, 6)
	ask[Switched](p, "switch", `{"name":"one"}`)
	deposit(p, "8")

	ask[Opened](p, "open", `{"world":"Bank","branch":"two"}`)
	assert.Equal(t, two, p.moments())
	ask[Switched](p, "switch", `{"name":"early"}`)
	assert.Equal(t, early, p.moments())
	list := ask[BranchesResult](p, "branches", ``)
	require.Len(t, list.Branches, 3)
	assert.Equal(t, []string{"main", "one", "two"}, []string{list.Branches[0].Parent, list.Branches[1].Parent, list.Branches[2].Parent})
	assert.Equal(t, []eventstore.Position{13, 12, 5}, []eventstore.Position{list.Branches[0].Head, list.Branches[1].Head, list.Branches[2].Head})
}

func TestPlayground_Branch_Default(t *testing.T) {
	p := newPage(t)
	opened := ask[Opened](p, "open", `{"world":"Bank"}`)
	switched := ask[Switched](p, "branch", ``)
	assert.Equal(t, opened.Branches.Unused, switched.Log.Branch)
	assert.Equal(t, opened.Log.Head, switched.Log.Head)
	assert.Equal(t, opened.Log.Hash, switched.Log.Hash)
	assert.Equal(t, opened.Log.Streams, switched.Log.Streams)
}

func TestPlayground_RenameBranch(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Switched](p, "branch", `{"name":"one","position":10}`)
	list := ask[BranchesResult](p, "renameBranch", `{"name":"one","to":"uno"}`)
	assert.Equal(t, "uno", list.Branches[0].Name)
	assert.Equal(t, "uno", ask[Log](p, "log", ``).Branch)
	ask[Switched](p, "switch", `{"name":"main"}`)
	p.fail(CodeNotFound, "switch", `{"name":"one"}`)
	ask[Switched](p, "switch", `{"name":"uno"}`)
}

// Only a branch's own events go, and whoever looks at it is taken back.
func TestPlayground_DeleteBranch(t *testing.T) {
	p := newPage(t)
	opened := ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Switched](p, "branch", `{"name":"one","position":10}`)
	deposit(p, "1")
	ask[Switched](p, "branch", `{"name":"two"}`)
	p.fail(CodeBadRequest, "deleteBranch", `{"name":"one"}`)
	p.fail(CodeBadRequest, "deleteBranch", `{"name":"main"}`)

	switched := ask[Switched](p, "deleteBranch", `{"name":"two"}`)
	assert.Equal(t, "one", switched.Log.Branch)
	switched = ask[Switched](p, "deleteBranch", `{"name":"one"}`)
	assert.Equal(t, "main", switched.Log.Branch)
	assert.Equal(t, opened.Log.Hash, switched.Log.Hash)
	assert.Empty(t, switched.Branches.Branches)
	p.fail(CodeNotFound, "switch", `{"name":"one"}`)

	again := ask[Switched](p, "branch", `{"name":"one","position":3}`)
	assert.Equal(t, eventstore.Position(3), again.Log.Head, "nothing is left of the first one")
}

// A log that is begun anew has no branches: what they parted from is gone.
func TestPlayground_Reset_Branches(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Switched](p, "branch", `{"name":"one","position":10}`)
	opened := ask[Opened](p, "reset", `{"to":"example"}`)
	assert.Equal(t, "main", opened.Log.Branch)
	assert.Empty(t, opened.Branches.Branches)
	assert.Empty(t, ask[Opened](p, "open", `{"world":"Bank"}`).Branches.Branches)
}

func TestPlayground_Branch_Refused(t *testing.T) {
	p := newPage(t)
	p.fail(CodeNoWorld, "branch", `{"name":"one"}`)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Switched](p, "branch", `{"name":"one","position":10}`)
	for params, message := range map[string]string{
		`{"name":"one"}`:              `A branch cannot be named "one": another branch has that name.`,
		`{"name":"ONE"}`:              `A branch cannot be named "ONE": another branch has that name.`,
		`{"name":"main"}`:             `A branch cannot be named "main": the log that all branches part from has that name.`,
		`{"name":" "}`:                `A branch cannot be named " ": it is empty.`,
		`{"name":"a","position":999}`: "Branch at #999: the log ends at #10.",
	} {
		response := p.send("branch", params)
		require.NotNil(t, response.Error, params)
		assert.Equal(t, message, response.Error.Message)
	}
	assert.Len(t, ask[BranchesResult](p, "branches", ``).Branches, 1)
	p.fail(CodeNotFound, "open", `{"world":"Bank","branch":"nowhere"}`)
}

// Projections that pass over an event on main do so on a branch behind it.
func TestPlayground_Branch_PassesOver(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Outcome](p, "append", `{"stream":"account-99","events":[{"type":"MoneyDeposited","schemaVersion":2,"data":{"amount":5,"currency":"USD","source":"card"}}]}`)
	p.settle()
	ask[ProjectionState](p, "resume", `{"name":"Balances","skip":true}`)
	p.settle()
	ask[Switched](p, "branch", `{"name":"after"}`)
	p.settle()
	for _, m := range ask[Moment](p, "moment", `{}`).Projections {
		assert.Equal(t, StatusCaughtUp, m.State.Status, m.State.Name)
	}
}

// Making a branch takes as long after many events as after few.
func BenchmarkPlayground_Branch(b *testing.B) {
	p := largeBank(b)
	for n := 0; b.Loop(); n++ {
		response := p.Handle(b.Context(), Request{Kind: "branch", Params: []byte(fmt.Sprintf(`{"name":"b%d","position":%d}`, n, 50_000))})
		require.Nil(b, response.Error)
		b.StopTimer()
		require.Nil(b, p.Handle(b.Context(), Request{Kind: "deleteBranch", Params: []byte(fmt.Sprintf(`{"name":"b%d"}`, n))}).Error)
		require.Nil(b, p.Handle(b.Context(), Request{Kind: "switch", Params: []byte(`{"name":"main"}`)}).Error)
		b.StartTimer()
	}
}

// A process that is under way where a branch parts goes on there by itself, and
// comes to what it came to on main.
func TestPlayground_Branch_Processes(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Outcome](p, "command", transfer)
	p.settle()
	before := ask[Log](p, "log", ``)
	for at := 25; at <= int(before.Head); at++ {
		ask[Switched](p, "switch", `{"name":"main"}`)
		ask[Switched](p, "branch", fmt.Sprintf(`{"position":%d}`, at))
		p.settle()
		processes := ask[ProcessesResult](p, "processes", `{"open":"transfer-1"}`)
		require.NotNil(t, processes.Opened, "branched at %d", at)
		assert.Equal(t, ProcessDone, processes.Opened.Row.Status, "branched at %d", at)
		assert.Equal(t, before.Head, ask[Log](p, "log", ``).Head, "branched at %d", at)
	}
}

// slow is a storage in which the list of branches opens after something else
// has happened.
type slow struct {
	Memory
	meanwhile func()
}

func (s *slow) Open(ctx context.Context, name string, past *eventstore.Past) (OpenLog, error) {
	if strings.HasSuffix(name, "~branches") && s.meanwhile != nil {
		meanwhile := s.meanwhile
		s.meanwhile = nil
		meanwhile()
	}
	return s.Memory.Open(ctx, name, past)
}

// A log that is found damaged while its world is still being opened is opened
// once more, and the page is told.
func TestPlayground_Damaged_WhileOpening(t *testing.T) {
	storage := &slow{}
	p := newPageOn(t, storage)
	damaged := make(chan error)
	storage.meanwhile = func() {
		started := make(chan bool)
		go func() {
			close(started)
			damaged <- p.Damaged(t.Context())
		}()
		<-started
	}
	ask[Opened](p, "open", `{"world":"Bank"}`)
	require.NoError(t, <-damaged)
	assert.Len(t, p.pushes("mended"), 1)
}

// A branch whose past is not there any more is not shown on top of another,
// and what it holds of its own is left alone.
func TestPlayground_Branch_PastIsGone(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Switched](p, "branch", `{"name":"one","position":10}`)
	deposit(p, "1")
	_, err := p.storage.Reset(t.Context(), "Bank", nil) // behind the page's back, branches and all left as they are
	require.NoError(t, err)
	p.fail(CodeDamaged, "open", `{"world":"Bank","branch":"one"}`)
	require.NoError(t, p.Replaced(t.Context()))
	assert.Equal(t, "main", ask[Log](p, "log", ``).Branch)
	head, err := p.storage.Head(t.Context(), branchName("Bank", ask[BranchesResult](p, "branches", ``).Branches[0].id(p)))
	require.NoError(t, err)
	assert.Equal(t, eventstore.Position(11), head)
}

// id finds what storage keeps the branch under.
func (b Branch) id(p *page) string {
	p.Helper()
	found, err := p.tree.find(b.Name)
	require.NoError(p, err)
	return found.ID
}

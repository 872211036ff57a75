package playground

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/checkpoint"
	"playhead/core/eventstore"
	"playhead/core/timetravel"
)

// deposits records so many deposits in turn on three accounts, which are opened where
// they are not there.
func (p *page) deposits(n int) {
	p.Helper()
	for account := 101; account <= 103; account++ {
		p.send("command", fmt.Sprintf(`{"stream":"account-%d","command":"Open","data":{"owner":"Owner of %[1]d","currency":"USD"}}`, account))
	}
	const at = 500 // in one append
	for i := range n / at {
		var events []string
		for k := range at {
			events = append(events, fmt.Sprintf(`{"type":"MoneyDeposited","schemaVersion":2,"data":{"amount":%d,"currency":"USD","source":"cash"}}`, 100+k))
		}
		ask[Outcome](p, "append", fmt.Sprintf(`{"stream":"account-%d","events":[%s]}`, 101+i%3, strings.Join(events, ",")))
	}
	p.settle()
}

// kept returns the positions of the checkpoints beside a log.
func (p *page) kept(name string) (positions []eventstore.Position) {
	p.Helper()
	store, after := p.storage.Checkpoints(name), eventstore.Position(0)
	for {
		at, _, ok, err := store.Next(p.Context(), after)
		require.NoError(p, err)
		if !ok {
			return positions
		}
		positions, after = append(positions, at), at
	}
}

// works does work until there is a new push of the kind, which it returns.
func (p *page) works(kind string) Push {
	p.Helper()
	before := len(p.pushes(kind))
	for {
		if pushes := p.pushes(kind); len(pushes) > before {
			return pushes[before]
		}
		more, err := p.Work(p.Context())
		require.NoError(p, err)
		require.True(p, more, "nothing is left to do, and nothing of %s was told", kind)
	}
}

// looks returns what the page shows at some moments of the open log, and now.
func (p *page) looks(stream string, moments ...int) (all []string) {
	p.Helper()
	p.settle()
	for _, at := range moments {
		all = append(all, jsonOf(p.T, ask[Moment](p, "moment", fmt.Sprintf(`{"position":%d,"stream":%q}`, at, stream))))
	}
	return append(all, jsonOf(p.T, ask[Moment](p, "moment", fmt.Sprintf(`{"stream":%q}`, stream))))
}

// assertSameLooks tells where two looks differ first: each is as long as a page.
func assertSameLooks(t *testing.T, want, got []string) {
	t.Helper()
	require.Len(t, got, len(want))
	for i := range want {
		at := 0
		for at < min(len(want[i]), len(got[i])) && want[i][at] == got[i][at] {
			at++
		}
		around := func(s string) string { return s[max(0, at-80):min(len(s), at+80)] }
		require.Equal(t, around(want[i]), around(got[i]), "look %d", i)
	}
}

// A long log that is opened again begins from what it was folded to earlier: the first
// work that is done brings projections to a checkpoint. What is shown is
// what it would be without.
func TestPlayground_Checkpoints_OpenedAgain(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.deposits(9000)
	require.Equal(t, []eventstore.Position{4096, 8192}, p.kept("Bank"))
	moments := []int{1, 4000, 4095, 4096, 4097, 8192, 9000}
	want := p.looks("account-102", moments...)

	again := newPageOn(t, p.storage)
	ask[Opened](again, "open", `{"world":"Bank"}`)
	first := again.works(pushProjected).Data.(ProjectionState)
	assert.Equal(t, eventstore.Position(4096), first.Checkpoint)
	assertSameLooks(t, want, again.looks("account-102", moments...))
	assert.Equal(t, CheckEqual, ask[CheckState](again, "check", ``).Status, "rebuilt from event 1 it is the same")

	again.deposits(4000)
	assert.Equal(t, []eventstore.Position{4096, 8192, 12288}, p.kept("Bank"), "it goes on")
}

// Code that is not the code that folded uses nothing of what is kept.
func TestPlayground_Checkpoints_OtherCode(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.deposits(5000)
	_, before, _, err := p.storage.Checkpoints("Bank").Next(t.Context(), 0)
	require.NoError(t, err)

	newer := newPageOn(t, p.storage)
	newer.config.Code = "a newer core"
	ask[Opened](newer, "open", `{"world":"Bank"}`)
	first := newer.works(pushProjected).Data.(ProjectionState)
	assert.Less(t, first.Checkpoint, eventstore.Position(checkpoint.Every))
	newer.settle()
	at, after, ok, err := p.storage.Checkpoints("Bank").Next(t.Context(), 0)
	require.NoError(t, err)
	require.True(t, ok)
	assert.Equal(t, eventstore.Position(checkpoint.Every), at)
	assert.NotEqual(t, before, after, "its own is kept in that place")
}

// Somebody who was forgotten is in no checkpoint that anybody can read, nor shown when
// the log is opened again, and checkpoints are made anew without them.
func TestPlayground_Checkpoints_Forgotten(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.deposits(9000)
	ask[Forgotten](p, "forget", `{"person":"account-102"}`)
	s, err := p.current()
	require.NoError(t, err)
	folds := timetravel.Folds{Deciders: s.world.Deciders, Projections: s.world.Projections}
	chain := checkpoint.New(p.config.Code, folds, s.ring, func(at eventstore.Position) (eventstore.Hash, error) {
		e, err := s.at(t.Context(), at)
		return e.Hash, err
	})
	_, ok, err := chain.Next(t.Context(), p.storage.Checkpoints("Bank"), 9000)
	require.NoError(t, err)
	require.False(t, ok)

	p.settle()
	assert.Equal(t, []eventstore.Position{4096, 8192}, p.kept("Bank"))
	again := newPageOn(t, p.storage)
	ask[Opened](again, "open", `{"world":"Bank"}`)
	first := again.works(pushProjected).Data.(ProjectionState)
	assert.Equal(t, eventstore.Position(4096), first.Checkpoint)
	shown := strings.Join(again.looks("account-102", 4096, 9000), "\n")
	assert.NotContains(t, shown, "Owner of 102")
	assert.Contains(t, shown, "Owner of 103")
}

// Nothing is left beside a log that is begun anew.
func TestPlayground_Checkpoints_Reset(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.deposits(5000)
	require.NotEmpty(t, p.kept("Bank"))
	ask[Opened](p, "reset", `{"to":"empty"}`)
	p.settle()
	assert.Empty(t, p.kept("Bank"))
}

// A branch that is opened begins from what is kept of the log that it parted from, and
// goes on with its own.
func TestPlayground_Checkpoints_Branch(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.deposits(9000)
	ask[Switched](p, "branch", `{"name":"other","position":8500}`)
	s, err := p.current()
	require.NoError(t, err)
	name := branchName("Bank", s.branch.ID)

	again := newPageOn(t, p.storage)
	again.ids = 30_000 // none of those that there are
	ask[Opened](again, "open", `{"world":"Bank","branch":"other"}`)
	first := again.works(pushProjected).Data.(ProjectionState)
	assert.Equal(t, eventstore.Position(4096), first.Checkpoint)
	again.deposits(5000)
	assert.Equal(t, []eventstore.Position{12288}, p.kept(name))
	want := again.looks("account-103", 8000, 8600, 12288, 13000)

	once := newPageOn(t, p.storage)
	ask[Opened](once, "open", `{"world":"Bank","branch":"other"}`)
	assertSameLooks(t, want, once.looks("account-103", 8000, 8600, 12288, 13000))
	assert.Equal(t, []eventstore.Position{4096, 8192}, p.kept("Bank"))

	ask[Switched](once, "switch", `{"name":"main"}`)
	ask[Switched](once, "deleteBranch", `{"name":"other"}`)
	assert.Empty(t, p.kept(name))
}

// Where an event is passed over, nothing is kept: what came of it is somebody's decision.
func TestPlayground_Checkpoints_Rules(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[ProjectionState](p, "unknown", `{"name":"Balances","unknown":"show"}`)
	p.deposits(5000)
	assert.Empty(t, p.kept("Bank"))
	p.openedAgain("Bank")
	assert.Empty(t, p.kept("Bank"))
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.settle()
	assert.NotEmpty(t, p.kept("Bank"))
}

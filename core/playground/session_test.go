package playground

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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

package durable

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/eventstore/storetest"
)

func chosen(name string) eventstore.Query {
	return eventstore.Query{{Types: []string{"NameChosen"}, Data: []eventstore.Tag{{Key: "name", Value: name}}}}
}

func choose(t *testing.T, s *Store, stream eventstore.StreamID, name string, after eventstore.Position) error {
	t.Helper()
	_, err := s.AppendIf(t.Context(), eventstore.Condition{Query: chosen(name), After: after},
		eventstore.Addressed{Stream: stream, EventData: storetest.Chosen(name)})
	return err
}

// A condition is looked at in the transaction that writes: what another tab
// recorded counts, although this one has not heard of it.
func TestStore_AppendIf_OtherTab(t *testing.T) {
	b := calm()
	one, other := openIn(t, b), openIn(t, b)
	require.NoError(t, choose(t, one, "user-1", "ada", 0))
	assert.Zero(t, other.head(), "it has not heard of it")
	err := choose(t, other, "user-2", "ada", 0)
	var came *eventstore.ConditionError
	require.ErrorAs(t, err, &came)
	assert.Equal(t, eventstore.Position(1), came.Position)
	assert.Equal(t, eventstore.StreamID("user-1"), came.Stream)
	assert.Equal(t, eventstore.Position(1), other.head(), "it has read what stood in the way")
	require.NoError(t, choose(t, other, "user-2", "bob", 0))
	assert.Equal(t, eventstore.Position(2), other.head())
}

// Nor is a condition refused for what a tab knows of a log that is another by
// now: it is the database that is asked.
func TestStore_AppendIf_AfterReset(t *testing.T) {
	b := calm()
	one := openIn(t, b)
	require.NoError(t, choose(t, one, "user-1", "ada", 0))
	own := &tab{browser: b}
	again, err := Reset(t.Context(), simDatabase{own}, simFiles{own}, Options{NewID: b.newID, layout: short})
	require.NoError(t, err)
	require.ErrorIs(t, choose(t, one, "user-2", "ada", 0), eventstore.ErrReplaced)
	require.NoError(t, choose(t, again, "user-2", "ada", 0))
}

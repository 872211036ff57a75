//go:build js && wasm

package indexeddb

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/sealing"
)

// kept are keys as a tab has them, and where they are.
type kept struct {
	*sealing.Twice
	table *Keys
}

func openKept(log string, options Options) kept {
	table := OpenKeys(log, options)
	return kept{sealing.NewTwice(table, nil), table}
}

// openKeysTwice returns the keys of one log as two tabs have them.
func openKeysTwice(t *testing.T) (one, two kept) {
	options := Options{Database: logName()}
	one, two = openKept("Bank", options), openKept("Bank", options)
	t.Cleanup(one.table.Close)
	t.Cleanup(two.table.Close)
	return one, two
}

func TestKeys_Begin(t *testing.T) {
	// Nothing is added to keys that were not begun; those that are there stay, and
	// what is none is replaced.
	keys := OpenKeys("Bank", Options{Database: logName()})
	defer keys.Close()
	_, begun, err := keys.Ensure(t.Context(), "user-1", sealing.Key{1})
	require.NoError(t, err)
	assert.False(t, begun)
	require.NoError(t, keys.Begin(t.Context(), map[eventstore.StreamID]sealing.Key{"user-2": {2}}))
	require.NoError(t, keys.Begin(t.Context(), map[eventstore.StreamID]sealing.Key{"user-2": {3}, "user-3": {3}}))
	found, err := keys.Look(t.Context())
	require.NoError(t, err)
	assert.Equal(t, sealing.Tabled{
		Keys:      map[eventstore.StreamID]sealing.Key{"user-2": {2}, "user-3": {3}},
		Destroyed: map[sealing.Destroyed]bool{}, Begun: true,
	}, found)
	require.NoError(t, keys.Destroy(t.Context(), "user-2"))
	found, err = keys.Look(t.Context())
	require.NoError(t, err)
	gone := sealing.Destroyed{Person: "user-2", Fingerprint: sealing.Key{2}.Fingerprint()}
	assert.Equal(t, map[sealing.Destroyed]bool{gone: true}, found.Destroyed)
}

func TestKeys_Ensure(t *testing.T) {
	// The first key that is offered is the person's, in every tab.
	one, two := openKeysTwice(t)
	_, ok, err := one.Find(t.Context(), "user-1")
	require.NoError(t, err)
	assert.False(t, ok)
	key, err := one.Ensure(t.Context(), "user-1", sealing.Key{1})
	require.NoError(t, err)
	assert.Equal(t, sealing.Key{1}, key)
	key, err = two.Ensure(t.Context(), "user-1", sealing.Key{2})
	require.NoError(t, err)
	assert.Equal(t, sealing.Key{1}, key)
	key, ok, err = two.Find(t.Context(), "user-1")
	require.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, sealing.Key{1}, key)
}

func TestKeys_Ensure_AtOnce(t *testing.T) {
	// Tabs that make a key for one person at the same time agree on one.
	one, two := openKeysTwice(t)
	const each = 8
	var mu sync.Mutex
	var all sync.WaitGroup
	told := map[sealing.Key]int{}
	for i, tab := range []kept{one, two} {
		for j := range each {
			all.Go(func() {
				key, err := tab.Ensure(t.Context(), "user-1", sealing.Key{byte(i + 1), byte(j + 1)})
				mu.Lock()
				defer mu.Unlock()
				if assert.NoError(t, err) {
					told[key]++
				}
			})
		}
	}
	all.Wait()
	require.Len(t, told, 1)
	for key, n := range told {
		assert.Equal(t, 2*each, n)
		found, ok, err := one.Find(t.Context(), "user-1")
		require.NoError(t, err)
		assert.True(t, ok)
		assert.Equal(t, key, found)
	}
}

func TestKeys_Destroy(t *testing.T) {
	// A key that was destroyed is gone for every tab, also for those that come
	// later, and they can see that one was.
	one, two := openKeysTwice(t)
	for _, person := range []eventstore.StreamID{"user-1", "user-2"} {
		_, err := one.Ensure(t.Context(), person, sealing.Key{7})
		require.NoError(t, err)
	}
	before, err := two.table.Forgets(t.Context())
	require.NoError(t, err)
	require.NoError(t, one.Destroy(t.Context(), "user-1"))
	one.table.Close()

	later := openKept("Bank", two.table.options)
	defer later.table.Close()
	for _, tab := range []kept{two, later} {
		all, err := tab.All(t.Context())
		require.NoError(t, err)
		assert.Equal(t, map[eventstore.StreamID]sealing.Key{"user-2": {7}}, all)
		after, err := tab.table.Forgets(t.Context())
		require.NoError(t, err)
		assert.Equal(t, before+1, after)
	}
	require.NoError(t, two.Destroy(t.Context(), "nobody"))
}

func TestKeys_All_Logs(t *testing.T) {
	// Each log has its own keys, though the persons have the same names; clearing
	// one's leaves the other's.
	options := Options{Database: logName()}
	bank, banking, users := openKept("Bank", options), openKept("Banking", options), openKept("Users", options)
	for i, keys := range []kept{bank, banking, users} {
		defer keys.table.Close()
		_, err := keys.Ensure(t.Context(), "ä person-1", sealing.Key{byte(i + 1)})
		require.NoError(t, err)
	}
	require.NoError(t, bank.Clear(t.Context()))
	for i, keys := range []kept{bank, banking, users} {
		all, err := keys.All(t.Context())
		require.NoError(t, err)
		if i == 0 {
			assert.Empty(t, all)
			continue
		}
		assert.Equal(t, map[eventstore.StreamID]sealing.Key{"ä person-1": {byte(i + 1)}}, all)
	}
}

func TestKeys_Damaged(t *testing.T) {
	// What is kept in a key's place and is none fails for that person, and is
	// never taken for one; the others are there.
	keys, _ := openKeysTwice(t)
	_, err := keys.Ensure(t.Context(), "user-1", sealing.Key{1})
	require.NoError(t, err)
	conn, tx, err := keys.table.begin(t.Context(), true, func() {})
	require.NoError(t, err)
	store, err := tx.value.Call("objectStore", keysStore)
	require.NoError(t, err)
	_, err = store.Call("put", array(t, []byte{1, 2, 3}), keys.table.place("user-2"))
	require.NoError(t, err)
	require.NoError(t, keys.table.ended(t.Context(), conn, tx))

	_, _, err = keys.Find(t.Context(), "user-2")
	require.ErrorIs(t, err, errNoKey)
	_, err = keys.Ensure(t.Context(), "user-2", sealing.Key{2})
	require.ErrorIs(t, err, errNoKey)
	all, err := keys.All(t.Context())
	require.NoError(t, err)
	assert.Equal(t, map[eventstore.StreamID]sealing.Key{"user-1": {1}}, all)
	require.NoError(t, keys.Destroy(t.Context(), "user-2"), "what is no key can still be destroyed")
}

func TestKeys_DeadConnection(t *testing.T) {
	// A connection that was closed behind our back is replaced; one that we
	// closed is not.
	keys, _ := openKeysTwice(t)
	_, err := keys.Ensure(t.Context(), "user-1", sealing.Key{1})
	require.NoError(t, err)
	keys.table.conn.db.Call("close")
	_, ok, err := keys.Find(t.Context(), "user-1")
	require.NoError(t, err)
	assert.True(t, ok)
	keys.table.Close()
	_, err = keys.All(t.Context())
	requireCause(t, CauseClosed, err)
}

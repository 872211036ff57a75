//go:build js && wasm

package indexeddb

import (
	"testing"
	"time"

	"github.com/hack-pad/safejs"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/checkpoint"
	"playhead/core/checkpoint/checkpointtest"
)

func TestCheckpoints(t *testing.T) {
	database := logName()
	opened := map[string]*Checkpoints{}
	checkpointtest.Run(t, func(log string) checkpoint.Store {
		if opened[log] == nil {
			opened[log] = OpenCheckpoints(log, Options{Database: database})
			t.Cleanup(opened[log].Close)
		}
		return opened[log]
	})
}

// Where the room is wanted for something else, nothing of them is left, of no log, and
// nothing is kept from then on.
func TestCheckpoints_Abandon(t *testing.T) {
	database := logName()
	bank, mall := OpenCheckpoints("Bank", Options{Database: database}), OpenCheckpoints("Mall", Options{Database: database})
	defer bank.Close()
	defer mall.Close()
	require.NoError(t, bank.Put(t.Context(), 4096, []byte("of the Bank")))
	require.NoError(t, mall.Put(t.Context(), 4096, []byte("of the Mall")))
	bank.Abandon()
	requireCause(t, CauseQuota, bank.Put(t.Context(), 8192, []byte("more")))
	assert.Eventually(t, func() bool { // another tab lets go of the database when it hears of that
		_, _, ok, err := mall.Next(t.Context(), 0)
		return err == nil && !ok
	}, 10*time.Second, 10*time.Millisecond)
}

// What another program left in a checkpoint's place is of no use, and no failure.
func TestCheckpoints_Next_NoBytes(t *testing.T) {
	c := OpenCheckpoints("Bank", Options{Database: logName()})
	defer c.Close()
	err := c.transact(t.Context(), true, func(_ *transaction, store safejs.Value) error {
		_, err := store.Call("put", "text", c.place(4096))
		return err
	})
	require.NoError(t, err)
	at, data, ok, err := c.Next(t.Context(), 0)
	require.NoError(t, err)
	assert.True(t, ok)
	assert.EqualValues(t, 4096, at)
	assert.Empty(t, data)
}

//go:build js && wasm

package indexeddb

import (
	"testing"

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

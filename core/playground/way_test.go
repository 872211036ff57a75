package playground

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Work that takes long gives its turns to what is first, as long as that is
// under way, and goes on by itself when it never ends.
func TestWay(t *testing.T) {
	w := &way{}
	turns := 0
	var leave func()
	pause := w.giving(func(ctx context.Context) error {
		if turns++; turns == 5 && leave != nil {
			leave()
		}
		return ctx.Err()
	})
	require.NoError(t, pause(t.Context()))
	assert.Equal(t, 1, turns, "nobody waits")

	turns = 0
	ahead, left := w.enter(t.Context(), "moment")
	leave = left
	require.NoError(t, pause(ahead))
	assert.Equal(t, 1, turns, "what is first gives way to nobody")
	require.NoError(t, pause(t.Context()))
	assert.Equal(t, 5, turns)

	turns, leave = 0, nil
	_, left = w.enter(t.Context(), "command")
	defer left()
	require.NoError(t, pause(t.Context()))
	assert.Equal(t, 1+turnsGiven, turns)

	turns = 0
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, pause(ctx), context.Canceled)
	assert.Equal(t, 1, turns)

	same, left := w.enter(t.Context(), "crud")
	left()
	assert.Equal(t, t.Context(), same)
}

// A part of an answer goes before what nobody waits for, and gives way to what is first.
func TestWay_Parts(t *testing.T) {
	w := &way{}
	turns := 0
	pause := w.giving(func(ctx context.Context) error {
		turns++
		return ctx.Err()
	})
	part, left := w.enter(t.Context(), "compare")
	require.NoError(t, pause(part))
	assert.Equal(t, 1, turns, "parts do not wait for each other")
	turns = 0
	require.NoError(t, pause(t.Context()))
	assert.Equal(t, 1+turnsGiven, turns)
	turns = 0
	ahead, done := w.enter(t.Context(), "moment")
	require.NoError(t, pause(ahead))
	assert.Equal(t, 1, turns)
	turns = 0
	require.NoError(t, pause(part))
	assert.Equal(t, 1+turnsGiven, turns)
	done()
	left()
	turns = 0
	require.NoError(t, pause(t.Context()))
	assert.Equal(t, 1, turns)
}

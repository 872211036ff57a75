package mall

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/world"
)

// What the history tells of the two checkouts is what the process would have
// recorded and asked for.
func TestHistory_IsWhatTheProcessDoes(t *testing.T) {
	states := map[world.Stream]Checkout{}
	for i, past := range history() {
		if past.Stream.Category() != "checkout" {
			continue
		}
		before := history()[i-1]
		c := states[past.Stream]
		assert.Contains(t, c.React(heard(c, before, past)), past.Event, "event %d", i+1)
		states[past.Stream] = c.Evolve(past.Event)
	}
	require.Len(t, states, 2)
	for stream, c := range states {
		assert.Empty(t, c.Pending(), stream)
		assert.Equal(t, finished, c.Status, stream)
	}
	assert.Equal(t, world.Succeeded, states["checkout-1"].Standing().Kind)
	assert.Equal(t, world.Compensated, states["checkout-2"].Standing().Kind)
}

// heard is the news that the event before was to a checkout.
func heard(c Checkout, before, past world.Past) world.News {
	if c.Status == "" {
		return world.News{Kind: world.Happened, Stream: before.Stream, Event: before.Event}
	}
	asked := c.Pending()[0]
	if failed, ok := past.Event.(CheckoutFailed); ok {
		return world.News{Kind: world.Refused, Step: asked.Step, Reason: failed.Reason}
	}
	if got := fmt.Sprintf("%s", before.Stream); got != string(asked.Stream) {
		panic("the checkout asked " + string(asked.Stream) + ", not " + got)
	}
	return world.News{Kind: world.Done, Step: asked.Step, Event: before.Event}
}

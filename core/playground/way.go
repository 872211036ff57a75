package playground

import (
	"context"
	"sync/atomic"
)

// way lets what somebody waits for go before all that takes long: a moment that
// is asked for while a panel counts a long log is not to take turns with it.
type way struct{ waited atomic.Int64 } // requests under way that are first

// first are the kinds of requests that a moving playhead and a command wait for.
var first = map[string]bool{
	"moment": true, "events": true, "timeline": true, "event": true, "step": true, "locate": true,
	"command": true, "append": true, "log": true,
}

// firstKey marks the context of a request that gives way to nobody.
type firstKey struct{}

// turnsGiven is how many turns in a row work gives to what is first. It is not
// held up for ever, not even by who waits for something that it holds.
const turnsGiven = 64

// enter begins a request, and returns its context and what ends it.
func (w *way) enter(ctx context.Context, kind string) (context.Context, func()) {
	if !first[kind] {
		return ctx, func() {}
	}
	w.waited.Add(1)
	return context.WithValue(ctx, firstKey{}, true), func() { w.waited.Add(-1) }
}

// giving makes a pause give way.
func (w *way) giving(pause func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		err := pause(ctx)
		if ctx.Value(firstKey{}) != nil {
			return err
		}
		for turn := 0; err == nil && turn < turnsGiven && w.waited.Load() > 0; turn++ {
			err = pause(ctx)
		}
		return err
	}
}

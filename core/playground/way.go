package playground

import (
	"context"
	"sync/atomic"
)

// way lets what somebody waits for go before all that takes long: a moment that
// is asked for while a panel counts a long log is not to take turns with it. And the parts
// of an answer go before what nobody waits for.
type way struct {
	waited atomic.Int64 // requests under way that are first
	parts  atomic.Int64 // and those that are second
}

// first are the kinds of requests that a moving playhead, a command and a new
// branch wait for.
var first = map[string]bool{
	"moment": true, "events": true, "timeline": true, "event": true, "step": true, "locate": true,
	"command": true, "append": true, "log": true, "undo": true,
	"branches": true, "branch": true, "switch": true, "renameBranch": true, "deleteBranch": true,
	"bookmark": true, "removeBookmark": true,
}

// second are the kinds of requests that answer in parts: each is short, and somebody looks
// at how they go on.
var second = map[string]bool{
	"blame": true, "over": true, "compare": true, "compareBranches": true, "former": true, "same": true,
}

// secondKey marks the context of a request that gives way to what is first alone.
type secondKey struct{}

// firstKey marks the context of a request that gives way to nobody.
type firstKey struct{}

// turnsGiven is how many turns in a row work gives to what is first. It is not
// held up for ever, not even by who waits for something that it holds.
const turnsGiven = 64

// enter begins a request, and returns its context and what ends it.
func (w *way) enter(ctx context.Context, kind string) (context.Context, func()) {
	switch {
	case first[kind]:
		w.waited.Add(1)
		return context.WithValue(ctx, firstKey{}, true), func() { w.waited.Add(-1) }
	case second[kind]:
		w.parts.Add(1)
		return context.WithValue(ctx, secondKey{}, true), func() { w.parts.Add(-1) }
	}
	return ctx, func() {}
}

// giving makes a pause give way.
func (w *way) giving(pause func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		err := pause(ctx)
		if ctx.Value(firstKey{}) != nil {
			return err
		}
		for turn := 0; err == nil && turn < turnsGiven && w.before(ctx); turn++ {
			err = pause(ctx)
		}
		return err
	}
}

// before reports whether something goes before what has the context.
func (w *way) before(ctx context.Context) bool {
	return w.waited.Load() > 0 || ctx.Value(secondKey{}) == nil && w.parts.Load() > 0
}

//go:build js && wasm

// Command wasm is the core inside a Web Worker. It holds no rule of its own:
// it gives the playground the browser's time, ids, storage and turns, and
// carries messages in and out.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"github.com/hack-pad/safejs"

	"github.com/google/uuid"
	"playhead/core/playground"
	"playhead/core/sealing"
	"playhead/core/world"
	"playhead/core/world/bank"
	"playhead/core/world/mall"
	"playhead/core/world/orders"
	"playhead/core/world/users"
)

// gcPercent lets the heap grow to four times what is live before it is
// collected. A worker has one thread: while the garbage of folds is collected,
// some 200 ms at 100,000 events, nothing is answered, and so it should be seldom.
const gcPercent = 300

// memoryLimit is where the heap is rather collected more often than let grow:
// WebAssembly has 4 GiB, and never gives any of it back.
const memoryLimit = 1 << 30

func main() {
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryLimit)
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "playhead:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	turns, err := newTurns()
	if err != nil {
		return fmt.Errorf("prepare turns: %w", err)
	}
	bridge, err := newBridge()
	if err != nil {
		return fmt.Errorf("reach the page: %w", err)
	}
	storage := newStorage()
	began := time.Now()
	config, around := provoked(playground.Config{
		Worlds:  []*world.World{bank.World(), orders.World(), mall.World(), users.World()},
		Storage: storage,
		Now:     time.Now,
		Elapsed: func() time.Duration { return time.Since(began) },
		NewID:   newID,
		NewKey:  newKey,
		Code:    said("playheadCode", safejs.Value.String),
		Pause:   turns.pause,
		Push:    bridge.push,
		After:   func(d time.Duration, f func()) { time.AfterFunc(d, f) },
		Safe:    said("playheadSafe", safejs.Value.Bool),
	})
	p := playground.New(config)
	verifying := turns.pause
	if config.Safe {
		verifying = nil
	}
	storage.follow(ctx, p, verifying)
	if err := bridge.serve(ctx, around(p.Handle)); err != nil {
		return fmt.Errorf("answer the page: %w", err)
	}
	return p.Run(ctx)
}

// said returns what worker.ts says under a name before the core begins: nothing where it
// does not. playheadSafe is whether the core is to do nothing by itself, since cores
// that did have crashed; playheadCode is the name of the core's file, which has its hash.
func said[T any](name string, read func(safejs.Value) (T, error)) (what T) {
	value, err := safejs.Global().Get(name)
	if err != nil || value.IsUndefined() {
		return what
	}
	what, _ = read(value)
	return what
}

// newKey returns 32 bytes of the browser's randomness.
func newKey() (key sealing.Key) {
	rand.Read(key[:]) // never fails: without randomness the program ends
	return key
}

// newID returns a UUIDv7 for the time: events of a world's history have ids
// from when they are said to have happened.
func newID(at time.Time) uuid.UUID {
	id := uuid.Must(uuid.NewV7()) // fails only when the browser has no randomness
	ms := at.UnixMilli()
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
	return id
}

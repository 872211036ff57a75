//go:build js && wasm

package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/hack-pad/safejs"

	"playhead/core/eventstore/durable"
	"playhead/core/playground"
	"playhead/wasm/indexeddb"
)

// storage keeps the log of the open world in the browser, or in memory where
// the browser keeps nothing. The playground opens one log at a time.
type storage struct {
	owner  owner
	memory playground.Memory
	forced bool // to memory
	open   *log
	// damaged is the log that is to be verified before it is opened again, which
	// mends it.
	damaged string
}

var _ playground.Storage = (*storage)(nil)

// newStorage asks worker.ts, which has looked at what the browser can store.
func newStorage() *storage {
	s := &storage{}
	found, err := safejs.Global().Get("playheadStorage")
	if err != nil {
		return s
	}
	if usable, err := found.Get("indexedDB"); err == nil {
		truth, err := usable.Bool()
		s.forced = err == nil && !truth
	}
	if why, err := found.Get("why"); err == nil {
		s.memory.Why, _ = why.String()
	}
	return s
}

// Open opens the log of a world. A browser that has no IndexedDB gets a log in
// memory; one whose IndexedDB fails gets the error, since there may be a log
// in it that memory would hide.
func (s *storage) Open(ctx context.Context, name string) (playground.OpenLog, error) {
	return s.use(ctx, name, durable.Open, s.memory.Open)
}

// Reset throws the log of a world away and begins it anew.
func (s *storage) Reset(ctx context.Context, name string) (playground.OpenLog, error) {
	if before := s.open; before != nil {
		before.leaving.Store(true)
		defer before.leaving.Store(false) // it is closed, unless there is no other
	}
	return s.use(ctx, name, durable.Reset, s.memory.Reset)
}

func (s *storage) use(
	ctx context.Context, name string, kept opener,
	forgotten func(context.Context, string) (playground.OpenLog, error),
) (playground.OpenLog, error) {
	if s.forced {
		return forgotten(ctx, name)
	}
	opened, err := openLog(ctx, name, kept, s.damaged == name, s.owner)
	var unavailable *indexeddb.UnavailableError
	if errors.As(err, &unavailable) && unavailable.Cause == indexeddb.CauseMissing {
		s.forced, s.memory.Why = true, unavailable.Error()
		return forgotten(ctx, name)
	}
	if err != nil {
		return playground.OpenLog{}, err
	}
	if before := s.open; before != nil {
		before.close()
	}
	s.open, s.damaged = opened, ""
	return playground.OpenLog{Store: opened.store, New: opened.store.Began(), Kept: opened.asKept}, nil
}

// follow tells the playground what happens to the open log. It is called
// before anything is opened. pause gives others a turn while a log is verified;
// without it, none is.
func (s *storage) follow(ctx context.Context, p *playground.Playground, pause func(context.Context) error) {
	s.owner = owner{
		changed: p.Changed,
		kept:    p.Kept,
		damaged: func(name string) {
			s.damaged = name
			if err := p.Damaged(ctx); err != nil {
				fmt.Fprintln(os.Stderr, "playhead: open a damaged log again:", err)
			}
		},
		progress: p.Progress,
		preview:  p.Preview,
		pause:    pause,
		replaced: func() {
			if err := p.Replaced(ctx); err != nil {
				fmt.Fprintln(os.Stderr, "playhead: open the log that another tab reset:", err)
			}
		},
	}
}

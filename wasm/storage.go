//go:build js && wasm

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/hack-pad/safejs"

	"playhead/core/eventstore"
	"playhead/core/playground"
	"playhead/wasm/indexeddb"
)

// storage keeps the log of the open world in IndexedDB, or in memory where
// the browser keeps nothing.
type storage struct {
	changed  func()
	replaced func()
	memory   playground.Memory
	forced   bool // to memory

	mu   sync.Mutex
	open *indexeddb.Store
}

var _ playground.Storage = (*storage)(nil)

// newStorage asks worker.ts, which has looked at what the browser can store.
func newStorage() *storage {
	s := &storage{changed: func() {}, replaced: func() {}}
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
	return s.use(ctx, name, indexeddb.Open, s.memory.Open)
}

// Reset throws the log of a world away and begins it anew.
func (s *storage) Reset(ctx context.Context, name string) (playground.OpenLog, error) {
	return s.use(ctx, name, indexeddb.Reset, s.memory.Reset)
}

func (s *storage) use(
	ctx context.Context, name string,
	kept func(context.Context, string, indexeddb.Options) (*indexeddb.Store, error),
	forgotten func(context.Context, string) (playground.OpenLog, error),
) (playground.OpenLog, error) {
	if s.forced {
		return forgotten(ctx, name)
	}
	store, err := kept(ctx, name, indexeddb.Options{
		Changed: func(elsewhere bool) {
			if elsewhere {
				s.changed()
			}
		},
		Replaced: func() { s.replaced() },
	})
	var unavailable *indexeddb.UnavailableError
	if errors.As(err, &unavailable) && unavailable.Cause == indexeddb.CauseMissing {
		s.forced, s.memory.Why = true, unavailable.Error()
		return forgotten(ctx, name)
	}
	if err != nil {
		return playground.OpenLog{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open != nil {
		s.open.Close()
	}
	s.open = store
	return playground.OpenLog{Store: store, New: store.Began(), Guarantee: playground.GuaranteeSaved}, nil
}

// lookEvery is how often the log is looked at for what other tabs have added.
// They announce it, and this is for announcements that are lost: a few seconds
// is soon enough for a person, and the look costs a millisecond.
const lookEvery = 3 * time.Second

// follow tells the playground what other tabs do to the open log.
func (s *storage) follow(ctx context.Context, p *playground.Playground) {
	s.changed = p.Changed
	s.replaced = func() {
		if err := p.Replaced(ctx); err != nil {
			fmt.Fprintln(os.Stderr, "playhead: open the log that another tab reset:", err)
		}
	}
	go func() {
		for range time.Tick(lookEvery) {
			s.mu.Lock()
			store := s.open
			s.mu.Unlock()
			if store == nil {
				continue
			}
			// A log that was reset is told of by Replaced.
			if err := store.Refresh(ctx); err != nil && !errors.Is(err, eventstore.ErrReplaced) {
				fmt.Fprintln(os.Stderr, "playhead: look at the log:", err)
			}
		}
	}()
}

//go:build js && wasm

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"playhead/core/checkpoint"
	"playhead/core/eventstore"
	"playhead/core/eventstore/durable"
	"playhead/core/playground"
	"playhead/core/sealing"
	"playhead/wasm/indexeddb"
	"playhead/wasm/opfs"
)

// inMemory says why a log is in memory, and what that means.
const inMemory = "Events are kept in memory and are gone when this tab closes: %v."

// besideWithin is how long what is kept beside a log may take to answer: it only spares
// folding, which has not begun while it is waited for.
const besideWithin = 2 * time.Second

// storage keeps logs in the browser, or in memory where the browser keeps
// nothing.
type storage struct {
	owner  owner
	memory playground.Memory
	forced bool       // to memory
	trust  opfs.Trust // in the browser's files

	mu     sync.Mutex
	open   map[string]*log // the one that was opened last under each name
	beside map[string]*indexeddb.Checkpoints
	keys   map[string]*keys // by the name of their world
	// damaged are the logs that are to be verified before they are opened again,
	// which mends them.
	damaged map[string]bool
}

var _ playground.Storage = (*storage)(nil)

func newStorage() *storage {
	return &storage{open: map[string]*log{}, beside: map[string]*indexeddb.Checkpoints{}, keys: map[string]*keys{}, damaged: map[string]bool{}}
}

// Open opens the log of a name. A browser that has no IndexedDB, or keeps
// nothing of this page and has no room to begin, gets a log in memory; any other
// whose IndexedDB fails gets the error, since memory would hide the log in it.
func (s *storage) Open(ctx context.Context, name string, past *eventstore.Past) (playground.OpenLog, error) {
	return s.use(ctx, name, past, durable.Open, s.memory.Open)
}

// Reset throws the log of a name away and begins it anew.
func (s *storage) Reset(ctx context.Context, name string, past *eventstore.Past) (playground.OpenLog, error) {
	s.mu.Lock()
	before := s.open[name]
	s.mu.Unlock()
	if before != nil {
		before.leaving.Store(true)
	}
	anew, err := s.use(ctx, name, past, durable.Reset, s.memory.Reset)
	if err != nil && before != nil {
		before.leaving.Store(false) // it goes on: there is no other
	}
	return anew, err
}

// Keys returns the keys of a world's persons. They are opened once, and there
// until the worker ends.
func (s *storage) Keys(name string) sealing.Keys {
	if s.forced {
		return s.memory.Keys(name)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keys[name] == nil {
		s.keys[name] = openKeys(context.Background(), name, &s.trust, s.owner.keys)
	}
	return s.keys[name]
}

// Checkpoints returns what is kept beside the log of a name. It is opened once, and
// there until the worker ends.
func (s *storage) Checkpoints(name string) checkpoint.Store {
	if s.forced {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.beside[name] == nil {
		s.beside[name] = indexeddb.OpenCheckpoints(name, indexeddb.Options{Within: besideWithin})
	}
	return s.beside[name]
}

// keysOnce returns why keys of persons are in one place only, nil while none is.
func (s *storage) keysOnce() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, keys := range s.keys {
		if err := keys.Once(); err != nil {
			return err
		}
	}
	return nil
}

// Head returns the position of a log's last event without opening it.
func (s *storage) Head(ctx context.Context, name string) (eventstore.Position, error) {
	if s.forced {
		return s.memory.Head(ctx, name)
	}
	db, err := indexeddb.Open(ctx, name, indexeddb.Options{Database: database})
	if err != nil {
		return 0, fmt.Errorf("look at log %s: %w", name, err)
	}
	defer db.Close()
	head, _, err := durable.Peek(ctx, db, 0)
	return head, err
}

func (s *storage) use(
	ctx context.Context, name string, past *eventstore.Past, kept opener,
	forgotten func(context.Context, string, *eventstore.Past) (playground.OpenLog, error),
) (playground.OpenLog, error) {
	if s.forced {
		return forgotten(ctx, name, past)
	}
	s.mu.Lock()
	thorough := s.damaged[name]
	s.mu.Unlock()
	opened, err := s.openLog(ctx, name, past, kept, thorough)
	var unavailable *indexeddb.UnavailableError
	if errors.As(err, &unavailable) && (unavailable.Cause == indexeddb.CauseMissing || !keeps(ctx)) {
		s.forced, s.memory.Why = true, fmt.Sprintf(inMemory, unavailable)
		return forgotten(ctx, name, past)
	}
	if err != nil {
		return playground.OpenLog{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[name] = opened
	delete(s.damaged, name)
	return playground.OpenLog{
		Store: opened.store, New: opened.store.Began(), Kept: opened.asKept,
		Close: func() { s.close(name, opened) },
	}, nil
}

// keeps reports whether the browser may keep anything of this page.
func keeps(ctx context.Context) bool {
	return indexeddb.Exists(ctx, database) || opfs.Exists(ctx, database)
}

// close lets go of a log, which may have been opened once more since.
func (s *storage) close(name string, l *log) {
	s.mu.Lock()
	if s.open[name] == l {
		delete(s.open, name)
	}
	s.mu.Unlock()
	l.close()
}

// follow tells the playground what happens to the open log. It is called
// before anything is opened. pause gives others a turn while a log is verified;
// without it, none is.
func (s *storage) follow(ctx context.Context, p *playground.Playground, pause func(context.Context) error) {
	s.owner = owner{
		changed: p.Changed,
		kept:    p.Kept,
		keys: func() {
			if err := p.KeysChanged(ctx); err != nil {
				fmt.Fprintln(os.Stderr, "playhead: read the keys again:", err)
			}
		},
		keysOnce: s.keysOnce,
		damaged: func(name string) {
			s.mu.Lock()
			s.damaged[name] = true
			s.mu.Unlock()
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

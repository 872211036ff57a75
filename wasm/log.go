//go:build js && wasm

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"playhead/core/eventstore"
	"playhead/core/eventstore/durable"
	"playhead/core/playground"
	"playhead/wasm/browser"
	"playhead/wasm/indexeddb"
	"playhead/wasm/opfs"
)

const (
	// database is the name of the database, and of what tabs tell each other.
	database = "playhead"
	// lookEvery is how often the log is looked at for what other tabs have
	// added. They announce it, and this is for announcements that are lost, and
	// for pages that were frozen: a few seconds is soon enough for a person, and
	// the look costs a millisecond.
	lookEvery = 3 * time.Second
	// promiseWithin is how long to wait for what the browser promises: it is
	// only told.
	promiseWithin = time.Second
	// previewFrom is how long a log is that takes so long to open, some 100 ms,
	// that its end is shown before.
	previewFrom = 10_000
	// previewRows is how many events a tall screen has room for.
	previewRows = 100
	// untilClosed is what a browser means that has a database and refuses files.
	untilClosed = "this seems to be a private window: the browser keeps the events until it is closed; open the page in a normal window to have them kept"
)

var errClosed = &indexeddb.UnavailableError{Cause: indexeddb.CauseClosed}

// opener opens a log or begins it anew.
type opener func(context.Context, durable.Database, durable.Files, durable.Options) (*durable.Store, error)

// owner is told what happens to the log. None of its functions may wait.
type owner struct {
	changed  func()            // somebody else recorded events
	replaced func()            // the log was reset elsewhere
	kept     func()            // the log is kept in another way
	damaged  func(name string) // its hashes do not follow from each other
	keys     func()            // keys of persons were destroyed elsewhere
	keysOnce func() error      // says why keys of persons are in one place only
	progress func(task, name string, done, total eventstore.Position)
	preview  func(name string, head eventstore.Position, events []eventstore.Event)
	// pause gives others a turn while the log is verified. Without it, it is not.
	pause func(context.Context) error
}

// log is the log that is open.
type log struct {
	store   *durable.Store
	owner   owner
	hints   *indexeddb.Hints
	noFiles error // why there are no files
	look    chan struct{}
	grown   chan struct{} // each of the two holds at most one
	closed  chan struct{}
	lost    error       // why the database is to be restored
	done    atomic.Bool // closed is
	leaving atomic.Bool // we are about to reset it ourselves

	mu   sync.Mutex
	kept playground.Kept
}

// openLog opens the log of a name in both places that a browser has for it.
// Unless it is to be thorough, the log is verified behind it.
func (s *storage) openLog(ctx context.Context, name string, past *eventstore.Past, with opener, thorough bool) (*log, error) {
	db, err := indexeddb.Open(ctx, name, indexeddb.Options{Database: database})
	if err != nil {
		return nil, fmt.Errorf("open log %s: %w", name, err)
	}
	l := &log{owner: s.owner, look: make(chan struct{}, 1), grown: make(chan struct{}, 1), closed: make(chan struct{})}
	var files durable.Files
	if f, err := opfs.Open(name, opfs.Options{Trust: &s.trust}); err == nil {
		files = f
	} else {
		l.noFiles = err
	}
	// Listening begins before reading, so that nothing falls in between.
	l.hints = indexeddb.Listen(database, name, func() { signal(l.look) })
	head, events, err := durable.Peek(ctx, db, previewRows)
	var unavailable *indexeddb.UnavailableError
	switch {
	case err == nil && head >= previewFrom:
		s.owner.preview(name, head, events)
	case errors.As(err, &unavailable) && unavailable.Cause == indexeddb.CauseTimeout:
		// It would be waited for as long once more.
		l.hints.Close()
		db.Close()
		return nil, fmt.Errorf("look at log %s: %w", name, err)
	}
	l.store, err = with(ctx, db, files, durable.Options{
		Past:     past,
		NewID:    func() string { return newID(time.Now()).String() },
		Changed:  l.changed,
		Replaced: l.replaced,
		Announce: l.hints.Post,
		Thorough: thorough,
		Progress: func(done, total eventstore.Position) { s.owner.progress("open", name, done, total) },
	})
	if err != nil {
		l.hints.Close()
		return nil, fmt.Errorf("open log %s: %w", name, err)
	}
	l.kept = l.keeping(ctx)
	go l.follow(ctx)
	go l.verify(ctx, name)
	return l, nil
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // one that waits is enough
	}
}

func (l *log) changed(elsewhere bool) {
	if elsewhere {
		l.owner.changed()
	}
	signal(l.grown)
}

func (l *log) replaced() {
	if !l.leaving.Load() {
		go l.owner.replaced()
	}
}

// verify checks all hashes of the log, which may take a while.
func (l *log) verify(ctx context.Context, name string) {
	if l.owner.pause == nil {
		return
	}
	pause := func(ctx context.Context) error {
		select {
		case <-l.closed:
			return errClosed
		default:
			return l.owner.pause(ctx)
		}
	}
	err := l.store.Verify(ctx, pause, func(done, total eventstore.Position) { l.owner.progress("verify", name, done, total) })
	if errors.Is(err, eventstore.ErrCorrupt) {
		l.owner.damaged(name)
	}
	signal(l.grown) // tidying may have failed
}

// follow looks what others do to the log, and how it is kept, until it is
// closed.
func (l *log) follow(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-l.closed:
			return
		case <-l.grown:
			l.lost = nil // as far as is known: an append puts everything back
		case <-l.look:
			l.refresh(ctx)
		case <-tick.C:
			l.refresh(ctx)
		}
		l.notice(ctx)
	}
}

func (l *log) refresh(ctx context.Context) {
	err := l.store.Refresh(ctx)
	l.lost = nil
	switch {
	case errors.Is(err, durable.ErrLost):
		l.lost = durable.ErrLost
	case err != nil && !errors.Is(err, eventstore.ErrReplaced): // which the owner is told of
		fmt.Fprintln(os.Stderr, "playhead: look at the log:", err)
	}
}

// notice tells the owner when the log is kept in another way than before.
func (l *log) notice(ctx context.Context) {
	now := l.keeping(ctx)
	l.mu.Lock()
	before := l.kept
	l.kept = now
	l.mu.Unlock()
	same := now.Guarantee == before.Guarantee && now.Why == before.Why && now.Persisted == before.Persisted &&
		slices.Equal(now.Findings, before.Findings)
	if !same {
		l.owner.kept()
	}
}

// asKept says how the log is kept, as far as it is known.
func (l *log) asKept() playground.Kept {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.kept
}

func (l *log) keeping(ctx context.Context) playground.Kept {
	kept := playground.Kept{Persisted: persisted(ctx)}
	for _, f := range l.store.Findings() {
		kept.Findings = append(kept.Findings, playground.Finding{
			Sentence: f.String() + ".", From: f.From, To: f.To, Restored: f.Outcome == durable.Restored,
		})
	}
	guarantee, why := l.store.Guarantee()
	switch {
	case errors.Is(l.noFiles, opfs.ErrRefused):
		kept.Guarantee, kept.Why = playground.GuaranteeWindow, untilClosed
	case guarantee == durable.TwoCopies && l.lost == nil:
		kept.Guarantee = playground.GuaranteeTwoCopies
		if err := l.owner.keysOnce(); err != nil {
			kept.Guarantee = playground.GuaranteeOneCopy
			kept.Why = fmt.Sprintf("the keys of persons are in one place only: %v", err)
		}
	case guarantee == durable.TwoCopies:
		kept.Guarantee, kept.Why = playground.GuaranteeOneCopy, l.lost.Error()
	case l.lost != nil:
		kept.Guarantee, kept.Why = playground.GuaranteeMemory, l.lost.Error()
	case l.noFiles != nil:
		kept.Guarantee, kept.Why = playground.GuaranteeOneCopy, l.noFiles.Error()
	default:
		kept.Guarantee, kept.Why = playground.GuaranteeOneCopy, why.Error()
	}
	return kept
}

// persisted reports whether the browser promised not to delete anything of
// this page by itself.
func persisted(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, promiseWithin)
	defer cancel()
	manager, err := browser.Global("navigator", "storage")
	if err != nil {
		return false
	}
	promised, err := browser.Await(ctx, manager, "persisted")
	if err != nil {
		return false
	}
	yes, err := promised.Bool()
	return err == nil && yes
}

// close lets go of the log.
func (l *log) close() {
	if !l.done.CompareAndSwap(false, true) {
		return
	}
	close(l.closed)
	l.store.Close(errClosed)
	l.hints.Close()
}

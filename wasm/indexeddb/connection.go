//go:build js && wasm

package indexeddb

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/hack-pad/safejs"

	"playhead/wasm/browser"
)

const (
	logsStore    = "logs"
	batchesStore = "batches"
	asidesStore  = "asides" // since version 2
)

// layout says which object stores a database has.
type layout struct {
	version int
	stores  []string
	// since lists the stores that a database of the version before has not; a
	// new one, of version 0, has none.
	since func(before uint64) []string
}

// ofLogs returns the layout of the database that keeps logs.
func ofLogs() layout {
	all := []string{logsStore, batchesStore, asidesStore}
	return layout{2, all, func(before uint64) []string {
		if before == 0 {
			return all
		}
		return []string{asidesStore}
	}}
}

// connection is an open database.
type connection struct {
	db       safejs.Value
	handlers browser.Handlers
	dead     atomic.Bool // closed by us for another version, or by the browser
}

// connect opens the database and makes it if there is none. It fails with an
// *UnavailableError, or with ctx's error when ctx ends before the time given.
func connect(ctx context.Context, database string, layout layout, within time.Duration) (*connection, error) {
	factory, err := browser.Global("indexedDB")
	if err != nil {
		return nil, refused(err)
	}
	if there, err := factory.Truthy(); err != nil || !there {
		return nil, &UnavailableError{Cause: CauseMissing}
	}
	request, err := factory.Call("open", database, layout.version)
	if err != nil {
		return nil, refused(err)
	}
	o := opening{request: request, layout: layout, opened: make(chan safejs.Value, 1), failed: make(chan error, 1)}
	if err := o.listen(); err != nil {
		return nil, failed(err)
	}
	db, err := o.wait(ctx, within)
	if err != nil {
		return nil, err
	}
	c := &connection{db: db}
	return c, c.listen()
}

// listen lets go of the database when the browser wants it back.
func (c *connection) listen() error {
	return errors.Join(
		c.handlers.On(c.db, "versionchange", func(safejs.Value) {
			c.dead.Store(true)
			c.db.Call("close") // at once: the other tab waits for it
		}),
		c.handlers.On(c.db, "close", func(safejs.Value) { c.dead.Store(true) }),
	)
}

func (c *connection) close() {
	c.db.Call("close")
	c.handlers.Release()
}

// opening is a request for a database. It outlives the wait for it: what is
// opened too late is closed again.
type opening struct {
	request  safejs.Value
	layout   layout
	handlers browser.Handlers
	opened   chan safejs.Value
	failed   chan error
	blocked  atomic.Bool
	given    atomic.Bool // up
}

func (o *opening) listen() error {
	return errors.Join(
		o.handlers.On(o.request, "upgradeneeded", o.upgrade),
		o.handlers.On(o.request, "blocked", func(safejs.Value) { o.blocked.Store(true) }),
		o.handlers.On(o.request, "error", func(safejs.Value) {
			defer o.handlers.Release()
			reason := errorOf(o.request)
			cause := CauseFailed
			switch reason.Name {
			case "VersionError":
				cause = CauseNewer
			case "QuotaExceededError":
				cause = CauseQuota
			case "InvalidStateError", "SecurityError", "NotAllowedError": // as in private windows of Firefox before version 115
				cause = CauseMissing
			}
			o.failed <- &UnavailableError{cause, reason.Error()}
		}),
		o.handlers.On(o.request, "success", func(safejs.Value) {
			defer o.handlers.Release()
			db, err := o.request.Get("result")
			switch {
			case err != nil:
				o.failed <- failed(err)
			case o.given.Load():
				db.Call("close")
			default:
				o.opened <- db
			}
		}),
	)
}

// upgrade makes the object stores that the version before had not. An exception
// in it makes the request fail.
func (o *opening) upgrade(event safejs.Value) {
	before, err := whole(event, "oldVersion")
	var db safejs.Value
	if err == nil {
		db, err = o.request.Get("result")
	}
	for _, store := range o.layout.since(before) {
		if err == nil {
			_, err = db.Call("createObjectStore", store)
		}
	}
	if err == nil {
		return
	}
	if transaction, err := o.request.Get("transaction"); err == nil {
		transaction.Call("abort")
	}
}

func (o *opening) wait(ctx context.Context, within time.Duration) (safejs.Value, error) {
	deadline := time.NewTimer(within)
	defer deadline.Stop()
	select {
	case db := <-o.opened:
		return db, nil
	case err := <-o.failed:
		return safejs.Value{}, err
	case <-deadline.C:
		o.given.Store(true)
		if o.blocked.Load() {
			return safejs.Value{}, &UnavailableError{Cause: CauseBlocked}
		}
		return safejs.Value{}, &UnavailableError{Cause: CauseTimeout}
	case <-ctx.Done():
		o.given.Store(true)
		return safejs.Value{}, context.Cause(ctx)
	}
}

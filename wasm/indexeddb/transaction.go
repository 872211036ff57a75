//go:build js && wasm

package indexeddb

import (
	"context"
	"errors"
	"time"

	"github.com/hack-pad/safejs"

	"playhead/core/eventstore"
	"playhead/wasm/browser"
)

// transaction is a chain of requests that take effect together. Its first
// request is made at once, each other in the handler of the one before.
type transaction struct {
	name                  string // of the log
	value                 safejs.Value
	logs, batches, asides safejs.Value
	handlers              browser.Handlers
	answered              time.Time  // when what the browser answered last was dealt with
	failure               error      // why we gave it up
	ended                 chan error // nil when it is complete
}

// begin starts a transaction. complete is called when it is complete, before
// anybody who waits for it goes on. It fails when the connection is dead.
//
// A transaction is always left to commit by itself. Calling its commit would
// save a tenth of the time, but Firefox (153) then completes also when a record
// could not be added.
func (c *connection) begin(stores []string, write bool, complete func()) (*transaction, error) {
	if c.dead.Load() {
		return nil, errors.New("the connection is closed")
	}
	mode := "readonly"
	if write {
		mode = "readwrite"
	}
	names := make([]any, len(stores))
	for i, name := range stores {
		names[i] = name
	}
	value, err := c.open(names, mode)
	if err != nil {
		return nil, err
	}
	tx := &transaction{value: value, answered: time.Now(), ended: make(chan error, 1)}
	return tx, errors.Join(
		tx.handlers.On(value, "complete", func(safejs.Value) {
			tx.handlers.Release()
			complete()
			tx.ended <- nil
		}),
		tx.handlers.On(value, "abort", func(safejs.Value) {
			tx.handlers.Release()
			tx.ended <- tx.reason()
		}),
	)
}

// open opens a transaction of a mode. After one that found the disk full,
// Firefox (153) hands out one in which things can only be deleted, whatever is
// asked for; the next is as asked.
func (c *connection) open(stores []any, mode string) (safejs.Value, error) {
	for {
		// Strict: complete comes when the data is on the disk, not in its cache.
		value, err := c.db.Call("transaction", stores, mode, map[string]any{"durability": "strict"})
		if err != nil {
			return value, err
		}
		got, err := value.Get("mode")
		if err != nil {
			return value, err
		}
		if text, err := got.String(); err != nil || text != "cleanup" {
			return value, err
		}
		if _, err := value.Call("abort"); err != nil {
			return value, err
		}
	}
}

// ofLog makes it a transaction on the log of a name.
func (tx *transaction) ofLog(name string) (err error) {
	tx.name = name
	for _, of := range []struct {
		name  string
		store *safejs.Value
	}{{logsStore, &tx.logs}, {batchesStore, &tx.batches}, {asidesStore, &tx.asides}} {
		if *of.store, err = tx.value.Call("objectStore", of.name); err != nil {
			return err
		}
	}
	return nil
}

// reason says why the transaction was aborted. It is called in its handler.
func (tx *transaction) reason() error {
	if tx.failure != nil {
		return tx.failure
	}
	switch e := errorOf(tx.value); e.Name {
	case "QuotaExceededError":
		return &UnavailableError{Cause: CauseQuota}
	case "ConstraintError":
		return &eventstore.DamageError{Reason: "another event stands where the next one belongs"}
	default:
		return failed(e)
	}
}

// request calls then with the result of a request, in the request's handler.
// If then fails, so does the transaction.
func (tx *transaction) request(request safejs.Value, err error, then func(result safejs.Value) error) error {
	if err != nil {
		return err
	}
	return tx.handlers.On(request, "success", func(safejs.Value) {
		// What is made of an answer is our time and not the browser's: of a long
		// log it may be more than the browser is given.
		defer func() { tx.answered = time.Now() }()
		result, err := request.Get("result")
		if err == nil {
			err = then(result)
		}
		if err != nil {
			tx.fail(err)
		}
	})
}

// fail gives the transaction up; what it wrote is undone.
func (tx *transaction) fail(err error) {
	tx.failure = err
	tx.value.Call("abort") // fails only if it has ended already
}

// verdictWithin is how long to wait for a transaction that can no longer be
// stopped. The browser has the data by then and only has to sync it.
const verdictWithin = 2 * time.Second

// wait waits for the transaction's end. When ctx ends first, or the browser
// does not answer within the time given, it aborts; if it is too late for
// that, the transaction has its verdict and wait waits for it.
func (tx *transaction) wait(ctx context.Context, within time.Duration) error {
	reason := &UnavailableError{Cause: CauseTimeout}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var watch *time.Timer
	watch = time.AfterFunc(within, func() {
		// A long transaction is fine as long as it gets on.
		if left := within - time.Since(tx.answered); left > 0 {
			watch.Reset(left)
			return
		}
		cancel(reason)
	})
	defer watch.Stop()
	select {
	case err := <-tx.ended:
		return err
	case <-ctx.Done():
	}
	if _, err := tx.value.Call("abort"); err == nil {
		return context.Cause(ctx)
	}
	verdict := time.NewTimer(verdictWithin)
	defer verdict.Stop()
	select {
	case err := <-tx.ended:
		return err
	case <-verdict.C:
		return context.Cause(ctx)
	}
}

// errorOf reads the error property of a request or a transaction. It may only
// be called in their handlers.
func errorOf(value safejs.Value) *browser.Exception {
	reason, err := value.Get("error")
	if err != nil {
		return browser.ExceptionOf(safejs.Null())
	}
	return browser.ExceptionOf(reason)
}

//go:build js && wasm

package indexeddb

import (
	"context"
	"errors"
	"time"

	"github.com/hack-pad/safejs"

	"playhead/core/eventstore"
)

// mode is what a transaction may do.
type mode string

const (
	readOnly  mode = "readonly"
	readWrite mode = "readwrite"
)

// transaction is a chain of requests that take effect together. Its first
// request is made at once, each other in the handler of the one before.
type transaction struct {
	value    safejs.Value
	logs     safejs.Value
	batches  safejs.Value
	handlers handlers
	failure  error      // why we gave it up
	ended    chan error // nil when it is complete
}

// begin starts a transaction. complete is called when it is complete, before
// anybody who waits for it goes on. It fails when the connection is dead.
func (c *connection) begin(m mode, complete func()) (*transaction, error) {
	if c.dead.Load() {
		return nil, errors.New("the connection is closed")
	}
	// Strict: complete comes when the data is on the disk, not in its cache.
	value, err := c.db.Call("transaction", []any{logsStore, batchesStore}, string(m), map[string]any{"durability": "strict"})
	if err != nil {
		return nil, err
	}
	tx := &transaction{value: value, ended: make(chan error, 1)}
	if tx.logs, err = value.Call("objectStore", logsStore); err != nil {
		return nil, err
	}
	if tx.batches, err = value.Call("objectStore", batchesStore); err != nil {
		return nil, err
	}
	return tx, errors.Join(
		tx.handlers.on(value, "complete", func(safejs.Value) {
			tx.handlers.release()
			complete()
			tx.ended <- nil
		}),
		tx.handlers.on(value, "abort", func(safejs.Value) {
			tx.handlers.release()
			tx.ended <- tx.reason()
		}),
	)
}

// reason says why the transaction was aborted. It is called in its handler.
func (tx *transaction) reason() error {
	if tx.failure != nil {
		return tx.failure
	}
	switch e := errorOf(tx.value); e.name {
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
	return tx.handlers.on(request, "success", func(safejs.Value) {
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

// wait waits for the transaction's end. When ctx ends first, it aborts; if it
// is too late for that, the transaction has its verdict and wait waits for it.
func (tx *transaction) wait(ctx context.Context) error {
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

//go:build js && wasm

package indexeddb

import (
	"context"
	"errors"
	"sync"
)

// link is the way to a database. A connection that dies is replaced by the
// next transaction.
type link struct {
	layout  layout
	options Options

	mu     sync.Mutex // guards what follows
	conn   *connection
	closed bool
}

// Close lets go of the database.
func (l *link) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	l.drop()
}

// begin starts a transaction. A connection that turns out to be dead is
// replaced by a new one, once.
func (l *link) begin(ctx context.Context, write bool, complete func()) (*connection, *transaction, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var last error
	for range 2 {
		if l.closed {
			return nil, nil, &UnavailableError{Cause: CauseClosed}
		}
		if l.conn == nil {
			conn, err := connect(ctx, l.options.Database, l.layout, l.options.Within)
			if err != nil {
				return nil, nil, err
			}
			l.conn = conn
		}
		tx, err := l.conn.begin(l.layout.stores, write, complete)
		if err == nil {
			return l.conn, tx, nil
		}
		last = err
		l.drop()
	}
	return nil, nil, failed(last)
}

// ended waits for the end of a transaction on a connection, which is trusted
// no more when the browser failed.
func (l *link) ended(ctx context.Context, conn *connection, tx *transaction) error {
	err := tx.wait(ctx, l.options.Within)
	var unavailable *UnavailableError
	if errors.As(err, &unavailable) && unavailable.Cause == CauseFailed {
		l.distrust(conn)
		if isFull(ctx) {
			return &UnavailableError{CauseQuota, unavailable.Detail}
		}
	}
	return err
}

// distrust lets go of a connection that has failed, in whatever way.
func (l *link) distrust(conn *connection) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == conn {
		l.drop()
	}
}

func (l *link) drop() {
	if l.conn != nil {
		l.conn.close()
		l.conn = nil
	}
}

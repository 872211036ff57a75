//go:build js && wasm

package indexeddb

import (
	"context"
	"errors"
	"sync"
	"time"

	"playhead/core/eventstore/durable"
)

// Options say how a Database behaves. The zero value is fine.
type Options struct {
	// Database is the name of the database, "playhead" if empty.
	Database string
	// Within is how long the browser may take to open the database, and to
	// answer while a transaction is under way, 10 s if zero.
	Within time.Duration
}

// Database keeps one log's name in the browser's IndexedDB. A connection that
// dies is replaced by the next transaction.
type Database struct {
	name    string
	options Options

	mu     sync.Mutex // guards what follows
	conn   *connection
	closed bool
}

var _ durable.Database = (*Database)(nil)

// Open opens the database, and makes or upgrades it where that is needed. It
// fails with an *UnavailableError, and with ctx's error.
func Open(ctx context.Context, name string, options Options) (*Database, error) {
	if options.Database == "" {
		options.Database = "playhead"
	}
	if options.Within == 0 {
		options.Within = 10 * time.Second
	}
	conn, err := connect(ctx, options.Database, schemaVersion, options.Within)
	if err != nil {
		return nil, err
	}
	return &Database{name: name, options: options, conn: conn}, nil
}

// Close lets go of the database.
func (d *Database) Close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	d.drop()
}

// Transact runs body in one transaction. See durable.Database for what that
// means and when it fails; an *UnavailableError says that the browser failed.
func (d *Database) Transact(ctx context.Context, write bool, body func(durable.Tx) error, complete func()) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	conn, tx, err := d.begin(ctx, write, complete)
	if err != nil {
		return err
	}
	if err := body(tx); err != nil {
		tx.fail(err)
	}
	err = tx.wait(ctx, d.options.Within)
	var unavailable *UnavailableError
	if errors.As(err, &unavailable) && unavailable.Cause == CauseFailed {
		d.distrust(conn)
	}
	return err
}

// begin starts a transaction. A connection that turns out to be dead is
// replaced by a new one, once.
func (d *Database) begin(ctx context.Context, write bool, complete func()) (*connection, *transaction, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var last error
	for range 2 {
		if d.closed {
			return nil, nil, &UnavailableError{Cause: CauseClosed}
		}
		if d.conn == nil {
			conn, err := connect(ctx, d.options.Database, schemaVersion, d.options.Within)
			if err != nil {
				return nil, nil, err
			}
			d.conn = conn
		}
		tx, err := d.conn.begin(d.name, write, complete)
		if err == nil {
			return d.conn, tx, nil
		}
		last = err
		d.drop()
	}
	return nil, nil, failed(last)
}

// distrust lets go of a connection that has failed, in whatever way.
func (d *Database) distrust(conn *connection) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.conn == conn {
		d.drop()
	}
}

func (d *Database) drop() {
	if d.conn != nil {
		d.conn.close()
		d.conn = nil
	}
}

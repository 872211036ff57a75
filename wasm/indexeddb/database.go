//go:build js && wasm

package indexeddb

import (
	"context"
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

// or returns the options with what is meant where nothing is said.
func (o Options) or(database string) Options {
	if o.Database == "" {
		o.Database = database
	}
	if o.Within == 0 {
		o.Within = 10 * time.Second
	}
	return o
}

// Database keeps one log's name in the browser's IndexedDB. A connection that
// dies is replaced by the next transaction.
type Database struct {
	name string
	*link
}

var _ durable.Database = (*Database)(nil)

// Open opens the database, and makes or upgrades it where that is needed. It
// fails with an *UnavailableError, and with ctx's error.
func Open(ctx context.Context, name string, options Options) (*Database, error) {
	options = options.or("playhead")
	conn, err := connect(ctx, options.Database, ofLogs(), options.Within)
	if err != nil {
		return nil, err
	}
	return &Database{name, &link{layout: ofLogs(), options: options, conn: conn}}, nil
}

// Transact runs body in one transaction. See durable.Database for what that
// means and when it fails; an *UnavailableError says that the browser failed.
func (d *Database) Transact(ctx context.Context, write bool, body func(durable.Tx) error, complete func()) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	conn, tx, err := d.begin(ctx, write, complete)
	if err == nil {
		err = tx.ofLog(d.name)
	}
	if err != nil {
		return err
	}
	if err := body(tx); err != nil {
		tx.fail(err)
	}
	return d.ended(ctx, conn, tx)
}

//go:build js && wasm

package indexeddb

import (
	"context"

	"github.com/hack-pad/safejs"

	"playhead/core/checkpoint"
	"playhead/core/eventstore"
	"playhead/wasm/browser"
)

// checkpointsStore is the one object store of the database that keeps checkpoints. It is
// one of its own: all of it can be made again, so that whatever happens to it is no
// matter to a log.
const checkpointsStore = "checkpoints" // [log, position] → a checkpoint

func ofCheckpoints() layout {
	all := []string{checkpointsStore}
	return layout{1, all, func(uint64) []string { return all }}
}

// Checkpoints are those of one log in the browser's IndexedDB. All that is done fails
// with an *UnavailableError, and with ctx's error.
type Checkpoints struct {
	log string
	*link
}

var _ checkpoint.Store = (*Checkpoints)(nil)

// OpenCheckpoints returns the checkpoints of a log. The database is opened, and made if
// there is none, when something is first done with them. Options.Database is
// "playhead-checkpoints" if empty.
func OpenCheckpoints(log string, options Options) *Checkpoints {
	return &Checkpoints{log, &link{layout: ofCheckpoints(), options: options.or("playhead-checkpoints")}}
}

// transact runs body on the object store in one transaction, and returns when that has
// ended.
func (c *Checkpoints) transact(ctx context.Context, write bool, body func(*transaction, safejs.Value) error) error {
	conn, tx, err := c.begin(ctx, write, func() {})
	if err != nil {
		return err
	}
	store, err := tx.value.Call("objectStore", checkpointsStore)
	if err == nil {
		err = body(tx, store)
	}
	if err != nil {
		tx.fail(err)
	}
	return c.ended(ctx, conn, tx)
}

func (c *Checkpoints) place(at eventstore.Position) []any { return []any{c.log, float64(at)} }

// behind is the range of the places behind a position: an array comes after every number.
func (c *Checkpoints) behind(after eventstore.Position) (safejs.Value, error) {
	return keyRange(c.place(after+1), []any{c.log, []any{}})
}

// Next returns the first checkpoint behind a position. One that is not of bytes is empty,
// and so is of no use to anybody.
func (c *Checkpoints) Next(ctx context.Context, after eventstore.Position) (at eventstore.Position, data []byte, ok bool, err error) {
	err = c.transact(ctx, false, func(tx *transaction, store safejs.Value) error {
		within, err := c.behind(after)
		if err != nil {
			return err
		}
		places, err := store.Call("getAllKeys", within, 1)
		err = tx.request(places, err, func(places safejs.Value) error {
			return each(places, func(place safejs.Value) error {
				position, err := place.Index(1)
				if err != nil {
					return err
				}
				n, err := position.Float()
				at, ok = eventstore.Position(n), err == nil
				return err
			})
		})
		if err != nil {
			return err
		}
		found, err := store.Call("getAll", within, 1) // which is answered behind the first
		return tx.request(found, err, func(found safejs.Value) error {
			return each(found, func(value safejs.Value) error {
				data, _ = browser.Bytes(value)
				return nil
			})
		})
	})
	if err != nil {
		return 0, nil, false, err
	}
	return at, data, ok, nil
}

// Put keeps a checkpoint.
func (c *Checkpoints) Put(ctx context.Context, at eventstore.Position, data []byte) error {
	return c.transact(ctx, true, func(tx *transaction, store safejs.Value) error {
		array, err := browser.FromBytes(data)
		if err == nil {
			_, err = store.Call("put", array, c.place(at))
		}
		return err
	})
}

// Drop throws away those behind a position.
func (c *Checkpoints) Drop(ctx context.Context, after eventstore.Position) error {
	return c.transact(ctx, true, func(tx *transaction, store safejs.Value) error {
		within, err := c.behind(after)
		if err == nil {
			_, err = store.Call("delete", within)
		}
		return err
	})
}

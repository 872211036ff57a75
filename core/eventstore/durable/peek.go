package durable

import (
	"context"

	"playhead/core/eventstore"
)

// Peek reads the end of the log without opening it: the head that the
// database claims, and at most count events before it, in order. What it
// reads is not verified. A log that is not there, or whose end cannot be
// read, has none. It fails as Transact of Database does.
func Peek(ctx context.Context, db Database, count int) (head eventstore.Position, events []eventstore.Event, err error) {
	err = db.Transact(ctx, false, func(tx Tx) error {
		return tx.Entry(func(e Entry) error {
			if e.ID == "" || e.Head == 0 {
				return nil
			}
			head = e.Head
			// The record that holds the first of them begins at most a segment before it.
			wanted := eventstore.Position(count) + segments().events
			return tx.Records(e.ID, e.Head-min(wanted, e.Head)+1, e.Head, func(records []Record) error {
				for _, r := range records {
					run, err := eventstore.DecodeBatch(r.Bytes)
					if err != nil {
						events = nil
						continue
					}
					events = append(events, run...)
				}
				return nil
			})
		})
	}, func() {})
	if n := len(events); n == 0 || events[n-1].Position != head {
		return head, nil, err
	}
	return head, events[max(0, len(events)-count):], err
}

package process

import (
	"context"
	"fmt"
	"slices"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

// Look returns what the log up to a position says of one process: the book as
// it would be if there were no other. It fails when the store cannot be read.
func Look(ctx context.Context, store eventstore.Store, m *Manager, read func(eventstore.Event) schema.Recorded, stream eventstore.StreamID, upTo eventstore.Position) (*Book, []eventstore.Event, error) {
	b := NewBook([]*Manager{m}, read)
	own, err := upToPosition(ctx, store, stream, upTo)
	if err != nil {
		return nil, nil, err
	}
	drill, err := upToPosition(ctx, store, Drill, upTo)
	if err != nil {
		return nil, nil, err
	}
	all := slices.Concat(own, drill)
	slices.SortFunc(all, func(a, b eventstore.Event) int { return int(int64(a.Position) - int64(b.Position)) })
	for _, e := range all {
		b.Fold(e)
	}
	b.head = upTo
	return b, own, b.findAnswers(ctx, store, stream, upTo)
}

// findAnswers looks for what a process's requests have led to and the process
// has not recorded yet.
func (b *Book) findAnswers(ctx context.Context, store eventstore.Store, stream eventstore.StreamID, upTo eventstore.Position) error {
	p := b.processes[stream]
	if p == nil {
		return nil
	}
	for _, a := range p.Asks {
		if a.Command == nil {
			continue
		}
		for e, err := range store.ReadMatching(ctx, only(a.Stream), p.At) {
			if err != nil {
				return fmt.Errorf("look at %s: %w", stream, err)
			}
			if e.Position > upTo {
				break
			}
			b.Fold(e)
		}
	}
	return nil
}

func upToPosition(ctx context.Context, store eventstore.Store, stream eventstore.StreamID, upTo eventstore.Position) ([]eventstore.Event, error) {
	var events []eventstore.Event
	for e, err := range store.ReadStream(ctx, stream, 0) {
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", stream, err)
		}
		if e.Position > upTo {
			break
		}
		events = append(events, e)
	}
	return events, nil
}

package checkpoint

import (
	"context"
	"maps"
	"sync"

	"playhead/core/eventstore"
)

// Store keeps the checkpoints of one log. All tabs reach the same. What it keeps can be
// lost at any time; all that is done fails when it cannot be reached.
type Store interface {
	// Next returns the first checkpoint behind a position, and its own. It is not
	// ok when there is none.
	Next(ctx context.Context, after eventstore.Position) (at eventstore.Position, data []byte, ok bool, err error)
	// Put keeps a checkpoint, in the place of one that is there at its position.
	Put(ctx context.Context, at eventstore.Position, data []byte) error
	// Drop throws away those behind a position.
	Drop(ctx context.Context, after eventstore.Position) error
}

// Memory is a Store that is gone when the program ends. The zero value is empty
// and ready to use.
type Memory struct {
	mu   sync.Mutex
	kept map[eventstore.Position][]byte
}

var _ Store = (*Memory)(nil)

// Next returns the first checkpoint behind a position. It never fails.
func (m *Memory) Next(_ context.Context, after eventstore.Position) (eventstore.Position, []byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var next eventstore.Position
	for at := range m.kept {
		if at > after && (next == 0 || at < next) {
			next = at
		}
	}
	return next, m.kept[next], next != 0, nil
}

// Put keeps a checkpoint. It never fails.
func (m *Memory) Put(_ context.Context, at eventstore.Position, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[eventstore.Position][]byte{}
	}
	m.kept[at] = data
	return nil
}

// Drop throws away those behind a position. It never fails.
func (m *Memory) Drop(_ context.Context, after eventstore.Position) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.kept, func(at eventstore.Position, _ []byte) bool { return at > after })
	return nil
}

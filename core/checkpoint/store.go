package checkpoint

import (
	"context"
	"slices"
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
	kept []memorized // by position
}

type memorized struct {
	at   eventstore.Position
	data []byte
}

var _ Store = (*Memory)(nil)

// find returns where the first checkpoint behind a position is.
func (m *Memory) find(after eventstore.Position) int {
	i, _ := slices.BinarySearchFunc(m.kept, after+1, func(k memorized, at eventstore.Position) int {
		return int(int64(k.at) - int64(at))
	})
	return i
}

// Next returns the first checkpoint behind a position. It never fails.
func (m *Memory) Next(_ context.Context, after eventstore.Position) (eventstore.Position, []byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := m.find(after)
	if i == len(m.kept) {
		return 0, nil, false, nil
	}
	return m.kept[i].at, m.kept[i].data, true, nil
}

// Put keeps a checkpoint. It never fails.
func (m *Memory) Put(_ context.Context, at eventstore.Position, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := m.find(at - 1)
	if i < len(m.kept) && m.kept[i].at == at {
		m.kept[i].data = data
	} else {
		m.kept = slices.Insert(m.kept, i, memorized{at, data})
	}
	return nil
}

// Drop throws away those behind a position. It never fails.
func (m *Memory) Drop(_ context.Context, after eventstore.Position) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = m.kept[:m.find(after)]
	return nil
}

package playground

import (
	"context"
	"sync"

	"playhead/core/eventstore"
)

// Storage keeps the logs of all worlds.
type Storage interface {
	// Open opens the log of a name, and begins it when there is none.
	Open(ctx context.Context, name string) (OpenLog, error)
	// Reset throws a log away, for all who have it open, and begins it anew.
	Reset(ctx context.Context, name string) (OpenLog, error)
}

// OpenLog is a log that was opened.
type OpenLog struct {
	Store eventstore.Store
	New   bool        // whether opening it began it
	Kept  func() Kept // how it is kept now; it must not wait for the store
}

// Kept says how a log is kept.
type Kept struct {
	Guarantee Guarantee
	Why       string    // why the guarantee is not better, and what to do
	Persisted bool      // whether the browser promised not to delete it by itself
	Findings  []Finding // damage that was met since the log was opened
}

// Memory is a Storage that forgets everything when the program ends.
type Memory struct {
	Why string // why there is nothing better, for the page

	mu   sync.Mutex
	logs map[string]*eventstore.Memory
}

var _ Storage = (*Memory)(nil)

// Open opens the log of a name. It never fails.
func (m *Memory) Open(_ context.Context, name string) (OpenLog, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	store, ok := m.logs[name]
	if !ok {
		store = m.begin(name)
	}
	return OpenLog{store, !ok, m.kept}, nil
}

// Reset begins a log anew. It never fails.
func (m *Memory) Reset(_ context.Context, name string) (OpenLog, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return OpenLog{m.begin(name), true, m.kept}, nil
}

func (m *Memory) kept() Kept { return Kept{Guarantee: GuaranteeMemory, Why: m.Why} }

func (m *Memory) begin(name string) *eventstore.Memory {
	if m.logs == nil {
		m.logs = map[string]*eventstore.Memory{}
	}
	m.logs[name] = eventstore.NewMemory()
	return m.logs[name]
}

package playground

import (
	"context"
	"sync"

	"playhead/core/checkpoint"
	"playhead/core/eventstore"
	"playhead/core/sealing"
)

// Storage keeps the logs of all worlds.
type Storage interface {
	// Open opens the log of a name, and begins it when there is none. A branch
	// begins with a past, which is the same each time; other logs have none.
	Open(ctx context.Context, name string, past *eventstore.Past) (OpenLog, error)
	// Reset throws a log away, for all who have it open, and begins it anew.
	Reset(ctx context.Context, name string, past *eventstore.Past) (OpenLog, error)
	// Keys returns the keys of the persons of a world, whose branches share them.
	// They are kept apart from its logs, and never leave with them. Nil when there
	// is no place for them.
	Keys(name string) sealing.Keys
	// Checkpoints returns what is kept beside the log of a name. Nil when there is no
	// place for it.
	Checkpoints(name string) checkpoint.Store
	// Head returns the position of a log's last event without opening it, 0
	// when there is no log or it has no events of its own.
	Head(ctx context.Context, name string) (eventstore.Position, error)
}

// OpenLog is a log that was opened.
type OpenLog struct {
	Store eventstore.Store
	New   bool        // whether opening it began it
	Kept  func() Kept // how it is kept now; it must not wait for the store
	Close func()      // lets go of it; nil when there is nothing to let go of
}

func (l OpenLog) close() {
	if l.Close != nil {
		l.Close()
	}
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
	keys map[string]*sealing.MemoryKeys

	checkpoints map[string]*checkpoint.Memory
}

var _ Storage = (*Memory)(nil)

// Open opens the log of a name. It never fails.
func (m *Memory) Open(_ context.Context, name string, past *eventstore.Past) (OpenLog, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	store, ok := m.logs[name]
	if !ok {
		store = m.begin(name, past)
	}
	return OpenLog{Store: store, New: !ok, Kept: m.kept}, nil
}

// Reset begins a log anew. It never fails.
func (m *Memory) Reset(_ context.Context, name string, past *eventstore.Past) (OpenLog, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return OpenLog{Store: m.begin(name, past), New: true, Kept: m.kept}, nil
}

// Keys returns the keys of a world's persons.
func (m *Memory) Keys(name string) sealing.Keys {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.keys == nil {
		m.keys = map[string]*sealing.MemoryKeys{}
	}
	if m.keys[name] == nil {
		m.keys[name] = &sealing.MemoryKeys{}
	}
	return m.keys[name]
}

// Checkpoints returns what is kept beside a log.
func (m *Memory) Checkpoints(name string) checkpoint.Store {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.checkpoints == nil {
		m.checkpoints = map[string]*checkpoint.Memory{}
	}
	if m.checkpoints[name] == nil {
		m.checkpoints[name] = &checkpoint.Memory{}
	}
	return m.checkpoints[name]
}

// Head returns the position of a log's last event. It never fails.
func (m *Memory) Head(ctx context.Context, name string) (eventstore.Position, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	store, ok := m.logs[name]
	if !ok {
		return 0, nil
	}
	head, err := store.Head(ctx)
	return head.Position, err
}

func (m *Memory) kept() Kept { return Kept{Guarantee: GuaranteeMemory, Why: m.Why} }

func (m *Memory) begin(name string, past *eventstore.Past) *eventstore.Memory {
	if m.logs == nil {
		m.logs = map[string]*eventstore.Memory{}
	}
	m.logs[name] = eventstore.NewMemory()
	if past != nil {
		m.logs[name] = eventstore.NewBranch(past)
	}
	return m.logs[name]
}

package sealing

import (
	"context"
	"sync"

	"playhead/core/eventstore"
)

// Keys keeps the keys of a log's persons, outside of the log. A person is
// named by a stream. All tabs of a visitor reach the same keys.
type Keys interface {
	// All returns every person's key. It fails when the keys cannot be reached.
	All(ctx context.Context) (map[eventstore.StreamID]Key, error)
	// Find returns a person's key, not ok when there is none. It fails when the
	// keys cannot be reached.
	Find(ctx context.Context, person eventstore.StreamID) (key Key, ok bool, err error)
	// Ensure returns a person's key; where there was none it is offered from then
	// on. Several who ask at once are told the same. It returns when the key is
	// as safe as it can be made, and fails when the keys cannot be reached.
	Ensure(ctx context.Context, person eventstore.StreamID, offered Key) (Key, error)
	// Destroy deletes a person's key, and returns when it will not come back.
	// Without a key it does nothing. When it fails, the key may still be there.
	Destroy(ctx context.Context, person eventstore.StreamID) error
	// Clear deletes all keys: what they sealed is about to be thrown away. When it
	// fails, any of them may still be there.
	Clear(ctx context.Context) error
}

// MemoryKeys are keys that are gone when the program ends. The zero value is
// empty and ready to use.
type MemoryKeys struct {
	mu   sync.Mutex
	keys map[eventstore.StreamID]Key
}

var _ Keys = (*MemoryKeys)(nil)

// All returns every key. It never fails.
func (m *MemoryKeys) All(context.Context) (map[eventstore.StreamID]Key, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := make(map[eventstore.StreamID]Key, len(m.keys))
	for person, key := range m.keys {
		all[person] = key
	}
	return all, nil
}

// Find returns a person's key. It never fails.
func (m *MemoryKeys) Find(_ context.Context, person eventstore.StreamID) (Key, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	key, ok := m.keys[person]
	return key, ok, nil
}

// Ensure returns a person's key, the offered one where there was none. It
// never fails.
func (m *MemoryKeys) Ensure(_ context.Context, person eventstore.StreamID, offered Key) (Key, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if key, ok := m.keys[person]; ok {
		return key, nil
	}
	if m.keys == nil {
		m.keys = map[eventstore.StreamID]Key{}
	}
	m.keys[person] = offered
	return offered, nil
}

// Destroy deletes a person's key. It never fails.
func (m *MemoryKeys) Destroy(_ context.Context, person eventstore.StreamID) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.keys, person)
	return nil
}

// Clear deletes all keys. It never fails.
func (m *MemoryKeys) Clear(context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.keys)
	return nil
}

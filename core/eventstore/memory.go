package eventstore

import (
	"context"
	"fmt"
	"iter"
	"sync"

	"github.com/google/uuid"
)

// Memory is a Store that keeps its log in memory. Stores that keep their
// events elsewhere read and follow them through a Memory of their own, and
// append in two steps: Prepare, and Commit once the events are safe.
type Memory struct {
	appending sync.Mutex // held from Prepare to Commit of an Append

	mu      sync.RWMutex
	log     *Log
	changed chan struct{} // closed and replaced whenever the log grows
	closed  error         // why nothing comes any more
}

var _ Store = (*Memory)(nil)

// NewMemory returns a store without events.
func NewMemory() *Memory { return &Memory{log: NewLog(), changed: make(chan struct{})} }

// Append records the events as Store says. It fails as Store says, and never
// with ErrUnavailable.
func (m *Memory) Append(ctx context.Context, stream StreamID, expected ExpectedVersion, data ...EventData) ([]Event, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("append to %s: %w", stream, err)
	}
	m.appending.Lock()
	defer m.appending.Unlock()
	events, repeated, err := m.Prepare(stream, expected, data...)
	if err != nil || repeated {
		return events, err
	}
	if err := m.CommitOwn(events); err != nil {
		return nil, fmt.Errorf("append to %s: %w", stream, err)
	}
	return events, nil
}

// AppendAll records the events as Store says. It fails as Store says, and
// never with ErrUnavailable.
func (m *Memory) AppendAll(ctx context.Context, data ...Addressed) ([]Event, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("append all: %w", err)
	}
	m.appending.Lock()
	defer m.appending.Unlock()
	events, err := m.PrepareAll(data)
	if err == nil {
		err = m.CommitOwn(events)
	}
	if err != nil {
		return nil, fmt.Errorf("append all: %w", err)
	}
	return events, nil
}

// AppendIf records the events as Store says. It fails as Store says, and never
// with ErrUnavailable.
func (m *Memory) AppendIf(ctx context.Context, condition Condition, data ...Addressed) ([]Event, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("append if: %w", err)
	}
	m.appending.Lock()
	defer m.appending.Unlock()
	events, repeated, err := m.PrepareIf(condition, data)
	if err != nil || repeated {
		return events, err
	}
	if err := m.CommitOwn(events); err != nil {
		return nil, fmt.Errorf("append if: %w", err)
	}
	return events, nil
}

// PrepareIf checks an append on a condition and returns the events as they are
// to be recorded. See Log for what it returns and when it fails.
func (m *Memory) PrepareIf(condition Condition, data []Addressed) (events []Event, repeated bool, err error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed != nil {
		return nil, false, fmt.Errorf("append if: %w", m.closed)
	}
	return m.log.PrepareIf(condition, data)
}

// PrepareAll checks an append to any streams and returns the events as they
// are to be recorded. See Log for what it returns and when it fails.
func (m *Memory) PrepareAll(data []Addressed) ([]Event, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed != nil {
		return nil, m.closed
	}
	return m.log.PrepareAll(data)
}

// Prepare checks an append and returns the events as they are to be recorded.
// See Log for what it returns and when it fails.
func (m *Memory) Prepare(stream StreamID, expected ExpectedVersion, data ...EventData) (events []Event, repeated bool, err error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed != nil {
		return nil, false, fmt.Errorf("append to %s: %w", stream, m.closed)
	}
	return m.log.Prepare(stream, expected, data...)
}

// Commit takes over events that are recorded and wakes those who follow the
// log. See Log for when it fails.
func (m *Memory) Commit(events []Event) error { return m.commit(events, m.log.Commit) }

// CommitOwn takes over events that Prepare returned and that are recorded, and
// wakes those who follow the log. See Log for when it fails.
func (m *Memory) CommitOwn(events []Event) error { return m.commit(events, m.log.CommitOwn) }

func (m *Memory) commit(events []Event, commit func([]Event) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed != nil {
		return m.closed
	}
	if err := commit(events); err != nil {
		return err
	}
	m.wake()
	return nil
}

// Load takes over events as they were kept, without verifying their hashes.
// See Log for when it fails.
func (m *Memory) Load(events []Event) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	defer m.wake()
	return m.log.Load(events)
}

// Close ends all subscriptions, after what they have still to read, and
// refuses all appends, both with the reason. What is in the log can still be
// read.
func (m *Memory) Close(reason error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed == nil {
		m.closed = reason
		m.wake()
	}
}

func (m *Memory) wake() {
	close(m.changed)
	m.changed = make(chan struct{})
}

// ReadStream yields the stream's events with a version above after.
func (m *Memory) ReadStream(ctx context.Context, stream StreamID, after Version) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for version := after + 1; ; version++ {
			if err := ctx.Err(); err != nil {
				yield(Event{}, fmt.Errorf("read %s: %w", stream, err))
				return
			}
			m.mu.RLock()
			event, ok := m.log.InStream(stream, version)
			m.mu.RUnlock()
			if !ok || !yield(event, nil) {
				return
			}
		}
	}
}

// ReadAll yields the events with a position above after, up to the head at
// the time of the call. Beginning at a position costs the same anywhere in
// the log.
func (m *Memory) ReadAll(ctx context.Context, after Position) iter.Seq2[Event, error] {
	head := m.head().Position
	return func(yield func(Event, error) bool) {
		for position := after + 1; position <= head && position > after; position++ {
			if err := ctx.Err(); err != nil {
				yield(Event{}, fmt.Errorf("read the log: %w", err))
				return
			}
			m.mu.RLock()
			event, _ := m.log.At(position)
			m.mu.RUnlock()
			if !yield(event, nil) {
				return
			}
		}
	}
}

// matchAtOnce is how many events are looked at before a writer gets a turn:
// under a millisecond in a browser.
const matchAtOnce = 4096

// ReadMatching yields the events that the query matches, up to the head at the
// time of the call.
func (m *Memory) ReadMatching(ctx context.Context, query Query, after Position) iter.Seq2[Event, error] {
	head := m.head().Position
	return func(yield func(Event, error) bool) {
		for from := after; from < head; {
			if err := ctx.Err(); err != nil {
				yield(Event{}, fmt.Errorf("read what matches %s: %w", query, err))
				return
			}
			to := min(from+matchAtOnce, head)
			m.mu.RLock()
			found := m.log.compile(query).next(from, to)
			event, _ := m.log.At(found)
			m.mu.RUnlock()
			if from = to; found == 0 {
				continue
			}
			if from = found; !yield(event, nil) {
				return
			}
		}
	}
}

// Subscribe yields the events with a position above after, and then those
// that come.
func (m *Memory) Subscribe(ctx context.Context, after Position) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		position := after + 1
		for {
			if err := ctx.Err(); err != nil {
				yield(Event{}, fmt.Errorf("follow the log: %w", err))
				return
			}
			m.mu.RLock()
			event, ok := m.log.At(position)
			changed, closed := m.changed, m.closed
			m.mu.RUnlock()
			switch {
			case ok:
				if !yield(event, nil) {
					return
				}
				position++
			case closed != nil:
				yield(Event{}, fmt.Errorf("follow the log: %w", closed))
				return
			default:
				select {
				case <-changed:
				case <-ctx.Done():
				}
			}
		}
	}
}

// Find returns the position of the event with the id, 0 when there is none. It
// fails when ctx has ended.
func (m *Memory) Find(ctx context.Context, id uuid.UUID) (Position, error) {
	if err := ctx.Err(); err != nil {
		return 0, fmt.Errorf("find event %s: %w", id, err)
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	position, _ := m.log.Find(id)
	return position, nil
}

// Head returns the end of the log. It fails when ctx has ended.
func (m *Memory) Head(ctx context.Context) (Head, error) {
	if err := ctx.Err(); err != nil {
		return Head{}, fmt.Errorf("read the head: %w", err)
	}
	return m.head(), nil
}

func (m *Memory) head() Head {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.log.Head()
}

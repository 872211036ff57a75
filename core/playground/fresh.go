package playground

import (
	"context"
	"fmt"
	"iter"
	"sync/atomic"

	"github.com/google/uuid"

	"playhead/core/eventstore"
)

// freshLog is the log of a branch that was just made. All that it holds is what
// it shares, and that is kept already; so the branch is shown at once, and
// the place for what will be its own is opened behind it. Nothing is recorded before
// that is open: an append waits for it, and opens it where nobody has.
type freshLog struct {
	shared *eventstore.Memory // the branch without events of its own
	kept   func() Kept        // how the log is kept whose events they are
	open   func(context.Context) (OpenLog, error)

	opened atomic.Pointer[OpenLog]
	turn   chan struct{} // holds a token while nobody opens or closes it
	closed bool          // guarded by turn
}

var _ eventstore.Store = (*freshLog)(nil)

var errFreshClosed = fmt.Errorf("the log of the branch is closed: %w", eventstore.ErrUnavailable)

// newFreshLog returns the log of a branch with the past, which open opens.
func newFreshLog(past *eventstore.Past, kept func() Kept, open func(context.Context) (OpenLog, error)) *freshLog {
	f := &freshLog{shared: eventstore.NewBranch(past), kept: kept, open: open, turn: make(chan struct{}, 1)}
	f.turn <- struct{}{}
	return f
}

// log returns it as one that is open.
func (f *freshLog) log() OpenLog {
	return OpenLog{Store: f, New: true, Kept: f.keptNow, Close: f.close}
}

func (f *freshLog) keptNow() Kept {
	if opened := f.opened.Load(); opened != nil {
		return opened.Kept()
	}
	return f.kept()
}

// settle opens the log unless it is open, and returns what keeps it. It fails as
// Open of Storage does, after which it may be tried again.
func (f *freshLog) settle(ctx context.Context) (eventstore.Store, error) {
	if opened := f.opened.Load(); opened != nil {
		return opened.Store, nil
	}
	select {
	case <-f.turn:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	defer func() { f.turn <- struct{}{} }()
	if opened := f.opened.Load(); opened != nil {
		return opened.Store, nil
	}
	if f.closed {
		return nil, errFreshClosed
	}
	opened, err := f.open(ctx)
	if err != nil {
		return nil, fmt.Errorf("open the log of a new branch: %w", err)
	}
	f.opened.Store(&opened)
	return opened.Store, nil
}

// close lets go of the log, once nobody is opening it.
func (f *freshLog) close() {
	<-f.turn
	defer func() { f.turn <- struct{}{} }()
	f.closed = true
	if opened := f.opened.Load(); opened != nil {
		opened.close()
	}
}

// now returns the store that knows most of the log.
func (f *freshLog) now() eventstore.Store {
	if opened := f.opened.Load(); opened != nil {
		return opened.Store
	}
	return f.shared
}

// Append records the events, when the log is open. It fails as Store says, and
// as settle does.
func (f *freshLog) Append(ctx context.Context, stream eventstore.StreamID, expected eventstore.ExpectedVersion, data ...eventstore.EventData) ([]eventstore.Event, error) {
	store, err := f.settle(ctx)
	if err != nil {
		return nil, err
	}
	return store.Append(ctx, stream, expected, data...)
}

// AppendAll records the events that are not recorded yet. It fails as Append does.
func (f *freshLog) AppendAll(ctx context.Context, data ...eventstore.Addressed) ([]eventstore.Event, error) {
	store, err := f.settle(ctx)
	if err != nil {
		return nil, err
	}
	return store.AppendAll(ctx, data...)
}

// AppendIf records the events on a condition. It fails as Append does.
func (f *freshLog) AppendIf(ctx context.Context, condition eventstore.Condition, data ...eventstore.Addressed) ([]eventstore.Event, error) {
	store, err := f.settle(ctx)
	if err != nil {
		return nil, err
	}
	return store.AppendIf(ctx, condition, data...)
}

// ReadStream yields the stream's events with a version above after.
func (f *freshLog) ReadStream(ctx context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[eventstore.Event, error] {
	return f.now().ReadStream(ctx, stream, after)
}

// ReadAll yields the events with a position above after.
func (f *freshLog) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Event, error] {
	return f.now().ReadAll(ctx, after)
}

// ReadMatching yields the events that the query matches.
func (f *freshLog) ReadMatching(ctx context.Context, query eventstore.Query, after eventstore.Position) iter.Seq2[eventstore.Event, error] {
	return f.now().ReadMatching(ctx, query, after)
}

// Subscribe yields the events with a position above after, and then those that
// come, from when the log is open. It fails as settle does.
func (f *freshLog) Subscribe(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Event, error] {
	return func(yield func(eventstore.Event, error) bool) {
		store, err := f.settle(ctx)
		if err != nil {
			yield(eventstore.Event{}, err)
			return
		}
		store.Subscribe(ctx, after)(yield)
	}
}

// Past returns the log up to a position.
func (f *freshLog) Past(at eventstore.Position) (*eventstore.Past, error) { return f.now().Past(at) }

// Find returns the position of the event with the id, 0 when there is none.
func (f *freshLog) Find(ctx context.Context, id uuid.UUID) (eventstore.Position, error) {
	return f.now().Find(ctx, id)
}

// Head returns the end of the log as it is known.
func (f *freshLog) Head(ctx context.Context) (eventstore.Head, error) { return f.now().Head(ctx) }

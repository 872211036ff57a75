package eventstore

import (
	"context"
	"iter"

	"github.com/google/uuid"
)

// Head is the end of a log.
type Head struct {
	Position Position // of the last event, 0 when there is none
	Streams  int      // how many streams the log holds
	Hash     Hash     // of the last event, zero when there is none
}

// Store keeps one log of events. All implementations pass package storetest.
// A Store may be used by several goroutines at once.
type Store interface {
	// Append records the events at the end of the stream, all or none, and
	// returns them as recorded. Repeating an append whose event ids are all
	// recorded already, in this stream and this order, records nothing and
	// returns what was recorded, whatever is expected now. Append returns only when the events are
	// as safe as the store can make them.
	//
	// It fails with a *ConcurrencyError when the stream is not at the expected
	// version, with ErrIDReused when an id is taken but the append is not
	// a repetition, with a *StreamIDError or an *EventDataError when
	// what is handed in is not fit to be recorded, with ErrReplaced when the
	// log was reset by somebody else, and with ErrUnavailable when the store
	// cannot be written. ctx ends the wait; whether the events were recorded
	// is then unknown, and repeating the append with the same ids is safe.
	Append(ctx context.Context, stream StreamID, expected ExpectedVersion, events ...EventData) ([]Event, error)

	// AppendAll records the events at the ends of their streams, in the order
	// given, all or none, whatever versions the streams are at. It is how logs
	// from elsewhere are taken in: events that are recorded already, in the
	// same stream, are left out, and so it can be repeated. It returns
	// those that it recorded, and fails as Append does, but never with a
	// *ConcurrencyError.
	AppendAll(ctx context.Context, events ...Addressed) ([]Event, error)

	// AppendIf records the events at the ends of their streams, in the order
	// given, all or none, provided that no event which the condition's query
	// matches came after its position. That nothing came is looked at and the
	// events are recorded in one step, as the expected version is for Append.
	// Repeating it with the same ids, streams and order records nothing and
	// returns what was recorded, whatever came since.
	//
	// It fails with a *ConditionError when such an event came, and else as
	// Append does, but never with a *ConcurrencyError.
	AppendIf(ctx context.Context, condition Condition, events ...Addressed) ([]Event, error)

	// ReadMatching yields the events that the query matches and that have a
	// position above after, in order, up to the head at the time of the call.
	ReadMatching(ctx context.Context, query Query, after Position) iter.Seq2[Event, error]

	// ReadStream yields the stream's events with a version above after, in
	// order. A stream without events yields none.
	ReadStream(ctx context.Context, stream StreamID, after Version) iter.Seq2[Event, error]

	// ReadAll yields the log's events with a position above after, in order,
	// up to the head at the time of the call.
	ReadAll(ctx context.Context, after Position) iter.Seq2[Event, error]

	// Subscribe yields the log's events with a position above after, in
	// order, and then waits for more, until ctx ends or the loop is left. The
	// last element carries ctx's error.
	Subscribe(ctx context.Context, after Position) iter.Seq2[Event, error]

	// Past returns the log up to a position, for a branch to begin with. It
	// fails when the log does not reach that far.
	Past(at Position) (*Past, error)

	// Find returns the position of the event with the id, as far as this store
	// knows the log, and 0 when there is none. It costs the same anywhere in the log.
	Find(ctx context.Context, id uuid.UUID) (Position, error)

	// Head returns the end of the log as this store knows it.
	Head(ctx context.Context) (Head, error)
}

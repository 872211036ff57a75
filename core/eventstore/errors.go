package eventstore

import (
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
)

// Errors of Append.
var (
	// ErrConcurrency is what every *ConcurrencyError is.
	ErrConcurrency = errors.New("the stream is not at the expected version")
	// ErrCondition is what every *ConditionError is.
	ErrCondition = errors.New("an event came in between that the decision rests on")
	// ErrIDReused says that an event id is taken by another event, or that an
	// append mixes recorded ids with new ones.
	ErrIDReused = errors.New("an event id is already taken")
	// ErrNoEvents says that Append was called without events.
	ErrNoEvents = errors.New("there are no events to append")
)

// Errors of the store itself.
var (
	// ErrUnavailable says that the store cannot be reached or written now.
	ErrUnavailable = errors.New("the event store is unavailable")
	// ErrReplaced says that the log was reset since this store opened it.
	ErrReplaced = errors.New("the log was reset")
	// ErrCorrupt says that recorded bytes cannot be read back.
	ErrCorrupt = errors.New("recorded events are damaged")
)

// ConcurrencyError says that somebody else wrote to the stream first.
type ConcurrencyError struct {
	Stream   StreamID
	Expected ExpectedVersion
	Actual   Version
}

func (e *ConcurrencyError) Error() string {
	return fmt.Sprintf("append to %s: expected %s, the stream is at v%d", e.Stream, e.Expected, e.Actual)
}

// Is makes every ConcurrencyError an ErrConcurrency.
func (e *ConcurrencyError) Is(target error) bool { return target == ErrConcurrency }

// StreamIDError says why a stream name is refused.
type StreamIDError struct {
	Stream StreamID
	Reason string
}

func (e *StreamIDError) Error() string {
	name := []rune(strings.ToValidUTF8(string(e.Stream), "�"))
	if len(name) > 40 { // enough to recognise it by
		name = append(name[:40], '…')
	}
	return fmt.Sprintf("stream name %q cannot be used: %s; use letters, digits and dashes, such as account-7", string(name), e.Reason)
}

// EventDataError says why an event cannot be recorded.
type EventDataError struct {
	ID     uuid.UUID
	Type   string
	Reason string
}

func (e *EventDataError) Error() string {
	return fmt.Sprintf("event %s %q cannot be recorded: %s", e.ID, e.Type, e.Reason)
}

// DamageError says where recorded events stop being what was recorded.
type DamageError struct {
	Position Position // of the first damaged event, 0 when that is unknown
	Reason   string
}

func (e *DamageError) Error() string {
	if e.Position == 0 {
		return "recorded events are damaged: " + e.Reason
	}
	return fmt.Sprintf("event #%d is damaged: %s", e.Position, e.Reason)
}

// Is makes every DamageError an ErrCorrupt.
func (e *DamageError) Is(target error) bool { return target == ErrCorrupt }

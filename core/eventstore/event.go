package eventstore

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"playhead/core/json"
)

// StreamID names a stream, such as "account-7". What stands before the first
// dash is the stream's category.
type StreamID string

// Category returns the part of the name before the first dash, or the whole
// name when it has none.
func (s StreamID) Category() string {
	category, _, _ := strings.Cut(string(s), "-")
	return category
}

// Version counts the events of one stream, from 1. Zero is a stream without
// events.
type Version uint64

// Position counts all events of a log, from 1 and without gaps. Zero is the
// moment before the first event.
type Position uint64

// ExpectedVersion is what a writer claims about a stream before it appends.
// The zero value is NoStream, the strictest claim.
type ExpectedVersion int64

const (
	// NoStream claims that the stream has no events yet.
	NoStream ExpectedVersion = 0
	// Any claims nothing: the events go to the end, whatever is there.
	Any ExpectedVersion = -1
)

// Exactly claims that the stream's last event has version v. Exactly(0) is
// NoStream.
func Exactly(v Version) ExpectedVersion { return ExpectedVersion(v) }

// Allows reports whether a stream at version v fits the claim.
func (e ExpectedVersion) Allows(v Version) bool { return e == Any || e == Exactly(v) }

func (e ExpectedVersion) String() string {
	switch e {
	case Any:
		return "any version"
	case NoStream:
		return "no stream"
	default:
		return fmt.Sprintf("v%d", int64(e))
	}
}

// Metadata tells how an event came to be.
type Metadata struct {
	CorrelationID uuid.UUID // shared by all that one intention set off
	CausationID   uuid.UUID // the command or the event that caused this one
	Actor         string    // who asked for it
	Command       string    // the name of the command that caused it, if one did
}

// EventData is an event that is not recorded yet.
type EventData struct {
	ID            uuid.UUID // the same id twice is the same event
	Type          string    // in the past tense, such as "MoneyDeposited"
	SchemaVersion int       // the version of Data's shape, from 1
	Data          json.RawMessage
	Metadata      Metadata
	Timestamp     time.Time // kept in whole milliseconds
}

// Addressed is an event that is not recorded yet, and the stream it is for.
type Addressed struct {
	Stream StreamID
	EventData
}

// Event is an event as it was recorded. It never changes: its Data is shared
// by all who read it and must not be written to.
type Event struct {
	EventData
	Stream   StreamID
	Version  Version
	Position Position
	Hash     Hash
}

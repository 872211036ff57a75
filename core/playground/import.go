package playground

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/json"
)

const (
	// maxImported is how many lines one request takes: what is recorded at once
	// is held in memory several times over.
	maxImported = 10_000
	// maxLine is the longest line, in bytes: an event of the largest size, and
	// room for its metadata.
	maxLine = 1 << 20
	// maxProblems is how many bad lines are named.
	maxProblems = 20
)

// imports records events that come as lines of JSON, as export writes them.
// Where they stood in another log does not matter: they go to the ends of
// their streams. Those that are recorded already are left out.
func (p *Playground) imports(ctx context.Context, params ImportParams) (ImportResult, error) {
	s, err := p.current()
	if err != nil {
		return ImportResult{}, err
	}
	events, result := p.readLines(params.Lines)
	if len(events) > maxImported {
		return ImportResult{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("An import takes %d lines at a time; these are %d.", maxImported, len(events))}
	}
	if result.Bad > 0 && !params.Partial || len(events) == 0 {
		return result, nil
	}
	sent, err := p.send(ctx, s, func() (aggregate.Result, error) {
		recorded, err := s.log.Store.AppendAll(ctx, events...)
		return aggregate.Result{Recorded: recorded}, err
	})
	if err != nil {
		return ImportResult{}, fmt.Errorf("import: %w", err)
	}
	result.Recorded = len(sent.Recorded)
	result.Known = len(events) - result.Recorded
	return result, nil
}

// readLines reads the good lines and names the bad ones.
func (p *Playground) readLines(lines string) (events []eventstore.Addressed, result ImportResult) {
	result.Problems = []LineProblem{}
	now := p.config.Now()
	for number := 1; lines != ""; number++ {
		var line string
		line, lines, _ = strings.Cut(lines, "\n")
		if strings.TrimSpace(line) == "" {
			continue
		}
		event, err := p.readLine(line, now)
		if err == nil {
			events = append(events, event)
			continue
		}
		if result.Bad++; len(result.Problems) < maxProblems {
			result.Problems = append(result.Problems, LineProblem{number, sentence(err.Error())})
		}
	}
	return events, result
}

func (p *Playground) readLine(line string, now time.Time) (eventstore.Addressed, error) {
	if len(line) > maxLine {
		return eventstore.Addressed{}, fmt.Errorf("it is %d bytes long, and a line may have %d", len(line), maxLine)
	}
	var read exported
	if err := json.Unmarshal([]byte(line), &read); err != nil {
		return eventstore.Addressed{}, fmt.Errorf("it is not an event in JSON: %w", err)
	}
	at := now
	if read.Timestamp != 0 {
		at = time.UnixMilli(read.Timestamp)
	}
	id, err := optionalID(read.ID)
	if err != nil {
		return eventstore.Addressed{}, err
	}
	if id == uuid.Nil {
		id = p.config.NewID(at)
	}
	event := eventstore.Addressed{Stream: read.Stream, EventData: eventstore.EventData{
		ID: id, Type: read.Type, SchemaVersion: max(read.SchemaVersion, 1), Data: read.Data, Timestamp: at,
		Metadata: eventstore.Metadata{Actor: or(read.Actor, visitor), Command: read.Command},
	}}
	if event.Metadata.CorrelationID, err = optionalID(read.CorrelationID); err != nil {
		return eventstore.Addressed{}, err
	}
	if event.Metadata.CausationID, err = optionalID(read.CausationID); err != nil {
		return eventstore.Addressed{}, err
	}
	if err := event.Stream.Validate(); err != nil {
		return eventstore.Addressed{}, err
	}
	return event, event.Validate()
}

// optionalID reads a UUID; nothing is the zero one.
func optionalID(text string) (uuid.UUID, error) {
	if text == "" {
		return uuid.Nil, nil
	}
	id, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil, fmt.Errorf("%q is not a UUID", text)
	}
	return id, nil
}

package playground

import (
	"context"
	"errors"
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
//
// The log looks whether events are fit to be recorded, and nearly all are. Only
// when it refuses one is each line looked at, to tell which it was.
func (p *Playground) imports(ctx context.Context, params ImportParams) (ImportResult, error) {
	result, err := p.importLines(ctx, params, false)
	var stream *eventstore.StreamIDError
	var data *eventstore.EventDataError
	if result.Bad > 0 || errors.As(err, &stream) || errors.As(err, &data) {
		return p.importLines(ctx, params, true)
	}
	return result, err
}

// importLines records the events of the lines unless there are bad ones, or the
// good ones if that is wanted. Unless it looks at each line, that is not wanted,
// and it fails as the log does when it refuses an event.
func (p *Playground) importLines(ctx context.Context, params ImportParams, each bool) (ImportResult, error) {
	s, err := p.current()
	if err != nil {
		return ImportResult{}, err
	}
	events, result := p.readLines(params.Lines, each)
	if len(events) > maxImported {
		return ImportResult{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("An import takes %d lines at a time; these are %d.", maxImported, len(events))}
	}
	if result.Bad > 0 && !(params.Partial && each) || len(events) == 0 {
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

// readLines reads the good lines and names the bad ones. Unless it looks at
// each, lines that are written as usual are good.
func (p *Playground) readLines(lines string, each bool) (events []eventstore.Addressed, result ImportResult) {
	result.Problems = []LineProblem{}
	now := p.config.Now()
	bytes := []byte(lines) // once for all lines
	for number, next := 1, 0; next < len(lines); number++ {
		end := next + strings.IndexByte(lines[next:], '\n')
		if end < next {
			end = len(lines)
		}
		line := line{lines[next:end], bytes[next:end:end]}
		next = end + 1
		if strings.TrimSpace(line.text) == "" {
			continue
		}
		if events == nil { // the others are probably as long
			events = make([]eventstore.Addressed, 0, min(len(lines)/len(line.text)+1, maxImported))
		}
		event, err := p.readLine(line, now, each)
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

// line is a line of an import, as text and as bytes.
type line struct {
	text  string
	bytes []byte
}

func (p *Playground) readLine(line line, now time.Time, look bool) (eventstore.Addressed, error) {
	if len(line.text) > maxLine {
		return eventstore.Addressed{}, fmt.Errorf("it is %d bytes long, and a line may have %d", len(line.text), maxLine)
	}
	var read exported
	if plainLine(line.text, line.bytes, &read) {
		event, err := p.imported(&read, now)
		if err == nil && look {
			err = fit(event)
		}
		if err == nil {
			return event, nil
		}
		read = exported{} // what is wrong is told as of any other line
	}
	if err := json.Unmarshal(line.bytes, &read); err != nil {
		return eventstore.Addressed{}, fmt.Errorf("it is not an event in JSON: %w", err)
	}
	event, err := p.imported(&read, now)
	if err == nil {
		err = fit(event)
	}
	return event, err
}

// fit fails when an event is not fit to be recorded.
func fit(event eventstore.Addressed) error {
	if err := event.Stream.Validate(); err != nil {
		return err
	}
	return event.Validate()
}

// imported makes an event of what a line says. It fails when an id is none.
func (p *Playground) imported(read *exported, now time.Time) (event eventstore.Addressed, err error) {
	at := now
	if read.Timestamp != 0 {
		at = time.UnixMilli(read.Timestamp)
	}
	id, err := optionalID(read.ID)
	if err != nil {
		return event, err
	}
	if id == uuid.Nil {
		id = p.config.NewID(at)
	}
	event = eventstore.Addressed{Stream: read.Stream, EventData: eventstore.EventData{
		ID: id, Type: read.Type, SchemaVersion: max(read.SchemaVersion, 1), Data: read.Data, Timestamp: at,
		Metadata: eventstore.Metadata{Actor: or(read.Actor, visitor), Command: read.Command},
	}}
	if event.Metadata.CorrelationID, err = optionalID(read.CorrelationID); err != nil {
		return event, err
	}
	event.Metadata.CausationID = event.Metadata.CorrelationID
	if read.CausationID != read.CorrelationID {
		event.Metadata.CausationID, err = optionalID(read.CausationID)
	}
	return event, err
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

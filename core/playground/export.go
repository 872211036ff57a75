package playground

import (
	"bytes"
	"context"
	"fmt"

	"playhead/core/eventstore"
	"playhead/core/json"
)

// maxExported is how many events one request gets: a log of a million leaves
// in pieces that are written one after the other.
const maxExported = 5000

// exported is a line of an export: an event with all that is recorded of it.
type exported struct {
	Position      eventstore.Position `json:"position"`
	Stream        eventstore.StreamID `json:"stream"`
	Version       eventstore.Version  `json:"version"`
	ID            string              `json:"id"`
	Type          string              `json:"type"`
	SchemaVersion int                 `json:"schemaVersion"`
	Timestamp     int64               `json:"timestamp"` // milliseconds since 1970
	CorrelationID string              `json:"correlationId"`
	CausationID   string              `json:"causationId"`
	Actor         string              `json:"actor"`
	Command       string              `json:"command,omitempty"`
	Data          json.RawMessage     `json:"data,omitempty"`
	Bytes         []byte              `json:"bytes,omitempty"` // in place of data that is not JSON
	Hash          string              `json:"hash"`
}

// export reads events as lines of JSON. It needs no fold and no index, so that
// it works where those do not.
func (p *Playground) export(ctx context.Context, params ExportParams) (ExportResult, error) {
	s, err := p.current()
	if err != nil {
		return ExportResult{}, err
	}
	head, err := s.log.Store.Head(ctx)
	if err != nil {
		return ExportResult{}, fmt.Errorf("find the end of the log: %w", err)
	}
	result := ExportResult{Last: params.After, Head: head.Position}
	var lines bytes.Buffer
	left := max(1, min(params.Count, maxExported))
	for e, err := range s.log.Store.ReadAll(ctx, params.After) {
		if err != nil {
			return ExportResult{}, fmt.Errorf("read event %d: %w", result.Last+1, err)
		}
		line, err := json.Marshal(exportLine(e))
		if err != nil {
			return ExportResult{}, fmt.Errorf("write event %d: %w", e.Position, err)
		}
		lines.Write(line)
		lines.WriteByte('\n')
		result.Last = e.Position
		if left--; left == 0 {
			break
		}
	}
	result.Lines = lines.String()
	return result, nil
}

func exportLine(e eventstore.Event) exported {
	line := exported{
		Position: e.Position, Stream: e.Stream, Version: e.Version, ID: e.ID.String(),
		Type: e.Type, SchemaVersion: e.SchemaVersion, Timestamp: e.Timestamp.UnixMilli(),
		CorrelationID: e.Metadata.CorrelationID.String(), CausationID: e.Metadata.CausationID.String(),
		Actor: e.Metadata.Actor, Command: e.Metadata.Command, Hash: e.Hash.String(),
	}
	if json.Valid(e.Data) {
		line.Data = oneLine(e.Data)
	} else {
		line.Bytes = e.Data
	}
	return line
}

// oneLine returns JSON without line breaks. In JSON they are nowhere but
// between values, where a space is as good.
func oneLine(data []byte) []byte {
	if !bytes.ContainsAny(data, "\r\n") {
		return data
	}
	return bytes.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return ' '
		}
		return r
	}, data)
}

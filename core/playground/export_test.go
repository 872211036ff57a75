package playground

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// An export is every event, one a line, in pieces that follow each other.
func TestPlayground_Export(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Outcome](p, "append", `{"stream":"account-1","events":[{"type":"LoanGranted","data":{
		"amount": 5, "note": "two\nlines and ü"}}]}`)
	first := ask[ExportResult](p, "export", `{"after":0,"count":10}`)
	assert.EqualValues(t, 10, first.Last)
	assert.EqualValues(t, 25, first.Head)
	rest := ask[ExportResult](p, "export", `{"after":10,"count":5000}`)
	assert.EqualValues(t, 25, rest.Last)

	lines := strings.Split(strings.TrimSuffix(first.Lines+rest.Lines, "\n"), "\n")
	require.Len(t, lines, 25)
	for i, line := range lines {
		var event map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &event), line)
		assert.EqualValues(t, i+1, event["position"])
		shown := ask[EventResult](p, "event", `{"position":`+jsonOf(t, i+1)+`}`)
		assert.Equal(t, shown.ID, event["id"])
		assert.Equal(t, shown.Hash, event["hash"])
		assert.Equal(t, shown.CorrelationID, event["correlationId"])
		assert.Equal(t, shown.CausationID, event["causationId"])
		assert.Equal(t, shown.Actor, event["actor"])
		assert.JSONEq(t, shown.Stored, jsonOf(t, event["data"]))
	}
}

// Without an open world there is nothing to export.
func TestPlayground_Export_NoWorld(t *testing.T) {
	newPage(t).fail(CodeNoWorld, "export", `{"after":0,"count":10}`)
}

// Bytes that are no JSON leave as base64.
func TestExportLine_NotJSON(t *testing.T) {
	line := exportLine(eventstore.Event{EventData: eventstore.EventData{Data: []byte("\xff{")}})
	assert.Empty(t, line.Data)
	assert.JSONEq(t, `"/3s="`, jsonOf(t, line.Bytes))
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return string(text)
}

// A safe playground reads, and does nothing that is not asked for.
func TestPlayground_Safe(t *testing.T) {
	storage := &Memory{}
	ask[Opened](newPageOn(t, storage), "open", `{"world":"Bank"}`)
	p := newSafePage(t, storage)
	opened := ask[Opened](p, "open", `{"world":"Bank"}`)
	assert.EqualValues(t, 24, opened.Log.Head)
	p.settle()
	assert.Empty(t, p.pushes(pushProjected))
	assert.Zero(t, ask[Moment](p, "moment", ``).Projections[0].State.Checkpoint)
	assert.Equal(t, 7, ask[EventsResult](p, "events", `{"filter":"stream:account-1","from":0,"count":5,"at":0}`).Total)
	assert.EqualValues(t, 24, ask[ExportResult](p, "export", `{"after":0,"count":100}`).Last)
}

// A safe playground records no history either.
func TestPlayground_Safe_NewLog(t *testing.T) {
	opened := ask[Opened](newSafePage(t, &Memory{}), "open", `{"world":"Bank"}`)
	assert.False(t, opened.Seeded)
	assert.Zero(t, opened.Log.Head)
}

func newSafePage(t *testing.T, storage Storage) *page {
	p := newPageOn(t, storage)
	p.config.Safe = true
	return p
}

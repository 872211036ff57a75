package playground

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/eventstore/storetest"
	"playhead/core/json"
)

// What an export writes is plain.
func TestPlainLine_Exported(t *testing.T) {
	log := eventstore.NewLog()
	events, _, err := log.Prepare("account-1", eventstore.NoStream, storetest.Deposits(3)...)
	require.NoError(t, err)
	for _, e := range events {
		text, err := json.Marshal(exportLine(e))
		require.NoError(t, err)
		var read exported
		require.True(t, plainLine(string(text), text, &read), string(text))
		assert.Equal(t, exportLine(e), read)
	}
}

// What may mean something else than what stands there is left to others.
func TestPlainLine_Others(t *testing.T) {
	for name, text := range map[string]string{
		"empty":                 ``,
		"not an object":         `[]`,
		"an empty object":       `{}`,
		"a key twice":           `{"type":"A","type":"B"}`,
		"another key":           `{"tpye":"A"}`,
		"a key with an escape":  `{"t\u0079pe":"A"}`,
		"text with an escape":   `{"type":"\u0041"}`,
		"text beyond ASCII":     `{"actor":"Zoë"}`,
		"a control character":   "{\"actor\":\"a\tb\"}",
		"null":                  `{"actor":null}`,
		"text for a number":     `{"version":"1"}`,
		"a number for text":     `{"actor":1}`,
		"a negative number":     `{"timestamp":-1}`,
		"a fraction":            `{"version":1.5}`,
		"an exponent":           `{"version":1e3}`,
		"a leading zero":        `{"version":01}`,
		"a number too large":    `{"version":18446744073709551616}`,
		"bytes":                 `{"bytes":"e30="}`,
		"data that is a list":   `{"data":[]}`,
		"data that is a number": `{"data":1}`,
		"data as deep as may be, and the line": `{"data":` + strings.Repeat(`{"a":`, eventstore.MaxDepth) + `1` +
			strings.Repeat(`}`, eventstore.MaxDepth) + `}`,
		"data that does not end": `{"data":{"a":"}`,
		"a comma too many":       `{"type":"A",}`,
		"no comma":               `{"type":"A""actor":"B"}`,
		"no colon":               `{"type" "A"}`,
		"no end":                 `{"type":"A"`,
		"more behind the end":    `{"type":"A"} {}`,
		"a zero behind the end":  "{\"type\":\"A\"}\x00",
	} {
		var read exported
		assert.False(t, plainLine(text, []byte(text), &read), name)
	}
}

// A plain line is read as json.Unmarshal reads it: what comes of the two is the
// same event, and what is no JSON is never one.
func FuzzPlainLine(f *testing.F) {
	for _, seed := range []string{
		`{"position":1,"stream":"account-1","version":1,"id":"019353a0-0000-7000-8000-00009e3779b1","type":"MoneyDeposited","schemaVersion":2,"timestamp":1800000000000,"correlationId":"019353a0-00c0-7000-8000-00009e3779b1","causationId":"019353a0-00c0-7000-8000-00009e3779b1","actor":"Ada","command":"Deposit","data":{"amount":1,"currency":"USD","source":"cash"},"hash":"00"}`,
		` { "stream" : "account-1" , "type":"A", "data" : { "a" : [ 1 , { "b" : "}\"" } ] } } ` + "\r",
		`{"stream":"account-1","type":"A","data":{"a":[}]}`,
		`{"stream":"account-1","type":"A","data":{]}`,
		`{"stream":"account-1","type":"A","data":{}}`,
		`{"stream":"account-1","type":"A","data":{"a":"\u0000ä"},"actor":"","id":""}`,
		`{"stream":"account-1","type":"A","data":{"a":01}}`,
		`{"stream":"account-1","type":"A","data":{"a"}}`,
		"{\"stream\":\"account-1\",\"type\":\"A\",\"data\":{\"a\":\"\xff\"}}",
		"{\"stream\":\"account-1\",\"type\":\"A\",\"data\":{\"a\":\"\t\"}}",
	} {
		f.Add(seed)
	}
	now := time.UnixMilli(1_800_000_000_000)
	p := New(Config{NewID: func(time.Time) uuid.UUID { return uuid.NameSpaceOID }})
	f.Fuzz(func(t *testing.T, text string) {
		var plain, usual exported
		if !plainLine(text, []byte(text), &plain) {
			return
		}
		event, err := p.imported(&plain, now)
		if err != nil || fit(event) != nil {
			return // it is then read as any other line
		}
		require.NoError(t, json.Unmarshal([]byte(text), &usual))
		require.Equal(t, usual, plain)
	})
}

package playground

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// Text that is not a request is refused, however deep or long it is.
func TestDecode_Refuses(t *testing.T) {
	for _, text := range []string{"", "7", "[]", "{", strings.Repeat("[", 100_000), `{"kind":"x","params":` + strings.Repeat(`{"a":`, 65)} {
		var r Request
		err := Decode([]byte(text), &r)
		require.NotNil(t, err, "%.20q", text)
		assert.Equal(t, CodeBadRequest, err.Code)
	}
	var r Request
	assert.NotNil(t, Decode(bytes.Repeat([]byte(" "), maxRequest+1), &r))
}

// What is attached to a request are the lines of an import, and nothing to any
// other kind.
func TestDecode_Attached(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Opened](p, "reset", `{"to":"empty"}`)
	const lines = `{"stream":"account-1","type":"AccountOpened","schemaVersion":2,"data":{"owner":"Ada","currency":"USD"}}` + "\n" + `{"stream":"account 1"}`
	handle := func(text string) Response {
		var r Request
		require.Nil(t, Decode([]byte(text), &r))
		return p.Handle(t.Context(), r)
	}
	got := handle(`{"id":1,"kind":"import","params":{"partial":true}}` + "\x1e" + lines)
	require.Nil(t, got.Error)
	assert.Equal(t, 1, got.Result.(ImportResult).Recorded)
	assert.Equal(t, 2, got.Result.(ImportResult).Problems[0].Line)

	got = handle(`{"id":2,"kind":"log"}` + "\x1e" + lines)
	require.Nil(t, got.Error)
	assert.Equal(t, eventstore.Position(1), got.Result.(Log).Head)

	var r Request
	err := Decode([]byte(`{"id":3,"kind":"import","params":`+"\x1e"+lines), &r)
	require.NotNil(t, err)
	assert.Equal(t, CodeBadRequest, err.Code)
}

// Requests that make no sense are answered with what is wrong.
func TestPlayground_Handle_BadRequests(t *testing.T) {
	p := newPage(t)
	p.fail(CodeUnknownKind, "dance", `{}`)
	p.fail(CodeNoWorld, "log", `{}`)
	p.fail(CodeNoWorld, "open", `{"world":"Casino"}`)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.fail(CodeBadRequest, "event", `{"position":"two"}`)
	p.fail(CodeBadRequest, "event", `[`)
	p.fail(CodeNotFound, "command", `{"stream":"account-1","command":"Dance"}`)
}

func FuzzHandle(f *testing.F) {
	for _, k := range Kinds() {
		f.Add([]byte(`{"id":1,"kind":"` + k.Name + `","params":{}}`))
	}
	f.Add([]byte(`{"id":2,"kind":"command","params":{"stream":"account-1","command":"Deposit","form":{"amount":"1"}}}`))
	f.Add([]byte(`{"id":2,"kind":"undo","params":{"position":18}}`))
	f.Add([]byte(`{"id":2,"kind":"command","params":{"undoes":20,"stream":"account-1","expectedVersion":7}}`))
	f.Add([]byte(`{"id":3,"kind":"events","params":{"filter":"type:Money* -data.amount>1","count":3}}`))
	f.Add([]byte(`{"id":4,"kind":"timeline","params":{"from":1,"to":24,"buckets":9,"lanes":{"from":-1,"count":-1}}}`))
	f.Add([]byte(`{"id":5,"kind":"import","params":{}}` + "\x1e" + `{"stream":"account-1","type":"A","data":{}}` + "\n\x1e"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p := newPage(t)
		ask[Opened](p, "open", `{"world":"Bank"}`)
		var r Request
		if Decode(text, &r) != nil {
			return
		}
		response := p.Handle(t.Context(), r)
		if response.Error != nil {
			assert.NotEqual(t, CodeInternal, response.Error.Code, "%s: %v", response.Error.Message, response.Error.Details)
		}
	})
}

package playground

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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

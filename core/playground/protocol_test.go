package playground

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What the page and the core say to each other is written down in files that
// the tests of both read. UPDATE_GOLDEN=1 writes them anew.
func TestProtocol_Golden(t *testing.T) {
	dir := filepath.Join("..", "..", "testdata", "protocol")
	p := newPage(t)
	for i, request := range []string{
		`{"kind":"worlds"}`,
		`{"kind":"open","params":{"world":"Bank"}}`,
		`{"kind":"command","params":{"stream":"account-1","command":"Withdraw","form":{"amount":"300.00"},"expectedVersion":7}}`,
		`{"kind":"command","params":{"stream":"account-1","command":"Withdraw","form":{"amount":"9000"},"expectedVersion":8}}`,
		`{"kind":"command","params":{"stream":"account-1","command":"Withdraw","form":{"amount":"25"},"expectedVersion":7}}`,
		`{"kind":"command","params":{"stream":"account-1","command":"Withdraw","form":{"amount":"abc"},"expectedVersion":8}}`,
		`{"kind":"moment","params":{"position":5,"stream":"account-1"}}`,
		`{"kind":"moment","params":{"stream":"account-3","windowSize":2}}`,
		`{"kind":"events","params":{"filter":"type:Money* data.amount>250","from":0,"count":3,"at":10}}`,
		`{"kind":"events","params":{"filter":"data.amount>","from":0,"count":3,"at":10}}`,
		`{"kind":"event","params":{"position":2}}`,
		`{"kind":"timeline","params":{"from":1,"to":25,"buckets":5,"lanes":{"from":0,"count":2},"stream":"account-1"}}`,
		`{"kind":"rebuild","params":{"name":"Balances"}}`,
		`{"kind":"undo","params":{"position":18}}`,
	} {
		var r Request
		require.Nil(t, Decode([]byte(request), &r))
		r.ID = i + 1
		got, err := json.MarshalIndent(struct {
			Request  json.RawMessage `json:"request"`
			Response Response        `json:"response"`
		}{json.RawMessage(request), p.Handle(t.Context(), r)}, "", "  ")
		require.NoError(t, err)
		file := filepath.Join(dir, fmt.Sprintf("%02d-%s.json", i+1, r.Kind))
		if os.Getenv("UPDATE_GOLDEN") != "" {
			require.NoError(t, os.MkdirAll(dir, 0o755))
			require.NoError(t, os.WriteFile(file, append(got, '\n'), 0o644))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err, "UPDATE_GOLDEN=1 makes it")
		assert.JSONEq(t, string(want), string(got), file)
	}
}

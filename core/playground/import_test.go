package playground

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// What was exported can be imported elsewhere, and is the same log there; a
// second time, nothing is recorded.
func TestPlayground_Import(t *testing.T) {
	from, to := newPage(t), newPage(t)
	ask[Opened](from, "open", `{"world":"Bank"}`)
	want := ask[ExportResult](from, "export", `{"after":0,"count":5000}`)
	ask[Opened](to, "open", `{"world":"Bank"}`)
	ask[Opened](to, "reset", `{"to":"empty"}`)

	params := `{"lines":` + jsonOf(t, want.Lines) + `}`
	got := ask[ImportResult](to, "import", params)
	assert.Equal(t, ImportResult{Recorded: int(want.Head), Problems: []LineProblem{}}, got)
	assert.Equal(t, want, ask[ExportResult](to, "export", `{"after":0,"count":5000}`))

	again := ask[ImportResult](to, "import", params)
	assert.Equal(t, ImportResult{Known: int(want.Head), Problems: []LineProblem{}}, again)
}

// Bad lines are named, and the good ones are recorded if that is wanted.
func TestPlayground_Import_BadLines(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	lines := strings.Join([]string{
		`{"stream":"account-1","type":"MoneyDeposited","schemaVersion":2,"data":{"amount":100,"currency":"USD","source":"cash"}}`,
		`{"stream":"two words","type":"MoneyDeposited","data":{}}`,
		``,
		`not JSON`,
		`{"stream":"account-1","type":"MoneyDeposited","data":{},"id":"7"}`,
		`{"stream":"account-1","type":"","data":{}}`,
	}, "\n")
	got := ask[ImportResult](p, "import", `{"lines":`+jsonOf(t, lines)+`}`)
	assert.Zero(t, got.Recorded)
	assert.Equal(t, 4, got.Bad)
	var numbers []int
	for _, problem := range got.Problems {
		numbers = append(numbers, problem.Line)
		assert.NotEmpty(t, problem.Message)
	}
	assert.Equal(t, []int{2, 4, 5, 6}, numbers)
	got = ask[ImportResult](p, "import", `{"lines":`+jsonOf(t, lines)+`,"partial":true}`)
	assert.Equal(t, 1, got.Recorded)
	assert.Equal(t, 4, got.Bad)
}

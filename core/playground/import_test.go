package playground

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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

// Lines that are written as usual and yet hold what is not fit to be recorded are
// named as well, and nothing is recorded but what was asked for.
func TestPlayground_Import_UnfitEvents(t *testing.T) {
	for want, line := range map[string]string{
		`has a slash`:           `{"stream":"account/1","type":"MoneyDeposited","data":{}}`,
		`its type has a space`:  `{"stream":"account-1","type":"Money deposited","data":{}}`,
		`it has no data`:        `{"stream":"account-1","type":"MoneyDeposited"}`,
		`it has no type`:        `{"stream":"account-1","type":"","data":{}}`,
		`not an event in JSON`:  `{"stream":"account-1","type":"MoneyDeposited","data":{"amount":01}}`,
		`unexpected`:            `{"stream":"account-1","type":"MoneyDeposited","data":{"amount"}}`,
		`its schema version is`: `{"stream":"account-1","type":"MoneyDeposited","data":{},"schemaVersion":2147483648}`,
		`in the year`:           `{"stream":"account-1","type":"MoneyDeposited","data":{},"timestamp":253402300800000}`,
		`"7" is not a UUID`:     `{"stream":"account-1","type":"MoneyDeposited","data":{},"correlationId":"7"}`,
	} {
		p := newPage(t)
		ask[Opened](p, "open", `{"world":"Bank"}`)
		head := ask[Log](p, "log", `{}`).Head
		good := `{"stream":"account-1","type":"MoneyDeposited","schemaVersion":2,"data":{"amount":100,"currency":"USD","source":"cash"}}`
		lines := jsonOf(t, good+"\n"+line+"\n"+good)
		got := ask[ImportResult](p, "import", `{"lines":`+lines+`}`)
		require.Len(t, got.Problems, 1, line)
		assert.Equal(t, 2, got.Problems[0].Line, line)
		assert.Contains(t, got.Problems[0].Message, want)
		assert.Equal(t, ImportResult{Bad: 1, Problems: got.Problems}, got)
		assert.Equal(t, head, ask[Log](p, "log", `{}`).Head, "nothing is recorded")
		got = ask[ImportResult](p, "import", `{"lines":`+lines+`,"partial":true}`)
		assert.Equal(t, ImportResult{Recorded: 2, Bad: 1, Problems: got.Problems}, got)
		assert.Equal(t, head+2, ask[Log](p, "log", `{}`).Head)
	}
}

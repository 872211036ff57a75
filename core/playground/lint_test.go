package playground

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// importLog records a log of testdata/logs in the open world.
func importLog(p *page, name string) ImportResult {
	p.Helper()
	lines, err := os.ReadFile(filepath.Join("../../testdata/logs", name))
	require.NoError(p, err)
	return ask[ImportResult](p, "import", `{"lines":`+jsonOf(p.T, string(lines))+`}`)
}

func ofRule(findings []LintFinding, rule string) []LintFinding {
	var found []LintFinding
	for _, f := range findings {
		if f.Rule == rule {
			found = append(found, f)
		}
	}
	return found
}

// The order whose stated total is 127.50, while its items and its discount
// come to 143.98, is found: where the world derives the total, and where one
// event says it all.
func TestPlayground_Lint_OrderTotal(t *testing.T) {
	for file, want := range map[string]string{
		"order-total.ndjson":        "its events come to 143.98, not 127.50",
		"order-total-in-one.ndjson": "2 × 49.99 + 79.99 less 20 % is 143.98, not 127.50",
	} {
		p := newPage(t)
		ask[Opened](p, "open", `{"world":"Orders"}`)
		assert.Empty(t, ofRule(ask[LintResult](p, "lint", ``).Findings, "total-disagrees"), "the world itself states no total")
		head := 17 + importLog(p, file).Recorded

		found := ofRule(ask[LintResult](p, "lint", ``).Findings, "total-disagrees")
		require.Len(t, found, 1, file)
		assert.Equal(t, LintWrong, found[0].Severity)
		assert.Contains(t, found[0].What, want)
		assert.EqualValues(t, head, found[0].Positions[0])
		earlier := ask[LintResult](p, "lint", fmt.Sprintf(`{"position":%d}`, head-1))
		assert.Empty(t, ofRule(earlier.Findings, "total-disagrees"), "it is not there yet one event earlier")
	}
}

// What is found in the worlds that come with the page is known, and each of it
// is there to be learned from. No data of a person is in the
// clear in any of them, but the username, which has to be.
func TestPlayground_Lint_Worlds(t *testing.T) {
	want := map[string][]string{
		"Bank":   nil,
		"Mall":   nil,
		"Orders": {"hint crud-event ShippingUpdated"}, // a row of a table would say it so
		"Users": {
			"risk crud-event UserUpdated",        // the name that hides what happened
			"hint personal-clear UsernameChosen", // compared across streams, and it says that it stays
		},
	}
	for world, want := range want {
		p := newPage(t)
		ask[Opened](p, "open", `{"world":"`+world+`"}`)
		var got []string
		for _, f := range ask[LintResult](p, "lint", ``).Findings {
			got = append(got, fmt.Sprintf("%s %s %s", f.Severity, f.Rule, f.Name))
		}
		assert.Equal(t, want, got, world)
	}
}

// A long log is looked through in several answers, each of which says how far
// it has come, and the last of which has seen it all.
func TestPlayground_Lint_Long(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	const more = lintBudget + 1000
	appendMany(p, more)
	head := ask[Log](p, "log", ``).Head

	first := ask[LintResult](p, "lint", ``)
	assert.EqualValues(t, lintBudget, first.Looked)
	assert.EqualValues(t, head, first.Position)
	second := ask[LintResult](p, "lint", `{"looked":`+jsonOf(t, first.Looked)+`}`)
	assert.EqualValues(t, head, second.Looked)
	long := ofRule(second.Findings, "long-stream")
	require.Len(t, long, 1)
	assert.Equal(t, "account-1", long[0].Name)
	early := ask[LintResult](p, "lint", `{"position":10}`)
	assert.EqualValues(t, 10, early.Looked)
	assert.Empty(t, ofRule(early.Findings, "long-stream"))
}

// Without an open world there is nothing to look at.
func TestPlayground_Lint_NoWorld(t *testing.T) {
	newPage(t).fail(CodeNoWorld, "lint", ``)
}

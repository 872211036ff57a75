package filter_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"playhead/core/filter"
)

var bank = filter.Vocabulary{
	Types:      []string{"AccountOpened", "MoneyDeposited", "MoneyWithdrawn"},
	Categories: []string{"account"},
	Commands:   []string{"Deposit", "Withdraw"},
	Actors:     []string{"Ada", "Bruno Taut"},
	Event:      842,
	Paths: []filter.Path{
		{Name: "amount", About: "money", Ordered: true},
		{Name: "currency", Values: []string{"EUR", "USD"}},
		{Name: "address.city"},
	},
	Streams: func(prefix string, limit int) []string {
		var found []string
		for _, s := range []string{"account-0001", "account-0012", "Zug(1)"} {
			if strings.HasPrefix(strings.ToLower(s), strings.ToLower(prefix)) && len(found) < limit {
				found = append(found, s)
			}
		}
		return found
	},
}

// The caret is where the | is. What is wanted are whole texts, as they are
// after each option was taken.
var completions = map[string][]string{
	"ty|":                  {"type:"},
	"-ca|":                 {"-category:", "-causation:", "-caused-by:"},
	"caused-by:|":          {"caused-by:#842"},
	"caused-by:#8|":        nil,
	"ty|:Money*":           {"type:Money*"},
	"ac|":                  {"actor:", "type:AccountOpened", "stream:account-0001", "stream:account-0012"},
	"type:|":               {"type:AccountOpened", "type:MoneyDeposited", "type:MoneyWithdrawn"},
	"type:mon|":            {"type:MoneyDeposited", "type:MoneyWithdrawn"},
	"(type:MoneyD|)":       {"(type:MoneyDeposited)"},
	"type:MoneyDeposited|": nil,
	"a type:M|on b":        {"a type:MoneyDeposited b", "a type:MoneyWithdrawn b"},
	"type!=A|":             {"type!=AccountOpened"},
	"stream:a|":            {"stream:account-*", "stream:account-0001", "stream:account-0012"},
	"stream:z|":            {`stream:"Zug(1)"`},
	"actor:b|":             {`actor:"Bruno Taut"`},
	`actor:"Bruno T|`:      {`actor:"Bruno Taut"`},
	"command:w|":           {"command:Withdraw"},
	"unknown:|":            {"unknown:true", "unknown:false"},
	"after:y|":             {"after:yesterday"},
	"da|":                  {"data."},
	"data.|":               {"data.amount>", "data.currency:", "data.address.city:"},
	"data.c|":              {"data.currency:"},
	"data.amount|":         {"data.amount!=", "data.amount>=", "data.amount<=", "data.amount:", "data.amount=", "data.amount>", "data.amount<"},
	"data.currency|":       {"data.currency!=", "data.currency:", "data.currency="},
	"data.currency:u|":     {"data.currency:USD"},
	"cit|":                 {"data.address.city:"},
	"data.amount>|":        nil,
	"#8|":                  nil,
	`"ty|`:                 nil,
	">|":                   nil,
	"data.amount!|=3":      nil,
	"type:A O|":            {"type:A on:", "type:A OR"},
	"é ty|":                {"é type:"},
}

func TestComplete(t *testing.T) {
	for marked, want := range completions {
		t.Run(marked, func(t *testing.T) {
			before, after, _ := strings.Cut(marked, "|")
			text := before + after
			from, to, options := filter.Complete(text, len(before), bank)
			var got []string
			for _, o := range options {
				got = append(got, text[:from]+o.Text+text[to:])
			}
			assert.Equal(t, want, got)
		})
	}
}

// An empty box offers every field, so that the language can be discovered.
func TestComplete_nothingTyped(t *testing.T) {
	_, _, options := filter.Complete("type:A ", 7, bank)
	assert.GreaterOrEqual(t, len(options), 16)
	for _, o := range options {
		assert.NotEmpty(t, o.About, o.Text)
	}
}

func TestComplete_noVocabulary(t *testing.T) {
	for _, text := range []string{"", "stream:", "type:", "data.", "a", "actor:x"} {
		assert.NotPanics(t, func() { filter.Complete(text, len(text)+5, filter.Vocabulary{}) })
	}
}

package filter_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/filter"
)

// now is ten past two in the afternoon, two hours east of Greenwich.
var now = time.Date(2026, 11, 20, 14, 10, 0, 0, time.FixedZone("", 2*60*60))

// env is a bank's: amounts and prices are money, due is a time.
var env = filter.Env{
	Now: now,
	Kind: func(eventType, path string) filter.Kind {
		switch {
		case eventType == "Counted":
			return filter.Plain
		case path == "amount" || path == "items.price":
			return filter.Money
		case path == "due":
			return filter.Time
		default:
			return filter.Plain
		}
	},
	Known: func(eventType string, schemaVersion int) bool {
		return eventType != "Mystery" && schemaVersion <= 2
	},
}

// deposit is the event that most cases ask about: 300.00 at 14:03:21.755.
func deposit() eventstore.Event {
	e := eventstore.Event{Stream: "account-0012", Version: 7, Position: 842}
	e.ID = uuid.MustParse("018f3c1e-77b2-7c40-8000-000000000001")
	e.Type = "MoneyDeposited"
	e.SchemaVersion = 2
	e.Timestamp = time.Date(2026, 11, 20, 14, 3, 21, 755e6, now.Location())
	e.Metadata.Actor = "Ada"
	e.Metadata.Command = "Deposit"
	e.Metadata.CorrelationID = uuid.MustParse("4f1c0000-0000-4000-8000-000000000002")
	e.Data = []byte(depositData)
	return e
}

const depositData = `{"amount": 30000, "currency": "USD", "fee": -0.125, "big": 12345678901234567890123,
	"note": "for \"caf\u00e9\" & more", "empty": "", "nothing": null, "cleared": true, "code": "0012",
	"address": {"city": "Graz", "lines": []}, "due": 1795100100000,
	"items": [{"sku": "A-1", "price": 4999}, {"sku": "B-2", "price": 7999, "tags": ["red", "new"]}]}`

func TestMatcher_Match(t *testing.T) {
	for filterText, want := range matches {
		t.Run(filterText, func(t *testing.T) {
			f, err := filter.Parse(filterText)
			require.NoError(t, err)
			e := deposit()
			got := f.Compile(env).Match(&e, nil)
			assert.Equal(t, want, got, "filter %s on %s", filterText, depositData)
		})
	}
}

func TestParse_Error(t *testing.T) {
	for text, want := range problems {
		t.Run(text, func(t *testing.T) {
			_, err := filter.Parse(text)
			var problem *filter.Error
			require.ErrorAs(t, err, &problem)
			assert.Equal(t, want.part, text[problem.From:problem.To], "the part that is meant")
			assert.Contains(t, problem.Message, want.message)
		})
	}
}

// What an error recommends has to parse.
func TestParse_Error_examplesParse(t *testing.T) {
	for text := range problems {
		_, err := filter.Parse(text)
		_, example, found := strings.Cut(err.Error(), "such as ")
		if !found {
			continue
		}
		_, err = filter.Parse(example)
		assert.NoError(t, err, "recommended for %s", text)
	}
}

func TestParse_limits(t *testing.T) {
	for name, text := range map[string]string{
		"a long text":      strings.Repeat("a ", 2049),
		"many parentheses": strings.Repeat("(", 65) + "a" + strings.Repeat(")", 65),
		"many minuses":     strings.Repeat("-", 65) + "a",
		"open parentheses": strings.Repeat("(", 4096),
		"a long path":      "data." + strings.Repeat("a.", 64) + "a:1",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := filter.Parse(text)
			var problem *filter.Error
			require.ErrorAs(t, err, &problem)
			assert.LessOrEqual(t, problem.To, len(text))
		})
	}
}

func TestParse_deepestThatParses(t *testing.T) {
	_, err := filter.Parse(strings.Repeat("(", 63) + "a" + strings.Repeat(")", 63))
	assert.NoError(t, err)
}

func TestFilter_String(t *testing.T) {
	for text, want := range spellings {
		t.Run(text, func(t *testing.T) {
			f, err := filter.Parse(text)
			require.NoError(t, err)
			assert.Equal(t, want, f.String())
			assert.Equal(t, want == "", f.IsEmpty())
		})
	}
}

// A filter that asks for columns only never reads the data, and one that does
// reads it only where the columns leave the question open.
func TestMatcher_Match_readsDataLate(t *testing.T) {
	for _, c := range []struct {
		text      string
		needsData bool
		needsMeta bool
		reads     int
	}{
		{"type:Money* stream:account-*", false, false, 0},
		{"actor:Ada", false, true, 0},
		{"-actor:Bob version:7", false, true, 0},
		{"data.amount>100 data.amount<1,000", true, true, 1},
		{"data.amount>100 type:AccountOpened", true, true, 0},
		{"data.amount>100 OR type:MoneyDeposited", true, true, 0},
	} {
		t.Run(c.text, func(t *testing.T) {
			f, err := filter.Parse(c.text)
			require.NoError(t, err)
			m := f.Compile(env)
			assert.Equal(t, c.needsData, m.NeedsData())
			assert.Equal(t, c.needsMeta, m.NeedsMetadata())
			e, reads := deposit(), 0
			m.Match(&e, func() []byte { reads++; return e.Data })
			assert.Equal(t, c.reads, reads)
		})
	}
}

func TestMatcher_Match_unknownTypes(t *testing.T) {
	f, err := filter.Parse("unknown:true")
	require.NoError(t, err)
	m := f.Compile(env)
	e := deposit()
	assert.False(t, m.Match(&e, nil), "a known type and schema")
	e.SchemaVersion = 3
	assert.True(t, m.Match(&e, nil), "a schema from the future")
}

// The same path is money in one type of event and a plain number in another.
func TestMatcher_Match_kindByType(t *testing.T) {
	f, err := filter.Parse("data.amount=300")
	require.NoError(t, err)
	m := f.Compile(env)
	e := deposit()
	assert.True(t, m.Match(&e, nil), "30000 minor units are 300.00")
	e.Type = "Counted"
	assert.False(t, m.Match(&e, nil), "30000 pieces are not 300")
}

// Damaged data matches nothing more than what can be read of it, and never panics.
func TestMatcher_Match_damagedData(t *testing.T) {
	for _, data := range []string{"", "{", "}", `{"amount"`, `{"amount":`, `{"amount":}`, `[`, `"`, `{"a\`, `{]`, strings.Repeat("[", 100_000)} {
		e := deposit()
		e.Data = []byte(data)
		for _, text := range []string{"data.amount>1", "data.0.0:*", "data.amount:*", "café"} {
			f, err := filter.Parse(text)
			require.NoError(t, err)
			assert.False(t, f.Compile(env).Match(&e, nil), "%s on %.20s", text, data)
		}
	}
}

func TestMatcher_Match_times(t *testing.T) {
	vienna, err := time.LoadLocation("Europe/Vienna")
	require.NoError(t, err)
	for _, c := range timeCases {
		t.Run(c.filter+" at "+c.event, func(t *testing.T) {
			f, err := filter.Parse(c.filter)
			require.NoError(t, err)
			present, err := time.ParseInLocation("2006-01-02T15:04", c.now, vienna)
			require.NoError(t, err)
			e := deposit()
			e.Timestamp, err = time.ParseInLocation("2006-01-02T15:04:05.000", c.event, vienna)
			require.NoError(t, err)
			m := f.Compile(filter.Env{Now: present})
			assert.Equal(t, c.want, m.Match(&e, nil), "%s at %s, now %s", c.filter, c.event, c.now)
		})
	}
}

func ExampleParse() {
	f, _ := filter.Parse("type:Money* data.amount>100 after:14:03")
	bank := filter.Env{
		Now:  time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC),
		Kind: func(_, path string) filter.Kind { return map[string]filter.Kind{"amount": filter.Money}[path] },
	}
	m := f.Compile(bank)

	e := eventstore.Event{Stream: "account-7"}
	e.Type = "MoneyDeposited"
	e.Data = []byte(`{"amount":30000}`)
	e.Timestamp = time.Date(2026, 11, 20, 14, 3, 21, 0, time.UTC)
	fmt.Println(m.Match(&e, nil))

	e.Data = []byte(`{"amount":5000}`)
	fmt.Println(m.Match(&e, nil))

	_, err := filter.Parse("type:Money* data.amount>")
	var problem *filter.Error
	errors.As(err, &problem)
	fmt.Println(problem.Message, "at", problem.From)
	// Output:
	// true
	// false
	// `data.amount>` needs a value after `>`, such as data.amount>100 at 12
}

// What an event led to is found through events that a cheaper term passes over, and
// neither the event itself nor what only came after it is among it.
func TestMatcher_CausedBy(t *testing.T) {
	id := func(n int) uuid.UUID { return uuid.UUID{15: byte(n)} }
	causes := []int{0, 90, 1, 91, 3, 2, 6, 2} // by position - 1; 0 for none
	env := filter.Env{ID: func(position uint64) [16]byte {
		if position > uint64(len(causes)) {
			return [16]byte{}
		}
		return id(int(position))
	}}
	env.Now = now
	for text, want := range map[string][]int{
		"caused-by:#1":                 {3, 5},
		"caused-by:2":                  {6, 7, 8},
		"caused-by=#2 type:Odd":        {7},
		"caused-by:#2 -type:Odd":       {6, 8},
		"-caused-by:#2":                {1, 2, 3, 4, 5},
		"caused-by:#1 OR caused-by:#5": {3, 5},
		"caused-by:#99":                nil,
		"caused-by:8":                  nil,
		"type:Odd (caused-by:2 OR #1)": {1, 7},
	} {
		f, err := filter.Parse(text)
		require.NoError(t, err, text)
		m := f.Compile(env)
		assert.True(t, m.NeedsMetadata(), text)
		var found []int
		for i, cause := range causes {
			e := eventstore.Event{Position: eventstore.Position(i + 1)}
			e.ID, e.Metadata.CausationID = id(i+1), id(cause)
			e.Type = []string{"Odd", "Even"}[i%2]
			if m.Match(&e, nil) {
				found = append(found, i+1)
			}
		}
		assert.Equal(t, want, found, text)
	}
}

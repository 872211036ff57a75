package schema

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/eventstore"
)

// An amount that was written reads as itself.
func TestAmount_StringParsesToItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Amount(rapid.Int64Range(-int64(MaxAmount), int64(MaxAmount)).Draw(t, "amount"))
		got, err := ParseAmount(a.String())
		require.NoError(t, err)
		require.Equal(t, a, got)
	})
}

// The amounts at the very ends are written as they are.
func TestAmount_String_Extremes(t *testing.T) {
	assert.Equal(t, "92,233,720,368,547,758.07", Amount(math.MaxInt64).String())
	assert.Equal(t, "-92,233,720,368,547,758.08", Amount(math.MinInt64).String())
	assert.Equal(t, "-0.05", Amount(-5).String())
}

func TestParseAmount(t *testing.T) {
	for text, want := range map[string]Amount{
		"300": 300_00, "300.5": 300_50, "300.05": 300_05, "1,300.00": 1_300_00, " 7 ": 7_00,
		"-5": -5_00, "1,000,000": 1_000_000_00, "0": 0, "007": 7_00, "1000000000": MaxAmount,
	} {
		got, err := ParseAmount(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
}

// What is not an amount is refused with a sentence, never read as another.
func TestParseAmount_Refuses(t *testing.T) {
	for _, text := range []string{
		"", "abc", "12abc", "1.234", "1.", ".5", "1,30", "1,3000", "13,00.00", "--5", "+5", "1e3", "0x10", "٣",
		"1.2.3", "$5", "1 000", ",100", "NaN",
	} {
		_, err := ParseAmount(text)
		assert.ErrorIs(t, err, errAmount, "%q", text)
	}
	for _, text := range []string{"1000000000.01", strings.Repeat("9", 40), "-" + strings.Repeat("9", 40)} {
		_, err := ParseAmount(text)
		assert.ErrorContains(t, err, "too large", text)
	}
}

func FuzzParseAmount(f *testing.F) {
	for _, text := range []string{"300.00", "1,300.5", "-0.01", "99999999999999999999"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseAmount(text)
		if err != nil {
			return
		}
		again, err := ParseAmount(a.String())
		require.NoError(t, err)
		assert.Equal(t, a, again)
	})
}

// ask is a command with a field of every kind that a form has.
type ask struct {
	Name   string `json:"name" max:"5"`
	Note   string `json:"note,omitempty"`
	Amount Amount `json:"amount" min:"0.01" max:"10.00"`
	Count  int    `json:"count" min:"1" max:"9" default:"1"`
	Kind   string `json:"kind" choices:"a,b"`
	Sure   bool   `json:"sure,omitempty"`
}

func TestFields(t *testing.T) {
	got := Fields(reflect.TypeFor[ask]())
	require.Len(t, got, 6)
	assert.Equal(t, Field{Name: "name", Label: "Name", Kind: Text, Required: true, Max: "5"}, got[0])
	assert.Equal(t, Field{Name: "note", Label: "Note", Kind: Text, Max: maxText, index: 1}, got[1])
	assert.Equal(t, Money, got[2].Kind)
	assert.Equal(t, Number, got[3].Kind)
	assert.Equal(t, Choice, got[4].Kind)
	assert.Equal(t, []string{"a", "b"}, got[4].Choices)
	assert.Equal(t, Flag, got[5].Kind)
}

// What a state keeps for its rules alone is written down and not shown.
func TestFields_NotShown(t *testing.T) {
	type depot struct {
		Free int   `json:"free"`
		Away []int `json:"away" show:"-"`
	}
	got := Fields(reflect.TypeFor[depot]())
	require.Len(t, got, 1)
	assert.Equal(t, "free", got[0].Name)
	assert.Len(t, Tree(depot{1, []int{2}}), 1)
}

// A form that is filled in well is the command.
func TestParseForm(t *testing.T) {
	got, problems := ParseForm(reflect.TypeFor[ask](), map[string]string{
		"name": " Ada ", "amount": "9.99", "count": "3", "kind": "b", "sure": "on",
	})
	assert.Empty(t, problems)
	assert.Equal(t, ask{Name: "Ada", Amount: 9_99, Count: 3, Kind: "b", Sure: true}, got)
}

// What Form writes into a form reads as the same values again.
func TestForm_ReadsAsItself(t *testing.T) {
	type typed struct {
		Name   string `json:"name"`
		Amount Amount `json:"amount"`
		Count  int64  `json:"count"`
		Size   uint32 `json:"size"`
		Kind   string `json:"kind" choices:"a,b"`
		Sure   bool   `json:"sure"`
		Lines  []ask  `json:"lines,omitempty"`
	}
	rapid.Check(t, func(t *rapid.T) {
		want := typed{
			Name:   rapid.StringMatching(`[A-Za-zé][A-Za-zé ,]{0,20}[A-Za-zé]`).Draw(t, "name"),
			Amount: Amount(rapid.Int64Range(-int64(MaxAmount), int64(MaxAmount)).Draw(t, "amount")),
			Count:  rapid.Int64().Draw(t, "count"), Size: rapid.Uint32().Draw(t, "size"),
			Kind: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "kind"), Sure: rapid.Bool().Draw(t, "sure"),
		}
		form := Form(want)
		require.NotContains(t, form, "lines", "a list cannot be typed")
		value, _ := ParseForm(reflect.TypeFor[typed](), form)
		require.Equal(t, want, value)
	})
}

// Every field that breaks a rule is named, once, with the rule.
func TestParseForm_Problems(t *testing.T) {
	_, problems := ParseForm(reflect.TypeFor[ask](), map[string]string{
		"name": "Ada Lovelace", "note": strings.Repeat("x", 201), "amount": "abc", "count": "10", "kind": "c",
	})
	assert.Equal(t, []Problem{
		{"amount", "write an amount like 300.00"},
		{"name", "must be at most 5 characters, not 12"},
		{"note", "must be at most 200 characters, not 201"},
		{"count", "must be at most 9"},
		{"kind", "must be one of a, b"},
	}, problems)
}

// In an empty form all that is required is missing, and no other rule is broken.
func TestParseForm_Empty(t *testing.T) {
	_, problems := ParseForm(reflect.TypeFor[ask](), nil)
	assert.Equal(t, []Problem{
		{"amount", "must not be empty"},
		{"count", "must not be empty"},
		{"name", "must not be empty"},
		{"kind", "must be one of a, b"},
	}, problems)
}

// A zero that was written is not missing: it is too little.
func TestParseForm_Zero(t *testing.T) {
	_, problems := ParseForm(reflect.TypeFor[ask](), map[string]string{
		"name": "Ada", "amount": "0", "count": "0", "kind": "a",
	})
	assert.Equal(t, []Problem{
		{"amount", "must be at least 0.01"},
		{"count", "must be at least 1"},
	}, problems)
}

// JSON of the wrong shape is refused by field, and a field that nobody knows is
// not dropped in silence.
func TestParseData_Refuses(t *testing.T) {
	for data, want := range map[string]string{
		`{"name":7}`:                        "name",
		`{"amount":"5"}`:                    "amount",
		`{"amount":1e3}`:                    "amount",
		`{"amount":99999999999999999999}`:   "amount",
		`{"name":"Ada","colour":"red"}`:     "",
		`[]`:                                "",
		`{"name":"Ada"`:                     "",
		`{"name":"A","amount":2000000000}`:  "amount",
		`{"name":"A","amount":-2000000000}`: "amount",
	} {
		_, problems := ParseData(reflect.TypeFor[ask](), []byte(data))
		require.NotEmpty(t, problems, data)
		assert.Equal(t, want, problems[0].Field, data)
		assert.NotEmpty(t, problems[0].Message, data)
	}
}

func FuzzParseData(f *testing.F) {
	f.Add([]byte(`{"name":"Ada","amount":100,"count":1,"kind":"a"}`))
	f.Add([]byte(`{"count":1.5}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		value, problems := ParseData(reflect.TypeFor[ask](), data)
		if len(problems) == 0 {
			a := value.(ask)
			assert.GreaterOrEqual(t, a.Amount, Amount(1))
			assert.LessOrEqual(t, a.Amount, Amount(10_00))
			assert.NotEmpty(t, a.Name)
		}
	})
}

func TestFormat(t *testing.T) {
	assert.Equal(t, "1,300.00", Format(Amount(1_300_00)))
	assert.Equal(t, "-1,284", Format(-1284))
	assert.Equal(t, "-9,223,372,036,854,775,808", Format(math.MinInt64))
	assert.Equal(t, "yes", Format(true))
	assert.Equal(t, "Ada", Format("Ada"))
	assert.Equal(t, "2 entries", Format([]string{"a", "b"}))
	assert.Equal(t, "1 entry", Format([]string{"a"}))
}

// A summary tells what is there, money with its currency, and no more than
// fits.
func TestSummary(t *testing.T) {
	type paid struct {
		Amount   Amount `json:"amount"`
		Currency string `json:"currency"`
		Source   string `json:"source"`
		Note     string `json:"note"`
	}
	assert.Equal(t, "amount 1,300.00 USD, source card", Summary(paid{1_300_00, "USD", "card", ""}, 3))
	assert.Equal(t, "amount 5.00, source card", Summary(paid{5_00, "", "card", "x"}, 2))
	assert.Equal(t, "currency EUR, note x", Summary(paid{0, "EUR", "", "x"}, 3))
	assert.Equal(t, "1,284", Summary(1284, 3))
	assert.Empty(t, Summary(paid{}, 3))
}

// An event type in three schema versions, of which the first had another name.
type (
	Began struct {
		Who string `json:"who"`
	}
	BegunV2 struct {
		Who string `json:"who"`
	}
	Begun struct {
		Who string `json:"who"`
		How string `json:"how"`
	}
)

func threeVersions() *Registry {
	r := NewRegistry()
	v3 := r.Register("Begun", 3, reflect.TypeFor[Begun]())
	v2 := r.Register("Begun", 2, reflect.TypeFor[BegunV2]())
	v1 := r.Register("Began", 1, reflect.TypeFor[Began]())
	r.Upcast(v2, v3, func(e any) any { return Begun{e.(BegunV2).Who, "unknown"} })
	r.Upcast(v1, v2, func(e any) any { return BegunV2(e.(Began)) })
	return r
}

func event(name string, version int, data string) eventstore.Event {
	return eventstore.Event{EventData: eventstore.EventData{Type: name, SchemaVersion: version, Data: []byte(data)}}
}

// An old event climbs the chain to what it means today.
func TestRegistry_Trace_Chain(t *testing.T) {
	got, steps, err := threeVersions().Trace(event("Began", 1, `{"who":"Ada"}`))
	require.NoError(t, err)
	assert.Equal(t, Begun{"Ada", "unknown"}, got)
	require.Len(t, steps, 3)
	assert.Equal(t, "Begun", steps[2].Name)
	assert.Equal(t, 3, steps[2].SchemaVersion)
}

// What cannot be read is raw, and says why.
func TestRegistry_Read_Raw(t *testing.T) {
	for _, c := range []struct {
		e      eventstore.Event
		reason string
	}{
		{event("Ended", 1, `{}`), "this world has no event type Ended"},
		{event("Begun", 9, `{}`), "this world knows Begun, but not its schema version 9"},
		{event("Begun", 3, `{"who":7}`), "its data does not fit Begun v3"},
		{event("Begun", 3, `7`), "its data does not fit Begun v3"},
	} {
		raw, ok := threeVersions().Read(c.e).Event.(Raw)
		require.True(t, ok, c.reason)
		assert.Contains(t, raw.Reason, c.reason)
		assert.Equal(t, c.e.Data, raw.Data)
	}
}

// An upcaster that panics makes its event raw, and nothing else.
func TestRegistry_Read_PanickingUpcaster(t *testing.T) {
	r := NewRegistry()
	v2 := r.Register("Begun", 2, reflect.TypeFor[Begun]())
	v1 := r.Register("Begun", 1, reflect.TypeFor[BegunV2]())
	r.Upcast(v1, v2, func(any) any { panic("no idea") })
	raw, ok := r.Read(event("Begun", 1, `{}`)).Event.(Raw)
	require.True(t, ok)
	assert.Contains(t, raw.Reason, "no idea")
}

// A type that was split in two, of which one has a schema version of its own.
type (
	Moved struct {
		By int `json:"by"`
	}
	RoseV1 Moved
	Rose   struct {
		By   int    `json:"by"`
		Unit string `json:"unit"`
	}
	Fell Moved
)

func split() *Registry {
	r := NewRegistry()
	fell := r.Register("Fell", 1, reflect.TypeFor[Fell]())
	rose := r.Register("Rose", 2, reflect.TypeFor[Rose]())
	old := r.Register("Rose", 1, reflect.TypeFor[RoseV1]())
	moved := r.Register("Moved", 1, reflect.TypeFor[Moved]())
	r.Upcast(old, rose, func(e any) any { return Rose{e.(RoseV1).By, "cm"} })
	r.Split(moved, []*EventType{old, fell}, func(e any) (any, error) {
		switch by := e.(Moved).By; {
		case by > 0:
			return RoseV1{by}, nil
		case by < 0:
			return Fell{-by}, nil
		case by == 0:
			return nil, errors.New("nothing moved")
		}
		return nil, nil
	})
	return r
}

// By its data, an event becomes one of the types that its own was split into, and climbs on from there.
func TestRegistry_Split(t *testing.T) {
	got, steps, err := split().Trace(event("Moved", 1, `{"by":3}`))
	require.NoError(t, err)
	assert.Equal(t, Rose{3, "cm"}, got)
	require.Len(t, steps, 3)
	got, steps, err = split().Trace(event("Moved", 1, `{"by":-3}`))
	require.NoError(t, err)
	assert.Equal(t, Fell{3}, got)
	require.Len(t, steps, 2)
	var ends []string
	for _, end := range steps[0].Ends() {
		ends = append(ends, end.Name)
	}
	assert.Equal(t, []string{"Rose", "Fell"}, ends)
	var newest []string
	for _, n := range split().Newest() {
		newest = append(newest, n.Name)
	}
	assert.Equal(t, []string{"Fell", "Rose"}, newest)
}

// What cannot be told apart is raw, and says why.
func TestRegistry_Split_Fails(t *testing.T) {
	raw, ok := split().Read(event("Moved", 1, `{"by":0}`)).Event.(Raw)
	require.True(t, ok)
	assert.Equal(t, "the upcaster of Moved v1 failed: nothing moved", raw.Reason)

	r := NewRegistry()
	fell := r.Register("Fell", 1, reflect.TypeFor[Fell]())
	moved := r.Register("Moved", 1, reflect.TypeFor[Moved]())
	r.Split(moved, []*EventType{fell}, func(any) (any, error) { return Rose{}, nil })
	_, _, err := r.Trace(event("Moved", 1, `{"by":1}`))
	assert.ErrorContains(t, err, "made a schema.Rose, which it does not lead to")
}

// Follow shows what an event was at each step, up to the one that failed.
func TestRegistry_Follow(t *testing.T) {
	steps, err := split().Follow(event("Moved", 1, `{"by":3}`))
	require.NoError(t, err)
	require.Len(t, steps, 3)
	assert.Equal(t, []any{Moved{3}, RoseV1{3}, Rose{3, "cm"}}, []any{steps[0].Event, steps[1].Event, steps[2].Event})
	steps, err = split().Follow(event("Moved", 1, `{"by":0}`))
	require.ErrorContains(t, err, "nothing moved")
	require.Len(t, steps, 1)
	steps, err = split().Follow(event("Gone", 1, `{}`))
	require.Error(t, err)
	assert.Empty(t, steps)
}

// A name and version, or a Go type, belongs to one event type.
func TestRegistry_Register_Twice(t *testing.T) {
	r := threeVersions()
	assert.Panics(t, func() { r.Register("Begun", 3, reflect.TypeFor[ask]()) })
	assert.Panics(t, func() { r.Register("Other", 1, reflect.TypeFor[Begun]()) })
	_, err := r.Encode(ask{})
	assert.ErrorContains(t, err, "not registered")
}

package filter_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/filter"
)

// filters draws texts that parse, nested up to depth.
func filters(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		quote := func(s string) string {
			return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
		}
		value := rapid.OneOf(
			rapid.StringMatching(`[A-Za-z0-9*.:<>=#\\-]{1,8}`),
			rapid.Map(rapid.String(), quote),
		)
		terms := []*rapid.Generator[string]{
			rapid.StringMatching(`[a-z*]{1,5}`),
			rapid.Map(value, func(v string) string { return "type:" + v }),
			rapid.Map(value, func(v string) string { return "stream!=" + v }),
			rapid.Map(value, func(v string) string { return "data.a.0.b>=" + v }),
			rapid.Map(rapid.Uint64(), func(n uint64) string { return "#" + decimal(n) }),
			rapid.SampledFrom([]string{"on:today", "after:14:03", "unknown:true", "version:..7", "-OR", "--id:4f"}),
		}
		if depth > 0 {
			inner := filters(depth - 1)
			terms = append(terms,
				rapid.Map(inner, func(f string) string { return "(" + f + ")" }),
				rapid.Map(inner, func(f string) string { return "-(" + f + ")" }),
			)
		}
		parts := rapid.SliceOfN(rapid.OneOf(terms...), 1, 4).Draw(t, "terms")
		var b strings.Builder
		for i, part := range parts {
			if i > 0 {
				b.WriteString(rapid.SampledFrom([]string{" ", " OR ", "\t", " AND "}).Draw(t, "between"))
			}
			b.WriteString(part)
		}
		return b.String()
	})
}

func decimal(n uint64) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return decimal(n/10) + decimal(n%10)
}

// What a filter writes parses to an equal filter.
func TestFilter_String_parsesToTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, err := filter.Parse(filters(3).Draw(t, "filter"))
		require.NoError(t, err)
		again, err := filter.Parse(f.String())
		require.NoError(t, err, "written as %s", f)
		assert.Equal(t, f, again, "written as %s", f)
	})
}

// A minus turns a filter around, whatever it is.
func TestMatcher_Match_minus(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := filters(2).Draw(t, "filter")
		f, err := filter.Parse(text)
		require.NoError(t, err)
		opposite, err := filter.Parse("-(" + text + ")")
		require.NoError(t, err)
		e := deposit()
		assert.NotEqual(t, f.Compile(env).Match(&e, nil), opposite.Compile(env).Match(&e, nil))
	})
}

// Each number is found by itself and by what is just beside it, at any size.
func TestMatcher_Match_numbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`-?(0|[1-9][0-9]{0,40})(\.[0-9]{1,30})?`).Draw(t, "number")
		e := deposit()
		e.Data = []byte(`{"n":` + number + `}`)
		for text, want := range map[string]bool{
			"data.n=" + number:                  true,
			"data.n<" + number:                  false,
			"data.n>" + number:                  false,
			"data.n=" + number + "0000001":      false,
			"data.n:" + number + ".." + number:  true,
			"-data.n!=" + number:                true,
			"data.n=" + strings.ToUpper(number): true,
		} {
			f, err := filter.Parse(text)
			require.NoError(t, err)
			assert.Equal(t, want, f.Compile(env).Match(&e, nil), "%s on %s", text, e.Data)
		}
	})
}

func FuzzParse(f *testing.F) {
	for text := range matches {
		f.Add(text)
	}
	for text := range problems {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := filter.Parse(text)
		if err != nil {
			problem, ok := err.(*filter.Error)
			require.True(t, ok)
			require.True(t, 0 <= problem.From && problem.From < problem.To && problem.To <= len(text), "%d to %d", problem.From, problem.To)
			require.NotEmpty(t, problem.Message)
			return
		}
		again, err := filter.Parse(parsed.String())
		if len(parsed.String()) <= 4096 {
			require.NoError(t, err, "written as %q", parsed)
			require.Equal(t, parsed, again)
		}
		e := deposit()
		parsed.Compile(env).Match(&e, nil)
	})
}

func FuzzMatch(f *testing.F) {
	f.Add(depositData, "items.0.price")
	f.Add(`{"a":[[1,{"b":"\u00e9"}]]}`, "a.b")
	f.Fuzz(func(t *testing.T, data, path string) {
		e := deposit()
		e.Data = []byte(data)
		for _, text := range []string{"data." + path + ":*", "data." + path + ">1", "-word"} {
			if parsed, err := filter.Parse(text); err == nil {
				parsed.Compile(env).Match(&e, nil)
			}
		}
	})
}

func FuzzComplete(f *testing.F) {
	for marked := range completions {
		before, after, _ := strings.Cut(marked, "|")
		f.Add(before+after, len(before))
	}
	f.Fuzz(func(t *testing.T, text string, caret int) {
		from, to, options := filter.Complete(text, caret, bank)
		require.True(t, 0 <= from && from <= to && to <= len(text), "%d to %d", from, to)
		if utf8.ValidString(text) {
			require.True(t, utf8.ValidString(text[:from]) && utf8.ValidString(text[to:]), "a rune is cut")
		}
		require.LessOrEqual(t, len(options), 20)
	})
}

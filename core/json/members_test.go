package json_test

import (
	stdjson "encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"playhead/core/json"
)

// The members of an object come in their order, as they are written.
func TestMembers(t *testing.T) {
	var got []string
	for name, value := range json.Members([]byte(` { "a\u0062" : "x\"y" , "n":-1.50,"o":{"p":[1,{}]}, "e":[] } `)) {
		got = append(got, name+"="+string(value))
	}
	assert.Equal(t, []string{`ab="x\"y"`, "n=-1.50", `o={"p":[1,{}]}`, "e=[]"}, got)
}

// What is not an object has no members, and what is not a list no elements.
func TestMembers_OfSomethingElse(t *testing.T) {
	for _, text := range []string{``, `null`, `[1]`, `"a"`, `{"a"`, `{"a":}`} {
		for name := range json.Members([]byte(text)) {
			assert.Fail(t, "members of "+text, name)
		}
	}
	for _, text := range []string{``, `{}`, `{"a":1}`, `[`} {
		for value := range json.Elements([]byte(text)) {
			assert.Fail(t, "elements of "+text, string(value))
		}
	}
}

// Where data stops to be JSON, what came before was yielded.
func TestMembers_Broken(t *testing.T) {
	var names []string
	for name := range json.Members([]byte(`{"a":1,"b":2 "c":3}`)) {
		names = append(names, name)
	}
	assert.Equal(t, []string{"a", "b"}, names)
}

// Members and elements are what the standard library finds.
func TestMembers_Differential(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		object := rapid.MapOf(rapid.String(), rapid.SliceOf(rapid.Int())).Draw(t, "object")
		text, err := stdjson.Marshal(object)
		assert.NoError(t, err)
		var want map[string]stdjson.RawMessage
		assert.NoError(t, stdjson.Unmarshal(text, &want))
		count := 0
		for name, value := range json.Members(text) {
			count++
			assert.Equal(t, string(want[name]), string(value))
			var elements []stdjson.RawMessage
			assert.NoError(t, stdjson.Unmarshal(value, &elements))
			assert.Len(t, slices.Collect(json.Elements(value)), len(elements))
		}
		assert.Equal(t, len(want), count)
	})
}

// Reading members never panics, whatever the bytes.
func FuzzMembers(f *testing.F) {
	f.Add([]byte(`{"a":{"b":[1,2,{"c":null}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, value := range json.Members(data) {
			assert.True(t, json.Valid(value), "%s", value)
			for range json.Elements(value) {
			}
		}
	})
}

package json_test

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/json"
)

func TestUnmarshal_TypeError(t *testing.T) {
	for text, want := range map[string]json.TypeError{
		`[]`:                              {"", "a list", "an object", 0},
		`"x"`:                             {"", "text", "an object", 0},
		`{"customer":5}`:                  {"customer", "a number", "text", 12},
		`{"customer":[1]}`:                {"customer", "a list", "text", 12},
		`{"customer":{}}`:                 {"customer", "an object", "text", 12},
		`{"customer":false}`:              {"customer", "false", "text", 12},
		`{"items":{"a":1}}`:               {"items", "an object", "a list", 9},
		`{"items":[{},"x"]}`:              {"items.1", "text", "an object", 13},
		`{"total":{"a":"x"}}`:             {"total.a", "text", "true or false", 14},
		`{"total":{"a":true}}`:            {"total.a", "", "", 0}, // fits
		itemText(`"3"`):                   {"items.0.price", "text", "a whole number", 19},
		itemText(`1.0`):                   {"items.0.price", "a decimal number", "a whole number", 19},
		itemText(`1e3`):                   {"items.0.price", "a number with an exponent", "a whole number", 19},
		itemText(`9223372036854775808`):   {"items.0.price", "a number too large", "a whole number", 19},
		itemText(`-9223372036854775809`):  {"items.0.price", "a number too small", "a whole number", 19},
		itemText(strings.Repeat("9", 40)): {"items.0.price", "a number too large", "a whole number", 19},
		`{"small":256}`:                   {"small", "a number too large", "a whole number", 9},
		`{"small":-1}`:                    {"small", "a negative number", "a whole number", 9},
		`{"ratio":1e400}`:                 {"ratio", "a number too large", "a number", 9},
		`{"ratio":"1"}`:                   {"ratio", "text", "a number", 9},
		`{"bytes":"*"}`:                   {"bytes", "other text", "text in base64", 9},
		`{"bytes":[1]}`:                   {"bytes", "a list", "text in base64", 9},
		`{"number":"1"}`:                  {"number", "text", "a number", 10},
	} {
		var target struct {
			order
			Total  map[string]bool `json:"total"`
			Small  *uint8          `json:"small"`
			Ratio  float64         `json:"ratio"`
			Bytes  []byte          `json:"bytes"`
			Number json.Number     `json:"number"`
		}
		err := json.Unmarshal([]byte(text), &target)
		if want.Value == "" {
			assert.NoError(t, err, text)
			continue
		}
		var mistyped *json.TypeError
		require.ErrorAs(t, err, &mistyped, text)
		assert.Equal(t, want, *mistyped, text)
	}
}

func itemText(price string) string { return `{"items":[{"price":` + price + `}]}` }

func TestTypeError_Error(t *testing.T) {
	var v order
	assert.EqualError(t, json.Unmarshal([]byte(itemText(`"much"`)), &v), "items.0.price must be a whole number, not text")
	assert.EqualError(t, json.Unmarshal([]byte(`7`), &v), "the value must be an object, not a number")
}

func TestUnmarshal_SyntaxError(t *testing.T) {
	for text, want := range map[string]string{
		``:                       "not JSON: it ends too early at byte 1",
		`{"customer":"Ada`:       "not JSON: it ends too early at byte 17",
		`{"customer":"A",}`:      "not JSON: unexpected '}' at byte 17",
		`{'customer':1}`:         `not JSON: unexpected '\'' at byte 2`,
		`{"customer" "A"}`:       `not JSON: unexpected '"' at byte 13`,
		`{"customer":é}`:         "not JSON: unexpected 'é' at byte 13",
		`{"customer":"A"} x`:     "not JSON: unexpected 'x' at byte 18",
		"{\"customer\":\"A\n\"}": `not JSON: unexpected '\n' at byte 15`,
		`{"other":[tru]}`:        "not JSON: unexpected ']' at byte 14",
		`{"other":01}`:           "not JSON: unexpected '1' at byte 11",
		strings.Repeat("[", 65):  "not JSON: nested more than 64 levels deep at byte 65",
		`{"other":` + strings.Repeat(`{"a":`, 64): "not JSON: nested more than 64 levels deep at byte 325",
	} {
		var v order
		if strings.HasPrefix(text, "[") {
			var v any
			assert.EqualError(t, json.Unmarshal([]byte(text), &v), want, text)
			continue
		}
		err := json.Unmarshal([]byte(text), &v)
		var broken *json.SyntaxError
		require.ErrorAs(t, err, &broken, text)
		assert.EqualError(t, err, want, text)
	}
}

func TestUnmarshalStrict_UnknownFieldError(t *testing.T) {
	var v order
	err := json.UnmarshalStrict([]byte(`{"customer":"Ada","items":[{"colour":"red"}]}`), &v)
	var unknown *json.UnknownFieldError
	require.ErrorAs(t, err, &unknown)
	assert.Equal(t, "items.0.colour", unknown.Field)
	assert.EqualError(t, err, "there is no field items.0.colour")

	assert.ErrorAs(t, json.UnmarshalStrict([]byte(`{"Customer":"Ada"}`), &v), &unknown, "letter case counts")
	assert.NoError(t, json.UnmarshalStrict([]byte(orderText), &v))
}

func TestUnmarshal_DepthOfAMillion(t *testing.T) {
	for _, opening := range []string{"[", `{"a":`} {
		bomb := []byte(strings.Repeat(opening, 1_000_000))
		var v any
		assert.ErrorContains(t, json.Unmarshal(bomb, &v), "nested more than 64 levels deep")
		assert.False(t, json.Valid(bomb))
	}
}

func TestUnmarshal_LastOfAKeyCounts(t *testing.T) {
	v := deposited{Source: "cash"}
	require.NoError(t, json.Unmarshal([]byte(`{"amount":1,"currency":"EUR","amount":2,"AMOUNT":3}`), &v))
	assert.Equal(t, deposited{2, "EUR", "cash"}, v, "and what is not named stays")
}

func TestUnmarshal_SharesNothing(t *testing.T) {
	data := []byte(`{"text":"abc","raw":[1],"bytes":"YWJj"}`)
	first := []item{{Item: "old"}}
	v := every{List: first}
	require.NoError(t, json.Unmarshal(data, &v))
	require.NoError(t, json.Unmarshal([]byte(`{"list":[{"item":"new"}]}`), &v))
	clear(data)
	assert.Equal(t, "abc", v.Text)
	assert.Equal(t, "[1]", string(v.Raw))
	assert.Equal(t, "abc", string(v.Bytes))
	assert.Equal(t, "old", first[0].Item, "a list is made anew, whoever holds the old one")
}

func TestUnmarshal_NotAPointer(t *testing.T) {
	for _, v := range []any{nil, 1, order{}, (*order)(nil)} {
		assert.ErrorContains(t, json.Unmarshal([]byte(`{}`), v), "a pointer that is not nil", "%T", v)
	}
}

type chain *chain

type hidden struct{ secret int }

// twice has two fields of one name, which go vet would not let us write.
var twice = reflect.StructOf([]reflect.StructField{
	{Name: "A", Type: reflect.TypeFor[int](), Tag: `json:"a"`},
	{Name: "B", Type: reflect.TypeFor[int](), Tag: `json:"a"`},
})

// Types and values without a JSON form are refused both ways; nothing panics.
func TestMarshal_NoForm(t *testing.T) {
	for _, c := range []struct {
		value any
		why   string
	}{
		{new(chan int), "it is of the kind chan"},
		{new(func()), "it is of the kind func"},
		{new([16]byte), "it is of the kind array"},
		{new(complex128), "it is of the kind complex128"},
		{new(map[int]string), "its keys are not text"},
		{new(struct{ S []fmt.Stringer }), "of interfaces only any has one"},
		{new(time.Time), "all of its fields are hidden"},
		{new(hidden), "all of its fields are hidden"},
		{new(struct{ *hidden }), "it embeds a pointer"},
		{new(struct{ *order }), "it embeds a pointer"},
		{new(struct {
			P **int
		}), "it points to a pointer or an interface"},
		{new(chain), "it points to a pointer or an interface"},
		{new(struct {
			A int `json:"a,string"`
		}), "a tag has an option other than omitempty"},
		{reflect.New(twice).Interface(), "two of its fields have one name"},
	} {
		for range 2 { // the second time from the cache
			_, err := json.Marshal(c.value)
			assert.ErrorContains(t, err, "has no JSON form: "+c.why, "%T", c.value)
			assert.ErrorContains(t, json.Unmarshal([]byte(`{}`), c.value), c.why, "%T", c.value)
		}
		_, err := json.Marshal([]any{c.value})
		assert.ErrorContains(t, err, c.why, "%T within any", c.value)
	}
}

func TestMarshal_ErrorOfAValue(t *testing.T) {
	circle := map[string]any{}
	circle["self"] = circle
	type node struct{ Next *node }
	ring := &node{}
	ring.Next = ring
	for why, value := range map[string]any{
		"the number NaN has no JSON form":                                      math.NaN(),
		"the number -Inf has no JSON form":                                     []float64{math.Inf(-1)},
		`the Number "1.2.3" is not a number`:                                   json.Number("1.2.3"),
		`the Number "" is not a number`:                                        map[string]any{"a": json.Number("")},
		"a RawMessage is not JSON: unexpected 'x' at byte 2":                   json.RawMessage(`[x]`),
		"a RawMessage is not JSON: it ends too early at byte 1":                json.RawMessage{},
		"the value is nested more than 64 levels deep":                         circle,
		"the value is nested more than 64 levels deep ":                        ring,
		"a RawMessage is not JSON: nested more than 64 levels deep at byte 64": []any{json.RawMessage(strings.Repeat("[", 64) + strings.Repeat("]", 64))},
	} {
		_, err := json.Marshal(value)
		assert.EqualError(t, err, strings.TrimSpace(why))
	}
}

func TestMarshal(t *testing.T) {
	for want, value := range map[string]any{
		`null`:                        nil,
		`"<&>\u2028\ufffd\u0001\"\\"`: "<&>\u2028\xff\x01\"\\",
		`{"a":1,"b":[],"c":null}`:     map[string]any{"c": []int(nil), "b": []int{}, "a": 1},
		`{}`:                          struct{}{},
		`[1e-7,1e+21,100000,0.5,-0]`:  []float64{1e-7, 1e21, 1e5, 0.5, math.Copysign(0, -1)},
		`"aGVsbG8="`:                  []byte("hello"),
		`[12345678901234567890,1.50]`: []json.Number{"12345678901234567890", "1.50"},
		`{"a": 1}`:                    json.RawMessage(`{"a": 1}`),
		` null`:                       (*order)(nil),
		depositText:                   &deposited{5000, "USD", "cash"},
	} {
		got, err := json.Marshal(value)
		require.NoError(t, err)
		assert.Equal(t, strings.TrimPrefix(want, " "), string(got))
	}
}

func TestUnmarshal_Any(t *testing.T) {
	var v any
	require.NoError(t, json.Unmarshal([]byte(`{"n":12345678901234567890.50,"l":[null,true,"x",[]],"o":{}}`), &v))
	assert.Equal(t, map[string]any{
		"n": json.Number("12345678901234567890.50"),
		"l": []any{nil, true, "x", []any{}},
		"o": map[string]any{},
	}, v)
	require.NoError(t, json.Unmarshal([]byte(`null`), &v))
	assert.Nil(t, v)
}

func TestIndent(t *testing.T) {
	got, err := json.Indent([]byte(` {"a":[1,{"b":"c, d: \"{"}],"e":[ ],"f":{ }} `))
	require.NoError(t, err)
	assert.Equal(t, `{
  "a": [
    1,
    {
      "b": "c, d: \"{"
    }
  ],
  "e": [],
  "f": {}
}`, got)

	_, err = json.Indent([]byte(`{"a":}`))
	assert.EqualError(t, err, "not JSON: unexpected '}' at byte 6")
}

func TestMarshal_Together(t *testing.T) {
	// Many make the plan of a type at once; the race detector watches.
	type fresh struct {
		Within *fresh
		Items  []item
	}
	t.Run("group", func(t *testing.T) {
		for range 8 {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				got, err := json.Marshal(fresh{Within: &fresh{Items: []item{{}}}})
				require.NoError(t, err)
				assert.Equal(t, `{"Within":{"Within":null,"Items":[{"item":"","price":0,"quantity":0}]},"Items":null}`, string(got))
			})
		}
	})
}

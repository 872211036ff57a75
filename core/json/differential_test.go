package json_test

import (
	"bytes"
	stdjson "encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/json"
)

type position uint64

type embedded struct {
	Actor  string `json:"actor"`
	Hidden string `json:"text"` // every's own field of this name hides it
}

// every has a field of each type that has a JSON form.
type every struct {
	embedded
	Text      string             `json:"text"`
	Optional  *string            `json:"optional,omitempty"`
	Truth     bool               `json:"truth,omitempty"`
	Int       int                `json:"int,omitempty"`
	Int8      int8               `json:"int8"`
	Int16     int16              `json:"int16"`
	Int32     int32              `json:"int32"`
	Int64     int64              `json:"int64"`
	Uint      uint               `json:"uint"`
	Uint8     uint8              `json:"uint8,omitempty"`
	Uint16    uint16             `json:"uint16"`
	Uint32    uint32             `json:"uint32"`
	Position  position           `json:"position"`
	Float64   float64            `json:"float64"`
	Float32   float32            `json:"float32,omitempty"`
	Bytes     []byte             `json:"bytes"`
	Raw       stdjson.RawMessage `json:"raw,omitempty"`
	Any       any                `json:"any,omitempty"`
	List      []item             `json:"list"`
	Pointers  []*item            `json:"pointers,omitempty"`
	Names     map[string]int     `json:"names"`
	Nested    map[streamID][]int `json:"nested,omitempty"`
	Within    *every             `json:"within"`
	Untagged  string
	Escaped   string `json:"ключ <&>"`
	Excluded  string `json:"-"`
	Dash      string `json:"-,"`
	unmarked  string
	Structure struct {
		X, Y int
	} `json:"structure,omitempty"`
}

type streamID string

// stdAny replaces our Numbers by those of encoding/json.
func stdAny(v any) any {
	switch v := v.(type) {
	case json.Number:
		return stdjson.Number(v)
	case []any:
		for i := range v {
			v[i] = stdAny(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = stdAny(v[key])
		}
	}
	return v
}

// stdUnmarshal is encoding/json with Numbers for any.
func stdUnmarshal(data []byte, v any) error {
	if !stdjson.Valid(data) { // a Decoder would leave what follows the value
		return stdjson.Unmarshal(data, v)
	}
	d := stdjson.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return d.Decode(v)
}

// stdMarshal is encoding/json without escapes for HTML.
func stdMarshal(t require.TestingT, v any) string {
	var b bytes.Buffer
	e := stdjson.NewEncoder(&b)
	e.SetEscapeHTML(false)
	require.NoError(t, e.Encode(v))
	return strings.TrimSuffix(b.String(), "\n")
}

// differs reports whether data has something that is documented to be read
// in another way than by encoding/json.
func differs(data []byte) bool {
	return depthOf(data) > json.MaxDepth || !matchesExactly(data)
}

// depthOf returns how deep valid JSON is nested.
func depthOf(data []byte) (deepest int) {
	depth, d := 0, stdjson.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if err != nil {
			return deepest
		}
		switch token {
		case stdjson.Delim('{'), stdjson.Delim('['):
			depth++
			deepest = max(deepest, depth)
		case stdjson.Delim('}'), stdjson.Delim(']'):
			depth--
		}
	}
}

// matchesExactly reports whether the data's keys are unlike any field in
// letter case only, and none comes twice; encoding/json reuses the elements of
// a list whose key comes twice, and its bytes may be a list of numbers or
// base64 with line breaks.
func matchesExactly(data []byte) bool {
	var fields []string
	for _, t := range []reflect.Type{reflect.TypeFor[every](), reflect.TypeFor[embedded](), reflect.TypeFor[item]()} {
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			fields = append(fields, name, t.Field(i).Name)
		}
	}
	fields = append(fields, "X", "Y", "-")
	var any any
	if stdUnmarshal(data, &any) != nil {
		return true
	}
	written, err := stdjson.Marshal(any)
	if err != nil || len(keysOf(data)) != len(keysOf(written)) {
		return false
	}
	for _, key := range keysOf(data) {
		for _, name := range fields {
			if key != name && strings.EqualFold(key, name) {
				return false
			}
		}
		if key == "bytes" && bytes.ContainsAny(data, `[\\`) {
			return false
		}
	}
	return true
}

func keysOf(data []byte) (keys []string) {
	d := stdjson.NewDecoder(bytes.NewReader(data))
	type level struct{ object, value bool }
	levels := []level{{}}
	for {
		token, err := d.Token()
		if err != nil {
			return keys
		}
		top := &levels[len(levels)-1]
		if key, ok := token.(string); ok && top.object && !top.value {
			keys = append(keys, key)
			top.value = true
			continue
		}
		switch token {
		case stdjson.Delim('{'), stdjson.Delim('['):
			top.value = false
			levels = append(levels, level{object: token == stdjson.Delim('{')})
		case stdjson.Delim('}'), stdjson.Delim(']'):
			levels = levels[:len(levels)-1]
		default:
			top.value = false
		}
	}
}

// compare reads data with both and fails where they disagree.
func compare(t require.TestingT, data []byte) {
	var ours, theirs every
	err, stdErr := json.Unmarshal(data, &ours), stdUnmarshal(data, &theirs)
	if stdjson.Valid(data) && differs(data) {
		return
	}
	require.Equal(t, stdErr == nil, err == nil, "reading %q: got %v, encoding/json says %v", data, err, stdErr)
	if err != nil {
		return
	}
	for e := &ours; e != nil; e = e.Within {
		e.Any = stdAny(e.Any)
	}
	require.Equal(t, theirs, ours, "reading %q", data)
}

func FuzzUnmarshal(f *testing.F) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		compare(t, data)
		var ours any
		if json.Unmarshal(data, &ours) != nil {
			return
		}
		written, err := json.Marshal(ours)
		require.NoError(t, err, "%q was read and cannot be written", data)
		var again any
		require.NoError(t, json.Unmarshal(written, &again))
		require.Equal(t, ours, again, "%q was written as %q", data, written)
	})
}

func FuzzValid(f *testing.F) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		want := stdjson.Valid(data) && depthOf(data) <= json.MaxDepth
		require.Equal(t, want, json.Valid(data), "%q", data)
		indented, err := json.Indent(data)
		require.Equal(t, want, err == nil, "%q: %v", data, err)
		if want {
			var b bytes.Buffer
			require.NoError(t, stdjson.Indent(&b, bytes.TrimSpace(data), "", "  "))
			require.Equal(t, b.String(), indented)
		}
	})
}

var seeds = []string{
	``, ` `, `{}`, `[]`, `null`, `nul`, `true`, `tru`, `1 2`, `{"text":"a"}x`, `{,}`, `{"a"}`, `{"a":}`, `{"a":1,}`, `[1,]`, `[1 2]`,
	`{"text":"é\n\u00e9\ud83d\ude00\ud83d\u0041\udE00"}`, "{\"text\":\"\xff\x80é\"}", "{\"text\":\"\t\"}", `{"text":"\x"}`, `{"text":"\u12g4"}`,
	`{"text":"`, `{"text":"\`, `{"text":"\u00`, `{"te\u0078t":"escaped key"}`, `{"text":null,"optional":null,"names":null,"bytes":null,"raw":null}`,
	`{"int":-9223372036854775808,"int64":9223372036854775807,"int8":-128,"position":18446744073709551615}`,
	`{"int":9223372036854775808}`, `{"int":-9223372036854775809}`, `{"position":18446744073709551616}`, `{"position":-0}`, `{"int":-0}`,
	`{"int8":128}`, `{"int8":-129}`, `{"uint8":256}`, `{"int":1e3}`, `{"int":1.0}`, `{"int":01}`, `{"int":-}`, `{"int":+1}`, `{"int":"1"}`,
	`{"float64":1.5e-7,"float32":3.4e38}`, `{"float64":1e400}`, `{"float32":1e39}`, `{"float64":-0.0}`, `{"float64":1.}`, `{"float64":.5}`, `{"float64":1e}`,
	`{"bytes":"aGVsbG8="}`, `{"bytes":"aGVsbG8"}`, `{"bytes":"aGV\nsbG8="}`, `{"bytes":"*"}`, `{"bytes":""}`, `{"bytes":"YWI=YWI="}`, `{"bytes":"YQ=="}`, `{"bytes":"YR=="}`, `{"bytes":"Y==="}`, `{"bytes":"YWE=\r\n"}`,
	`{"raw": { "a" : [1, 2] } }`, `{"raw":{"a":}}`, `{"any":{"a":[1,1.50,"x",null,true,{}],"b":12345678901234567890}}`,
	`{"list":[{"item":"a","price":1,"quantity":2},{}],"pointers":[null,{"item":"b"}]}`, `{"list":[1]}`, `{"list":{}}`, `{"names":{"b":1,"a":2}}`,
	`{"names":[]}`, `{"names":{"a":"b"}}`, `{"nested":{"x":[1],"y":[]}}`, `{"within":{"within":{"text":"deep"},"actor":"ada"}}`, `{"truth":"true"}`,
	`{"ключ <&>":"x","-":"dash","Untagged":"u","Excluded":"e","unmarked":"m","structure":{"X":1,"Y":2}}`, `{"actor":1}`, `{"__proto__":{"a":1}}`,
	`{"unknown":[{"a":[{}]},"\u0000"]}`, strings.Repeat("[", 64) + strings.Repeat("]", 64), strings.Repeat("[", 65) + strings.Repeat("]", 65),
	`{"any":` + strings.Repeat("[", 63) + strings.Repeat("]", 63) + `}`, "\ufeff{}", "{}\x00", `"\u2028"`, `[ 1 , { "a" : "b\"}" } , [ ] , { } ]`,
}

func TestUnmarshal_AsEncodingJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { compare(t, []byte(drawText(t, 5))) })
}

func TestMarshal_AsEncodingJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawEvery(t, 2)
		got, err := json.Marshal(e)
		require.NoError(t, err)
		require.Equal(t, stdMarshal(t, e), string(got))

		var again every
		require.NoError(t, json.UnmarshalStrict(got, &again))
		second, err := json.Marshal(again)
		require.NoError(t, err)
		var once every
		require.NoError(t, json.UnmarshalStrict(second, &once))
		assert.Equal(t, again, once, "what was read is written and read again the same")
	})
}

func drawEvery(t *rapid.T, depth int) *every {
	// Not rapid.Make: it would draw RawMessages that are no JSON.
	e := &every{
		embedded: embedded{Actor: drawString(t)},
		Text:     drawString(t), Truth: rapid.Bool().Draw(t, "truth"),
		Int: rapid.Int().Draw(t, "int"), Int8: rapid.Int8().Draw(t, "int8"), Int16: rapid.Int16().Draw(t, "int16"),
		Int32: rapid.Int32().Draw(t, "int32"), Int64: rapid.Int64().Draw(t, "int64"), Uint: rapid.Uint().Draw(t, "uint"),
		Uint8: rapid.Uint8().Draw(t, "uint8"), Uint16: rapid.Uint16().Draw(t, "uint16"), Uint32: rapid.Uint32().Draw(t, "uint32"),
		Position: position(rapid.Uint64().Draw(t, "position")),
		Float64:  rapid.Float64().Draw(t, "float64"), Float32: rapid.Float32().Draw(t, "float32"),
		Bytes: rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"),
		List: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) item {
			return item{drawString(t), rapid.Int64().Draw(t, "price"), rapid.Int().Draw(t, "quantity")}
		}), 0, 4).Draw(t, "list"),
		Names:    rapid.MapOf(rapid.String(), rapid.Int()).Draw(t, "names"),
		Untagged: drawString(t), Escaped: drawString(t), Dash: drawString(t),
	}
	if rapid.Bool().Draw(t, "optional") {
		e.Optional = &e.Untagged
		e.Pointers = []*item{nil, {Item: "one"}}
		e.Nested = map[streamID][]int{"": nil, "x": {1, 2}}
		e.Raw = stdjson.RawMessage(`{"a":[1.50]}`)
		e.Any = map[string]any{"list": []any{1.5, true, nil}, "text": drawString(t)}
		e.Structure.X = -1
	}
	if depth > 0 && rapid.Bool().Draw(t, "within") {
		e.Within = drawEvery(t, depth-1)
	}
	return e
}

// drawString draws text that is not always UTF-8.
func drawString(t *rapid.T) string {
	return rapid.OneOf(
		rapid.String(),
		rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) }),
		rapid.SampledFrom([]string{"<&>", "\u2028\u2029", "\"\\/\b\f\n\r\t\x00\x1f\x7f", "\xed\xa0\x80", "😀"}),
	).Draw(t, "text")
}

// drawText draws JSON that is mostly right, in form and for every.
func drawText(t *rapid.T, depth int) string {
	kinds := []string{"scalar", "field", "field", "field"}
	if depth == 0 {
		kinds = kinds[:1]
	}
	switch rapid.SampledFrom(kinds).Draw(t, "kind") {
	case "field":
		names := []string{
			"text", "optional", "truth", "int", "int8", "uint8", "position", "float64", "float32", "raw", "any", "list", "pointers", "names", "nested", "within", "actor", "structure", "item", "price", "other", `t\u0065xt`,
		}
		var b strings.Builder
		b.WriteString("{")
		for i, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 4, rapid.ID).Draw(t, "names") {
			if i > 0 {
				b.WriteString(" , ")
			}
			b.WriteString(`"` + name + `" : `)
			value := drawText(t, depth-1)
			if rapid.IntRange(0, 3).Draw(t, "listed") == 0 {
				value = "[" + value + "]"
			}
			b.WriteString(value)
		}
		return b.String() + rapid.SampledFrom([]string{"}", "}", "}", "}", "} ", ",}", "]", ""}).Draw(t, "end")
	default:
		return rapid.SampledFrom([]string{
			`null`, `true`, `false`, `0`, `-0`, `-7`, `255`, `256`, `1.5`, `1e2`, `123456789012345678901`, `"x"`, `"é\ud83d\ude00"`,
			`"\uDC00"`, "\"\xff\"", `"YQ=="`, `[]`, `{}`, ` {"x":1}`, `[1,2]`, `nil`, `"`, `-`, `00`, `{"item":"a","price":3}`,
		}).Draw(t, "scalar")
	}
}

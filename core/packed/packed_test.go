package packed

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

type amount int64

type line struct {
	Product string
	Pieces  int8
}

type basket struct {
	Owner string
	Paid  bool
	Total amount
	Count uint16
	Lines []line
	Marks []string
}

func someBasket(t *rapid.T) basket {
	text := rapid.SampledFrom([]string{"", "Ada", "Bo", "世界", strings.Repeat("x", 300)})
	b := basket{
		Owner: text.Draw(t, "owner"), Paid: rapid.Bool().Draw(t, "paid"),
		Total: amount(rapid.Int64().Draw(t, "total")), Count: rapid.Uint16().Draw(t, "count"),
	}
	if rapid.Bool().Draw(t, "lines") {
		b.Lines = []line{}
		for range rapid.IntRange(0, 4).Draw(t, "n") {
			b.Lines = append(b.Lines, line{text.Draw(t, "product"), rapid.Int8().Draw(t, "pieces")})
		}
	}
	if rapid.Bool().Draw(t, "marks") {
		b.Marks = []string{text.Draw(t, "mark")}
	}
	return b
}

func formOfBasket(t require.TestingT) *Form {
	form, err := FormOf(reflect.TypeFor[basket]())
	require.NoError(t, err)
	return form
}

// What is read is what was written, whatever it is.
func TestReader_Value_ReadsWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form := formOfBasket(t)
		var w Writer
		baskets := rapid.SliceOfN(rapid.Custom(someBasket), 0, 5).Draw(t, "baskets")
		for _, b := range baskets {
			w.Value(form, b)
			w.Int(int64(b.Total))
			w.Text(b.Owner)
		}
		r := NewReader(w.Bytes())
		for _, b := range baskets {
			assert.Equal(t, b, r.Value(form))
			assert.Equal(t, int64(b.Total), r.Int())
			assert.Equal(t, b.Owner, r.Text())
		}
		assert.NoError(t, r.End())
	})
}

// A text takes its bytes once.
func TestWriter_Text_Once(t *testing.T) {
	var w Writer
	w.Text(strings.Repeat("a", 1000))
	once := len(w.Bytes())
	w.Text(strings.Repeat("a", 1000))
	assert.Equal(t, once+1, len(w.Bytes()))
}

func TestFormOf_NoForm(t *testing.T) {
	type itself struct{ Parts []itself }
	for sentence, value := range map[string]any{
		"is of a kind that has no form":  map[string]int{},
		"is hidden and would be lost":    struct{ hidden int }{},
		"is part of itself":              itself{},
		"has nothing in it":              struct{}{},
		"nil has no form":                nil,
		"float64 is of a kind that has ": []float64{},
	} {
		_, err := FormOf(reflect.TypeOf(value))
		assert.ErrorContains(t, err, sentence)
	}
}

func TestReader_ErrMalformed(t *testing.T) {
	var w Writer
	w.Value(formOfBasket(t), basket{Owner: "Ada", Lines: []line{{"pen", 3}}, Marks: []string{"x"}})
	whole := w.Bytes()
	for n := range whole {
		r := NewReader(whole[:n])
		r.Value(formOfBasket(t))
		assert.ErrorIs(t, r.End(), ErrMalformed, "cut at %d", n)
	}
	r := NewReader(append(whole, 0))
	r.Value(formOfBasket(t))
	assert.NoError(t, r.Err())
	assert.ErrorIs(t, r.End(), ErrMalformed)
}

// A number that the type has no room for is malformed, and not cut.
func TestReader_Value_Overflow(t *testing.T) {
	form, err := FormOf(reflect.TypeFor[int8]())
	require.NoError(t, err)
	var w Writer
	w.Int(128)
	r := NewReader(w.Bytes())
	r.Value(form)
	assert.ErrorIs(t, r.Err(), ErrMalformed)
}

func FuzzReader(f *testing.F) {
	var w Writer
	w.Value(formOfBasket(f), basket{Owner: "Ada", Lines: []line{{"pen", 3}, {"pen", 4}}, Marks: []string{"pen"}})
	f.Add(w.Bytes())
	f.Add([]byte{0, 255, 255, 255, 255, 15})
	f.Fuzz(func(t *testing.T, data []byte) {
		r := NewReader(data)
		value := r.Value(formOfBasket(t))
		if r.End() != nil {
			return
		}
		var w Writer
		w.Value(formOfBasket(t), value)
		again := NewReader(w.Bytes())
		assert.Equal(t, value, again.Value(formOfBasket(t)))
		assert.NoError(t, again.End())
	})
}

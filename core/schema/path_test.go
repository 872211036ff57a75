package schema_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"playhead/core/schema"
)

type basket struct {
	Owner string `json:"owner"`
	Lines []line `json:"lines"`
	Tags  []string
	Home  struct {
		City string `json:"city"`
	} `json:"home"`
}

type line struct {
	Item  string        `json:"item"`
	Price schema.Amount `json:"price"`
}

func TestAt_FindsWhatIsThere(t *testing.T) {
	b := basket{Owner: "Ada", Lines: []line{{"a.b", 100}, {"50% off", 200}}, Tags: []string{"x", "y"}}
	b.Home.City = "Oslo"
	for path, want := range map[string]string{
		"owner": "Ada", "lines": "2 entries", "lines.1.price": "1.00", "lines.=a%2Eb.price": "1.00",
		"lines.=50%25 off.price": "2.00", "tags.2": "y", "home.city": "Oslo",
	} {
		value, there := schema.At(b, path)
		assert.True(t, there, path)
		assert.Equal(t, want, value.Text, path)
	}
	for _, path := range []string{"", ".", "owner.x", "colour", "lines.0", "lines.3", "lines.=c", "lines.1.colour", "tags.1.x", "tags.=x", "lines.", "home."} {
		_, there := schema.At(b, path)
		assert.False(t, there, path)
	}
	label, kind := schema.Describe(b, "lines.=a%2Eb.price")
	assert.Equal(t, "Lines a.b Price", label)
	assert.Equal(t, schema.Money, kind)
}

// Every element is found again by its own step, whatever its text, and also when
// others before it are gone, where its text is its own.
func TestStepTo_LeadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b basket
		for range rapid.IntRange(1, 5).Draw(t, "lines") {
			item := rapid.OneOf(rapid.SampledFrom([]string{"", "a", "b.", "%2E"}), rapid.String()).Draw(t, "item")
			b.Lines = append(b.Lines, line{item, schema.Amount(len(b.Lines))})
		}
		for _, v := range schema.Tree(b) {
			for i, element := range v.Values {
				if v.Name != "lines" {
					continue
				}
				step := schema.StepTo(v.Values, i)
				found, there := schema.At(b, "lines."+step+".price")
				assert.True(t, there, step)
				assert.Equal(t, element.Values[1].Text, found.Text, step)
				if step[0] == '=' {
					_, there = schema.At(basket{Lines: b.Lines[i:]}, "lines."+step+".price")
					assert.True(t, there, step)
				}
			}
		}
	})
}

package projection

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

type person struct {
	Name string `json:"name"`
	Age  int    `json:"age"`
}

// Evolving a table leaves the earlier one as it was.
func TestTable_IsAValue(t *testing.T) {
	var empty Table[person]
	one := empty.Set("p-1", person{"Ada", 36})
	two := one.Update("p-1", func(p *person) { p.Age++ }).Set("p-0", person{"Bob", 7})
	assert.Equal(t, 0, empty.Len())
	assert.Equal(t, Row{"p-1", []string{"Ada", "36"}}, one.Row(0))
	assert.Equal(t, Row{"p-1", []string{"Ada", "37"}}, two.Row(1))
	assert.Equal(t, 1, two.Rank("p-1"))
	assert.Equal(t, 1, two.Delete("p-1").Len())
	assert.Equal(t, []RowChange{
		{"p-0", nil, []string{"Bob", "7"}},
		{"p-1", []string{"Ada", "36"}, []string{"Ada", "37"}},
	}, slices.Collect(two.Changes(one)))
}

// Changing a row that is not there is a mistake that says so.
func TestTable_Update_NoSuchRow(t *testing.T) {
	assert.PanicsWithValue(t, "there is no row for p-9 to change", func() {
		Table[person]{}.Update("p-9", func(*person) {})
	})
}

// A list shows the newest entry first, and its keys are positions.
func TestList_NewestFirst(t *testing.T) {
	var l List[person]
	for i := range 12 {
		l = l.Add(schema.Recorded{Position: eventstore.Position(i + 1)}, person{Age: i})
	}
	assert.Equal(t, "#12", l.Row(0).Key)
	assert.Equal(t, "#1", l.Row(11).Key)
	assert.Equal(t, 0, l.Rank("#12"))
	assert.Equal(t, 3, l.Rank("#9"))
	assert.Equal(t, 0, l.Rank("nonsense"))
}

// A list that continues another says by how much, also where it was folded anew and its
// entries are equal and not the same; one with another entry does not continue it.
func TestList_Grown(t *testing.T) {
	fold := func(from List[person], n int) List[person] {
		for range n {
			at := from.Len() + 1
			from = from.Add(schema.Recorded{Position: eventstore.Position(at)}, person{Age: at})
		}
		return from
	}
	base := fold(List[person]{}, 100)
	long, anew := fold(base, 50), fold(base, 20)
	for _, c := range []struct {
		after, before List[person]
		by            int
	}{{long, base, 50}, {base, long, -50}, {long, anew, 30}, {anew, long, -30}, {base, base, 0}, {long, List[person]{}, 150}} {
		by, ok := c.after.Grown(c.before)
		assert.True(t, ok)
		assert.Equal(t, c.by, by)
	}
	other := base.Add(schema.Recorded{Position: 101}, person{Age: 7})
	_, ok := long.Grown(other)
	assert.False(t, ok)
}

// A series keeps a line for each key, thinned to what is asked for, its ends
// included.
func TestSeries_Line(t *testing.T) {
	var s Series[schema.Amount]
	for i := range 100 {
		e := schema.Recorded{Position: eventstore.Position(i + 1), Timestamp: time.UnixMilli(int64(i))}
		s = s.Add(e, "a-1", 1_00)
	}
	assert.Equal(t, schema.Amount(100_00), s.Last("a-1"))
	assert.Zero(t, s.Last("a-2"))
	total, points := s.Line("a-1", 10)
	assert.Equal(t, 100, total)
	assert.Len(t, points, 10)
	assert.Equal(t, Point{1, 0, 1_00, "1.00"}, points[0])
	assert.Equal(t, Point{100, 99, 100_00, "100.00"}, points[9])
	total, points = s.Line("a-2", 10)
	assert.Zero(t, total)
	assert.Empty(t, points)
}

package projection

import (
	"iter"
	"slices"

	"playhead/core/schema"
)

// Parting is one value in which a model is not what it should be; nil where it
// is, or should, not be there.
type Parting struct {
	Key      string // the row's or the line's; empty for a Number
	Field    string
	Kind     schema.FieldKind
	Is, Want *string
}

// comparedPoints is how many points of a line are compared, the first and the
// last among them: what a fold got wrong stays wrong until the last.
const comparedPoints = 16

// Compare yields what parts a model from what it should be, another model of
// the same projection: by key, and within a row by column. It compares what is shown.
func Compare(is, want Model) iter.Seq[Parting] {
	return func(yield func(Parting) bool) {
		switch is := is.(type) {
		case Rows:
			compareRows(is, want, yield)
		case Figure:
			a, b := is.Text(), want.(Figure).Text()
			if a != b {
				yield(Parting{"", "value", is.Columns()[0].Kind, &a, &b})
			}
		case Lines:
			compareLines(is, want.(Lines), yield)
		}
	}
}

// comparedRows is how many rows of a larger model CompareSome looks at: about a
// millisecond in a browser, since it is done after every change.
const comparedRows = 64

// comparedLines is the same for lines, each of which has points.
const comparedLines = 8

// CompareSome is Compare for a model that may be large: of its rows or lines it looks at
// some, evenly chosen, others with each round.
func CompareSome(is, want Model, round int) iter.Seq[Parting] {
	switch is := is.(type) {
	case Rows:
		if is.Len() > comparedRows {
			return func(yield func(Parting) bool) { someRows(is, want.(Rows), round, yield) }
		}
	case Lines:
		if is.Keys() > comparedLines {
			return func(yield func(Parting) bool) { someLines(is, want.(Lines), round, yield) }
		}
	}
	return Compare(is, want)
}

func someRows(is, want Rows, round int, yield func(Parting) bool) {
	if !pairCounts("rows", is.Len(), want.Len(), yield) {
		return
	}
	columns, step := is.Columns(), is.Len()/comparedRows
	for i := round % step; i < is.Len(); i += step {
		row := is.Row(i)
		var cells []string
		if at := want.Rank(row.Key); at < want.Len() && want.Row(at).Key == row.Key {
			cells = want.Row(at).Cells
		}
		if !pairRow(columns, RowChange{row.Key, cells, row.Cells}, yield) {
			return
		}
	}
}

func someLines(is, want Lines, round int, yield func(Parting) bool) {
	if !pairCounts("lines", is.Keys(), want.Keys(), yield) {
		return
	}
	step := is.Keys() / comparedLines
	for i := round % step; i < is.Keys(); i += step {
		if !pairLine(is, want, is.Key(i), yield) {
			return
		}
	}
}

func pairCounts(of string, is, want int, yield func(Parting) bool) bool {
	if is == want {
		return true
	}
	n, m := schema.Format(is), schema.Format(want)
	return yield(Parting{"", of, schema.Number, &n, &m})
}

func compareRows(is Rows, want Model, yield func(Parting) bool) {
	columns := is.Columns()
	for c := range is.Changes(want) {
		if !pairRow(columns, c, yield) {
			return
		}
	}
}

// pairRow yields the cells that part a row from the one before it.
func pairRow(columns []schema.Field, c RowChange, yield func(Parting) bool) bool {
	for i, column := range columns {
		d := Parting{Key: c.Key, Field: column.Name, Kind: column.Kind}
		if c.After != nil {
			d.Is = &c.After[i]
		}
		if c.Before != nil {
			d.Want = &c.Before[i]
		}
		if (d.Is == nil || d.Want == nil || *d.Is != *d.Want) && !yield(d) {
			return false
		}
	}
	return true
}

func compareLines(is, want Lines, yield func(Parting) bool) {
	for key := range is.Differing(want) {
		if !pairLine(is, want, key, yield) {
			return
		}
	}
}

// pairLine yields what parts the line of a key from what it should be.
func pairLine(is, want Lines, key string, yield func(Parting) bool) bool {
	n, a := is.Line(key, comparedPoints)
	m, b := want.Line(key, comparedPoints)
	if n == m && slices.Equal(a, b) {
		return true
	}
	// The last points say what both come to, the first that differ may
	// be any two of those that were chosen.
	d := Parting{Key: key, Field: "value", Kind: is.Columns()[0].Kind, Is: lastOf(a), Want: lastOf(b)}
	if d.Is != nil && d.Want != nil && *d.Is == *d.Want {
		d.Field = "points"
		d.Kind = schema.Text
	}
	return yield(d)
}

func lastOf(points []Point) *string {
	if len(points) == 0 {
		return nil
	}
	return &points[len(points)-1].Text
}

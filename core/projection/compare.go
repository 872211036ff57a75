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
const comparedPoints = 64

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

// CompareSome is Compare for a model that may be large: of its rows it looks at some,
// evenly chosen, others with each round.
func CompareSome(is, want Model, round int) iter.Seq[Parting] {
	a, ok := is.(Rows)
	if !ok || a.Len() <= comparedRows {
		return Compare(is, want)
	}
	b := want.(Rows)
	return func(yield func(Parting) bool) {
		if a.Len() != b.Len() {
			n, m := schema.Format(a.Len()), schema.Format(b.Len())
			if !yield(Parting{"", "rows", schema.Number, &n, &m}) {
				return
			}
		}
		columns, step := a.Columns(), a.Len()/comparedRows
		for i := round % step; i < a.Len(); i += step {
			row := a.Row(i)
			var cells []string
			if at := b.Rank(row.Key); at < b.Len() && b.Row(at).Key == row.Key {
				cells = b.Row(at).Cells
			}
			if !pairRow(columns, RowChange{row.Key, cells, row.Cells}, yield) {
				return
			}
		}
	}
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
	kind := is.Columns()[0].Kind
	for _, key := range keysOf(is, want) {
		_, a := is.Line(key, comparedPoints)
		_, b := want.Line(key, comparedPoints)
		if slices.Equal(a, b) {
			continue
		}
		// The last points say what both come to, the first that differ may
		// be any two of those that were chosen.
		d := Parting{Key: key, Field: "value", Kind: kind, Is: lastOf(a), Want: lastOf(b)}
		if d.Is != nil && d.Want != nil && *d.Is == *d.Want {
			d.Field = "points"
			d.Kind = schema.Text
		}
		if !yield(d) {
			return
		}
	}
}

func lastOf(points []Point) *string {
	if len(points) == 0 {
		return nil
	}
	return &points[len(points)-1].Text
}

// keysOf returns the keys of both, sorted, each once.
func keysOf(a, b Lines) []string {
	var keys []string
	for _, lines := range []Lines{a, b} {
		for i := range lines.Keys() {
			keys = append(keys, lines.Key(i))
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

package projection

import (
	"iter"

	"playhead/core/persistent"
	"playhead/core/schema"
)

// Row is a row of a table or list as the page shows it.
type Row struct {
	Key   string
	Cells []string // as Columns describes them
}

// RowChange is a row with what it was and what it is; nil where it was not,
// or is not, there.
type RowChange struct {
	Key           string
	Before, After []string
}

// Rows is a model that is made of rows, in an order of their keys.
type Rows interface {
	Model
	Len() int
	// Row returns the i-th row. It panics unless 0 <= i < Len().
	Row(i int) Row
	// Rank returns how many rows come before the key.
	Rank(key string) int
	// Changes yields the rows that differ from an earlier model of the same
	// projection.
	Changes(before Model) iter.Seq[RowChange]
	// ChangesAfter is Changes for the keys behind one, so that a long
	// comparison can be gone on with.
	ChangesAfter(before Model, key string) iter.Seq[RowChange]
	Traced
}

// Growing is a model to which rows are only ever added, in the order of their keys.
type Growing interface {
	Rows
	// Grown returns how many rows the model has more than an earlier one that it
	// continues, or how many fewer than a later one that continues it; and
	// false where it is neither.
	Grown(before Model) (by int, ok bool)
}

// Traced is a model that knows of each key whether something was done to it.
type Traced interface {
	// Same reports whether nothing was done to the key's row or line since an
	// earlier model of the same projection. It takes time logarithmic in the
	// length. A row that is in neither may have come and gone since.
	Same(before Model, key string) bool
}

// Find returns the row of a key, and whether there is one.
func Find(rows Rows, key string) (Row, bool) {
	if i := rows.Rank(key); i >= 0 && i < rows.Len() {
		if row := rows.Row(i); row.Key == key {
			return row, true
		}
	}
	return Row{}, false
}

func changes[K interface{ ~string | ~uint64 }, R any](diff iter.Seq[persistent.Entry[K, R]], name func(K) string) iter.Seq[RowChange] {
	return func(yield func(RowChange) bool) {
		for e := range diff {
			change := RowChange{Key: name(e.Key)}
			if e.Before != nil {
				change.Before = schema.Values(*e.Before)
			}
			if e.After != nil {
				change.After = schema.Values(*e.After)
			}
			if !yield(change) {
				return
			}
		}
	}
}

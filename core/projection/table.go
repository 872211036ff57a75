package projection

import (
	"fmt"
	"iter"
	"reflect"

	"playhead/core/eventstore"
	"playhead/core/persistent"
	"playhead/core/schema"
)

// Table is a read model of rows by key, sorted as people sort names: account-2
// comes before account-10. The zero value is empty.
type Table[R any] struct {
	rows persistent.Map[string, R] // by ranked keys
}

// Get returns the row of a key, and whether there is one.
func (t Table[R]) Get(key eventstore.StreamID) (R, bool) { return t.rows.Get(ranked(string(key))) }

// Set returns a table in which the key has the row.
func (t Table[R]) Set(key eventstore.StreamID, row R) Table[R] {
	return Table[R]{t.rows.Set(ranked(string(key)), row)}
}

// Update returns a table in which the key's row is what change makes of it. It
// panics, and so stops the projection, when there is no such row.
func (t Table[R]) Update(key eventstore.StreamID, change func(*R)) Table[R] {
	row, ok := t.Get(key)
	if !ok {
		panic(fmt.Sprintf("there is no row for %s to change", key))
	}
	change(&row)
	return t.Set(key, row)
}

// Delete returns a table without the key.
func (t Table[R]) Delete(key eventstore.StreamID) Table[R] {
	return Table[R]{t.rows.Delete(ranked(string(key)))}
}

// Kind is KindTable.
func (Table[R]) Kind() Kind { return KindTable }

// Columns describes R.
func (Table[R]) Columns() []schema.Field { return schema.Fields(reflect.TypeFor[R]()) }

// Len returns how many rows there are.
func (t Table[R]) Len() int { return t.rows.Len() }

// Row returns the i-th row by key.
func (t Table[R]) Row(i int) Row {
	key, row := t.rows.At(i)
	return Row{unranked(key), schema.Values(row)}
}

// Rank returns how many rows come before the key.
func (t Table[R]) Rank(key string) int { return t.rows.Rank(ranked(key)) }

// Changes yields the rows that differ.
func (t Table[R]) Changes(before Model) iter.Seq[RowChange] {
	return changes(t.rows.Diff(before.(Table[R]).rows), unranked)
}

// ChangesAfter yields the rows that differ behind a key.
func (t Table[R]) ChangesAfter(before Model, key string) iter.Seq[RowChange] {
	return changes(t.rows.DiffAfter(before.(Table[R]).rows, ranked(key)), unranked)
}

// Same reports whether nothing was done to the key's row.
func (t Table[R]) Same(before Model, key string) bool {
	return t.rows.Same(before.(Table[R]).rows, ranked(key))
}

package projection

import (
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"playhead/core/eventstore"
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

// List is a read model of entries in the order they came. The zero value is
// empty. Its keys are the positions of the events that made the entries.
type List[R any] struct {
	entries persistent.List[eventstore.Position, R]
}

// Add returns a list with one more entry, made from the event e. A second
// entry from the same event takes the place of the first. Events come in
// order; where a subscriber takes one late, its entry stands where it belongs.
func (l List[R]) Add(e schema.Recorded, entry R) List[R] {
	return List[R]{put(l.entries, e.Position, entry)}
}

// put appends an entry, or puts it where its position belongs, which takes as
// long as the list is.
func put[R any](entries persistent.List[eventstore.Position, R], at eventstore.Position, entry R) persistent.List[eventstore.Position, R] {
	n := entries.Len()
	if n == 0 {
		return entries.Append(at, entry)
	}
	if last, _ := entries.At(n - 1); last <= at {
		return entries.Append(at, entry)
	}
	var anew persistent.List[eventstore.Position, R]
	late := entries.Rank(at)
	for i := range n {
		if i == late {
			anew = anew.Append(at, entry)
		}
		if position, kept := entries.At(i); position != at {
			anew = anew.Append(position, kept)
		}
	}
	return anew
}

// Kind is KindList.
func (List[R]) Kind() Kind { return KindList }

// Columns describes R.
func (List[R]) Columns() []schema.Field { return schema.Fields(reflect.TypeFor[R]()) }

// Len returns how many entries there are.
func (l List[R]) Len() int { return l.entries.Len() }

// Row returns the i-th entry, the newest being the 0th.
func (l List[R]) Row(i int) Row {
	position, entry := l.entries.At(l.Len() - 1 - i)
	return Row{ListKey(position), schema.Values(entry)}
}

// Rank returns how many entries are newer than the key's.
func (l List[R]) Rank(key string) int {
	position, ok := listPosition(key)
	if !ok {
		return 0
	}
	return l.Len() - l.entries.Rank(position+1)
}

// Changes yields the entries that differ.
func (l List[R]) Changes(before Model) iter.Seq[RowChange] {
	return changes(l.entries.Diff(before.(List[R]).entries), ListKey)
}

// ChangesAfter yields the entries that differ behind a key, the oldest first.
func (l List[R]) ChangesAfter(before Model, key string) iter.Seq[RowChange] {
	return changes(l.entries.DiffAfter(before.(List[R]).entries, ListPosition(key)), ListKey)
}

// foldedAgain is how many entries of two lists may be the same without being the very
// same ones, for one list to continue the other: those of a stretch that was folded twice.
const foldedAgain = 4096

// Grown returns how many entries were added since an earlier list.
func (l List[R]) Grown(before Model) (by int, ok bool) {
	other := before.(List[R]).entries
	shared, both := l.entries.Shared(other), min(l.entries.Len(), other.Len())
	if both-shared > foldedAgain {
		return 0, false
	}
	for i := shared; i < both; i++ {
		key, entry := l.entries.At(i)
		otherKey, otherEntry := other.At(i)
		if key != otherKey || !slices.Equal(schema.Values(entry), schema.Values(otherEntry)) {
			return 0, false
		}
	}
	return l.entries.Len() - other.Len(), true
}

// Same reports whether the key's entry is the one it was.
func (l List[R]) Same(before Model, key string) bool {
	return l.entries.Same(before.(List[R]).entries, ListPosition(key))
}

// ListPosition returns the position of the event whose entry has the key, 0 when
// it is not the key of an entry.
func ListPosition(key string) eventstore.Position {
	position, _ := listPosition(key)
	return position
}

func listPosition(key string) (p eventstore.Position, ok bool) {
	n, err := strconv.ParseUint(strings.TrimPrefix(key, "#"), 10, 64)
	return eventstore.Position(n), err == nil
}

// ListKey returns the key that the entry of an event has in a List.
func ListKey(p eventstore.Position) string { return "#" + strconv.FormatUint(uint64(p), 10) }

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

// Number is a read model of one value. The zero value is zero.
type Number[N ~int64] struct {
	Value N
}

// Add returns the number with n added.
func (n Number[N]) Add(delta N) Number[N] { return Number[N]{n.Value + delta} }

// Kind is KindNumber.
func (Number[N]) Kind() Kind { return KindNumber }

// Columns describes N.
func (Number[N]) Columns() []schema.Field { return valueColumn[N]() }

// Text returns the number as the page shows it.
func (n Number[N]) Text() string { return schema.Format(n.Value) }

// Figure is a model that is one value.
type Figure interface {
	Model
	Text() string
}

func valueColumn[N ~int64]() []schema.Field {
	return schema.Fields(reflect.TypeFor[struct {
		Value N `json:"value"`
	}]())
}

// Series is a read model of a number over time for each key. The zero value
// is empty.
type Series[N ~int64] struct {
	lines persistent.Map[string, line]
}

// line is a line of whatever number: only whoever shows it knows of what.
type line struct {
	points persistent.List[eventstore.Position, point]
	last   int64
}

type point struct {
	timestamp int64 // Unix milliseconds
	value     int64
}

// Last returns the newest value of a key, zero when it has none.
func (s Series[N]) Last(key eventstore.StreamID) N {
	l, _ := s.lines.Get(string(key))
	return N(l.last)
}

// Record returns a series in which the key has the value from the event e on.
func (s Series[N]) Record(e schema.Recorded, key eventstore.StreamID, value N) Series[N] {
	l, _ := s.lines.Get(string(key))
	l.points = put(l.points, e.Position, point{e.Timestamp.UnixMilli(), int64(value)})
	l.last = int64(value)
	return Series[N]{s.lines.Set(string(key), l)}
}

// Add is Record with the newest value plus delta.
func (s Series[N]) Add(e schema.Recorded, key eventstore.StreamID, delta N) Series[N] {
	return s.Record(e, key, s.Last(key)+delta)
}

// Kind is KindSeries.
func (Series[N]) Kind() Kind { return KindSeries }

// Columns describes N.
func (Series[N]) Columns() []schema.Field { return valueColumn[N]() }

// Point is one point of a line.
type Point struct {
	Position  eventstore.Position
	Timestamp int64 // Unix milliseconds
	Value     int64
	Text      string // as the page shows it
}

// Lines is a model that is made of lines.
type Lines interface {
	Model
	// Keys returns how many lines there are, Key the i-th key.
	Keys() int
	Key(i int) string
	// Differing yields the keys of lines that are not the very same ones in an
	// earlier, or another, model of the same projection.
	Differing(other Model) iter.Seq[string]
	// Line returns how many points the key's line has, and at most limit of
	// them, evenly chosen, the first and the last included.
	Line(key string, limit int) (total int, points []Point)
	// Newest returns the last point of the key's line, and whether it has one.
	Newest(key string) (Point, bool)
	Traced
}

// Keys returns how many lines there are.
func (s Series[N]) Keys() int { return s.lines.Len() }

// Key returns the i-th key in order.
func (s Series[N]) Key(i int) string {
	key, _ := s.lines.At(i)
	return key
}

// Newest returns the last point of the key's line, and whether it has one.
func (s Series[N]) Newest(key string) (Point, bool) {
	l, ok := s.lines.Get(key)
	if !ok {
		return Point{}, false
	}
	position, p := l.points.At(l.points.Len() - 1)
	return Point{position, p.timestamp, p.value, schema.Format(N(p.value))}, true
}

// Same reports whether the key's line has no new point.
func (s Series[N]) Same(before Model, key string) bool {
	return s.lines.Same(before.(Series[N]).lines, key)
}

// Differing yields the keys of lines that are not the very same ones.
func (s Series[N]) Differing(other Model) iter.Seq[string] {
	return func(yield func(string) bool) {
		for e := range s.lines.Diff(other.(Series[N]).lines) {
			if !yield(e.Key) {
				return
			}
		}
	}
}

// Line returns at most limit points of the key's line.
func (s Series[N]) Line(key string, limit int) (total int, points []Point) {
	l, _ := s.lines.Get(key)
	total = l.points.Len()
	n := min(total, limit)
	for i := range n {
		at := i
		if n > 1 {
			at = i * (total - 1) / (n - 1)
		}
		position, p := l.points.At(at)
		points = append(points, Point{position, p.timestamp, p.value, schema.Format(N(p.value))})
	}
	return total, points
}

package projection

import (
	"iter"

	"playhead/core/eventstore"
	"playhead/core/persistent"
	"playhead/core/schema"
)

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

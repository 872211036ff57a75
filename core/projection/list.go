package projection

import (
	"iter"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"playhead/core/eventstore"
	"playhead/core/persistent"
	"playhead/core/schema"
)

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

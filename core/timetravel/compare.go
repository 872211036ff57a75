package timetravel

import (
	"iter"
	"slices"

	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/schema"
)

// Mark says how far a comparison has come: through the row of Key in Where. The
// zero value is its beginning.
type Mark struct {
	Where string
	Key   string
	// Gone says that of a List the entries that only the log before has are
	// looked at, which come last.
	Gone bool
}

// Moved pairs the events of two logs behind the last one that they share. An entry
// of a List stands for an event, so it is compared with that of the same event.
type Moved struct {
	From eventstore.Position // the last event that both share
	// Was tells the position that an event of the log after had in the log
	// before, and Is the other way round; 0 where it was, or is, not there.
	Was, Is func(eventstore.Position) eventstore.Position
}

// Change is a row, or an aggregate, to which something may have been done.
type Change struct {
	// Mark is where the comparison goes on behind it. One without a Key is not: there
	// the comparison cannot be parted.
	Mark        Mark
	Differences []Difference // none where it turned out to be the same
	Was, Is     bool         // whether the row is there before, and after
	// Rest is how many rows come behind it that are there on the one side that it is on
	// itself. They were not looked at.
	Rest int
}

// Compare yields the rows to which something was done between two moments, the
// aggregates first, then the read models, from a mark on. moved pairs the events where the
// moments are of two logs; nil where they are of one. Of rows that were only
// added, which can be as many as there are events, listed are looked at.
func (t *Timeline) Compare(before, after Moment, moved *Moved, from Mark, listed int) iter.Seq[Change] {
	return func(yield func(Change) bool) {
		begun := from.Where == ""
		at := func(where string) (Mark, bool) {
			switch {
			case begun:
				return Mark{Where: where}, true
			case where == from.Where:
				begun = true
				return from, true
			}
			return Mark{}, false
		}
		if mark, ok := at(Aggregates); ok && !compareAggregates(before, after, mark, yield) {
			return
		}
		for i, p := range t.folds.Projections {
			mark, ok := at(p.Name)
			if ok && !compareModels(before.Projections[i].Model, after.Projections[i].Model, moved, mark, listed, yield) {
				return
			}
		}
	}
}

func compareAggregates(before, after Moment, mark Mark, yield func(Change) bool) bool {
	for e := range after.Aggregates.DiffAfter(before.Aggregates, eventstore.StreamID(mark.Key)) {
		var was, is []leaf
		if e.Before != nil {
			was = leaves("", schema.Tree(e.Before.Value))
		}
		if e.After != nil {
			is = leaves("", schema.Tree(e.After.Value))
		}
		mark.Key = string(e.Key)
		if !yield(Change{mark, pair(Aggregates, mark.Key, was, is), e.Before != nil, e.After != nil, 0}) {
			return false
		}
	}
	return true
}

func compareModels(before, after projection.Model, moved *Moved, mark Mark, listed int, yield func(Change) bool) bool {
	switch after := after.(type) {
	case projection.Rows:
		if moved != nil && after.Kind() == projection.KindList {
			return compareEntries(before.(projection.Rows), after, *moved, mark, yield)
		}
		return compareRows(before.(projection.Rows), after, mark, listed, yield)
	case projection.Figure:
		was, is := before.(projection.Figure).Text(), after.Text()
		return was == is || yield(Change{mark, []Difference{{mark.Where, "", "value", &was, &is}}, true, true, 0})
	}
	return true
}

func compareRows(before, after projection.Rows, mark Mark, listed int, yield func(Change) bool) bool {
	columns := after.Columns()
	changeAt := func(mark Mark, c projection.RowChange) Change {
		found := pair(mark.Where, c.Key, cells(columns, c.Before), cells(columns, c.After))
		return Change{mark, found, c.Before != nil, c.After != nil, 0}
	}
	if mark.Key == "" {
		if rest, end := added(before, after, listed); rest > 0 {
			for c := range after.Changes(before) {
				change := changeAt(mark, c)
				if len(change.Differences) == 0 {
					continue // it was folded twice, to the same
				}
				if listed--; listed == 0 {
					change.Mark.Key, change.Rest = end, rest
					return yield(change)
				}
				if !yield(change) {
					return false
				}
			}
		}
	}
	for c := range after.ChangesAfter(before, mark.Key) {
		mark.Key = c.Key
		if !yield(changeAt(mark, c)) {
			return false
		}
	}
	return true
}

// added returns how many rows more than those that are listed were only added, or are
// only there before, and the key of the last of them; 0 where that is not all there is.
func added(before, after projection.Rows, listed int) (rest int, end string) {
	growing, ok := after.(projection.Growing)
	if !ok {
		return 0, ""
	}
	by, grown := growing.Grown(before)
	longer := after
	if by < 0 {
		longer, by = before, -by
	}
	if !grown || by <= listed {
		return 0, ""
	}
	return by - listed, longer.Row(0).Key // the newest is the 0th
}

// compareEntries compares the newest entries of the lists of two logs, each with the
// one of the same event.
func compareEntries(before, after projection.Rows, moved Moved, mark Mark, yield func(Change) bool) bool {
	columns := after.Columns()
	if !mark.Gone {
		for position, row := range newest(after, moved.From, mark.Key) {
			var was []leaf
			key := row.Key
			if old := moved.Was(position); old > moved.From {
				if other, there := projection.Find(before, projection.ListKey(old)); there {
					key, was = other.Key, cells(columns, other.Cells)
				}
			}
			mark.Key = row.Key
			if !yield(Change{mark, pair(mark.Where, key, was, cells(columns, row.Cells)), was != nil, true, 0}) {
				return false
			}
		}
		mark.Gone, mark.Key = true, ""
	}
	for position, row := range newest(before, moved.From, mark.Key) {
		mark.Key = row.Key
		change := Change{Mark: mark, Was: true, Is: true}
		is := moved.Is(position)
		if _, there := projection.Find(after, projection.ListKey(is)); is <= moved.From || !there {
			change.Differences, change.Is = pair(mark.Where, row.Key, cells(columns, row.Cells), nil), false
		}
		if !yield(change) {
			return false
		}
	}
	return true
}

// newest yields the entries of a list behind a position with theirs, the newest first;
// with a key, those that come after its entry.
func newest(list projection.Rows, from eventstore.Position, key string) iter.Seq2[eventstore.Position, projection.Row] {
	return func(yield func(eventstore.Position, projection.Row) bool) {
		first := 0
		if key != "" {
			first = list.Rank(key) + 1
		}
		for i := first; i < list.Rank(projection.ListKey(from)); i++ {
			row := list.Row(i)
			if !yield(projection.ListPosition(row.Key), row) {
				return
			}
		}
	}
}

// Marked reports whether a mark is of a place that is compared.
func (t *Timeline) Marked(mark Mark) bool {
	return mark.Where == "" || mark.Where == Aggregates ||
		slices.ContainsFunc(t.folds.Projections, func(p *projection.Projection) bool { return p.Name == mark.Where })
}

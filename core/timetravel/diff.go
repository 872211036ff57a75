package timetravel

import (
	"iter"
	"maps"
	"slices"

	"playhead/core/eventstore"
	"playhead/core/persistent"
	"playhead/core/projection"
	"playhead/core/schema"
)

// Aggregates is where a Difference of an aggregate lies.
const Aggregates = "aggregates"

// Difference is one value that differs between two moments; nil where it was,
// or is, not there.
type Difference struct {
	Where         string // a projection's name, or Aggregates
	Key           string // the row's key or the stream; empty for a Number
	Field         string // the path within the row or state
	Before, After *string
}

// Diff yields what differs between two moments of the same timeline: values of
// aggregates first, then those of read models. Lines of a Series only ever
// grow by points, which are not differences of what was, and are left out.
func (t *Timeline) Diff(before, after Moment) iter.Seq[Difference] {
	return t.diff(before, after, func(p *projection.Projection, before, after projection.Model, yield func(Difference) bool) bool {
		return diffModels(p.Name, before, after, yield)
	})
}

// DiffMoved is Diff for a moment of a log in which events have moved. An entry of
// a List stands for an event, so those that come behind the position from are
// paired with what they were before: was tells the position that an event of
// the log after had in the log before, 0 when it was not there.
func (t *Timeline) DiffMoved(before, after Moment, from eventstore.Position, was func(eventstore.Position) eventstore.Position) iter.Seq[Difference] {
	return t.diff(before, after, func(p *projection.Projection, before, after projection.Model, yield func(Difference) bool) bool {
		if after.Kind() != projection.KindList {
			return diffModels(p.Name, before, after, yield)
		}
		return diffEntries(p.Name, before.(projection.Rows), after.(projection.Rows), from, was, yield)
	})
}

type modelDiff func(p *projection.Projection, before, after projection.Model, yield func(Difference) bool) bool

func (t *Timeline) diff(before, after Moment, models modelDiff) iter.Seq[Difference] {
	return func(yield func(Difference) bool) {
		for e := range after.Aggregates.Diff(before.Aggregates) {
			var was, is []leaf
			if e.Before != nil {
				was = leaves("", schema.Tree(e.Before.Value))
			}
			if e.After != nil {
				is = leaves("", schema.Tree(e.After.Value))
			}
			if !pair(Aggregates, string(e.Key), was, is, yield) {
				return
			}
		}
		for i, p := range t.folds.Projections {
			if !models(p, before.Projections[i].Model, after.Projections[i].Model, yield) {
				return
			}
		}
	}
}

func diffModels(name string, before, after projection.Model, yield func(Difference) bool) bool {
	switch after := after.(type) {
	case projection.Rows:
		columns := after.Columns()
		for c := range after.Changes(before) {
			if !pair(name, c.Key, cells(columns, c.Before), cells(columns, c.After), yield) {
				return false
			}
		}
	case projection.Figure:
		was, is := before.(projection.Figure).Text(), after.Text()
		return was == is || yield(Difference{name, "", "value", &was, &is})
	}
	return true
}

// diffEntries compares the newest entries of two lists, each with the one of
// the same event.
func diffEntries(name string, before, after projection.Rows, from eventstore.Position, was func(eventstore.Position) eventstore.Position, yield func(Difference) bool) bool {
	columns := after.Columns()
	entries := map[eventstore.Position][]leaf{}
	for position, row := range newest(before, from) {
		entries[position] = cells(columns, row.Cells)
	}
	for position, row := range newest(after, from) {
		old := was(position)
		key := projection.ListKey(old)
		if old == 0 {
			key = row.Key
		}
		if !pair(name, key, entries[old], cells(columns, row.Cells), yield) {
			return false
		}
		delete(entries, old)
	}
	for _, position := range slices.Backward(slices.Sorted(maps.Keys(entries))) {
		if !pair(name, projection.ListKey(position), entries[position], nil, yield) {
			return false
		}
	}
	return true
}

// newest yields the entries of a list behind a position, with theirs.
func newest(list projection.Rows, from eventstore.Position) iter.Seq2[eventstore.Position, projection.Row] {
	return func(yield func(eventstore.Position, projection.Row) bool) {
		for i := range list.Rank(projection.ListKey(from)) {
			row := list.Row(i)
			if !yield(projection.ListPosition(row.Key), row) {
				return
			}
		}
	}
}

// leaf is a value with its path.
type leaf struct{ path, text string }

func leaves(path string, values []schema.Value) []leaf { return leavesIn(schema.Object, path, values) }

// leavesIn returns the leaves in a value of a kind. Elements of a list are named as
// schema.StepTo does, so that each is paired with what it was itself.
func leavesIn(kind schema.FieldKind, path string, values []schema.Value) []leaf {
	var out []leaf
	for i, v := range values {
		step := path + v.Name
		if kind == schema.List {
			step = path + schema.StepTo(values, i)
		}
		switch {
		case v.Kind == schema.Object || v.Kind == schema.List:
			out = append(out, leavesIn(v.Kind, step+".", v.Values)...)
		default:
			out = append(out, leaf{step, v.Text})
		}
	}
	return out
}

func cells(columns []schema.Field, texts []string) []leaf {
	out := make([]leaf, len(texts))
	for i, text := range texts {
		out[i] = leaf{columns[i].Name, text}
	}
	return out
}

// pair yields the leaves that differ, those that are gone last.
func pair(where, key string, before, after []leaf, yield func(Difference) bool) bool {
	var was persistent.Map[string, string]
	for _, l := range before {
		was = was.Set(l.path, l.text)
	}
	for _, l := range after {
		old, ok := was.Get(l.path)
		was = was.Delete(l.path)
		d := Difference{where, key, l.path, &old, &l.text}
		if !ok {
			d.Before = nil
		}
		if (!ok || old != l.text) && !yield(d) {
			return false
		}
	}
	for _, l := range before {
		if _, gone := was.Get(l.path); gone && !yield(Difference{where, key, l.path, &l.text, nil}) {
			return false
		}
	}
	return true
}

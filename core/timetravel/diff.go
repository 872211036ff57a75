package timetravel

import (
	"iter"

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
			if !diffModels(p.Name, before.Projections[i].Model, after.Projections[i].Model, yield) {
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

// leaf is a value with its path.
type leaf struct{ path, text string }

func leaves(path string, values []schema.Value) []leaf {
	var out []leaf
	for _, v := range values {
		switch {
		case v.Kind == schema.Object || v.Kind == schema.List:
			out = append(out, leaves(path+v.Name+".", v.Values)...)
		default:
			out = append(out, leaf{path + v.Name, v.Text})
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
	for path, text := range was.All() {
		if !yield(Difference{where, key, path, &text, nil}) {
			return false
		}
	}
	return true
}

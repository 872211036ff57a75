package timetravel

import (
	"iter"
	"math"
	"slices"

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
		for change := range t.Compare(before, after, nil, Mark{}, math.MaxInt) {
			for _, d := range change.Differences {
				if !yield(d) {
					return
				}
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

// pair returns the leaves that differ, those that are gone last.
func pair(where, key string, before, after []leaf) []Difference {
	var found []Difference
	if len(before) == len(after) && slices.EqualFunc(before, after, func(a, b leaf) bool { return a.path == b.path }) {
		for i := range after { // as most rows and states are: the same leaves, in the same order
			if before[i].text != after[i].text {
				found = append(found, Difference{where, key, after[i].path, &before[i].text, &after[i].text})
			}
		}
		return found
	}
	was := make(map[string]*string, len(before))
	for i, l := range before {
		was[l.path] = &before[i].text
	}
	for i, l := range after {
		old, ok := was[l.path]
		delete(was, l.path)
		if !ok || *old != l.text {
			found = append(found, Difference{where, key, l.path, old, &after[i].text})
		}
	}
	for i, l := range before {
		if _, gone := was[l.path]; gone {
			found = append(found, Difference{where, key, l.path, &before[i].text, nil})
		}
	}
	return found
}

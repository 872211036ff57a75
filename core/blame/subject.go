package blame

import (
	"fmt"
	"iter"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/schema"
)

// Events yields the events after a known state up to a position.
type Events = func(after Known, upTo eventstore.Position) iter.Seq2[schema.Recorded, error]

// Aggregate is the value at a path of a stream's state, whose states are
// aggregate.State and whose events are those of the stream alone.
func Aggregate(d *aggregate.Decider, path string, events Events) Subject {
	same := func(before, after any) bool {
		return before.(aggregate.State).Version == after.(aggregate.State).Version
	}
	read := schema.Reader(d.Initial, path)
	return Subject{
		Step: func(state any, e schema.Recorded) any { return d.Step(state.(aggregate.State), e) },
		Text: func(state any) (string, bool) {
			s := state.(aggregate.State)
			if s.Version == 0 {
				return "", false
			}
			value, there := read(s.Value)
			return value.Text, there
		},
		Same:    same,
		Touched: func(before, after any) bool { return !same(before, after) },
		Events:  events,
	}
}

// ReadModel is a value of a read model, whose states are projection.State: the
// field of a key's row, or without a field whether there is such a row; the last
// point of a key's line; or a number. It fails when the read model has no such
// field.
func ReadModel(p *projection.Projection, key, field string, rules projection.Rules, events Events) (Subject, error) {
	text, err := reader(p, key, field)
	if err != nil {
		return Subject{}, err
	}
	subject := Subject{
		Step:   func(state any, e schema.Recorded) any { return p.Step(state.(projection.State), e, rules) },
		Text:   func(state any) (string, bool) { return text(state.(projection.State).Model) },
		Events: events,
	}
	if _, traced := p.Initial.(projection.Traced); traced {
		subject.Touched = func(before, after any) bool {
			return !after.(projection.State).Model.(projection.Traced).Same(before.(projection.State).Model, key)
		}
		subject.Same = func(before, after any) bool {
			_, there := subject.Text(after) // what is not there may have come and gone
			return there && !subject.Touched(before, after)
		}
		return subject, nil
	}
	// A number does not know what was done to it: two that are equal may have been
	// others in between.
	subject.Same = func(_, _ any) bool { return false }
	subject.Touched = func(before, after any) bool {
		was, _ := subject.Text(before)
		is, _ := subject.Text(after)
		return was != is
	}
	return subject, nil
}

// reader returns how a model's value is read.
func reader(p *projection.Projection, key, field string) (func(projection.Model) (string, bool), error) {
	switch p.Initial.(type) {
	case projection.Rows:
		column := -1
		for i, c := range p.Initial.Columns() {
			if c.Name == field {
				column = i
			}
		}
		if column < 0 && field != "" {
			return nil, fmt.Errorf("%s has no column %q", p.Name, field)
		}
		return func(m projection.Model) (string, bool) {
			row, there := projection.Find(m.(projection.Rows), key)
			if !there || column < 0 {
				return row.Key, there
			}
			return row.Cells[column], true
		}, nil
	case projection.Lines:
		return func(m projection.Model) (string, bool) {
			point, there := m.(projection.Lines).Newest(key)
			return point.Text, there
		}, nil
	default:
		return func(m projection.Model) (string, bool) { return m.(projection.Figure).Text(), true }, nil
	}
}

package projection

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"playhead/core/eventstore"
	"playhead/core/packed"
	"playhead/core/persistent"
)

// errNotContinued says that a model does not go on from the earlier one: entries
// or points of what was are other ones.
var errNotContinued = errors.New("the read model does not continue the earlier one")

// The models without the types of what is in them, so that how they are written is
// there once, and not for each type.
type (
	table interface {
		erased() (rows persistent.Map[string, any], row reflect.Type)
		of(rows persistent.Map[string, any]) Model
	}
	list interface {
		erased() (entries entries, entry reflect.Type)
		of(entries) Model
	}
	series interface {
		erased() persistent.Map[string, line]
		of(persistent.Map[string, line]) Model
	}
	number interface {
		erased() int64
		of(int64) Model
	}
	entries = persistent.List[eventstore.Position, any]
)

func (t Table[R]) erased() (persistent.Map[string, any], reflect.Type) {
	return t.rows.Any(), reflect.TypeFor[R]()
}

func (Table[R]) of(rows persistent.Map[string, any]) Model {
	return Table[R]{persistent.TypedMap[R](rows)}
}

func (l List[R]) erased() (entries, reflect.Type) { return l.entries.Any(), reflect.TypeFor[R]() }
func (List[R]) of(e entries) Model                { return List[R]{persistent.TypedList[R](e)} }

func (s Series[N]) erased() persistent.Map[string, line]      { return s.lines }
func (Series[N]) of(lines persistent.Map[string, line]) Model { return Series[N]{lines} }

func (n Number[N]) erased() int64  { return int64(n.Value) }
func (Number[N]) of(n int64) Model { return Number[N]{N(n)} }

func writeModel(w *packed.Writer, before, after Model) error {
	switch after := after.(type) {
	case table:
		rows, row := after.erased()
		form, err := packed.FormOf(row)
		if err == nil {
			was, _ := before.(table).erased()
			writeRows(w, form, was, rows)
		}
		return err
	case list:
		all, entry := after.erased()
		form, err := packed.FormOf(entry)
		if err != nil {
			return err
		}
		was, _ := before.(list).erased()
		return writeEntries(w, was, all, func(value any) { w.Value(form, value) })
	case series:
		return writeLines(w, before.(series).erased(), after.erased())
	case number:
		w.Int(after.erased())
		return nil
	}
	return fmt.Errorf("there is no way to write a %T", after)
}

func readModel(r *packed.Reader, before Model) (Model, error) {
	switch before := before.(type) {
	case table:
		rows, row := before.erased()
		form, err := packed.FormOf(row)
		if err != nil {
			return nil, err
		}
		return before.of(readRows(r, form, rows)), r.Err()
	case list:
		was, entry := before.erased()
		form, err := packed.FormOf(entry)
		if err != nil {
			return nil, err
		}
		return before.of(readEntries(r, was, func() any { return r.Value(form) })), r.Err()
	case series:
		return before.of(readLines(r, before.erased())), r.Err()
	case number:
		return before.of(r.Int()), r.Err()
	}
	return nil, fmt.Errorf("there is no way to read a %T", before)
}

func writeRows(w *packed.Writer, form *packed.Form, before, after persistent.Map[string, any]) {
	changed := slices.Collect(after.Diff(before))
	w.Uint(uint64(len(changed)))
	for _, e := range changed {
		w.Text(e.Key)
		w.Bool(e.After != nil)
		if e.After != nil {
			w.Value(form, *e.After)
		}
	}
}

func readRows(r *packed.Reader, form *packed.Form, rows persistent.Map[string, any]) persistent.Map[string, any] {
	n := r.Len()
	keys, values := make([]string, 0, n), make([]any, 0, n)
	for range n {
		key := r.Text()
		if !r.Bool() {
			rows = rows.Delete(key)
			continue
		}
		keys, values = append(keys, key), append(values, r.Value(form))
	}
	return setAll(r, rows, keys, values)
}

// writeEntries writes the entries behind those of an earlier list.
func writeEntries(w *packed.Writer, before, after entries, write func(any)) error {
	n, last := before.Len(), eventstore.Position(0)
	if n > 0 {
		last, _ = before.At(n - 1)
	}
	if after.Len() < n || after.Rank(last+1) != n {
		return errNotContinued
	}
	w.Uint(uint64(after.Len() - n))
	for i := n; i < after.Len(); i++ {
		position, entry := after.At(i)
		w.Uint(uint64(position - last))
		last = position
		write(entry)
	}
	return nil
}

func readEntries(r *packed.Reader, all entries, read func() any) entries {
	last := eventstore.Position(0)
	if n := all.Len(); n > 0 {
		last, _ = all.At(n - 1)
	}
	for range r.Len() {
		next := last + eventstore.Position(r.Uint())
		entry := read()
		if r.Err() != nil || next <= last {
			r.Reject()
			break
		}
		all = all.Append(next, entry)
		last = next
	}
	return all
}

func writeLines(w *packed.Writer, before, after persistent.Map[string, line]) error {
	changed := slices.Collect(after.Diff(before))
	w.Uint(uint64(len(changed)))
	for _, e := range changed {
		if e.After == nil {
			return errNotContinued
		}
		var was line
		if e.Before != nil {
			was = *e.Before
		}
		w.Text(e.Key)
		w.Int(e.After.last)
		var last point
		err := writeEntries(w, was.points.Any(), e.After.points.Any(), func(entry any) {
			p := entry.(point)
			w.Int(p.timestamp - last.timestamp)
			w.Int(p.value - last.value)
			last = p
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func readLines(r *packed.Reader, lines persistent.Map[string, line]) persistent.Map[string, line] {
	n := r.Len()
	keys, values := make([]string, 0, n), make([]line, 0, n)
	for range n {
		key := r.Text()
		was, _ := lines.Get(key)
		newest := r.Int()
		var last point
		points := readEntries(r, was.points.Any(), func() any {
			last = point{last.timestamp + r.Int(), last.value + r.Int()}
			return last
		})
		keys, values = append(keys, key), append(values, line{persistent.TypedList[point](points), newest})
	}
	return setAll(r, lines, keys, values)
}

// setAll sets what was read, which was written in the order of its keys.
func setAll[V any](r *packed.Reader, m persistent.Map[string, V], keys []string, values []V) persistent.Map[string, V] {
	for i := range keys {
		if i > 0 && keys[i-1] >= keys[i] {
			r.Reject()
			return m
		}
	}
	return m.SetAll(keys, values)
}

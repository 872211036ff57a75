// Package crud is what an application without events would keep: a table for
// each kind of aggregate, with a row for each thing, which every command
// updates in place. What a row was before is not kept. It is here to be
// compared with the log, and its bytes are counted as fairly as the log's.
package crud

import (
	"reflect"
	"strings"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/json"
	"playhead/core/schema"
)

// Database is the tables of a world. It goes forward only: a row that was
// overwritten cannot be had again. It must not be used by several goroutines.
type Database struct {
	deciders map[string]*aggregate.Decider // by category
	rows     map[eventstore.StreamID]row
	tables   map[string]bool // that have a row
	bytes    int
	writes   int
}

type row struct {
	state aggregate.State
	bytes int
}

// NewDatabase returns a database without rows.
func NewDatabase(deciders map[string]*aggregate.Decider) *Database {
	return &Database{deciders: deciders, rows: map[eventstore.StreamID]row{}, tables: map[string]bool{}}
}

// Write does to the row of an event's stream what the command did that caused
// the event: it inserts the row, or updates it in place. An event of a
// category that the world does not know is of no table.
func (d *Database) Write(e schema.Recorded) {
	category := e.Stream.Category()
	decider := d.deciders[category]
	if decider == nil {
		return
	}
	if !d.tables[category] {
		d.tables[category] = true
		d.bytes += headerBytes(decider.Initial)
	}
	old := d.rows[e.Stream]
	state := decider.Step(old.state, e)
	bytes := RowBytes(e.Stream, state.Value)
	d.rows[e.Stream] = row{state, bytes}
	d.bytes += bytes - old.bytes
	d.writes++
}

// Row returns the row of a stream, and false when there is none.
func (d *Database) Row(stream eventstore.StreamID) (value any, ok bool) {
	r, ok := d.rows[stream]
	return r.state.Value, ok
}

// Rows returns how many rows there are.
func (d *Database) Rows() int { return len(d.rows) }

// Bytes returns what the tables take: for each row its key and its values as
// JSON, and the names of the columns once for each table.
func (d *Database) Bytes() int { return d.bytes }

// Overwritten returns how often a row took the place of what it was before.
func (d *Database) Overwritten() int { return d.writes - len(d.rows) }

// RowBytes returns what a row takes: its key, and its values as JSON.
func RowBytes(key eventstore.StreamID, value any) int {
	bytes := len(key)
	for _, v := range columns(value) {
		text, err := json.Marshal(v.Interface())
		if err == nil { // what has no JSON form is in no column
			bytes += len(text)
		}
	}
	return bytes
}

// headerBytes returns what the names of a table's columns take.
func headerBytes(value any) int {
	bytes := 0
	for _, f := range schema.Tree(value) {
		bytes += len(f.Name)
	}
	return bytes
}

// columns returns a row's values, one for each column.
func columns(value any) []reflect.Value {
	v := reflect.ValueOf(value)
	if v.Kind() != reflect.Struct {
		return nil
	}
	var out []reflect.Value
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); f.IsExported() && name != "-" {
			out = append(out, v.Field(i))
		}
	}
	return out
}

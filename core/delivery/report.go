package delivery

import (
	"slices"
	"strconv"
	"strings"

	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/schema"
)

// Mark says what became of one event at one moment of a run.
type Mark byte

// The marks.
const (
	Unsent   Mark = '.'
	OnItsWay Mark = '~' // sent, and not in the read model
	Once     Mark = '1'
	More     Mark = '2' // it is in the read model more than once
	InPark   Mark = 'p'
	Gone     Mark = 'x' // it will not come any more
)

// Standing is where a subscriber stands at one moment of its run.
type Standing struct {
	Marks []Mark // one for each event
	Model projection.Model
	// Truth is the model of the same projection with what the subscriber should have in
	// it: while it runs, each event that it has taken, once and in order; in
	// the end, every event.
	Truth projection.Model
	Over  bool
}

// Stand returns where the subscriber stands now.
func (r *Run) Stand(start projection.Model) Standing {
	s := Standing{Marks: make([]Mark, len(r.events)), Model: r.model, Over: r.over}
	for i := range r.events {
		s.Marks[i] = r.mark(i)
	}
	s.Truth = Truth(r.projection, start, r.events, func(i int) bool { return r.over || r.times[i] > 0 })
	return s
}

func (r *Run) mark(i int) Mark {
	switch {
	case r.parked[i]:
		return InPark
	case r.times[i] > 1:
		return More
	case r.times[i] == 1:
		return Once
	case r.over || r.who.Guarantee == AtMostOnce && r.acked[i]:
		return Gone
	case i < r.next:
		return OnItsWay
	}
	return Unsent
}

// Truth folds the events that are wanted, each once and in order, and passes
// over what the projection cannot fold.
func Truth(p *projection.Projection, start projection.Model, events []schema.Recorded, wanted func(i int) bool) projection.Model {
	model := start
	for i, e := range events {
		if wanted(i) {
			model = p.Step(projection.State{Model: model}, e, projection.Rules{}).Model
		}
	}
	return model
}

// Sum is money, or a number, that a read model has too much or too little of.
type Sum struct {
	What     string // the column
	Currency string // of money, where the rows say one
	Kind     schema.FieldKind
	Invented int64 // in minor units, for money
	Missing  int64
}

// Verdict says how a read model differs from what it should be.
type Verdict struct {
	Values       int // that differ
	RowsInvented int
	RowsMissing  int
	Sums         []Sum
	Partings     []projection.Parting // the first few
}

// mostPartings is how many differences are told one by one.
const mostPartings = 6

// Judge compares a model with what it should be.
func Judge(is, want projection.Model) Verdict {
	var v Verdict
	gone := map[string]bool{} // rows that only one has, counted once
	for d := range projection.Compare(is, want) {
		v.Values++
		if len(v.Partings) < mostPartings {
			v.Partings = append(v.Partings, d)
		}
		if d.Is == nil != (d.Want == nil) && !gone[d.Key] {
			gone[d.Key] = true
			if d.Is == nil {
				v.RowsMissing++
			} else {
				v.RowsInvented++
			}
		}
		v.add(d, currencyOf(is, want, d.Key))
	}
	return v
}

// add counts what a number differs by.
func (v *Verdict) add(d projection.Parting, currency string) {
	by, ok := difference(d)
	if !ok {
		return
	}
	if d.Kind != schema.Money {
		currency = ""
	}
	i := slices.IndexFunc(v.Sums, func(s Sum) bool { return s.What == d.Field && s.Currency == currency })
	if i < 0 {
		i = len(v.Sums)
		v.Sums = append(v.Sums, Sum{What: d.Field, Currency: currency, Kind: d.Kind})
	}
	v.Sums[i].Invented += max(by, 0)
	v.Sums[i].Missing += max(-by, 0)
}

// difference returns by how much a number is more than it should be.
func difference(d projection.Parting) (by int64, ok bool) {
	is, okIs := numberOf(d.Kind, d.Is)
	want, okWant := numberOf(d.Kind, d.Want)
	return is - want, okIs && okWant
}

// numberOf reads a number as it is shown; where there is none it is zero.
func numberOf(kind schema.FieldKind, text *string) (int64, bool) {
	switch {
	case kind != schema.Money && kind != schema.Number:
		return 0, false
	case text == nil:
		return 0, true
	case kind == schema.Money:
		amount, err := schema.ParseAmount(*text)
		return int64(amount), err == nil
	}
	n, err := strconv.ParseInt(strings.ReplaceAll(*text, ",", ""), 10, 64)
	return n, err == nil
}

// currencyOf returns what the row of a key says in its column "currency",
// empty without one.
func currencyOf(is, want projection.Model, key string) string {
	for _, m := range []projection.Model{is, want} {
		rows, ok := m.(projection.Rows)
		if !ok {
			return ""
		}
		column := slices.IndexFunc(rows.Columns(), func(f schema.Field) bool { return f.Name == "currency" })
		if column < 0 {
			return ""
		}
		if i := rows.Rank(key); i < rows.Len() && rows.Row(i).Key == key {
			return rows.Row(i).Cells[column]
		}
	}
	return ""
}

// First returns the first event, by position, that did harm or was never
// taken; 0 without one.
func (r *Run) First() eventstore.Position {
	first := eventstore.Position(0)
	for i, e := range r.events {
		if m := r.mark(i); m == Gone || m == InPark {
			first = e.Position
			break
		}
	}
	for _, n := range r.notes {
		harmed := n.Harm && (n.What == CountedAgain || n.What == OutOfOrder)
		if harmed && (first == 0 || n.Position < first) {
			first = n.Position
		}
	}
	return first
}

package delivery

import (
	"slices"
	"strconv"
	"strings"

	"playhead/core/projection"
	"playhead/core/schema"
)

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

package playground

import (
	"context"
	"strings"

	"playhead/core/delivery"
	"playhead/core/projection"
	"playhead/core/schema"
)

func (d *desk) outcome(ctx context.Context, run *delivery.Run, name string) (SubscriberOutcome, error) {
	stand := run.Stand(d.start)
	verdict := delivery.Judge(stand.Model, stand.Truth)
	out := SubscriberOutcome{
		Name: name, Over: stand.Over, Equal: verdict.Values == 0,
		RowsInvented: verdict.RowsInvented, RowsMissing: verdict.RowsMissing, Values: verdict.Values,
		Sums: []Sum{}, Partings: []Parting{}, Parked: []ParkedEvent{},
	}
	marks := make([]byte, len(stand.Marks))
	for i, m := range stand.Marks {
		marks[i] = byte(m)
		switch m {
		case delivery.Once:
			out.Taken++
		case delivery.More:
			out.Taken++
			out.Again++
		case delivery.Gone:
			out.Lost++
		}
	}
	out.Marks = string(marks)
	for _, sum := range verdict.Sums {
		out.Sums = append(out.Sums, d.describeSum(sum))
	}
	for _, parting := range verdict.Partings {
		out.Partings = append(out.Partings, d.describeParting(parting))
	}
	if !out.Equal {
		out.First = run.First()
	}
	out.InPark = strings.Count(out.Marks, string(rune(delivery.InPark)))
	var err error
	out.Parked, err = d.parked(ctx, run, stand.Marks)
	return out, err
}

// parked tells which events are in the park, and why each was put there.
func (d *desk) parked(ctx context.Context, run *delivery.Run, marks []delivery.Mark) ([]ParkedEvent, error) {
	parked := []ParkedEvent{}
	for i, mark := range marks {
		if mark != delivery.InPark || len(parked) == mostParked {
			continue
		}
		stored, err := d.session.at(ctx, d.events[i].Position)
		if err != nil {
			return nil, err
		}
		event := ParkedEvent{Event: d.session.row(stored)}
		for _, n := range run.Notes() {
			if n.Position == d.events[i].Position && (n.What == delivery.Parked || n.What == delivery.StillParked) {
				event.Why = sentence(n.Detail)
			}
		}
		parked = append(parked, event)
	}
	return parked, nil
}

func (d *desk) describeSum(sum delivery.Sum) Sum {
	text := func(n int64) string {
		switch {
		case n == 0:
			return ""
		case sum.Kind == schema.Money:
			return schema.Amount(n).String()
		}
		return schema.Format(n)
	}
	return Sum{
		What: d.label(sum.What), Currency: sum.Currency, Money: sum.Kind == schema.Money,
		Invented: text(sum.Invented), Missing: text(sum.Missing),
	}
}

func (d *desk) describeParting(p projection.Parting) Parting {
	return Parting{Key: p.Key, Field: d.label(p.Field), Is: p.Is, Want: p.Want}
}

func (d *desk) label(column string) string { return columnLabel(d.projection, column) }

// columnLabel returns how a column of a read model is headed.
func columnLabel(p *projection.Projection, column string) string {
	for _, f := range p.Initial.Columns() {
		if f.Name == column {
			return f.Label
		}
	}
	return column
}

package playground

import (
	"slices"

	"playhead/core/projection"
)

const (
	// usualRows is how many rows of a read model are shown where nothing else is
	// asked for: a card that leaves room for others.
	usualRows = 8
	maxWindow = 200
	// maxPoints is how many points of a line are sent: as many as a chart
	// has pixels for.
	maxPoints = 400
)

func describeModel(m modelStep, params MomentParams) ReadModel {
	out := ReadModel{State: m.state, Kind: ReadModelKind(m.after.Kind())}
	switch after := m.after.(type) {
	case projection.Rows:
		changes := slices.Collect(after.Changes(m.before))
		out.Changed = len(changes) > 0
		out.Table = describeTable(after, changes, m.projection.Name, params)
	case projection.Figure:
		out.Number = &Cell{Text: after.Text()}
		if before := m.before.(projection.Figure).Text(); before != out.Number.Text {
			out.Number.Before, out.Changed = &before, true
		}
	case projection.Lines:
		out.Series = describeSeries(after, string(params.Stream))
		n := len(out.Series.Points)
		out.Changed = n > 0 && out.Series.Points[n-1].Position == m.state.Checkpoint && m.state.Lag == 0
	}
	return out
}

// describeTable returns the window of rows that is asked for, or else the one
// with what changed, or else the one with the selected stream. A row that the
// last step removed stands at the window's end.
func describeTable(rows projection.Rows, changes []projection.RowChange, name string, params MomentParams) *Table {
	w, asked := params.Windows[name]
	if !asked {
		w.Count = params.WindowSize
		if w.Count <= 0 {
			w.Count = usualRows
		}
	}
	w.Count = max(1, min(w.Count, maxWindow))
	if !asked {
		key := string(params.Stream)
		if len(changes) > 0 {
			key = changes[0].Key
		}
		if rank := rows.Rank(key); rank < rows.Len() {
			w.From = rank / w.Count * w.Count
		}
	}
	table := &Table{Total: rows.Len(), From: max(0, min(w.From, rows.Len()-1)), Rows: []Row{}}
	byKey := map[string]projection.RowChange{}
	for _, c := range changes {
		byKey[c.Key] = c
	}
	for i := table.From; i < min(table.From+w.Count, rows.Len()); i++ {
		row := rows.Row(i)
		out := Row{Key: row.Key, Cells: []Cell{{Text: row.Key}}}
		change, touched := byKey[row.Key]
		if touched && change.Before == nil {
			out.Change = Added
		}
		for j, text := range row.Cells {
			cell := Cell{Text: text}
			if touched && change.Before != nil && change.Before[j] != text {
				cell.Before, out.Change = &change.Before[j], Changed
			}
			out.Cells = append(out.Cells, cell)
		}
		table.Rows = append(table.Rows, out)
	}
	for _, c := range changes {
		if c.After == nil {
			table.Rows = append(table.Rows, removed(c))
		}
	}
	return table
}

func removed(c projection.RowChange) Row {
	row := Row{Key: c.Key, Change: Removed, Cells: []Cell{{Text: c.Key}}}
	for _, text := range c.Before {
		row.Cells = append(row.Cells, Cell{Text: text})
	}
	return row
}

// describeSeries returns the line of the selected stream, or the first line.
func describeSeries(lines projection.Lines, key string) *Series {
	out := &Series{Key: key, Keys: lines.Keys(), Kind: FieldKind(lines.Columns()[0].Kind), Points: []Point{}}
	total, points := lines.Line(key, maxPoints)
	if total == 0 && lines.Keys() > 0 {
		out.Key = lines.Key(0)
		total, points = lines.Line(out.Key, maxPoints)
	}
	out.Total = total
	for _, p := range points {
		out.Points = append(out.Points, Point(p))
	}
	return out
}

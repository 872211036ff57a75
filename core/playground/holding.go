package playground

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/schema"
)

const (
	// shownKeys is how many rows of a read model are named.
	shownKeys = 3
	// maxScanned is how many rows are looked through of a table whose keys are
	// not the persons themselves.
	maxScanned = 2000
)

// held looks for a person's texts in a read model: in the rows that are theirs
// by key, and in the rest of a table as far as it is looked through.
func held(model projection.Model, person eventstore.StreamID, events []eventstore.Position, texts []string) (rows int, keys []string) {
	table, ok := model.(projection.Rows)
	if !ok || len(texts) == 0 {
		return 0, nil
	}
	see := func(row projection.Row) {
		if holdsAny(row.Cells, texts) {
			if rows++; len(keys) < shownKeys {
				keys = append(keys, row.Key)
			}
		}
	}
	if model.Kind() == projection.KindList {
		for _, position := range slices.Backward(events) {
			if row, ok := rowOf(table, listKeyOf(position)); ok {
				see(row)
			}
		}
		return rows, keys
	}
	own, mine := rowOf(table, string(person))
	if mine {
		see(own)
	}
	for i := range min(table.Len(), maxScanned) {
		// What is another's of the same kind may have the same name in it.
		row := table.Row(i)
		if row.Key != string(person) && eventstore.StreamID(row.Key).Category() != person.Category() {
			see(row)
		}
	}
	return rows, keys
}

func rowOf(table projection.Rows, key string) (projection.Row, bool) {
	rank := table.Rank(key)
	if rank < 0 || rank >= table.Len() {
		return projection.Row{}, false
	}
	row := table.Row(rank)
	return row, row.Key == key
}

func listKeyOf(position eventstore.Position) string {
	return "#" + strconv.FormatUint(uint64(position), 10)
}

func holdsAny(cells, texts []string) bool {
	return slices.ContainsFunc(cells, func(cell string) bool {
		return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(cell, text) })
	})
}

// modelsAt returns the read models at a moment: the live ones at the head.
func (p *Playground) modelsAt(ctx context.Context, s *session, at eventstore.Position) ([]projection.Model, error) {
	p.mu.Lock()
	head := s.index.head()
	var models []projection.Model
	for _, each := range s.world.Projections {
		_, now, err := s.runner.Models(each.Name)
		if err != nil {
			p.mu.Unlock()
			return nil, err
		}
		models = append(models, now)
	}
	p.mu.Unlock()
	if at >= head {
		return models, nil
	}
	moment, err := s.timeline.At(ctx, at)
	if err != nil {
		return nil, err
	}
	for i := range models {
		models[i] = moment.Projections[i].Model
	}
	return models, nil
}

// holding compares the live read models with what they come to when they are
// folded now.
func (p *Playground) holding(ctx context.Context, _ HoldingParams) (HoldingResult, error) {
	result := HoldingResult{Models: []Holding{}}
	s, err := p.current()
	if err != nil {
		return result, err
	}
	p.mu.Lock()
	stale := s.stale
	var live []projection.State
	for _, each := range s.world.Projections {
		progress, err := s.runner.Progress(each.Name)
		if err != nil {
			p.mu.Unlock()
			return result, err
		}
		live = append(live, progress.State)
	}
	p.mu.Unlock()
	if !stale {
		return result, nil
	}
	for i, each := range s.world.Projections {
		moment, err := s.timeline.At(ctx, live[i].Checkpoint)
		if err != nil {
			return result, err
		}
		if rows, keys := leftOver(live[i].Model, moment.Projections[i].Model); rows > 0 {
			result.Models = append(result.Models, Holding{each.Name, rows, keys})
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	s.stale = len(result.Models) > 0
	return result, nil
}

// leftOver counts the rows of a live model that tell what a fold of today finds
// forgotten.
func leftOver(live, fresh projection.Model) (rows int, keys []string) {
	table, ok := live.(projection.Rows)
	if !ok {
		return 0, nil
	}
	for change := range table.Changes(fresh) {
		if change.After == nil || !tellsMore(change.After, change.Before) {
			continue
		}
		if rows++; len(keys) < shownKeys {
			keys = append(keys, change.Key)
		}
	}
	return rows, keys
}

// tellsMore reports whether a cell differs where a fresh one says forgotten.
func tellsMore(live, fresh []string) bool {
	if fresh == nil {
		return true
	}
	for i, cell := range fresh {
		if cell != live[i] && strings.Contains(cell, schema.Forgotten) {
			return true
		}
	}
	return false
}

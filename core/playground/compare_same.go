package playground

import (
	"context"
	"fmt"
	"slices"

	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/schema"
	"playhead/core/timetravel"
	"playhead/core/world"
)

const (
	usualSame = 40
	mostSame  = 200
	// sameBudget is how many rows are looked through for those that are the same.
	sameBudget = 2000
)

// same lists rows in which two sides do not differ: what a comparison folds away.
func (p *Playground) same(ctx context.Context, params SameParams) (SameResult, error) {
	s, err := p.current()
	if err != nil {
		return SameResult{}, err
	}
	if params.Limit <= 0 {
		params.Limit = usualSame
	}
	params.Limit = min(params.Limit, mostSame)
	if err := p.reaches(s, params.To); err != nil {
		return SameResult{}, err
	}
	if params.Code {
		return p.sameOfCode(ctx, s, params)
	}
	other, was := s, sameKey
	if params.Branch != "" {
		if other, was, err = p.besideAt(ctx, s, params); err != nil {
			return SameResult{}, err
		}
	}
	from, err := other.timeline.At(ctx, params.From)
	if err != nil {
		return SameResult{}, notThere(err)
	}
	to, err := s.timeline.At(ctx, params.To)
	if err != nil {
		return SameResult{}, notThere(err)
	}
	if params.Where == timetravel.Aggregates {
		return s.sameAggregates(from, to, params), nil
	}
	i := slices.IndexFunc(s.world.Projections, func(p *projection.Projection) bool { return p.Name == params.Where })
	if i < 0 {
		return SameResult{}, &Error{Code: CodeNotFound, Message: fmt.Sprintf("There is no read model %q.", params.Where)}
	}
	return sameRows(from.Projections[i].Model, to.Projections[i].Model, was, params), nil
}

// sameKey is the key of a row on the other side, where nothing has moved.
func sameKey(key string) string { return key }

// besideAt returns the session of another branch, and what key a row of the open one has
// there: an entry of a list is that of the same event.
func (p *Playground) besideAt(ctx context.Context, s *session, params SameParams) (*session, func(string) string, error) {
	other, _, err := p.beside(ctx, params.Branch)
	if err != nil {
		return nil, nil, err
	}
	if err := p.reaches(other, params.From); err != nil {
		return nil, nil, err
	}
	common, err := common(ctx, other, s, min(params.From, params.To))
	if err != nil {
		return nil, nil, err
	}
	pairs, err := s.pairs(ctx, p, other, common, params.From, params.To)
	for err == nil && !pairs.done() {
		pairs, err = s.pairs(ctx, p, other, common, params.From, params.To)
	}
	if err != nil || pairs.moved() == nil {
		return other, sameKey, err
	}
	moved := pairs.moved()
	return other, func(key string) string {
		if position := projection.ListPosition(key); position > common {
			return projection.ListKey(moved.Was(position))
		}
		return key
	}, nil
}

// sameOfCode lists the rows that both versions of a projection's code show alike.
func (p *Playground) sameOfCode(ctx context.Context, s *session, params SameParams) (SameResult, error) {
	i := slices.IndexFunc(s.world.Formerly, func(f world.Former) bool { return f.Name == params.Where })
	if i < 0 {
		return SameResult{}, &Error{Code: CodeNotFound, Message: fmt.Sprintf("There is no older code of %q.", params.Where)}
	}
	at, err := s.formerAt(ctx, p, s.world.Formerly[i], params.To)
	if err != nil {
		return SameResult{}, err
	}
	return sameRows(at.old.Model, at.now.Model, sameKey, params), nil
}

func (s *session) sameAggregates(from, to timetravel.Moment, params SameParams) SameResult {
	result := SameResult{Where: params.Where, Rows: []SameRow{}}
	first := to.Aggregates.Rank(eventstore.StreamID(params.After))
	for i := first; i < to.Aggregates.Len(); i++ {
		stream, is := to.Aggregates.At(i)
		if string(stream) == params.After {
			continue
		}
		was, there := from.Aggregates.Get(stream)
		tree := schema.Tree(is.Value)
		if there && sameTree(schema.Tree(was.Value), tree) {
			row := SameRow{Key: string(stream), Values: []SameValue{}}
			for _, v := range flat("", compare(tree, tree)) {
				row.Values = append(row.Values, SameValue{v.Label, v.Text})
			}
			result.Rows = append(result.Rows, row)
		}
		if i+1 < to.Aggregates.Len() && (len(result.Rows) == params.Limit || i-first >= sameBudget) {
			result.Next = string(stream)
			break
		}
	}
	return result
}

func sameTree(was, is []schema.Value) bool {
	return slices.EqualFunc(was, is, func(a, b schema.Value) bool {
		return a.Name == b.Name && a.Text == b.Text && sameTree(a.Values, b.Values)
	})
}

// sameRows lists the rows that two models of a projection share. key tells what key a row
// has in the one before.
func sameRows(before, after projection.Model, key func(string) string, params SameParams) SameResult {
	result := SameResult{Where: params.Where, Rows: []SameRow{}}
	labels := after.Columns()
	add := func(row projection.Row) {
		same := SameRow{Key: row.Key, Values: []SameValue{}}
		for i, text := range row.Cells {
			same.Values = append(same.Values, SameValue{labels[i].Label, text})
		}
		result.Rows = append(result.Rows, same)
	}
	switch after := after.(type) {
	case projection.Figure:
		if before.(projection.Figure).Text() == after.Text() {
			add(projection.Row{Cells: []string{after.Text()}})
		}
	case projection.Rows:
		first := 0
		if params.After != "" {
			first = after.Rank(params.After)
		}
		for i := first; i < after.Len(); i++ {
			row := after.Row(i)
			if row.Key == params.After {
				continue
			}
			if was, there := projection.Find(before.(projection.Rows), keyIn(after, row.Key, key)); there && slices.Equal(was.Cells, row.Cells) {
				add(row)
			}
			if i+1 < after.Len() && (len(result.Rows) == params.Limit || i-first >= sameBudget) {
				result.Next = row.Key
				break
			}
		}
	}
	return result
}

// keyIn returns the key that a row has on the other side; only entries of lists move.
func keyIn(rows projection.Rows, key string, moved func(string) string) string {
	if rows.Kind() == projection.KindList {
		return moved(key)
	}
	return key
}

package playground

import (
	"context"
	"iter"
	"slices"

	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/schema"
	"playhead/core/timetravel"
)

func compareKinds() []Kind {
	return []Kind{
		kind("compare", "two moments side by side", (*Playground).compareMoments),
		kind("compareBranches", "another branch beside the one that is open", (*Playground).compareBranches),
		kind("former", "a projection's older code beside the newer, over the same log", (*Playground).compareFormer),
	}
}

const (
	usualCompared = 60
	mostCompared  = 500
	// betweenMost is how many events between two moments are sent: more than are
	// looked at one by one.
	betweenMost = 60
)

func (p *Playground) compareMoments(ctx context.Context, params CompareParams) (CompareResult, error) {
	s, err := p.current()
	if err != nil {
		return CompareResult{}, err
	}
	if params.Limit <= 0 {
		params.Limit = usualCompared
	}
	params.Limit = min(params.Limit, mostCompared)
	from, err := s.timeline.At(ctx, params.From)
	if err != nil {
		return CompareResult{}, notThere(err)
	}
	to, err := s.timeline.At(ctx, params.To)
	if err != nil {
		return CompareResult{}, notThere(err)
	}
	result := CompareResult{From: params.From, To: params.To, Places: []ComparedPlace{}, Events: []EventRow{}, Types: []TypeCount{}}
	s.place(&result, from, to, s.timeline.Diff(from, to), params.Limit)
	return locked(p, func(*session) (CompareResult, error) { return result, s.between(ctx, &result) })
}

// place puts differences of two moments where they belong.
func (s *session) place(result *CompareResult, from, to timetravel.Moment, differences iter.Seq[timetravel.Difference], limit int) {
	places := s.group(differences, limit)
	add := func(where string, rows int) {
		place := places[where]
		if place == nil {
			place = &grouped{ComparedPlace: ComparedPlace{Where: where, Keys: []ComparedKey{}}}
		}
		place.Same = max(0, rows-place.keys)
		result.Places = append(result.Places, place.ComparedPlace)
	}
	add(timetravel.Aggregates, max(from.Aggregates.Len(), to.Aggregates.Len()))
	for i, p := range s.world.Projections {
		if p.Initial.Kind() != projection.KindSeries { // a line only grows: its points are not differences
			add(p.Name, max(rowsOf(from.Projections[i].Model), rowsOf(to.Projections[i].Model)))
		}
	}
}

// rowsOf returns how many rows a model has; a number is one.
func rowsOf(m projection.Model) int {
	if rows, ok := m.(projection.Rows); ok {
		return rows.Len()
	}
	return 1
}

// grouped is a place while differences are put into it.
type grouped struct {
	ComparedPlace
	keys int // in which something differs
	last string
}

// group puts differences together by place and key, at most limit of them at a place.
func (s *session) group(differences iter.Seq[timetravel.Difference], limit int) map[string]*grouped {
	places := map[string]*grouped{}
	for d := range differences {
		place := places[d.Where]
		if place == nil {
			place = &grouped{ComparedPlace: ComparedPlace{Where: d.Where, Keys: []ComparedKey{}}}
			places[d.Where] = place
		}
		if place.keys == 0 || place.last != d.Key {
			place.keys, place.last = place.keys+1, d.Key
			if place.Total < limit {
				place.Keys = append(place.Keys, ComparedKey{Key: d.Key, Change: Changed})
			}
		}
		if place.Total++; place.Total <= limit {
			key := &place.Keys[len(place.Keys)-1]
			label, _ := s.describePlace(BlameParams{Where: d.Where, Key: d.Key, Field: d.Field})
			key.Values = append(key.Values, ComparedValue{d.Field, label, d.Before, d.After})
			key.Change = changeOf(key.Values)
		}
	}
	return places
}

// changeOf says what became of a row whose values are all of one kind of change.
func changeOf(values []ComparedValue) Change {
	came := slices.ContainsFunc(values, func(v ComparedValue) bool { return v.Before != nil })
	went := slices.ContainsFunc(values, func(v ComparedValue) bool { return v.After != nil })
	switch {
	case !came:
		return Added
	case !went:
		return Removed
	default:
		return Changed
	}
}

// between adds the events that lie between the two moments.
func (s *session) between(ctx context.Context, result *CompareResult) error {
	first, last := min(result.From, result.To), max(result.From, result.To)
	result.Total = int(last - first)
	for e, err := range s.log.Store.ReadAll(ctx, first) {
		if err != nil {
			return err
		}
		if e.Position > last || len(result.Events) == betweenMost {
			break
		}
		row := s.row(e)
		result.Events = append(result.Events, row)
		i := slices.IndexFunc(result.Types, func(t TypeCount) bool { return t.Type == row.Type })
		if i < 0 {
			i = len(result.Types)
			result.Types = append(result.Types, TypeCount{Type: row.Type, Colour: row.Colour})
		}
		result.Types[i].Count++
	}
	return nil
}

// recordedAt returns the events after a position as a fold reads them, up to another.
func (s *session) recordedAt(after, to eventstore.Position) iter.Seq2[schema.Recorded, error] {
	return func(yield func(schema.Recorded, error) bool) {
		if after >= to {
			return
		}
		for e, err := range s.decoded.read(after) {
			if !yield(e, err) || err != nil || e.Position >= to {
				return
			}
		}
	}
}

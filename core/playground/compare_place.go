package playground

import (
	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/timetravel"
)

// placing is a place while differences are put into it.
type placing struct {
	ComparedPlace
	columns int // of a row; what is not looked at differs in all of them
	// rank returns how many rows come before a key.
	rank func(key string) int
}

// places are those at which a moment is compared with another, in their order.
func (s *session) places(to timetravel.Moment) []placing {
	places := []placing{newPlacing(timetravel.Aggregates, to.Aggregates.Len())}
	places[0].rank = func(key string) int { return to.Aggregates.Rank(eventstore.StreamID(key)) }
	for i, p := range s.world.Projections {
		if p.Initial.Kind() == projection.KindSeries {
			continue // a line only grows: its points are not differences
		}
		model := to.Projections[i].Model
		place := newPlacing(p.Name, rowsOf(model))
		place.columns = len(p.Initial.Columns())
		if rows, ok := model.(projection.Rows); ok {
			place.rank = rows.Rank
		}
		places = append(places, place)
	}
	return places
}

func newPlacing(where string, rows int) placing {
	return placing{
		ComparedPlace: ComparedPlace{Where: where, Rows: rows, Keys: []ComparedKey{}},
		rank:          func(string) int { return 0 },
	}
}

// rowsOf returns how many rows a model has; a number is one.
func rowsOf(m projection.Model) int {
	if rows, ok := m.(projection.Rows); ok {
		return rows.Len()
	}
	return 1
}

// add counts a change, and tells of its values as long as there are not more than the
// limit.
func (p *placing) add(s *session, change timetravel.Change, limit int) {
	if len(change.Differences) > 0 {
		p.Differ++
		if p.Total < limit {
			p.Keys = append(p.Keys, ComparedKey{Key: change.Differences[0].Key, Change: changeOf(change)})
		}
		for _, d := range change.Differences {
			if p.Total++; p.Total > limit {
				continue
			}
			key := &p.Keys[len(p.Keys)-1]
			label, _ := s.describePlace(BlameParams{Where: d.Where, Key: d.Key, Field: d.Field})
			key.Values = append(key.Values, ComparedValue{d.Field, label, d.Before, d.After})
		}
	}
	if !change.Is {
		p.Gone += change.Rest + 1
	}
	p.Differ += change.Rest
	p.Total += change.Rest * p.columns
}

// changeOf says what became of a row.
func changeOf(change timetravel.Change) Change {
	switch {
	case !change.Was:
		return Added
	case !change.Is:
		return Removed
	default:
		return Changed
	}
}

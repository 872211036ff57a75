package durable

import (
	"slices"

	"playhead/core/eventstore"
)

// span is a range of positions, both ends included.
type span struct{ from, to eventstore.Position }

// union sorts spans and joins those that touch.
func union(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return int(int64(a.from) - int64(b.from)) })
	var joined []span
	for _, s := range spans {
		if n := len(joined); n > 0 && s.from <= joined[n-1].to+1 {
			joined[n-1].to = max(joined[n-1].to, s.to)
		} else {
			joined = append(joined, s)
		}
	}
	return joined
}

// missing returns the positions behind start up to head that no span covers.
// The spans are a union.
func missing(spans []span, start, head eventstore.Position) []span {
	var gaps []span
	next := start + 1
	for _, s := range spans {
		if next > head {
			break
		}
		if s.from > next {
			gaps = append(gaps, span{next, min(s.from-1, head)})
		}
		next = max(next, s.to+1)
	}
	if next <= head {
		gaps = append(gaps, span{next, head})
	}
	return gaps
}

package playground

import (
	"context"
	"fmt"
	"math"

	"playhead/core/eventstore"
)

const (
	maxBuckets = 2000 // a bucket for every other pixel of the widest screens
	maxLanes   = 200
)

func (p *Playground) timeline(_ context.Context, params TimelineParams) (TimelineResult, error) {
	return locked(p, func(s *session) (TimelineResult, error) {
		head := s.index.head()
		from, to := max(params.From, 1), min(params.To, head)
		if from > to {
			return TimelineResult{From: from, Times: []int64{}, Lanes: []Lane{}}, nil
		}
		if params.Buckets < 1 || params.Buckets > maxBuckets || params.Lanes.Count > maxLanes {
			return TimelineResult{}, &Error{
				Code:    CodeBadRequest,
				Message: fmt.Sprintf("A timeline has 1 to %d buckets and at most %d lanes.", maxBuckets, maxLanes),
			}
		}
		stretch := stretch{s.index, from, to, min(params.Buckets, int(to-from+1))}
		result := TimelineResult{
			From: from, To: to, Buckets: stretch.buckets,
			Times: stretch.times(), Tempo: stretch.tempo(), Lanes: []Lane{},
		}
		if params.Lanes.Count > 0 {
			result.LaneTotal, result.Lanes = stretch.lanes(params.Lanes, params.Stream)
		}
		return result, nil
	})
}

// stretch is a part of the log, cut into buckets of nearly equal length.
type stretch struct {
	*index
	from, to eventstore.Position
	buckets  int
}

// edge returns the first position of a bucket; that of the bucket after the
// last one is to+1.
func (s stretch) edge(bucket int) eventstore.Position {
	n := uint64(s.to - s.from + 1)
	return s.from + eventstore.Position(uint64(bucket)*n/uint64(s.buckets))
}

func (s stretch) times() []int64 {
	times := make([]int64, s.buckets+1)
	for i := range s.buckets {
		times[i] = s.index.times.At(int(s.edge(i) - 1))
	}
	times[s.buckets] = s.index.times.At(int(s.to - 1))
	return times
}

// The slowest and the fastest tempo that are told apart, as powers of ten of
// events per second: an event in three hours, and ten thousand a second.
const (
	slowest = -4
	fastest = 4
)

func (s stretch) tempo() []byte {
	tempo := make([]byte, s.buckets)
	for i := range tempo {
		// A bucket took from the event before its first to its last; the log's
		// first event, which has none before it, took as long as the next.
		before, last := s.edge(i)-1, s.edge(i+1)-1
		if before == 0 {
			before, last = 1, max(last, min(2, s.head()))
		}
		took := max(s.index.times.At(int(last-1))-s.index.times.At(int(before-1)), 1)
		perSecond := float64(last-before) * 1000 / float64(took)
		level := (math.Log10(perSecond) - slowest) / (fastest - slowest)
		tempo[i] = byte(255 * max(0, min(level, 1)))
	}
	return tempo
}

// lanes returns how many streams have events in the stretch, and the lanes of
// a window of them, the selected stream first.
func (s stretch) lanes(w Window, selected eventstore.StreamID) (total int, lanes []Lane) {
	present := make([]bool, len(s.streams))
	for _, run := range s.streamOf.Runs(int(s.from-1), int(s.to)) {
		for _, number := range run {
			present[number] = true
		}
	}
	var order []uint32
	first, known := s.numbers[selected]
	if known {
		order = append(order, first)
	}
	for number, here := range present {
		if here && !(known && uint32(number) == first) {
			order = append(order, uint32(number))
		}
	}
	start := max(0, min(w.From, len(order)))
	shown := order[start:min(start+w.Count, len(order))]
	laneOf := map[uint32]int{}
	lanes = make([]Lane, len(shown))
	for i, number := range shown {
		laneOf[number] = i
		lanes[i] = Lane{s.streams[number].ID, make([]byte, s.buckets), make([]byte, s.buckets)}
	}
	for bucket := range s.buckets {
		for first, run := range s.streamOf.Runs(int(s.edge(bucket)-1), int(s.edge(bucket+1)-1)) {
			for j, number := range run {
				if i, ok := laneOf[number]; ok {
					lanes[i].add(bucket, s.colourOf.At(first+j))
				}
			}
		}
	}
	return len(order), lanes
}

// add adds an event of a type's number to a bucket.
func (l *Lane) add(bucket int, colour uint8) {
	l.Counts[bucket] = min(l.Counts[bucket], 254) + 1
	l.Colours[bucket] = unknownColour
	if colour != unknownColour {
		l.Colours[bucket] = colour + 1
	}
}

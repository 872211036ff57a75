package timetravel

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/schema"
)

// folds count events, for each stream and for all.
func folds() Folds {
	return Folds{
		Deciders: map[string]*aggregate.Decider{"thing": {
			Initial: 0, Evolve: func(state, _ any) any { return state.(int) + 1 },
		}},
		Projections: []*projection.Projection{{
			Name: "Count", Initial: projection.Number[int64]{},
			Evolve: func(m projection.Model, e schema.Recorded) projection.Model {
				if e.Type == "Bad" {
					panic("bad event")
				}
				return m.(projection.Number[int64]).Add(1)
			},
		}},
	}
}

// log is a source of n events, over ten streams, that counts what is read.
type log struct {
	n    int
	bad  eventstore.Position
	read int
}

func (l *log) source(after eventstore.Position) iter.Seq2[schema.Recorded, error] {
	return func(yield func(schema.Recorded, error) bool) {
		for p := after + 1; p <= eventstore.Position(l.n); p++ {
			l.read++
			e := schema.Recorded{Position: p, Stream: eventstore.StreamID(fmt.Sprintf("thing-%d", p%10)), Version: eventstore.Version((p-1)/10 + 1)}
			if p == l.bad {
				e.Type = "Bad"
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}

func counted(m Moment) string { return m.Projections[0].Model.(projection.Figure).Text() }

// A step from a moment that was just looked at folds one event, in either
// direction no more than the distance between remembered moments.
func TestTimeline_At_StepsAreCheap(t *testing.T) {
	l := &log{n: 5000}
	timeline := New(folds(), l.source, nil)
	_, err := timeline.At(t.Context(), 3000)
	require.NoError(t, err)
	for _, step := range []struct {
		to    eventstore.Position
		folds int
	}{{3001, 1}, {3000, 0}, {2999, 0}, {2990, near}, {2700, near}} {
		l.read = 0
		m, err := timeline.At(t.Context(), step.to)
		require.NoError(t, err)
		assert.Equal(t, step.to, m.Position)
		assert.LessOrEqual(t, l.read, step.folds, "to %d", step.to)
	}
}

// A jump folds no more than the distance between kept moments, once the log
// was folded through.
func TestTimeline_At_JumpsAreBounded(t *testing.T) {
	l := &log{n: 20_000}
	timeline := New(folds(), l.source, nil)
	_, err := timeline.At(t.Context(), 20_000)
	require.NoError(t, err)
	for p := eventstore.Position(1); p < 20_000; p += 1777 {
		l.read = 0
		m, err := timeline.At(t.Context(), p)
		require.NoError(t, err)
		assert.LessOrEqual(t, l.read, every)
		assert.Equal(t, schema.Format(int64(p)), counted(m))
	}
}

// On the way to far moments a part is folded at a time, and none of it twice, also
// when two moments are asked for by turns.
func TestTimeline_Towards(t *testing.T) {
	const n = 3 * every * most
	l := &log{n: n}
	timeline := New(folds(), l.source, nil)
	sides := []eventstore.Position{n/3 + 77, n - 77}
	for _, to := range sides {
		for {
			m, folded, err := timeline.Towards(t.Context(), to, 1000)
			require.NoError(t, err)
			require.LessOrEqual(t, folded, 1000)
			require.Equal(t, schema.Format(int64(m.Position)), counted(m))
			if m.Position == to {
				break
			}
		}
	}
	assert.Less(t, l.read, n+n/1000+1000)
	l.read = 0
	for range 10 {
		for _, to := range sides {
			m, folded, err := timeline.Towards(t.Context(), to, 1000)
			require.NoError(t, err)
			assert.Equal(t, to, m.Position)
			assert.Zero(t, folded)
		}
	}
	assert.Zero(t, l.read)
	timeline.Forget()
	_, folded, err := timeline.Towards(t.Context(), n, 10)
	require.NoError(t, err)
	assert.Equal(t, 10, folded, "what was forgotten is folded again")
}

// However long the log, the number of kept moments stays bounded, and what they
// say stays right.
func TestTimeline_KeepsABoundedNumber(t *testing.T) {
	l := &log{n: 2*every*most + every/2}
	timeline := New(folds(), l.source, nil)
	_, err := timeline.At(t.Context(), eventstore.Position(l.n))
	require.NoError(t, err)
	assert.LessOrEqual(t, len(timeline.kept), most)
	assert.LessOrEqual(t, len(timeline.recent), 2*every/near)
	m, err := timeline.At(t.Context(), 100_001)
	require.NoError(t, err)
	assert.Equal(t, "100,001", counted(m))
}

// Beyond the end there is nothing, and position 0 is before everything.
func TestTimeline_At_Ends(t *testing.T) {
	timeline := New(folds(), (&log{n: 3}).source, nil)
	m, err := timeline.At(t.Context(), 0)
	require.NoError(t, err)
	assert.Equal(t, "0", counted(m))
	assert.Zero(t, m.Aggregates.Len())
	_, err = timeline.At(t.Context(), 4)
	assert.ErrorContains(t, err, "state at 4: the log ends at 3")
}

// A long fold gives others turns, and ends when it is told to.
func TestTimeline_At_Pauses(t *testing.T) {
	stop := errors.New("enough")
	turns := 0
	timeline := New(folds(), (&log{n: 10 * slice}).source, func(context.Context) error {
		if turns++; turns == 3 {
			return stop
		}
		return nil
	})
	_, err := timeline.At(t.Context(), 10*slice)
	require.ErrorIs(t, err, stop)
	m, err := timeline.At(t.Context(), 2*slice)
	require.NoError(t, err)
	assert.EqualValues(t, 2*slice, m.Position)
}

// A source that fails is an error, not a moment.
func TestTimeline_At_SourceFails(t *testing.T) {
	broken := errors.New("the disk is gone")
	timeline := New(folds(), func(eventstore.Position) iter.Seq2[schema.Recorded, error] {
		return func(yield func(schema.Recorded, error) bool) { yield(schema.Recorded{}, broken) }
	}, nil)
	_, err := timeline.At(t.Context(), 1)
	assert.ErrorIs(t, err, broken)
}

// A projection that fails stops in the past as it does live; skipping the event
// lets it go on, also in moments that were folded before.
func TestTimeline_Skip(t *testing.T) {
	timeline := New(folds(), (&log{n: 1000, bad: 5}).source, nil)
	m, err := timeline.At(t.Context(), 1000)
	require.NoError(t, err)
	require.NotNil(t, m.Projections[0].Failure)
	assert.EqualValues(t, 5, m.Projections[0].Failure.Position)
	assert.Equal(t, "4", counted(m))

	timeline.SetRules(projection.Rules{}.Pass(projection.SkipKey{Projection: "Count", Position: 5}))
	m, err = timeline.At(t.Context(), 1000)
	require.NoError(t, err)
	assert.Nil(t, m.Projections[0].Failure)
	assert.Equal(t, "999", counted(m))
}

// A wall-clock time is the moment after the last event by then; a clock that
// went backwards does not bring back what was later.
func TestTimeline_Locate(t *testing.T) {
	timeline := New(folds(), (&log{}).source, nil)
	for _, ms := range []int64{1000, 2000, 5000, 3000, 6000} {
		timeline.Extend(time.UnixMilli(ms))
	}
	for ms, want := range map[int64]eventstore.Position{
		0: 0, 999: 0, 1000: 1, 2500: 2, 3000: 2, 4999: 2, 5000: 4, 5999: 4, 6000: 5, 9999: 5,
	} {
		assert.Equal(t, want, timeline.Locate(time.UnixMilli(ms)), "at %d ms", ms)
	}
}

// Several goroutines may look at different moments at the same time.
func TestTimeline_At_Concurrently(t *testing.T) {
	l := &log{n: 4000}
	timeline := New(folds(), func(after eventstore.Position) iter.Seq2[schema.Recorded, error] {
		own := *l
		return own.source(after)
	}, nil)
	done := make(chan error)
	for g := range 4 {
		go func() {
			for i := range 20 {
				p := eventstore.Position((g*977 + i*131) % 4000)
				if m, err := timeline.At(context.Background(), p); err != nil || counted(m) != schema.Format(int64(p)) {
					done <- fmt.Errorf("at %d: %s, %w", p, counted(m), err)
					return
				}
			}
			done <- nil
		}()
	}
	for range 4 {
		assert.NoError(t, <-done)
	}
}

// What Next returns goes on from the very moment that it was given, whatever else is
// remembered of that position.
func TestTimeline_Next(t *testing.T) {
	l := &log{n: 300}
	timeline := New(folds(), l.source, nil)
	_, err := timeline.At(t.Context(), 300)
	require.NoError(t, err)
	before, err := timeline.At(t.Context(), 255)
	require.NoError(t, err)
	after, err := timeline.Next(before)
	require.NoError(t, err)
	assert.Equal(t, "256", counted(after))
	changed := 0
	for range after.Aggregates.Diff(before.Aggregates) {
		changed++
	}
	assert.Equal(t, 1, changed)

	last, err := timeline.At(t.Context(), 300)
	require.NoError(t, err)
	_, err = timeline.Next(last)
	assert.ErrorContains(t, err, "the log ends at 300")
}

// A moment that was learned is where folds go on from, and takes the place of one that
// was folded; by rules that it was not folded by it is not taken.
func TestTimeline_Learn(t *testing.T) {
	whole := &log{n: 6000}
	m, err := New(folds(), whole.source, nil).At(t.Context(), 4096)
	require.NoError(t, err)

	l := &log{n: 6000}
	timeline := New(folds(), l.source, nil)
	timeline.Learn(m)
	at, err := timeline.At(t.Context(), 4100)
	require.NoError(t, err)
	assert.Equal(t, "4,100", counted(at))
	assert.Equal(t, 4, l.read)

	_, err = timeline.At(t.Context(), 6000)
	require.NoError(t, err)
	other, err := New(folds(), whole.source, nil).At(t.Context(), 512)
	require.NoError(t, err)
	_, err = timeline.At(t.Context(), 600)
	require.NoError(t, err)
	timeline.Learn(other)
	learned, err := timeline.At(t.Context(), 512)
	require.NoError(t, err)
	assert.True(t, learned.Aggregates.Same(other.Aggregates, "thing-1"), "the very one that was learned")

	timeline.SetRules(projection.Rules{}.Pass(projection.SkipKey{Projection: "Count", Position: 7}))
	timeline.Learn(m)
	passing, err := timeline.At(t.Context(), 4096)
	require.NoError(t, err)
	assert.Equal(t, "4,095", counted(passing))
}

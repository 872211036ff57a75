package world_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/timetravel"
	"playhead/core/world"
	"playhead/core/world/worldtest"
)

// drive fills a store with the world's own traffic and returns its length.
func drive(t *rapid.T, w *world.World, commands int) (*eventstore.Memory, eventstore.Position) {
	store := worldtest.Drive(t, w, commands)
	head, err := store.Head(t.Context())
	require.NoError(t, err)
	return store, head.Position
}

// twoMoments returns a timeline over a world's own traffic, and two of its moments.
func twoMoments(t *rapid.T, w *world.World) (timeline *timetravel.Timeline, a, b timetravel.Moment) {
	store, head := drive(t, w, rapid.IntRange(1, 60).Draw(t, "commands"))
	folds := timetravel.Folds{Deciders: w.Deciders, Projections: w.Projections}
	timeline = timetravel.New(folds, source(t.Context(), w, store), nil)
	moment := func(name string) timetravel.Moment {
		m, err := timeline.At(t.Context(), eventstore.Position(rapid.Uint64Range(0, uint64(head)).Draw(t, name)))
		require.NoError(t, err)
		return m
	}
	return timeline, moment("a"), moment("b")
}

// looks tells all that a moment shows, so that moments can be compared.
func looks(w *world.World, m timetravel.Moment) []string {
	var lines []string
	for stream, state := range m.Aggregates.All() {
		lines = append(lines, fmt.Sprintf("%s %+v v%d %s", stream, state.Value, state.Version, state.Problem))
	}
	for i, p := range w.Projections {
		s := m.Projections[i]
		lines = append(lines, fmt.Sprintf("%s at %d, %v", p.Name, s.Checkpoint, s.Failure))
		lines = append(lines, shown(s.Model)...)
	}
	return lines
}

func eachWorld(t *testing.T, check func(*rapid.T, *world.World)) {
	for name, w := range worlds() {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { check(t, w) })
		})
	}
}

// The state at p is the fold of the first p events, in whatever order moments
// are asked for and whatever the timeline remembers.
func TestTimeline_At_IsTheFoldOfTheFirstEvents(t *testing.T) {
	eachWorld(t, func(t *rapid.T, w *world.World) {
		store, head := drive(t, w, rapid.IntRange(1, 120).Draw(t, "commands"))
		folds := timetravel.Folds{Deciders: w.Deciders, Projections: w.Projections}
		timeline := timetravel.New(folds, source(t.Context(), w, store), nil)
		for range 8 {
			p := eventstore.Position(rapid.Uint64Range(0, uint64(head)).Draw(t, "position"))
			got, err := timeline.At(t.Context(), p)
			require.NoError(t, err)
			afresh, err := timetravel.New(folds, source(t.Context(), w, store), nil).At(t.Context(), p)
			require.NoError(t, err)
			require.Equal(t, looks(w, afresh), looks(w, got), "at %d", p)
			require.Equal(t, naive(t, w, store, p), looks(w, got), "at %d", p)
		}
	})
}

// naive folds the first p events with nothing but the functions of the world.
func naive(t *rapid.T, w *world.World, store *eventstore.Memory, p eventstore.Position) []string {
	m := timetravel.Moment{Position: p}
	for _, projection := range w.Projections {
		m.Projections = append(m.Projections, projection.Start())
	}
	for e, err := range store.ReadAll(t.Context(), 0) {
		require.NoError(t, err)
		if e.Position > p {
			break
		}
		recorded := w.Registry.Read(e)
		state, _ := m.Aggregates.Get(e.Stream)
		m.Aggregates = m.Aggregates.Set(e.Stream, w.Deciders[e.Stream.Category()].Step(state, recorded))
		for i, each := range w.Projections {
			m.Projections[i] = each.Step(m.Projections[i], recorded, projection.Rules{})
		}
	}
	return looks(w, m)
}

// A projection that was rebuilt equals the one that followed the log, however
// the work was sliced.
func TestRunner_RebuildEqualsLive(t *testing.T) {
	eachWorld(t, func(t *rapid.T, w *world.World) {
		store, head := drive(t, w, rapid.IntRange(1, 80).Draw(t, "commands"))
		read := source(t.Context(), w, store)
		runner := projection.NewRunner(w.Projections)
		runner.Notice(head)
		settle := func() {
			for {
				moved, err := runner.Advance(read, rapid.IntRange(1, 20).Draw(t, "budget"))
				require.NoError(t, err)
				if len(moved) == 0 {
					return
				}
			}
		}
		settle()
		for _, p := range w.Projections {
			_, live, err := runner.Models(p.Name)
			require.NoError(t, err)
			require.NoError(t, runner.Rebuild(p.Name))
			settle()
			_, rebuilt, err := runner.Models(p.Name)
			require.NoError(t, err)
			require.Equal(t, shown(live), shown(rebuilt), p.Name)
			progress, err := runner.Progress(p.Name)
			require.NoError(t, err)
			require.Equal(t, projection.CaughtUp, progress.Status)
			require.Equal(t, head, progress.State.Checkpoint)
		}
	})
}

// Comparing a moment with itself finds nothing, and comparing b with a mirrors
// comparing a with b.
func TestTimeline_Diff_Mirrors(t *testing.T) {
	eachWorld(t, func(t *rapid.T, w *world.World) {
		timeline, a, b := twoMoments(t, w)
		for d := range timeline.Diff(a, a) {
			require.Fail(t, "a moment differs from itself", "%+v", d)
		}
		there, back := map[string][2]string{}, map[string][2]string{}
		for d := range timeline.Diff(a, b) {
			there[d.Where+"/"+d.Key+"/"+d.Field] = [2]string{told(d.Before), told(d.After)}
		}
		for d := range timeline.Diff(b, a) {
			back[d.Where+"/"+d.Key+"/"+d.Field] = [2]string{told(d.After), told(d.Before)}
		}
		require.Equal(t, there, back)
	})
}

// A comparison that is parted anywhere and gone on with says the same as one in one go, and
// so does one that only counts what was added to lists.
func TestTimeline_Compare_GoesOn(t *testing.T) {
	eachWorld(t, func(t *rapid.T, w *world.World) {
		timeline, a, b := twoMoments(t, w)
		var whole []timetravel.Difference
		for d := range timeline.Diff(a, b) {
			whole = append(whole, d)
		}
		most := rapid.IntRange(1, 5).Draw(t, "rows at a time")
		var parted []timetravel.Difference
		mark, more := timetravel.Mark{}, true
		for more {
			more = false
			rows := 0
			for change := range timeline.Compare(a, b, nil, mark, math.MaxInt) {
				parted = append(parted, change.Differences...)
				if rows++; rows >= most && change.Mark.Key != "" {
					mark, more = change.Mark, true
					break
				}
			}
		}
		require.Equal(t, whole, parted)
		rows, counted := map[string]bool{}, 0
		for _, d := range whole {
			rows[d.Where+"/"+d.Key] = true
		}
		for change := range timeline.Compare(a, b, nil, timetravel.Mark{}, most) {
			counted += change.Rest + min(1, len(change.Differences))
		}
		require.Equal(t, len(rows), counted)
	})
}

func told(s *string) string {
	if s == nil {
		return "nothing"
	}
	return "“" + *s + "”"
}

// Money adds up: what every account holds is what went in less what went out,
// and nobody ever holds less than nothing.
func TestBank_MoneyAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := worlds()["bank"]
		store, head := drive(t, w, rapid.IntRange(1, 150).Draw(t, "commands"))
		folds := timetravel.Folds{Deciders: w.Deciders, Projections: w.Projections}
		moment, err := timetravel.New(folds, source(t.Context(), w, store), nil).At(t.Context(), head)
		require.NoError(t, err)
		require.Nil(t, moment.Projections[0].Failure)
		for stream, state := range moment.Aggregates.All() {
			require.NotContains(t, fmt.Sprintf("%+v", state.Value), "Balance:-", stream)
		}
	})
}

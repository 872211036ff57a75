package playground

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/timetravel"
)

// Whatever happens on main and on branches of it, and on branches of those, the state of
// each at any moment is what folding its events from the first one gives, and so are its
// read models.
func TestPlayground_Branch_IsAFoldOfItsEvents(t *testing.T) {
	for _, world := range []string{"Bank", "Orders", "Mall"} {
		t.Run(world, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				p := opened(t, world)
				names := []string{"main"}
				step := uint64(0)
				for range rapid.IntRange(1, 6).Draw(rt, "visits") {
					for range rapid.IntRange(0, 6).Draw(rt, "commands") {
						step++
						_, err := p.traffic(t.Context(), TrafficParams{Seed: 7, Step: step})
						require.NoError(rt, err)
					}
					head := ask[Log](p, "log", ``).Head
					if rapid.Bool().Draw(rt, "branch") {
						names = append(names, fmt.Sprint("branch ", len(names)))
						at := rapid.Uint64Range(0, uint64(head)).Draw(rt, "at")
						ask[Switched](p, "branch", fmt.Sprintf(`{"name":%q,"position":%d}`, names[len(names)-1], at))
					} else {
						ask[Switched](p, "switch", fmt.Sprintf(`{"name":%q}`, rapid.SampledFrom(names).Draw(rt, "go to")))
					}
				}
				for _, name := range names {
					ask[Switched](p, "switch", fmt.Sprintf(`{"name":%q}`, name))
					p.settle()
					s, err := p.current()
					require.NoError(rt, err)
					requireFold(rt, s, eventstore.Position(rapid.Uint64Range(0, uint64(s.index.head())).Draw(rt, "moment")))
				}
			})
		})
	}
}

// requireFold compares what a session shows with a fold that knows of nothing else.
func requireFold(t *rapid.T, s *session, position eventstore.Position) {
	anew := decoded{registry: s.world.Registry, store: s.log.Store}
	fresh := timetravel.New(timetravel.Folds{Deciders: s.world.Deciders, Projections: s.world.Projections}, anew.read, nil)
	for _, at := range []eventstore.Position{position, s.index.head()} {
		want, err := fresh.At(t.Context(), at)
		require.NoError(t, err)
		is, err := s.timeline.At(t.Context(), at)
		require.NoError(t, err)
		for d := range s.timeline.Diff(want, is) {
			require.Fail(t, "the branch is not a fold of its events", "at %d: %+v", at, d)
		}
		for i := range s.world.Projections {
			requireSame(t, want.Projections[i].Model, is.Projections[i].Model)
		}
		for i, p := range s.world.Projections {
			if at != s.index.head() {
				continue
			}
			_, live, err := s.runner.Models(p.Name)
			require.NoError(t, err)
			requireSame(t, want.Projections[i].Model, live)
		}
	}
}

func requireSame(t *rapid.T, want, is projection.Model) {
	for d := range projection.Compare(is, want) {
		require.Fail(t, "a read model is not a fold of the branch's events", "%+v", d)
	}
}

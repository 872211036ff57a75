package delivery_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/delivery"
	"playhead/core/projection"
	"playhead/core/schema"
	"playhead/core/world"
	"playhead/core/world/bank"
	"playhead/core/world/mall"
	"playhead/core/world/orders"
	"playhead/core/world/users"
	"playhead/core/world/worldtest"
)

// traffic returns the events of a world's own traffic.
func traffic(t *rapid.T, w *world.World, commands int) []schema.Recorded {
	var events []schema.Recorded
	for e, err := range worldtest.Drive(t, w, commands).ReadAll(t.Context(), 0) {
		require.NoError(t, err)
		events = append(events, w.Registry.Read(e))
	}
	return events
}

// settings draws faults of every kind, without poison.
func settings(t *rapid.T) delivery.Settings {
	rate := rapid.IntRange(0, delivery.MaxFault)
	seed := rapid.Uint64().Draw(t, "seed")
	return delivery.Settings{
		Faults: delivery.Faults{
			Duplicate: rate.Draw(t, "duplicate"), Delay: rate.Draw(t, "delay"), Reorder: rate.Draw(t, "reorder"),
			Drop: rate.Draw(t, "drop"), Crash: rate.Draw(t, "crash"),
		},
		CheckpointEvery: rapid.IntRange(1, 20).Draw(t, "checkpoint every"),
		Dice:            func(step uint64) delivery.Dice { return world.NewDice(seed, step) },
	}
}

// longest is more ticks than a run of a few hundred events can take.
const longest = 100_000

// play lets a run pass to its end.
func play(t *rapid.T, p *projection.Projection, events []schema.Recorded, who delivery.Subscriber, s delivery.Settings) *delivery.Run {
	run := delivery.NewRun(p, p.Initial, events, who, s)
	for !run.Over() {
		run.Step()
		require.Less(t, run.Tick(), longest, "the run does not end")
	}
	return run
}

func eachProjection(t *testing.T, check func(*rapid.T, *world.World, *projection.Projection, []schema.Recorded)) {
	for _, w := range []*world.World{bank.World(), mall.World(), orders.World(), users.World()} {
		t.Run(w.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				events := traffic(t, w, rapid.IntRange(1, 60).Draw(t, "commands"))
				check(t, w, rapid.SampledFrom(w.Projections).Draw(t, "projection"), events)
			})
		})
	}
}

// requireTrue fails when a subscriber does not show what it should in the end.
func requireTrue(t *rapid.T, p *projection.Projection, run *delivery.Run) {
	stand := run.Stand(p.Initial)
	require.Equal(t, delivery.Verdict{}, delivery.Judge(stand.Model, stand.Truth), "%s: %+v", p.Name, run.Notes())
	for i, mark := range stand.Marks {
		require.Equal(t, delivery.Once, mark, "event %d of %s", i+1, p.Name)
	}
}

// Effectively once is exactly once, whatever the channel does.
func TestRun_EffectivelyOnce_IsExactlyOnce(t *testing.T) {
	eachProjection(t, func(t *rapid.T, _ *world.World, p *projection.Projection, events []schema.Recorded) {
		requireTrue(t, p, play(t, p, events, delivery.Subscriber{Guarantee: delivery.EffectivelyOnce}, settings(t)))
	})
}

// At least once comes to the truth as well for a subscriber that remembers
// what it has taken and waits for what is missing.
func TestRun_AtLeastOnce_IdempotentAndOrdered_IsTheTruth(t *testing.T) {
	who := delivery.Subscriber{Guarantee: delivery.AtLeastOnce, Idempotent: true, Ordered: true}
	eachProjection(t, func(t *rapid.T, _ *world.World, p *projection.Projection, events []schema.Recorded) {
		requireTrue(t, p, play(t, p, events, who, settings(t)))
	})
}

// Without the order it still takes every event once, unless the projection
// cannot take one before another: that one is in the park and nowhere else.
func TestRun_AtLeastOnce_Idempotent_TakesEachOnce(t *testing.T) {
	who := delivery.Subscriber{Guarantee: delivery.AtLeastOnce, Idempotent: true}
	eachProjection(t, func(t *rapid.T, _ *world.World, p *projection.Projection, events []schema.Recorded) {
		run := play(t, p, events, who, settings(t))
		for i, mark := range run.Stand(p.Initial).Marks {
			require.Contains(t, []delivery.Mark{delivery.Once, delivery.InPark}, mark, "event %d of %s", i+1, p.Name)
		}
	})
}

// At most once is never more than once for one that remembers.
func TestRun_AtMostOnce_Idempotent_NeverMore(t *testing.T) {
	eachProjection(t, func(t *rapid.T, _ *world.World, p *projection.Projection, events []schema.Recorded) {
		who := delivery.Subscriber{Guarantee: delivery.AtMostOnce, Idempotent: true, Ordered: rapid.Bool().Draw(t, "ordered")}
		run := play(t, p, events, who, settings(t))
		require.NotContains(t, run.Stand(p.Initial).Marks, delivery.More)
	})
}

// What was parked, and what waited behind it, comes to the truth once it is replayed.
func TestRun_Replay_IsTheTruth(t *testing.T) {
	eachProjection(t, func(t *rapid.T, _ *world.World, p *projection.Projection, events []schema.Recorded) {
		s := settings(t)
		s.Faults.Poison = rapid.IntRange(1, delivery.MaxFault).Draw(t, "poison")
		who := rapid.SampledFrom([]delivery.Subscriber{
			{Guarantee: delivery.EffectivelyOnce, Replay: true},
			{Guarantee: delivery.AtLeastOnce, Idempotent: true, Ordered: true, Replay: true},
		}).Draw(t, "who")
		requireTrue(t, p, play(t, p, events, who, s))
	})
}

// A perfect channel makes everybody right, also the one who is naive.
func TestRun_NoFaults_IsTheTruth(t *testing.T) {
	eachProjection(t, func(t *rapid.T, _ *world.World, p *projection.Projection, events []schema.Recorded) {
		s := settings(t)
		s.Faults = delivery.Faults{}
		who := delivery.Subscriber{
			Guarantee: rapid.SampledFrom([]delivery.Guarantee{delivery.AtMostOnce, delivery.AtLeastOnce}).Draw(t, "guarantee"),
			Ordered:   rapid.Bool().Draw(t, "ordered"),
		}
		run := play(t, p, events, who, s)
		requireTrue(t, p, run)
		require.Empty(t, run.Notes())
	})
}

// The same seed gives the same run, tick by tick.
func TestRun_SameSeed_SameRun(t *testing.T) {
	eachProjection(t, func(t *rapid.T, _ *world.World, p *projection.Projection, events []schema.Recorded) {
		s := settings(t)
		s.Faults.Poison = 10
		who := delivery.Subscriber{
			Guarantee:  rapid.SampledFrom([]delivery.Guarantee{delivery.AtMostOnce, delivery.AtLeastOnce, delivery.EffectivelyOnce}).Draw(t, "guarantee"),
			Idempotent: rapid.Bool().Draw(t, "idempotent"), Ordered: rapid.Bool().Draw(t, "ordered"), Replay: rapid.Bool().Draw(t, "replay"),
		}
		a := delivery.NewRun(p, p.Initial, events, who, s)
		b := delivery.NewRun(p, p.Initial, slices.Clone(events), who, s)
		for !a.Over() {
			a.Step()
			b.Step()
			require.Equal(t, a.Stand(p.Initial).Marks, b.Stand(p.Initial).Marks)
		}
		require.True(t, b.Over())
		require.Equal(t, a.Notes(), b.Notes())
	})
}

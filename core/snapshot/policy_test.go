package snapshot

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// versions are where a policy takes snapshots when saves end at the given versions.
func versions(p Policy, saves ...eventstore.Version) []eventstore.Version {
	var taken []eventstore.Version
	var before, last eventstore.Version
	for _, after := range saves {
		if p.takes(save{before: before, after: after}, mark{version: last}) {
			taken = append(taken, after)
			last = after
		}
		before = after
	}
	return taken
}

// Saves that end at 1, 4, 6 and 11 pass 5 and 10, but never stand on them: who
// tests only where a save ends takes no snapshot at all.
func TestPolicy_SavesOfSeveralEvents(t *testing.T) {
	saves := []eventstore.Version{1, 4, 6, 11}
	assert.Equal(t, []eventstore.Version{6, 11}, versions(Policy{Rule: Boundary, N: 5}, saves...))
	assert.Equal(t, []eventstore.Version{6, 11}, versions(Policy{Rule: Every, N: 5}, saves...))
	assert.Empty(t, versions(Policy{Rule: Multiple, N: 5}, saves...))
	assert.Empty(t, versions(Policy{Rule: Never}, saves...))
}

// Where a boundary was crossed a snapshot is due; n events since the last one
// are another thing.
func TestPolicy_BoundaryIsNotEvery(t *testing.T) {
	saves := []eventstore.Version{4, 9, 10, 12}
	assert.Equal(t, []eventstore.Version{9, 10}, versions(Policy{Rule: Boundary, N: 5}, saves...))
	assert.Equal(t, []eventstore.Version{9}, versions(Policy{Rule: Every, N: 5}, saves...))
}

func TestPolicy_Validate(t *testing.T) {
	for _, p := range []Policy{
		{Rule: Never}, {Rule: Every, N: 1}, {Rule: Boundary, N: MaxN}, {Rule: Multiple, N: 64},
		{Rule: Time, Age: time.Second}, {Rule: Time, Age: MaxAge},
	} {
		require.NoError(t, p.Validate(), "%+v", p)
	}
	for want, p := range map[string]Policy{
		"not every 0":       {Rule: Every},
		"not every 1000001": {Rule: Boundary, N: MaxN + 1},
		"not every 0s":      {Rule: Time},
		"not every 8760h":   {Rule: Time, Age: 365 * 24 * time.Hour},
		`no policy "often"`: {Rule: "often", N: 5},
		`no policy ""`:      {},
	} {
		assert.ErrorContains(t, p.Validate(), want)
	}
}

// What happened up to the deploy was folded by the code before it.
func TestPlan_Fold(t *testing.T) {
	plan := Plan{Deploys: []eventstore.Position{0, 5, 5, 9}}
	for at, want := range map[eventstore.Position]int{0: 1, 4: 1, 5: 3, 8: 3, 9: 4, 100: 4} {
		assert.Equal(t, want, plan.Fold(at), "at %d", at)
	}
	assert.Zero(t, Plan{}.Fold(7))
}

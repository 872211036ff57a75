package projection

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// check compares in slices of two events.
func check(t *testing.T, c *Check, r *Runner, source Source) []Found {
	t.Helper()
	c.Compare(r.States(), r.Rules())
	for range 100 {
		done, err := c.Advance(source, 2)
		require.NoError(t, err)
		if done {
			return c.Found()
		}
	}
	t.Fatal("the check does not end")
	return nil
}

// What follows the log is equal to what is folded anew, also where it is
// behind, or has stopped.
func TestCheck_Equal(t *testing.T) {
	log := events(1, 13, 3, 4)
	r := NewRunner([]*Projection{sum("stops"), brave("goes on")})
	c := NewCheck(r.projections())
	r.Notice(4)
	for range 4 {
		_, err := r.Advance(log, 1)
		require.NoError(t, err)
		for _, found := range check(t, c, r, log) {
			assert.Empty(t, found.Partings)
			assert.Empty(t, found.Problem)
			assert.Equal(t, found.Checkpoint, found.Equal)
		}
	}
	require.NoError(t, r.Resume("stops", true))
	settle(t, r, log)
	assert.Empty(t, check(t, c, r, log)[0].Partings)
}

// A model that came from somewhere else is not, and the check says by which value.
func TestCheck_Parted(t *testing.T) {
	log := events(1, 2, 3)
	r := NewRunner([]*Projection{sum("a")})
	c := NewCheck(r.projections())
	r.Notice(2)
	settle(t, r, log)
	require.Empty(t, check(t, c, r, log)[0].Partings)
	require.NoError(t, r.Feed("a", "somebody naive", State{Model: Number[int64]{5}, Checkpoint: 2}))
	assert.Equal(t, "somebody naive", progress(t, r, "a").Fed)
	r.Notice(3)
	settle(t, r, log)
	found := check(t, c, r, log)[0]
	require.Len(t, found.Partings, 1)
	assert.Equal(t, "8", *found.Partings[0].Is)
	assert.Equal(t, "6", *found.Partings[0].Want)
	assert.Equal(t, eventstore.Position(2), found.Equal)

	require.NoError(t, r.Rebuild("a"))
	settle(t, r, log)
	assert.Empty(t, check(t, c, r, log)[0].Partings)
	assert.Empty(t, progress(t, r, "a").Fed)
}

// On a long log the fold begins at a later moment.
func TestCheck_Anew_FromAMoment(t *testing.T) {
	log := events(1, 2, 3, 4)
	r := NewRunner([]*Projection{sum("a")})
	r.Notice(4)
	settle(t, r, log)
	c := NewCheck(r.projections())
	c.Anew([]State{{Model: Number[int64]{3}, Checkpoint: 2}})
	assert.Equal(t, eventstore.Position(2), c.From())
	assert.Empty(t, check(t, c, r, log)[0].Partings)
	c.Anew([]State{{Model: Number[int64]{4}, Checkpoint: 2}})
	assert.NotEmpty(t, check(t, c, r, log)[0].Partings)
}

// Of a large table some rows are compared, others each time, so that none is
// left out for good.
func TestCompareSome_LooksAtAllInTurn(t *testing.T) {
	var is, want Table[struct {
		N int `json:"n"`
	}]
	const rows = 1000
	for i := range rows {
		key := eventstore.StreamID("row-" + string(rune('a'+i/100)) + string(rune('a'+i/10%10)) + string(rune('a'+i%10)))
		want = want.Set(key, struct {
			N int `json:"n"`
		}{i})
	}
	is = want.Set("row-fff", struct {
		N int `json:"n"`
	}{-1})
	found := 0
	for round := range rows / comparedRows {
		for d := range CompareSome(is, want, round) {
			assert.Equal(t, "row-fff", d.Key)
			found++
		}
	}
	assert.Equal(t, 1, found)
	for d := range CompareSome(is.Delete("row-aaa"), want, 0) {
		assert.Equal(t, "rows", d.Field)
		break
	}
}

func (r *Runner) projections() []*Projection {
	var all []*Projection
	for _, run := range r.runs {
		all = append(all, run.Projection)
	}
	return all
}

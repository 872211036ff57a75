package projection

import (
	"errors"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

// events is a log of numbers, for a test.
func events(numbers ...int) Source {
	return func(after eventstore.Position) iter.Seq2[schema.Recorded, error] {
		return func(yield func(schema.Recorded, error) bool) {
			for i := int(after); i < len(numbers); i++ {
				e := schema.Recorded{Position: eventstore.Position(i + 1), Type: "Counted", Event: numbers[i]}
				if !yield(e, nil) {
					return
				}
			}
		}
	}
}

// sum adds numbers and cannot take a 13.
func sum(name string) *Projection {
	return &Projection{
		Name: name, Initial: Number[int64]{},
		Evolve: func(m Model, e schema.Recorded) Model {
			if e.Event == 13 {
				panic("13 is not lucky")
			}
			return m.(Number[int64]).Add(int64(e.Event.(int)))
		},
	}
}

// brave is like sum and can take anything.
func brave(name string) *Projection {
	return &Projection{
		Name: name, Initial: Number[int64]{},
		Evolve: func(m Model, e schema.Recorded) Model {
			return m.(Number[int64]).Add(int64(e.Event.(int)))
		},
	}
}

func settle(t *testing.T, r *Runner, source Source) {
	t.Helper()
	for {
		moved, err := r.Advance(source, 2)
		require.NoError(t, err)
		if len(moved) == 0 {
			return
		}
	}
}

func progress(t *testing.T, r *Runner, name string) Progress {
	t.Helper()
	p, err := r.Progress(name)
	require.NoError(t, err)
	return p
}

func text(t *testing.T, r *Runner, name string) string {
	t.Helper()
	_, now, err := r.Models(name)
	require.NoError(t, err)
	return now.(Figure).Text()
}

// A runner catches up in slices, and says how far behind it is in between.
func TestRunner_Advance_Slices(t *testing.T) {
	r := NewRunner([]*Projection{sum("a")})
	r.Notice(5)
	moved, err := r.Advance(events(1, 2, 3, 4, 5), 2)
	require.NoError(t, err)
	assert.Equal(t, []string{"a"}, moved)
	p := progress(t, r, "a")
	assert.Equal(t, CatchingUp, p.Status)
	assert.Equal(t, 3, p.Lag)
	settle(t, r, events(1, 2, 3, 4, 5))
	assert.Equal(t, CaughtUp, progress(t, r, "a").Status)
	assert.Equal(t, "15", text(t, r, "a"))
}

// A projection that fails stops alone, and says at which event and why.
func TestRunner_FailsAlone(t *testing.T) {
	r := NewRunner([]*Projection{sum("a"), brave("b")})
	r.Notice(4)
	settle(t, r, events(1, 13, 3, 4))
	p := progress(t, r, "a")
	assert.Equal(t, Failed, p.Status)
	assert.Equal(t, &Failure{2, "Counted", "13 is not lucky"}, p.State.Failure)
	assert.Equal(t, eventstore.Position(1), p.State.Checkpoint)
	assert.Equal(t, 3, p.Lag)
	assert.Equal(t, "1", text(t, r, "a"))
	assert.Equal(t, "21", text(t, r, "b"))
}

// Resumed, it tries again; told to skip, it goes on without the event, and
// remembers that when it is rebuilt.
func TestRunner_Resume(t *testing.T) {
	log := events(1, 13, 3, 4)
	r := NewRunner([]*Projection{sum("a")})
	r.Notice(4)
	settle(t, r, log)
	require.NoError(t, r.Resume("a", false))
	settle(t, r, log)
	assert.Equal(t, Failed, progress(t, r, "a").Status)

	require.NoError(t, r.Resume("a", true))
	settle(t, r, log)
	p := progress(t, r, "a")
	assert.Equal(t, CaughtUp, p.Status)
	assert.Equal(t, []eventstore.Position{2}, p.Skipped)
	assert.Equal(t, "8", text(t, r, "a"))

	require.NoError(t, r.Rebuild("a"))
	settle(t, r, log)
	assert.Equal(t, "8", text(t, r, "a"))
}

// While it is rebuilt, a projection shows what it showed; giving the rebuild up
// keeps that.
func TestRunner_Rebuild_Cancel(t *testing.T) {
	log := events(1, 2, 3, 4, 5)
	r := NewRunner([]*Projection{sum("a"), sum("b")})
	r.Notice(5)
	settle(t, r, log)
	require.NoError(t, r.Rebuild("a"))
	_, err := r.Advance(log, 2)
	require.NoError(t, err)
	p := progress(t, r, "a")
	assert.Equal(t, Rebuilding, p.Status)
	assert.Equal(t, eventstore.Position(2), p.Rebuilt)
	assert.Equal(t, "15", text(t, r, "a"))
	assert.Equal(t, CaughtUp, progress(t, r, "b").Status)

	require.NoError(t, r.Cancel("a"))
	assert.Equal(t, CaughtUp, progress(t, r, "a").Status)
	assert.Equal(t, "15", text(t, r, "a"))
}

// Events that come during a rebuild are taken up by it.
func TestRunner_Rebuild_LogGrows(t *testing.T) {
	r := NewRunner([]*Projection{sum("a")})
	r.Notice(3)
	settle(t, r, events(1, 2, 3))
	require.NoError(t, r.Rebuild("a"))
	r.Notice(4)
	settle(t, r, events(1, 2, 3, 4))
	assert.Equal(t, "10", text(t, r, "a"))
	assert.Equal(t, CaughtUp, progress(t, r, "a").Status)
}

// Rebuilding an empty log is over at once.
func TestRunner_Rebuild_Empty(t *testing.T) {
	r := NewRunner([]*Projection{sum("a")})
	require.NoError(t, r.Rebuild("a"))
	assert.Equal(t, CaughtUp, progress(t, r, "a").Status)
}

// A source that fails stops the slice and loses nothing.
func TestRunner_Advance_SourceFails(t *testing.T) {
	broken := errors.New("the disk is gone")
	r := NewRunner([]*Projection{sum("a")})
	r.Notice(3)
	_, err := r.Advance(func(after eventstore.Position) iter.Seq2[schema.Recorded, error] {
		return func(yield func(schema.Recorded, error) bool) {
			for e := range events(1, 2, 3)(after) {
				if e.Position == 2 {
					yield(schema.Recorded{}, broken)
					return
				}
				if !yield(e, nil) {
					return
				}
			}
		}
	}, 10)
	require.ErrorIs(t, err, broken)
	settle(t, r, events(1, 2, 3))
	assert.Equal(t, "6", text(t, r, "a"))
}

// The model before the last event is there to be compared with.
func TestRunner_Models(t *testing.T) {
	r := NewRunner([]*Projection{sum("a")})
	r.Notice(3)
	settle(t, r, events(1, 2, 3))
	before, now, err := r.Models("a")
	require.NoError(t, err)
	assert.Equal(t, "3", before.(Figure).Text())
	assert.Equal(t, "6", now.(Figure).Text())
}

// A name that nobody has is an error, everywhere.
func TestRunner_NoSuchProjection(t *testing.T) {
	r := NewRunner(nil)
	for _, err := range []error{r.Rebuild("x"), r.Cancel("x"), r.Resume("x", true)} {
		assert.ErrorContains(t, err, `no projection "x"`)
	}
	_, err := r.Progress("x")
	assert.Error(t, err)
}

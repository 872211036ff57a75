package projection

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// advance works until nothing moves at the time.
func advance(t require.TestingT, r *Runner, source Source, at time.Time) {
	r.At(at)
	for {
		moved, err := r.Advance(source, 3)
		require.NoError(t, err)
		if len(moved) == 0 {
			return
		}
	}
}

// With a delay an event waits before it is taken, and the runner says until when.
func TestRunner_Pace_Delay(t *testing.T) {
	r := NewRunner([]*Projection{sum("a"), sum("b")})
	require.NoError(t, r.Pace("a", Pace{Delay: 2 * time.Second}))
	r.Notice(1)
	advance(t, r, events(5), noon)
	assert.Equal(t, "0", text(t, r, "a"))
	assert.Equal(t, "5", text(t, r, "b"))
	due, ok := r.Due()
	require.True(t, ok)
	assert.Equal(t, noon.Add(2*time.Second), due)
	advance(t, r, events(5), noon.Add(1999*time.Millisecond))
	assert.Equal(t, 1, progress(t, r, "a").Lag)
	advance(t, r, events(5), due)
	assert.Equal(t, "5", text(t, r, "a"))
	_, ok = r.Due()
	assert.False(t, ok)
}

// A batch is so many events, and a rest follows.
func TestRunner_Pace_Batch(t *testing.T) {
	r := NewRunner([]*Projection{sum("a")})
	require.NoError(t, r.Pace("a", Pace{Delay: time.Second, Batch: 2}))
	log := events(1, 2, 3, 4, 5)
	r.Notice(5)
	var seen []string
	for range 4 {
		advance(t, r, log, noon)
		seen = append(seen, text(t, r, "a"))
		due, ok := r.Due()
		if !ok {
			break
		}
		advance(t, r, log, due)
		noonLater := due
		r.At(noonLater)
		seen = append(seen, text(t, r, "a"))
	}
	assert.Equal(t, []string{"0", "3"}, seen[:2])
	assert.Contains(t, seen, "10")
	assert.Equal(t, "15", seen[len(seen)-1])
}

// A paused projection takes nothing until it goes on; others do not wait for it.
func TestRunner_Pace_Paused(t *testing.T) {
	r := NewRunner([]*Projection{sum("a"), sum("b")})
	require.NoError(t, r.Pace("a", Pace{Paused: true}))
	r.Notice(2)
	advance(t, r, events(1, 2), noon)
	assert.Equal(t, "0", text(t, r, "a"))
	assert.Equal(t, "3", text(t, r, "b"))
	assert.Zero(t, r.Lag(), "who is held back keeps nobody waiting")
	_, ok := r.Due()
	assert.False(t, ok)
	require.NoError(t, r.Pace("a", Pace{}))
	advance(t, r, events(1, 2), noon)
	assert.Equal(t, "3", text(t, r, "a"))
}

// A pace that cannot be is told in a sentence, and changes nothing.
func TestRunner_Pace_Bad(t *testing.T) {
	r := NewRunner([]*Projection{sum("a")})
	for _, pace := range []Pace{{Delay: 365 * 24 * time.Hour}, {Delay: -1}, {Batch: -1}, {Batch: MaxBatch + 1}} {
		assert.Error(t, r.Pace("a", pace))
	}
	assert.ErrorContains(t, r.Pace("a", Pace{Delay: 365 * 24 * time.Hour}), "a delay is from 0 to 60 seconds")
	assert.Error(t, r.Pace("nobody", Pace{}))
	assert.Equal(t, Pace{}, progress(t, r, "a").Pace)
}

// A projection that is added late shows nothing at first, and fills itself.
func TestRunner_Late(t *testing.T) {
	r := NewRunner([]*Projection{sum("a")})
	log := events(1, 2, 3)
	r.Notice(3)
	settle(t, r, log)
	require.NoError(t, r.Late("a"))
	assert.Equal(t, "0", text(t, r, "a"))
	at := noon
	steps := 0
	for advance(t, r, log, at); progress(t, r, "a").Late; advance(t, r, log, at) {
		due, ok := r.Due()
		require.True(t, ok)
		at = due
		steps++
	}
	assert.Equal(t, 3, steps, "each event is a step that can be seen")
	assert.Equal(t, "6", text(t, r, "a"))
	assert.Error(t, r.Late("nobody"))
}

// Whatever its pace, and however often that changes, a projection comes to the same.
func TestRunner_Pace_NeverChangesTheModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfN(rapid.IntRange(1, 9), 1, 60).Draw(t, "numbers")
		log := events(numbers...)
		r := NewRunner([]*Projection{brave("a"), brave("b")})
		at := noon
		for head := 1; head <= len(numbers); head++ {
			r.Notice(eventstore.Position(head))
			if rapid.IntRange(0, 4).Draw(t, "change") == 0 {
				require.NoError(t, r.Pace("a", Pace{
					Delay:  time.Duration(rapid.IntRange(0, 5000).Draw(t, "delay")) * time.Millisecond,
					Batch:  rapid.IntRange(0, 7).Draw(t, "batch"),
					Paused: rapid.IntRange(0, 3).Draw(t, "paused") == 0,
				}))
			}
			if rapid.IntRange(0, 9).Draw(t, "late") == 0 {
				require.NoError(t, r.Late("a"))
			}
			at = at.Add(time.Duration(rapid.IntRange(0, 900).Draw(t, "passes")) * time.Millisecond)
			advance(t, r, log, at)
		}
		p, err := r.Progress("a")
		require.NoError(t, err)
		p.Pace.Paused = false
		require.NoError(t, r.Pace("a", p.Pace))
		for range 1000 {
			advance(t, r, log, at)
			due, ok := r.Due()
			if !ok {
				break
			}
			at = due
		}
		_, a, _ := r.Models("a")
		_, b, _ := r.Models("b")
		require.Equal(t, b, a)
	})
}

// mailer sends a mail for each number.
func mailer() *Projection {
	p := sum("mailer")
	p.Effect = func(_ Model, e schema.Recorded) []Effect {
		return []Effect{{To: "ada", Text: schema.Format(e.Event)}}
	}
	return p
}

// A rebuild folds again and sends nothing again, unless nobody guards that.
func TestRunner_Effect_Guard(t *testing.T) {
	r := NewRunner([]*Projection{mailer()})
	log := events(1, 2)
	r.Notice(2)
	settle(t, r, log)
	assert.Equal(t, []Act{
		{"mailer", 1, Effect{"ada", "1"}, false},
		{"mailer", 2, Effect{"ada", "2"}, false},
	}, r.Acts())
	require.NoError(t, r.Rebuild("mailer"))
	settle(t, r, log)
	assert.Empty(t, r.Acts())
	require.NoError(t, r.Guard("mailer", false))
	require.NoError(t, r.Rebuild("mailer"))
	settle(t, r, log)
	acts := r.Acts()
	require.Len(t, acts, 2)
	assert.True(t, acts[0].Again)
	assert.Error(t, r.Guard("nobody", true))
}

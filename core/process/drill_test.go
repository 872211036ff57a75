package process

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/eventstore"
)

// Failures at random follow from the seed, the process and the step alone, are
// of all kinds, and about as many as was asked for.
func TestDesk_FailuresAtRandom(t *testing.T) {
	desk := Desk{}.Evolve(FailuresSeeded{Seed: 7, Percent: 30})
	kinds, strikes := map[Failure]int{}, 0
	const steps = 2000
	for attempt := range steps {
		ask := func() *Ask { return &Ask{Request: Request{Step: "debit", Attempt: attempt}, ID: uuid.New()} }
		failure, ok := desk.arranged("transfer-1", ask())
		again, okAgain := desk.arranged("transfer-1", ask())
		require.Equal(t, failure, again)
		require.Equal(t, ok, okAgain)
		if ok {
			strikes++
			kinds[failure]++
		}
	}
	assert.InDelta(t, steps*30/100, strikes, steps/20)
	assert.Len(t, kinds, len(Failures()))
	_, ok := Desk{}.Evolve(FailuresSeeded{Seed: 7, Percent: 0}).arranged("transfer-1", &Ask{})
	assert.False(t, ok)
}

// A failure that was arranged strikes its own step, of its own process or of
// the next one, and only once.
func TestDesk_Arranged(t *testing.T) {
	desk := Desk{}.Evolve(FailureArranged{Refuse, "credit", "transfer"}).Evolve(FailureArranged{NoAnswer, "debit", "transfer-2"})
	ask := func(step string, struck ...Failure) *Ask { return &Ask{Request: Request{Step: step}, Struck: struck} }
	for _, c := range []struct {
		stream string
		ask    *Ask
		want   Failure
	}{
		{"transfer-1", ask("credit"), Refuse},
		{"transfer-9", ask("credit"), Refuse},
		{"transfer-1", ask("credit", Refuse), ""},
		{"transfer-1", ask("debit"), ""},
		{"transfer-2", ask("debit"), NoAnswer},
		{"checkout-2", ask("credit"), ""},
	} {
		got, ok := desk.arranged(eventstore.StreamID(c.stream), c.ask)
		assert.Equal(t, c.want, got, "%s %s", c.stream, c.ask.Step)
		assert.Equal(t, c.want != "", ok)
	}
	desk = desk.Evolve(FailureStruck{Failure: Refuse, Step: "credit", Process: "transfer-1"})
	require.Len(t, desk.Arranged, 1)
	assert.Equal(t, NoAnswer, desk.Arranged[0].Failure)
	for range mostArranged + 10 {
		desk = desk.Evolve(FailureArranged{Refuse, "credit", "transfer"})
	}
	assert.Len(t, desk.Arranged, mostArranged)
}

// The clock runs forward, never back, and is written as people read it.
func TestDesk_Clock(t *testing.T) {
	desk := Desk{}.Evolve(ClockAdvanced{90}).Evolve(ClockAdvanced{-30})
	assert.Equal(t, 90*time.Second, desk.Now())
	assert.Equal(t, "00:01:30", desk.Clock)
	assert.Equal(t, "2d 03:04:05", ClockText(51*time.Hour+4*time.Minute+5*time.Second))
}

// A crash stops the runner until it is started again; held, it waits to be asked.
func TestDesk_Stopped(t *testing.T) {
	for _, e := range []any{FailureStruck{Failure: CrashBefore}, FailureStruck{Failure: CrashAfter}} {
		crashed := Desk{}.Evolve(e)
		assert.NotEmpty(t, crashed.Crashed)
		assert.Empty(t, crashed.Evolve(RunnerRestarted{}).Crashed)
	}
	assert.True(t, Desk{}.Evolve(RunnerHeld{}).Held)
	assert.False(t, Desk{}.Evolve(RunnerHeld{}).Evolve(RunnerReleased{}).Held)
	assert.Empty(t, Desk{}.Evolve(FailureStruck{Failure: NoAnswer}).Crashed)
}

// Package delivery simulates subscribers that take the log's events through a
// channel with faults: events come twice, late, out of order or not at all, the
// subscriber dies before it has written its checkpoint, and some events cannot be handled. Each
// subscriber folds them into a read model, which can then be compared with the
// projection as it should be. A run follows from its seed: the same events, faults and dice
// give the same run, and what the channel does to an event is the same
// for every subscriber, so that they can be compared.
package delivery

import (
	"fmt"

	"playhead/core/eventstore"
)

// Guarantee says how often a subscriber takes an event, and follows from when
// it writes its checkpoint.
type Guarantee string

// The guarantees.
const (
	// AtMostOnce writes the checkpoint first: what goes wrong after that is lost.
	AtMostOnce Guarantee = "atMostOnce"
	// AtLeastOnce writes the checkpoint last: what goes wrong before that comes again.
	AtLeastOnce Guarantee = "atLeastOnce"
	// EffectivelyOnce writes the read model and the checkpoint in one
	// transaction. It is idempotent and ordered by that.
	EffectivelyOnce Guarantee = "effectivelyOnce"
)

// Subscriber is somebody who takes events.
type Subscriber struct {
	Guarantee Guarantee
	// Idempotent says that it remembers, with its read model, what it has taken.
	Idempotent bool
	// Ordered says that it holds an event back until those before it have come.
	Ordered bool
	// Replay says that what it parked is handed to it again in the end, when
	// the handler has been mended.
	Replay bool
}

// whole returns the subscriber with what its guarantee brings along.
func (s Subscriber) whole() Subscriber {
	if s.Guarantee == EffectivelyOnce {
		s.Idempotent, s.Ordered = true, true
	}
	return s
}

// Faults says how many of a hundred deliveries each fault befalls.
type Faults struct {
	Duplicate int // it comes a second time
	Delay     int // it comes late, and so does all that is behind it
	Reorder   int // it is overtaken
	Drop      int // it does not come
	Crash     int // the subscriber dies before it has written its checkpoint
	Poison    int // of a hundred events, those that the handler cannot take
}

// Dice rolls numbers from 0 to n-1.
type Dice interface{ Roll(n int) int }

// Settings are what a run follows from, besides the events.
type Settings struct {
	Faults Faults
	// CheckpointEvery is after how many events a checkpoint is written.
	CheckpointEvery int
	// Dice returns the dice of a step, always the same for the same step.
	Dice func(step uint64) Dice
}

const (
	// MaxFault leaves a channel half of its deliveries: one that loses more
	// shows nothing else.
	MaxFault = 50
	// MaxCheckpointEvery is as far apart as checkpoints can be.
	MaxCheckpointEvery = 100
)

// Check tells, in a sentence, which setting cannot be.
func (s Settings) Check() error {
	f := s.Faults
	for _, fault := range []struct {
		name    string
		percent int
	}{
		{"duplicate", f.Duplicate}, {"delay", f.Delay}, {"reorder", f.Reorder},
		{"drop", f.Drop}, {"crash", f.Crash}, {"poison", f.Poison},
	} {
		if fault.percent < 0 || fault.percent > MaxFault {
			return fmt.Errorf("the rate of %s is from 0 to %d %%, not %d %%", fault.name, MaxFault, fault.percent)
		}
	}
	if s.CheckpointEvery < 1 || s.CheckpointEvery > MaxCheckpointEvery {
		return fmt.Errorf("a checkpoint is written after 1 to %d events, not %d", MaxCheckpointEvery, s.CheckpointEvery)
	}
	return nil
}

// The channel's pace, in ticks; an event is sent at each tick.
const (
	resendAfter = 5 // without an answer
	downFor     = 3 // after a crash
	retryAfter  = 2 // when the handler failed
	// tries is how often a handler may fail at an event before it is parked.
	tries = 3
	// surely is the attempt at which nothing goes wrong any more, so that
	// every run ends.
	surely = 10
)

// luck is what befalls one attempt to deliver an event.
type luck struct {
	duplicate, delay, reorder, drop, crash bool
	by                                     int // ticks, from 1 to 3
}

// luck rolls for an attempt. All is rolled for, whatever is used of it, so that
// one rate does not change what another one does.
func (s Settings) luck(position eventstore.Position, attempt int) luck {
	if attempt >= surely {
		return luck{}
	}
	dice := s.Dice(uint64(position)<<8 | uint64(attempt))
	hit := func(percent int) bool { return dice.Roll(100) < percent }
	f := s.Faults
	return luck{
		duplicate: hit(f.Duplicate), delay: hit(f.Delay), reorder: hit(f.Reorder),
		drop: hit(f.Drop), crash: hit(f.Crash), by: 1 + dice.Roll(3),
	}
}

// poisoned reports whether the handler cannot take an event before it is mended.
func (s Settings) poisoned(position eventstore.Position) bool {
	const step = 0xff // no attempt has it
	return s.Dice(uint64(position)<<8|step).Roll(100) < s.Faults.Poison
}

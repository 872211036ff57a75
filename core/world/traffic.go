package world

import (
	"playhead/core/eventstore"
)

// Intent is a command on its way to a stream.
type Intent struct {
	Stream  eventstore.StreamID
	Command any
}

// Glance is what the traffic of a world can see: chance, and what is there.
type Glance struct {
	*Dice
	Streams Streams
}

// Streams is the state of all streams at some moment.
type Streams interface {
	// Len returns how many streams a category has.
	Len(category string) int
	// At returns the i-th stream of a category, in the order in which they
	// began, with its state.
	At(category string, i int) (eventstore.StreamID, any)
	// Next returns a name of the category that no stream has.
	Next(category string) eventstore.StreamID
}

// Pick returns a stream of the category and its state, or ok false when there
// is none.
func Pick[S any](g Glance, category string) (stream eventstore.StreamID, state S, ok bool) {
	n := g.Streams.Len(category)
	if n == 0 {
		return "", state, false
	}
	stream, value := g.Streams.At(category, g.Roll(n))
	state, ok = value.(S)
	return stream, state, ok
}

// Dice rolls the same numbers for the same seed, everywhere and for ever:
// a class that enters one seed sees one run. It is SplitMix64 (Steele, Lea and
// Flood, 2014), which is its own definition and not a library's to change.
type Dice struct {
	state uint64
}

// NewDice returns the dice for a step of a seeded run.
func NewDice(seed, step uint64) *Dice {
	d := &Dice{seed}
	d.state = d.next() ^ step*0x9e3779b97f4a7c15
	return d
}

func (d *Dice) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Roll returns a number from 0 to n-1. It panics unless n > 0.
func (d *Dice) Roll(n int) int { return int(d.next() % uint64(n)) }

// Between returns a number from low to high, both included.
func (d *Dice) Between(low, high int) int { return low + d.Roll(high-low+1) }

// One returns one of the choices.
func One[T any](d *Dice, choices ...T) T { return choices[d.Roll(len(choices))] }

// New returns the next unused name of a category, such as account-8.
func (g Glance) New(category string) eventstore.StreamID {
	return g.Streams.Next(category)
}

package evolution

import (
	"fmt"
	"iter"
	"slices"
	"sort"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

const (
	// every is how many events lie between two tallies that are kept, while there are
	// few: what a jump has to count again at most.
	every = 1024
	// most is how many are kept. Beyond it every other one is let go. A tally is
	// some 20 counts.
	most = 512
)

// Bench counts a log once and tells its tally at every position from then on. The
// zero value is not usable; a Bench is not safe for use by several goroutines.
type Bench struct {
	tally  Tally // as far as the log was counted
	kept   []Tally
	spread eventstore.Position
}

// NewBench returns a bench that has counted nothing yet.
func NewBench(registry *schema.Registry) *Bench {
	tally := NewTally(registry)
	return &Bench{tally: tally, kept: []Tally{tally.Clone()}, spread: every}
}

// Counted returns up to where the log was counted.
func (b *Bench) Counted() eventstore.Position { return b.tally.At }

// Count counts at most budget more events, up to a position. It fails when
// the log cannot be read.
func (b *Bench) Count(read func(after eventstore.Position) iter.Seq2[eventstore.Event, error], upTo eventstore.Position, budget int) error {
	if b.tally.At >= upTo || budget <= 0 {
		return nil
	}
	for e, err := range read(b.tally.At) {
		if err != nil {
			return fmt.Errorf("count the log: %w", err)
		}
		b.tally.Add(e)
		b.keep()
		if budget--; budget == 0 || e.Position >= upTo {
			break
		}
	}
	return nil
}

func (b *Bench) keep() {
	if b.tally.At%b.spread != 0 {
		return
	}
	b.kept = append(b.kept, b.tally.Clone())
	if len(b.kept) > most {
		b.spread *= 2
		b.kept = slices.DeleteFunc(b.kept, func(t Tally) bool { return t.At%b.spread != 0 })
	}
}

// At returns the tally at a position, or the one up to where the log was
// counted when that is less. It fails when the log cannot be read.
func (b *Bench) At(read func(after eventstore.Position) iter.Seq2[eventstore.Event, error], position eventstore.Position) (Tally, error) {
	if position >= b.tally.At {
		return b.tally.Clone(), nil
	}
	i := sort.Search(len(b.kept), func(i int) bool { return b.kept[i].At > position })
	t := b.kept[i-1].Clone()
	if t.At == position {
		return t, nil
	}
	for e, err := range read(t.At) {
		if err != nil {
			return t, fmt.Errorf("count the log: %w", err)
		}
		t.Add(e)
		if e.Position >= position {
			break
		}
	}
	return t, nil
}

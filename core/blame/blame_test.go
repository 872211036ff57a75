package blame_test

import (
	"context"
	"fmt"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/aggregate"
	"playhead/core/blame"
	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/schema"
	"playhead/core/timetravel"
	"playhead/core/world"
	"playhead/core/world/bank"
	"playhead/core/world/orders"
	"playhead/core/world/worldtest"
)

// log is a world with events that are read as today.
type log struct {
	w        *world.World
	timeline *timetravel.Timeline
	events   []schema.Recorded
}

// comings makes a log in which accounts come and go, and come again.
func comings(t *rapid.T, w *world.World, n int) *log {
	l := &log{w: w}
	open, version := map[int]bool{}, map[int]eventstore.Version{}
	for i := range n {
		account := rapid.IntRange(1, 3).Draw(t, "account")
		var event any = bank.AccountOpened{Owner: rapid.SampledFrom([]string{"Ada", "Bo"}).Draw(t, "owner")}
		if open[account] {
			amount := world.Amount(rapid.IntRange(0, 2).Draw(t, "amount"))
			event = rapid.SampledFrom([]any{
				bank.MoneyDeposited{Amount: amount}, bank.MoneyWithdrawn{Amount: amount}, bank.AccountClosed{},
			}).Draw(t, "event")
		}
		_, closes := event.(bank.AccountClosed)
		open[account] = !closes
		version[account]++
		l.events = append(l.events, schema.Recorded{
			Stream: eventstore.StreamID(fmt.Sprintf("account-%d", account)), Version: version[account],
			Position: eventstore.Position(i + 1), Event: event,
		})
	}
	l.timeline = timetravel.New(timetravel.Folds{Deciders: w.Deciders, Projections: w.Projections}, l.read, nil)
	return l
}

// drive makes a log of a world's own traffic.
func drive(t *rapid.T, w *world.World, commands int) *log {
	l := &log{w: w}
	for e, err := range worldtest.Drive(t, w, commands).ReadAll(t.Context(), 0) {
		require.NoError(t, err)
		l.events = append(l.events, w.Registry.Read(e))
	}
	l.timeline = timetravel.New(timetravel.Folds{Deciders: w.Deciders, Projections: w.Projections}, l.read, nil)
	return l
}

func (l *log) read(after eventstore.Position) iter.Seq2[schema.Recorded, error] {
	return func(yield func(schema.Recorded, error) bool) {
		for _, e := range l.events[after:] {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// upTo yields the events of a stretch that keep says true of.
func (l *log) upTo(keep func(schema.Recorded) bool) blame.Events {
	return func(after blame.Known, to eventstore.Position) iter.Seq2[schema.Recorded, error] {
		return func(yield func(schema.Recorded, error) bool) {
			for _, e := range l.events[after.Position:to] {
				if keep(e) && !yield(e, nil) {
					return
				}
			}
		}
	}
}

// place is somewhere that a value can be.
type place struct {
	name    string
	subject blame.Subject
	first   any
	state   func(timetravel.Moment) any
}

// places are all values that a moment shows, and those of the rows and elements that
// were there at another.
func (l *log) places(t *rapid.T, moments ...timetravel.Moment) []place {
	found := map[string]place{}
	for _, m := range moments {
		for stream, state := range m.Aggregates.All() {
			d := l.w.Deciders[stream.Category()]
			for _, path := range paths("", schema.Tree(state.Value)) {
				own := func(e schema.Recorded) bool { return e.Stream == stream }
				p := place{string(stream) + " " + path, blame.Aggregate(d, path, l.upTo(own)), aggregate.State{Value: d.Initial}, nil}
				p.state = func(m timetravel.Moment) any {
					state, ok := m.Aggregates.Get(stream)
					if !ok {
						return p.first
					}
					return state
				}
				found[p.name] = p
			}
		}
		for i, each := range l.w.Projections {
			for _, at := range spots(m.Projections[i].Model) {
				all := func(schema.Recorded) bool { return true }
				subject, err := blame.ReadModel(each, at[0], at[1], projection.Rules{}, l.upTo(all))
				require.NoError(t, err)
				name := fmt.Sprint(each.Name, at)
				found[name] = place{name, subject, each.Start(), func(m timetravel.Moment) any { return m.Projections[i] }}
			}
		}
	}
	var out []place
	for _, p := range found {
		out = append(out, p)
	}
	return out
}

func paths(prefix string, values []schema.Value) []string {
	var out []string
	for _, v := range values {
		out = append(out, prefix+v.Name)
		for i, inner := range v.Values {
			if v.Kind == schema.List {
				out = append(out, paths(prefix+v.Name+"."+schema.StepTo(v.Values, i)+".", inner.Values)...)
			}
		}
	}
	return out
}

// spots are the keys and fields of a read model.
func spots(model projection.Model) [][2]string {
	var out [][2]string
	switch m := model.(type) {
	case projection.Rows:
		for i := range m.Len() {
			out = append(out, [2]string{m.Row(i).Key, ""})
			for _, c := range m.Columns() {
				out = append(out, [2]string{m.Row(i).Key, c.Name})
			}
		}
	case projection.Lines:
		for i := range m.Keys() {
			out = append(out, [2]string{m.Key(i), ""})
		}
	default:
		out = append(out, [2]string{})
	}
	return out
}

func (l *log) at(t *rapid.T, p eventstore.Position) timetravel.Moment {
	m, err := l.timeline.At(t.Context(), p)
	require.NoError(t, err)
	return m
}

func never(context.Context) error { return nil }

// change is an event after which a value was another.
type change struct {
	position      eventstore.Position
	before, after string
}

func told(text string, there bool) string {
	if !there {
		return "nothing"
	}
	return "'" + text + "'"
}

func pointed(text *string) string {
	if text == nil {
		return "nothing"
	}
	return told(*text, true)
}

// history is what a walk should find, from nothing but every moment in turn.
func (l *log) history(t *rapid.T, p place, to eventstore.Position) []change {
	var changes []change
	was := told(p.subject.Text(p.first))
	for at := eventstore.Position(1); at <= to; at++ {
		is := told(p.subject.Text(p.state(l.at(t, at))))
		if is != was {
			changes = append(changes, change{at, was, is})
		}
		was = is
	}
	return changes
}

func check(t *testing.T, property func(*rapid.T, *log, place, eventstore.Position)) {
	type making = func(t *rapid.T, w *world.World, n int) *log
	for name, made := range map[string]struct {
		by making
		w  *world.World
	}{"bank": {drive, bank.World()}, "orders": {drive, orders.World()}, "comings": {comings, bank.World()}} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				l := made.by(t, made.w, rapid.IntRange(1, 80).Draw(t, "length"))
				head := uint64(len(l.events))
				if head == 0 {
					return // every command was refused
				}
				to := eventstore.Position(rapid.Uint64Range(1, head).Draw(t, "shown"))
				other := eventstore.Position(rapid.Uint64Range(1, uint64(to)).Draw(t, "earlier"))
				places := l.places(t, l.at(t, to), l.at(t, other))
				if len(places) == 0 {
					return
				}
				for range 4 {
					property(t, l, places[rapid.IntRange(0, len(places)-1).Draw(t, "place")], to)
				}
			})
		})
	}
}

// walk looks back from a moment, over known states that chance chooses.
func (l *log) walk(t *rapid.T, p place, to eventstore.Position) *blame.Walk {
	known := []blame.Known{{State: p.first}}
	for at := eventstore.Position(1); at < to; at++ {
		if rapid.IntRange(0, 9).Draw(t, "known") == 0 {
			known = append(known, blame.Known{Position: at, State: p.state(l.at(t, at))})
		}
	}
	return blame.New(p.subject, known, blame.Known{Position: to, State: p.state(l.at(t, to))})
}

// The causes are the events after which the value was another, whatever is
// known beforehand and in however many turns they are looked for; the newest is
// the one after which the value first equals what is shown.
func TestWalk_FindsEveryChange(t *testing.T) {
	check(t, func(t *rapid.T, l *log, p place, to eventstore.Position) {
		w := l.walk(t, p, to)
		for wanted := 1; !w.Done(); wanted++ {
			_, err := w.Look(t.Context(), wanted, 1, never)
			require.NoError(t, err)
		}
		require.NoError(t, w.Weigh(t.Context(), 1000, never))
		assert.Zero(t, w.Heavy(1000), "it is told")
		var found []change
		for _, c := range w.Causes(1000).Causes {
			if c.Effect != blame.Stage {
				found = append([]change{{c.Event.Position, pointed(c.Before), pointed(c.After)}}, found...)
			}
		}
		expected := l.history(t, p, to)
		assert.Equal(t, expected, found, p.name)
		if n := len(found); n > 0 {
			assert.Equal(t, pointed(w.Shown()), found[n-1].after, p.name)
		}
	})
}

// Folding nothing but the events that count, with what they build on, gives the
// value; leaving out one that does not leaves it as it is.
func TestWalk_WhatCountsGivesTheValue(t *testing.T) {
	check(t, func(t *rapid.T, l *log, p place, to eventstore.Position) {
		w := l.walk(t, p, to)
		_, err := w.Look(t.Context(), 1000, 1000, never)
		require.NoError(t, err)
		require.NoError(t, w.Weigh(t.Context(), 1000, never))
		answer := w.Causes(1000)
		require.True(t, answer.Exact, p.name)
		state := p.first
		for i := len(answer.Causes) - 1; i >= 0; i-- {
			if c := answer.Causes[i]; c.Effect == blame.Counts || c.Effect == blame.Stage {
				state = p.subject.Step(state, c.Event)
			}
		}
		assert.Equal(t, pointed(w.Shown()), told(p.subject.Text(state)), p.name)
	})
}

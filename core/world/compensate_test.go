package world_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/schema"
	"playhead/core/world"
	"playhead/core/world/bank"
	"playhead/core/world/mall"
	"playhead/core/world/orders"
	"playhead/core/world/users"
)

// tester is what tests and properties have in common.
type tester interface {
	require.TestingT
	Context() context.Context
}

// met returns an event, and the state of its stream as the event met it.
func met(t tester, w *world.World, store eventstore.Store, position eventstore.Position) (e eventstore.Event, before any) {
	for found, err := range store.ReadAll(t.Context(), position-1) {
		require.NoError(t, err)
		e = found
		break
	}
	require.Equal(t, position, e.Position)
	state := aggregate.State{Value: w.Deciders[e.Stream.Category()].Initial}
	for earlier, err := range store.ReadStream(t.Context(), e.Stream, 0) {
		require.NoError(t, err)
		if earlier.Version == e.Version {
			break
		}
		state = w.Deciders[e.Stream.Category()].Step(state, w.Registry.Read(earlier))
	}
	return e, state.Value
}

// undoing returns the command that compensates an event, as it would be sent, and
// what is wrong with its fields; no command when nothing compensates the event.
func undoing(t tester, w *world.World, store eventstore.Store, position eventstore.Position) (aggregate.Envelope, []schema.Problem) {
	e, before := met(t, w, store, position)
	o := w.Opposite(e.Stream, before, w.Registry.Read(e).Event)
	if len(w.Managers) == 0 || w.Managers[0].Category != e.Stream.Category() {
		require.Regexp(t, `^[A-Z].*\.$`, o.Why, "%s has an opposite, or a reason for having none, in a sentence", e.Type)
	}
	if o.Command == nil {
		return aggregate.Envelope{}, nil
	}
	c := w.CommandOf(o.Command)
	require.NotNil(t, c, "the opposite of %s is %T, which is no command", e.Type, o.Command)
	require.False(t, c.Internal, "the opposite of %s is %s, which nobody may send", e.Type, c.Name)
	value, problems := schema.ParseForm(c.Go, schema.Form(o.Command))
	stream := e.Stream
	if c.Creates {
		stream = eventstore.StreamID(c.Category + "-undo")
	}
	return aggregate.Envelope{
		ID: aggregate.CompensationID(e.ID), Stream: stream, Name: c.Name, Command: value,
		Expected: eventstore.Any, Cause: e.ID, Now: e.Timestamp,
	}, problems
}

// brought is what a compensation brings back of a state: the quantities of an
// order, the lines of a basket and the seats of a user, in whatever order, and
// nothing that only counts.
func brought(state any) any {
	switch s := state.(type) {
	case orders.Order:
		quantities := map[string]int{}
		for _, i := range s.Items {
			quantities[i.Item] += i.Quantity
		}
		return []any{quantities, s.Address, s.Discount}
	case mall.Basket:
		lines := map[world.Stream]mall.Line{}
		for _, l := range s.Lines {
			lines[l.Product] = l
		}
		return []any{lines, s.Total}
	case users.User:
		seats := map[world.Stream]bool{}
		for _, w := range s.Workshops {
			seats[w] = true
		}
		return []any{s.Name, s.Email, s.Username, seats}
	}
	return state
}

// Compensating an event right after it brings back what it changed, and no rule
// refuses that.
func TestWorld_Opposite_RightAfter(t *testing.T) {
	eachWorld(t, func(t *rapid.T, w *world.World) {
		store, head := drive(t, w, rapid.IntRange(1, 80).Draw(t, "commands"))
		position := eventstore.Position(rapid.Uint64Range(1, uint64(head)).Draw(t, "position"))
		past, err := store.Past(position)
		require.NoError(t, err)
		then := eventstore.NewBranch(past)
		command, problems := undoing(t, w, then, position)
		if command.Command == nil {
			return
		}
		e, before := met(t, w, then, position)
		require.Empty(t, problems, "the opposite of %s", e.Type)
		decider := w.Deciders[command.Stream.Category()]
		result, err := aggregate.Handle(t.Context(), then, w.Registry, decider, command)
		require.NoError(t, err)
		require.Nil(t, result.Refusal, "the opposite of %s %s", e.Type, e.Data)
		require.NotEmpty(t, result.Recorded)
		again, err := aggregate.Handle(t.Context(), then, w.Registry, decider, command)
		require.NoError(t, err)
		require.Equal(t, result, again, "it takes effect once")
		if ends(w.Registry.Read(e).Event) || command.Stream != e.Stream {
			return
		}
		after, err := aggregate.Load(t.Context(), then, w.Registry, decider, e.Stream, 0)
		require.NoError(t, err)
		require.Equal(t, brought(before), brought(after.Value), "%s %s, then %s", e.Type, e.Data, result.Recorded[0].Type)
	})
}

// ends reports whether the opposite of an event ends what the event has begun:
// that it was there stays in its state.
func ends(e any) bool {
	switch e.(type) {
	case bank.AccountOpened, orders.OrderCreated, mall.ProductListed:
		return true
	}
	return false
}

// A world whose code panics has no opposite, and says so.
func TestWorld_Opposite_Panics(t *testing.T) {
	w := world.New("Odd", "")
	h := world.Aggregate(w, "odd", func(s struct{}, _ world.Event) struct{} { return s })
	assert.Equal(t, world.Opposite{}, w.Opposite("odd-1", struct{}{}, "x"))
	world.Compensate(h, func(struct{}, world.Event) world.Opposite { panic("no idea") })
	assert.Equal(t, world.Final("What Odd says about its opposite cannot be worked out: no idea."), w.Opposite("odd-1", struct{}{}, "x"))
	assert.Equal(t, world.Opposite{}, w.Opposite("even-1", struct{}{}, "x"))
}

// undo sends the opposite of an event, in a scenario: "undo 3".
func (s *scenario) undo(position string) {
	defer s.processes()
	var n eventstore.Position
	_, err := fmt.Sscan(position, &n)
	require.NoError(s, err)
	command, problems := undoing(s, s.world, s.store, n)
	switch {
	case command.Command == nil:
		s.outcomes = append(s.outcomes, "nothing undoes "+position)
		return
	case len(problems) > 0:
		s.outcomes = append(s.outcomes, "invalid "+problems[0].Field)
		return
	}
	command.Actor = "test"
	s.handled(aggregate.Handle(s.Context(), s.store, s.world.Registry, s.world.Deciders[command.Stream.Category()], command))
}

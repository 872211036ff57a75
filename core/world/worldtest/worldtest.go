// Package worldtest fills logs with the traffic that worlds have of their
// own, for the tests of what is built on worlds.
package worldtest

import (
	"fmt"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/world"
)

// Streams shows traffic what is in a store.
type Streams struct {
	// Names are the streams that it knows of, by category: those that it has named.
	Names map[string][]eventstore.StreamID

	t     *rapid.T
	w     *world.World
	store eventstore.Store
}

var _ world.Streams = (*Streams)(nil)

// NewStreams returns what traffic sees of a store without events.
func NewStreams(t *rapid.T, w *world.World, store eventstore.Store) *Streams {
	return &Streams{map[string][]eventstore.StreamID{}, t, w, store}
}

// Len returns how many streams a category has.
func (s *Streams) Len(category string) int { return len(s.Names[category]) }

// At returns one of them with its state. It fails the test when it cannot be loaded.
func (s *Streams) At(category string, i int) (eventstore.StreamID, any) {
	name := s.Names[category][i]
	state, err := aggregate.Load(s.t.Context(), s.store, s.w.Registry, s.w.Deciders[category], name, 0)
	require.NoError(s.t, err)
	return name, state.Value
}

// Next returns the name of a new stream.
func (s *Streams) Next(category string) eventstore.StreamID {
	name := eventstore.StreamID(fmt.Sprintf("%s-%d", category, len(s.Names[category])+1))
	s.Names[category] = append(s.Names[category], name)
	return name
}

// Drive returns a store with what came of a number of commands of the world's
// own traffic, under a seed that rapid draws. It fails the test when the world
// has no such command, or when the store does not take what came of one; a
// command that a rule refuses is no failure.
func Drive(t *rapid.T, w *world.World, commands int) *eventstore.Memory {
	store := eventstore.NewMemory()
	seed := rapid.Uint64().Draw(t, "seed")
	seen := NewStreams(t, w, store)
	for step := range commands {
		intent, ok := w.Traffic(world.Glance{Dice: world.NewDice(seed, uint64(step)), Streams: seen})
		require.True(t, ok)
		c := w.CommandOf(intent.Command)
		require.NotNil(t, c, "traffic sends %T, which is no command", intent.Command)
		_, err := aggregate.Handle(t.Context(), store, w.Registry, w.Deciders[c.Category], aggregate.Envelope{
			ID: uuid.UUID{0: 1, 14: byte(step >> 8), 15: byte(step)}, Stream: intent.Stream,
			Name: c.Name, Command: intent.Command, Expected: eventstore.Any,
			Now: time.UnixMilli(1_800_000_000_000 + int64(step)),
		})
		require.NoError(t, err)
	}
	return store
}

// Package checkpointtest is the contract of a checkpoint.Store as tests: every store
// passes it, in memory and in a browser.
package checkpointtest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/checkpoint"
	"playhead/core/eventstore"
)

// Run tests stores. open returns the store of a log with that name: the same one for the
// same name, as another tab has it.
func Run(t *testing.T, open func(log string) checkpoint.Store) {
	t.Run("Empty", func(t *testing.T) {
		_, _, ok, err := open("empty").Next(t.Context(), 0)
		require.NoError(t, err)
		assert.False(t, ok)
		require.NoError(t, open("empty").Drop(t.Context(), 0))
	})
	t.Run("Logs", func(t *testing.T) {
		// What is done to one log's is done to no other's, not even to one whose
		// name begins alike.
		require.NoError(t, open("a").Put(t.Context(), 1, []byte("of a")))
		require.NoError(t, open("a~b").Put(t.Context(), 2, []byte("of a~b")))
		require.NoError(t, open("b").Put(t.Context(), 3, []byte("of b")))
		require.NoError(t, open("a").Drop(t.Context(), 0))
		_, _, ok, err := open("a").Next(t.Context(), 0)
		require.NoError(t, err)
		assert.False(t, ok)
		for log, want := range map[string]string{"a~b": "of a~b", "b": "of b"} {
			_, data, ok, err := open(log).Next(t.Context(), 0)
			require.NoError(t, err)
			assert.True(t, ok)
			assert.Equal(t, want, string(data))
		}
	})
	t.Run("Model", func(t *testing.T) {
		logs := 0
		rapid.Check(t, func(t *rapid.T) {
			logs++
			log := "model-" + string(rune('A'+logs%26)) + string(rune('A'+logs/26))
			model := map[eventstore.Position]string{}
			position := rapid.Custom(func(t *rapid.T) eventstore.Position {
				return eventstore.Position(rapid.IntRange(1, 12).Draw(t, "position")) * 4096
			})
			for range rapid.IntRange(1, 8).Draw(t, "steps") {
				at := position.Draw(t, "at")
				if rapid.Bool().Draw(t, "put") {
					data := rapid.SliceOfN(rapid.Byte(), 0, 9).Draw(t, "data")
					require.NoError(t, open(log).Put(t.Context(), at, data))
					model[at] = string(data)
					continue
				}
				require.NoError(t, open(log).Drop(t.Context(), at))
				for p := range model {
					if p > at {
						delete(model, p)
					}
				}
			}
			after, found := eventstore.Position(0), map[eventstore.Position]string{}
			for {
				at, data, ok, err := open(log).Next(t.Context(), after)
				require.NoError(t, err)
				if !ok {
					break
				}
				require.Greater(t, at, after)
				found[at], after = string(data), at
			}
			assert.Equal(t, model, found)
		})
	})
}

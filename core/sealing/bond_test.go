package sealing

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/eventstore"
)

// ringOf returns a ring in which the persons have keys, and these.
func ringOf(t require.TestingT, persons ...eventstore.StreamID) (*Ring, *MemoryKeys) {
	keys := &MemoryKeys{}
	r := NewRing(keys, numbered())
	for _, person := range persons {
		_, err := r.Sealer(context.Background(), person)
		require.NoError(t, err)
	}
	return r, keys
}

// Whoever has all keys opens what the bond sealed; whoever has not, does not.
func TestBond_Again(t *testing.T) {
	all := []eventstore.StreamID{"user-1", "user-2", "user-3"}
	rapid.Check(t, func(t *rapid.T) {
		r, keys := ringOf(t, all...)
		b := r.NewBond()
		taken := rapid.SliceOf(rapid.SampledFrom(all)).Draw(t, "taken")
		parts := b.Take(taken)
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		sealed := b.Seal([]byte("here"), plain)
		forgotten := rapid.SampledFrom(all).Draw(t, "forgotten")
		if rapid.Bool().Draw(t, "forget") {
			require.NoError(t, r.Forget(context.Background(), forgotten))
		} else {
			forgotten = ""
		}
		wanting := false
		for _, part := range parts {
			wanting = wanting || part.Person == forgotten
		}

		other := NewRing(keys, numbered()) // a tab that is opened later
		again := other.NewBond()
		require.Equal(t, !wanting, again.Again(parts))
		opened, ok := again.Open([]byte("here"), sealed)
		require.Equal(t, !wanting, ok)
		if ok {
			assert.Equal(t, string(plain), string(opened))
		}
	})
}

// Each person's key is part of it once, a new key of theirs once more.
func TestBond_Take(t *testing.T) {
	r, _ := ringOf(t, "user-1")
	b := r.NewBond()
	assert.Len(t, b.Take([]eventstore.StreamID{"user-1", "user-2"}), 1)
	assert.Empty(t, b.Take([]eventstore.StreamID{"user-1"}))
	require.NoError(t, r.Forget(t.Context(), "user-1"))
	assert.Empty(t, b.Take([]eventstore.StreamID{"user-1"}))
	_, err := r.Sealer(t.Context(), "user-1")
	require.NoError(t, err)
	before := b.Seal(nil, []byte("x"))
	assert.Len(t, b.Take([]eventstore.StreamID{"user-1"}), 1)
	_, ok := b.Open(nil, before)
	assert.False(t, ok, "another bond than before")
}

func TestBond_Open_Changed(t *testing.T) {
	r, _ := ringOf(t)
	b := r.NewBond()
	sealed := b.Seal([]byte("here"), []byte("what it came to"))
	for i := range sealed {
		changed := append([]byte{}, sealed...)
		changed[i] ^= 1
		_, ok := b.Open([]byte("here"), changed)
		assert.False(t, ok, "byte %d", i)
		_, ok = b.Open([]byte("here"), sealed[:i])
		assert.False(t, ok, "cut at %d", i)
	}
	_, ok := b.Open([]byte("there"), sealed)
	assert.False(t, ok)
	_, ok = b.Open([]byte("here"), sealed)
	assert.True(t, ok)
}

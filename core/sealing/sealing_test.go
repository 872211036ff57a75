package sealing

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/google/uuid"
	"playhead/core/eventstore"
)

// numbered returns keys that differ.
func numbered() func() Key {
	var mu sync.Mutex
	var n byte
	return func() Key {
		mu.Lock()
		defer mu.Unlock()
		n++
		return Key{n, KeySize - 1: n}
	}
}

func seal(t require.TestingT, r *Ring, person eventstore.StreamID, at Place, text string) string {
	sealer, err := r.Sealer(context.Background(), person)
	require.NoError(t, err)
	return sealer(at, text)
}

func drawPlace(t *rapid.T) Place {
	id := uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
	return Place{id, rapid.StringMatching(`[a-z]{1,8}`).Draw(t, "field")}
}

// What was sealed opens to the same text, and tells nothing of it to whoever
// looks at the log.
func TestRing_RoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := NewRing(&MemoryKeys{}, numbered())
		at, text := drawPlace(t), rapid.String().Draw(t, "text")
		sealed := seal(t, r, "user-1", at, text)
		require.True(t, IsSealed(sealed))
		if len(text) > 5 {
			require.NotContains(t, sealed, text)
		}
		opened, ok := r.Open("user-1", at, sealed)
		require.True(t, ok)
		require.Equal(t, text, opened)
		require.Equal(t, sealed, seal(t, r, "user-1", at, text), "sealing it again is the same append")
	})
}

// A text opens at its own place, for its own person and as it was made, and
// nowhere else.
func TestRing_Open_Elsewhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := NewRing(&MemoryKeys{}, numbered())
		at, other := drawPlace(t), drawPlace(t)
		sealed := seal(t, r, "user-1", at, "Ada")
		seal(t, r, "user-2", at, "Ada")
		if at != other {
			_, ok := r.Open("user-1", other, sealed)
			require.False(t, ok, "another place")
		}
		_, ok := r.Open("user-2", at, sealed)
		require.False(t, ok, "another person")
		i := rapid.IntRange(len(mark), len(sealed)-1).Draw(t, "byte")
		changed := sealed[:i] + string(sealed[i]^1) + sealed[i+1:]
		_, ok = r.Open("user-1", at, changed)
		require.False(t, ok, "a changed byte")
	})
}

// No nonce comes twice for a key: neither at another place nor for another
// text at the same.
func TestBox_Nonce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := newBox(Key{1})
		nonces := map[string]string{}
		for range rapid.IntRange(2, 20).Draw(t, "n") {
			at := Place{uuid.UUID{15: rapid.ByteRange(0, 3).Draw(t, "event")}, rapid.SampledFrom([]string{"a", "b", "ab"}).Draw(t, "field")}
			text := rapid.SampledFrom([]string{"", "a", "b", "ab", "Ada", "Bob"}).Draw(t, "text")
			_, body, ok := parts(b.seal(at, text))
			require.True(t, ok)
			nonce, what := string(body[:b.gcm.NonceSize()]), string(at.bytes())+"|"+text
			if before, met := nonces[nonce]; met {
				require.Equal(t, before, what)
			}
			nonces[nonce] = what
		}
	})
}

// A name and an address of up to 31 bytes cannot be told apart by their length.
func TestBox_Length(t *testing.T) {
	b := newBox(Key{1})
	assert.Len(t, b.seal(Place{}, "Al"), len(b.seal(Place{}, strings.Repeat("x", padding-1))))
	assert.Greater(t, len(b.seal(Place{}, strings.Repeat("x", padding))), len(b.seal(Place{}, "Al")))
}

// When a key is destroyed nothing opens any more, and a new key of the same
// person does not bring it back.
func TestRing_Forget(t *testing.T) {
	keys := &MemoryKeys{}
	r := NewRing(keys, numbered())
	at := Place{uuid.UUID{1}, "name"}
	sealed := seal(t, r, "user-1", at, "Ada")
	before, ok := r.Fingerprint("user-1")
	require.True(t, ok)
	require.NoError(t, r.Forget(t.Context(), "user-1"))
	_, ok = r.Open("user-1", at, sealed)
	assert.False(t, ok)
	_, ok = r.Fingerprint("user-1")
	assert.False(t, ok)

	again := seal(t, r, "user-1", at, "Ada")
	after, _ := r.Fingerprint("user-1")
	assert.NotEqual(t, before, after)
	assert.NotEqual(t, sealed, again)
	_, ok = r.Open("user-1", at, sealed)
	assert.False(t, ok)
	text, ok := r.Open("user-1", at, again)
	assert.True(t, ok)
	assert.Equal(t, "Ada", text)
}

// Two tabs that make a key for a person at once agree on one, and each opens
// what the other has sealed.
func TestRing_TwoTabs(t *testing.T) {
	keys, newKey := &MemoryKeys{}, numbered()
	one, two := NewRing(keys, newKey), NewRing(keys, newKey)
	at := Place{uuid.UUID{1}, "name"}
	var sealed [2]string
	var both sync.WaitGroup
	for i, r := range []*Ring{one, two} {
		both.Go(func() { sealed[i] = seal(t, r, "user-1", at, "Ada") })
	}
	both.Wait()
	assert.Equal(t, sealed[0], sealed[1])
	text, ok := two.Open("user-1", at, sealed[0])
	assert.True(t, ok)
	assert.Equal(t, "Ada", text)
}

// A key that another tab made after the ring was loaded is found; one that
// another tab destroyed is let go of with the next look.
func TestRing_Reload(t *testing.T) {
	keys, newKey := &MemoryKeys{}, numbered()
	one, two := NewRing(keys, newKey), NewRing(keys, newKey)
	at := Place{uuid.UUID{1}, "name"}
	sealed := seal(t, one, "user-1", at, "Ada")
	_, ok := two.Open("user-1", at, sealed)
	require.True(t, ok)

	require.NoError(t, one.Forget(t.Context(), "user-1"))
	forgotten, err := two.Reload(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []eventstore.StreamID{"user-1"}, forgotten)
	_, ok = two.Open("user-1", at, sealed)
	assert.False(t, ok)
}

// away are keys that cannot be reached.
type away struct{ MemoryKeys }

var errAway = errors.New("away")

func (*away) All(context.Context) (map[eventstore.StreamID]Key, error) { return nil, errAway }
func (*away) Find(context.Context, eventstore.StreamID) (Key, bool, error) {
	return Key{}, false, errAway
}
func (*away) Ensure(context.Context, eventstore.StreamID, Key) (Key, error) { return Key{}, errAway }
func (*away) Destroy(context.Context, eventstore.StreamID) error            { return errAway }

// Keys that cannot be reached are said, and what could be opened before still
// can be: a person is not forgotten by accident.
func TestRing_Away(t *testing.T) {
	r := NewRing(&MemoryKeys{}, numbered())
	at := Place{uuid.UUID{1}, "name"}
	sealed := seal(t, r, "user-1", at, "Ada")
	r.keys = &away{}
	_, err := r.Reload(t.Context())
	require.ErrorIs(t, err, errAway)
	require.ErrorIs(t, r.Forget(t.Context(), "user-1"), errAway)
	_, err = r.Sealer(t.Context(), "user-1")
	require.ErrorIs(t, err, errAway)
	_, ok := r.Open("user-1", at, sealed)
	assert.True(t, ok)
}

// Whatever stands in the place of a sealed text, opening it neither panics nor
// says anything but what was sealed.
func FuzzRing_Open(f *testing.F) {
	r := NewRing(&MemoryKeys{}, numbered())
	at := Place{uuid.UUID{1}, "name"}
	good := seal(f, r, "user-1", at, "Ada")
	f.Add(good)
	f.Add(good[:len(good)-3])
	f.Add(mark + "00000000:")
	f.Add(mark)
	f.Add("")
	f.Fuzz(func(t *testing.T, sealed string) {
		text, ok := r.Open("user-1", at, sealed)
		assert.Equal(t, sealed == good, ok)
		if ok {
			assert.Equal(t, "Ada", text)
		}
	})
}

// What it takes to open a text whose key is at hand.
func BenchmarkRing_Open(b *testing.B) {
	r := NewRing(&MemoryKeys{}, numbered())
	at := Place{uuid.UUID{1}, "name"}
	sealed := seal(b, r, "user-1", at, "Ada Lovelace")
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := r.Open("user-1", at, sealed); !ok {
			b.Fatal("it does not open")
		}
	}
}

package uuid

import (
	"strings"
	"testing"
	"time"

	usual "github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// An id reads and writes as the usual package reads and writes it.
func TestParse_Same(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		if got, want := id.String(), usual.UUID(id).String(); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
		for _, text := range []string{id.String(), strings.ToUpper(id.String())} {
			if got, err := Parse(text); err != nil || got != id {
				t.Fatalf("got %v and %v for %s", got, err, text)
			}
		}
	})
}

// What is no id is refused, and what is refused is told.
func TestParse_ErrSyntax(t *testing.T) {
	const good = "019353a0-0000-7000-8000-000000000001"
	for _, text := range []string{"", "x", good[1:], good + "0", "g" + good[1:], strings.ReplaceAll(good, "-", "0"), "{" + good + "}"} {
		_, err := Parse(text)
		require.ErrorIs(t, err, ErrSyntax, text)
		assert.Panics(t, func() { MustParse(text) }, text)
	}
}

// A UUIDv7 is one for the usual package too, and tells its time.
func TestV7(t *testing.T) {
	at := time.UnixMilli(1_800_000_000_123)
	next := uint64(0)
	id := V7(at, func() uint64 { next--; return next })
	theirs := usual.UUID(id)
	assert.Equal(t, usual.Version(7), theirs.Version())
	assert.Equal(t, usual.RFC4122, theirs.Variant())
	assert.Equal(t, 7, id.Version())
	assert.Equal(t, "01a3185c-507b-7fff-bfff-fffffffffffe", id.String())
}

// Ids are derived the same way every time, and differ where anything differs.
func TestDerive(t *testing.T) {
	a, b := UUID{1}, UUID{2}
	assert.Equal(t, Derive(a, []byte("x")), Derive(a, []byte("x")))
	assert.NotEqual(t, Derive(a, []byte("x")), Derive(b, []byte("x")))
	assert.NotEqual(t, Derive(a, []byte("x")), Derive(a, []byte("y")))
	assert.Equal(t, usual.Version(8), usual.UUID(Derive(a, nil)).Version())
}

package sha256

import (
	standard "crypto/sha256"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// It is the same hash as Go's, for every length around the ends of blocks.
func TestSum256_Lengths(t *testing.T) {
	data := make([]byte, 5*blockSize)
	for i := range data {
		data[i] = byte(i * 7)
	}
	for n := range data {
		assert.Equal(t, standard.Sum256(data[:n]), Sum256(data[:n]), "%d bytes", n)
	}
}

func TestSum256_Same(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOfN(rapid.Byte(), 0, 5000).Draw(t, "data")
		if got, want := Sum256(data), standard.Sum256(data); got != want {
			t.Fatalf("got %x, want %x", got, want)
		}
	})
}

// BenchmarkSum256 hashes about what an event is hashed by.
func BenchmarkSum256(b *testing.B) {
	data := make([]byte, 300)
	b.Run("playhead", func(b *testing.B) {
		for b.Loop() {
			_ = Sum256(data)
		}
	})
	b.Run("standard", func(b *testing.B) {
		for b.Loop() {
			_ = standard.Sum256(data)
		}
	})
}

//go:build !js

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var wordy = bytes.Repeat([]byte("events are facts "), 100)

// Both siblings unpack to the file that they stand beside.
func TestCompress_Siblings(t *testing.T) {
	siblings, err := compress(t.Context(), output{"a.js": wordy}, t.TempDir(), developmentBrotli)
	require.NoError(t, err)

	z, err := gzip.NewReader(bytes.NewReader(siblings["a.js.gz"]))
	require.NoError(t, err)
	got, err := io.ReadAll(z)
	require.NoError(t, err)
	assert.Equal(t, wordy, got)

	got, err = io.ReadAll(brotli.NewReader(bytes.NewReader(siblings["a.js.br"])))
	require.NoError(t, err)
	assert.Equal(t, wordy, got)
}

// What would not become smaller, and what is compressed already, has no siblings.
func TestCompress_NoGain(t *testing.T) {
	siblings, err := compress(t.Context(), output{"tiny.js": []byte("1"), "photo.png": wordy}, t.TempDir(), developmentBrotli)
	require.NoError(t, err)
	assert.Empty(t, siblings)
}

// A file that did not change is not compressed again, and one that is gone
// leaves nothing in the cache.
func TestCompress_Cache(t *testing.T) {
	cache := t.TempDir()
	_, err := compress(t.Context(), output{"a.js": wordy, "b.js": wordy[1:]}, cache, developmentBrotli)
	require.NoError(t, err)
	kept, err := filepath.Glob(filepath.Join(cache, "*.gz"))
	require.NoError(t, err)
	require.Len(t, kept, 2)
	planted := encodings(developmentBrotli)[0].key(wordy)
	require.NoError(t, os.WriteFile(filepath.Join(cache, planted), []byte("planted"), 0o600))

	siblings, err := compress(t.Context(), output{"a.js": wordy}, cache, developmentBrotli)

	require.NoError(t, err)
	assert.Equal(t, "planted", string(siblings["a.js.gz"]))
	kept, err = filepath.Glob(filepath.Join(cache, "*"))
	require.NoError(t, err)
	assert.Len(t, kept, 2, "of a.js alone")
}

// Only what takes its time is compressed less well in a development build.
func TestCompress_Quick(t *testing.T) {
	small, large := wordy, bytes.Repeat(wordy, quick/len(wordy)+1)
	cache := t.TempDir()
	_, err := compress(t.Context(), output{"main.js": small, "core.wasm": large}, cache, developmentBrotli)
	require.NoError(t, err)
	assert.FileExists(t, filepath.Join(cache, encodings(releaseBrotli)[1].key(small)))
	assert.FileExists(t, filepath.Join(cache, encodings(developmentBrotli)[1].key(large)))
}

// Levels do not share what they compressed.
func TestEncoding_Key(t *testing.T) {
	assert.NotEqual(t, encodings(developmentBrotli)[1].key(wordy), encodings(releaseBrotli)[1].key(wordy))
}

// An interrupted build leaves nothing behind that looks complete.
func TestCompress_Cancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	cache := t.TempDir()
	_, err := compress(ctx, output{"a.js": wordy}, cache, developmentBrotli)
	require.ErrorIs(t, err, context.Canceled)
	kept, err := filepath.Glob(filepath.Join(cache, "*"))
	require.NoError(t, err)
	assert.Empty(t, kept)
}

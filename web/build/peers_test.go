//go:build !js

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The peers become scripts of their own beside the module that one of them
// needs; without it there is no benchmark.
func TestBundlePeers(t *testing.T) {
	module := filepath.Join("node_modules", "@sqlite.org", "sqlite-wasm", "dist", sqliteModule)
	at := lay(t, nil)
	for file, content := range map[string]string{
		"bench/peers/peers.ts":         "console.log('peers')",
		"bench/peers/sqlite-worker.ts": "console.log('worker')",
		module:                         "wasm",
	} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(at.source, file)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(at.source, file), []byte(content), 0o600))
	}
	require.NoError(t, bundlePeers(at.source, at.dist))
	for name, want := range map[string]string{"peers.js": "peers", "sqlite-worker.js": "worker", sqliteModule: "wasm"} {
		got, err := os.ReadFile(filepath.Join(at.dist, name))
		require.NoError(t, err)
		assert.Contains(t, string(got), want)
	}
	require.NoError(t, os.Remove(filepath.Join(at.source, module)))
	assert.ErrorIs(t, bundlePeers(at.source, at.dist), os.ErrNotExist)
}

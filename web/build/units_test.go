//go:build !js

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each test becomes a script of its own; what is no test, or is gone, does not.
func TestBundleUnits(t *testing.T) {
	at, dir := lay(t, nil), t.TempDir()
	plant(t, at.source, "src/a.test.ts", "import './worked'; console.log(WORKER_URL);")
	plant(t, at.source, "src/deep/a.test.tsx", "console.log(1);")
	plant(t, at.source, "src/worked.ts", "console.log('bundled');")
	plant(t, dir, "gone.test.mjs", "")

	require.NoError(t, bundleUnits(at.source, dir))

	made, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	assert.Equal(t, []string{filepath.Join(dir, "a.test.mjs"), filepath.Join(dir, "deep.a.test.mjs")}, made)
	script, err := os.ReadFile(made[0])
	require.NoError(t, err)
	assert.Contains(t, string(script), "bundled")
	assert.Contains(t, string(script), "assets/worker.js")
}

// No tests at all are not a success.
func TestBundleUnits_None(t *testing.T) {
	assert.ErrorContains(t, bundleUnits(lay(t, nil).source, t.TempDir()), "there is no src/**/*.test.ts")
}

func plant(t *testing.T, dir, name, content string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
}

//go:build !js

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is missing is said in one line that names what to install.
func TestRequire_Missing(t *testing.T) {
	for what, want := range map[string]string{
		"go":   "Go 1.26 or newer is needed: https://go.dev/dl\n",
		"node": "Node.js 20 or newer, with npm, is needed: https://nodejs.org\n",
	} {
		out, err := ask(t, t.TempDir(), what)
		assert.Error(t, err, what)
		assert.Equal(t, want, out)
	}
}

// What is too old is said to be, with the version that was found.
func TestRequire_TooOld(t *testing.T) {
	for what, tool := range map[string]struct{ scripts, want string }{
		"go":   {"go", "Go 1.26 or newer is needed: https://go.dev/dl (found: v1.2)\n"},
		"node": {"node npm", "Node.js 20 or newer, with npm, is needed: https://nodejs.org (found: v1.2)\n"},
	} {
		dir := t.TempDir()
		for _, name := range strings.Fields(tool.scripts) {
			// Prints a version in the ways of go and node, and fails at all else.
			script := "#!/bin/sh\ncase $1 in version) echo go version v1.2 x;; --version) echo v1.2;; *) exit 1;; esac\n"
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700))
		}
		cut, err := exec.LookPath("cut")
		require.NoError(t, err)
		require.NoError(t, os.Symlink(cut, filepath.Join(dir, "cut")))
		out, err := ask(t, dir, what)
		assert.Error(t, err, what)
		assert.Equal(t, tool.want, out)
	}
}

// What is there is not complained of: this test itself was run by such a Go.
func TestRequire_Present(t *testing.T) {
	wanted := []string{"go"}
	if _, err := exec.LookPath("npm"); err == nil {
		wanted = append(wanted, "node")
	}
	for _, what := range wanted {
		out, err := ask(t, os.Getenv("PATH"), what)
		assert.NoError(t, err, what)
		assert.Empty(t, out, what)
	}
}

// ask runs the script with only the tools of path.
func ask(t *testing.T, path, what string) (string, error) {
	t.Helper()
	sh, err := exec.LookPath("sh")
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), sh, "require.sh", what)
	cmd.Env = append(os.Environ(), "PATH="+path)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

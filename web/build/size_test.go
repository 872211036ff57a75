//go:build !js

package main

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A core over its budget fails the build, and the failure says by how much.
func TestSizes_CheckBudget(t *testing.T) {
	files := output{"assets/core-A.wasm": nil}
	fits := measure(files, output{"assets/core-A.wasm.gz": make([]byte, coreBudget)})
	assert.NoError(t, fits.checkBudget())

	over := measure(files, output{"assets/core-A.wasm.gz": make([]byte, coreBudget+7)})
	assert.ErrorContains(t, over.checkBudget(), fmt.Sprintf("assets/core-A.wasm is %d bytes of gzip, 7 over the budget", coreBudget+7))
}

// net/http alone would triple the core.
func TestCore_Dependencies(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "playhead/wasm")
	cmd.Env = append(cmd.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.Output()
	require.NoError(t, err)
	deps := strings.Fields(string(out))
	require.Contains(t, deps, "playhead/core/playground")
	assert.NotContains(t, deps, "net/http")
}

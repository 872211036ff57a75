//go:build !js

package main

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A core over its budget fails the build, and the failure says by how much.
func TestSizes_CheckBudget(t *testing.T) {
	files := output{"assets/core-A.wasm": nil}
	fits := measure(files, output{"assets/core-A.wasm.br": make([]byte, coreBudget)})
	assert.NoError(t, fits.checkBudget())

	over := measure(files, output{"assets/core-A.wasm.br": make([]byte, coreBudget+7)})
	assert.ErrorContains(t, over.checkBudget(), fmt.Sprintf("assets/core-A.wasm is %d bytes of brotli, 7 over the budget", coreBudget+7))
}

// A core that needs net/http is told so by name; make test-size asks for the
// real one.
func TestCheckDependencies(t *testing.T) {
	light := lay(t, nil)
	assert.NoError(t, checkDependencies(t.Context(), light.core))
	heavy := lay(t, map[string]string{"core/main.go": "package main\n\nimport _ \"net/http\"\n\nfunc main() {}\n"})
	assert.ErrorContains(t, checkDependencies(t.Context(), heavy.core), "needs net/http, which is too heavy")
	assert.ErrorContains(t, checkDependencies(t.Context(), "./missing"), "list what ./missing needs")
}

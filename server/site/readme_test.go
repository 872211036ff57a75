//go:build !js

package site

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What the README tells static hosts to send is what this server sends.
func TestReadme_Headers(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	assert.Contains(t, string(readme), "\nContent-Security-Policy: "+documentPolicy+"\n")
	assert.Contains(t, string(readme), "\nContent-Security-Policy: "+workerPolicy+"\n")
	s := newSite(t)
	assert.Contains(t, string(readme), "`Cache-Control: "+s.files["assets/core-A.wasm"].cacheControl()+"`")
	assert.Contains(t, string(readme), "`Cache-Control: "+s.files[""].cacheControl()+"`")
	for _, line := range []string{"X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer", "Cross-Origin-Opener-Policy: same-origin"} {
		assert.Contains(t, string(readme), line+"\n")
	}
}

//go:build !js

package indexeddb

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A file that forgets its tag breaks `go vet ./...` on every machine, and one
// that imports syscall/js goes around safejs.
func TestFiles_BuildTags(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	require.Greater(t, len(files), 5)
	for _, file := range files {
		if file == "doc.go" || file == "tags_test.go" {
			continue
		}
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.True(t, bytes.HasPrefix(source, []byte("//go:build js && wasm\n\n")), "%s does not begin with //go:build js && wasm", file)
		assert.NotContains(t, string(source), `"syscall/js"`, "%s", file)
	}
}

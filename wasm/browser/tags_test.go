//go:build !js

package browser

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
	for folder, atLeast := range map[string]int{"..": 3, ".": 3, "../indexeddb": 5, "../opfs": 2} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		require.NoError(t, err)
		require.Greater(t, len(files), atLeast, "%s", folder)
		for _, file := range files {
			if name := filepath.Base(file); name == "doc.go" || name == "tags_test.go" {
				continue
			}
			source, err := os.ReadFile(file)
			require.NoError(t, err)
			tag, _, _ := bytes.Cut(source, []byte("\n"))
			assert.True(t, bytes.HasPrefix(tag, []byte("//go:build js && wasm")), "%s does not begin with //go:build js && wasm", file)
			if !bytes.HasSuffix(tag, []byte(" && faults")) { // which fail as safejs would not let them
				assert.NotContains(t, string(source), `"syscall/js"`, "%s", file)
			}
		}
	}
}

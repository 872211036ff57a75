//go:build !js

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// site is a page as small as one can be, with all that a page has.
var site = map[string]string{
	"public/icon.svg":       "<svg/>",
	"index.html":            "<!doctype html><head><!-- assets --></head>",
	"src/main.tsx":          "import './main.css'; console.log(WORKER_URL, SERVICE_WORKER_URL); import('./lazy').then((m) => m.hi());",
	"src/main.css":          "body { margin: 0 }",
	"src/lazy.ts":           "export const hi = () => console.log('lazy');",
	"src/worker.ts":         "import 'virtual:wasm_exec'; console.log(CORE_URL, new (globalThis as any).Go());",
	"src/service-worker.ts": "console.log(PRECACHE, BUILD_ID);",
	"core/main.go":          "package main\n\nfunc main() { println(\"hi\") }\n",
}

// lay writes site, with some files in another version, and returns its layout.
func lay(t *testing.T, changes map[string]string) layout {
	t.Helper()
	dir := t.TempDir()
	for name, content := range site {
		if changed, ok := changes[name]; ok {
			content = changed
		}
		file := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	}
	return layout{source: dir, core: filepath.Join(dir, "core", "main.go"), dist: filepath.Join(dir, "dist"), cache: filepath.Join(dir, "cache")}
}

// one returns the only name that fits the pattern.
func (o output) one(t *testing.T, pattern string) string {
	t.Helper()
	var found []string
	for name := range o {
		if fits, err := filepath.Match(pattern, name); err == nil && fits {
			found = append(found, name)
		}
	}
	require.Len(t, found, 1, pattern)
	return found[0]
}

// Each part of a page names the next by its hash: the document the script,
// the script the worker, the worker the core, and the service worker all of them.
func TestAssemble(t *testing.T) {
	files, err := assemble(t.Context(), lay(t, nil))
	require.NoError(t, err)

	var (
		core   = files.one(t, "assets/core-*.wasm")
		worker = files.one(t, "assets/worker-*.js")
		script = files.one(t, "assets/main-*.js")
		style  = files.one(t, "assets/main-*.css")
		lazy   = files.one(t, "assets/lazy-*.js")
	)
	assert.Contains(t, string(files[worker]), `"`+filepath.Base(core)+`"`)
	assert.Contains(t, string(files[worker]), "runtime.wasmExit", "Go's loader is a part of the worker")
	assert.Contains(t, string(files[script]), `"`+worker+`"`)
	assert.Contains(t, string(files["index.html"]), `src="`+script+`"`)
	assert.Contains(t, string(files["index.html"]), `href="`+style+`"`)
	assert.NotContains(t, string(files["index.html"]), lazy, "what is loaded later is not asked for at once")
	for _, name := range []string{core, worker, script, style, lazy, "icon.svg", "./"} {
		assert.Contains(t, string(files["service-worker.js"]), `"`+name+`"`)
	}
	assert.NotContains(t, string(files["service-worker.js"]), "index.html")
}

// The path of the machine that built a page is nobody's business.
func TestAssemble_NoPaths(t *testing.T) {
	at := lay(t, nil)
	files, err := assemble(t.Context(), at)
	require.NoError(t, err)
	home, err := os.Getwd()
	require.NoError(t, err)
	for name, content := range files {
		assert.False(t, strings.Contains(string(content), at.source), "%s holds %s", name, at.source)
		assert.False(t, strings.Contains(string(content), home), "%s holds %s", name, home)
	}
}

// What does not compile is said in the compiler's words, with the place.
func TestAssemble_Errors(t *testing.T) {
	for file, content := range map[string]string{
		"src/main.tsx":  "let = ;",
		"src/worker.ts": "import './missing'",
		"core/main.go":  "package main\n\nfunc main() { missing() }\n",
	} {
		_, err := assemble(t.Context(), lay(t, map[string]string{file: content}))
		assert.ErrorContains(t, err, filepath.Base(file)+":", file)
	}
}

// A build leaves its own files and no others, and does not touch what is the
// same already.
func TestOutput_Write(t *testing.T) {
	dist := t.TempDir()
	for _, name := range []string{".gitkeep", "old.js", "same.js"} {
		require.NoError(t, os.WriteFile(filepath.Join(dist, name), []byte("same"), 0o400))
	}
	files := output{"same.js": []byte("same"), "assets/new.js": []byte("new")}

	require.NoError(t, files.write(dist), "same.js may not be written")

	var left []string
	require.NoError(t, filepath.WalkDir(dist, func(file string, entry os.DirEntry, err error) error {
		if !entry.IsDir() {
			left = append(left, strings.TrimPrefix(filepath.ToSlash(file), filepath.ToSlash(dist)+"/"))
		}
		return err
	}))
	assert.Equal(t, []string{".gitkeep", "assets/new.js", "same.js"}, left)
}

package core

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "playhead/"

// suites hold tests in the shape of packages: they may wait for a deadline.
var suites = []string{"core/eventstore/storetest", "core/eventstore/durable/durabletest"}

// mayImport says which of our packages a package may import, the closest
// entry above it counting for those that have none. An arrow that is not here
// is a decision to be taken, not a line to be added in passing.
func mayImport() map[string][]string {
	return map[string][]string{
		"core":                                {},
		"core/json":                           {},
		"core/packed":                         {},
		"core/persistent":                     {},
		"core/checkpoint":                     {"core/eventstore", "core/packed", "core/sealing", "core/timetravel"},
		"core/checkpoint/checkpointtest":      {"core/checkpoint", "core/eventstore"},
		"core/crud":                           {"core/aggregate", "core/eventstore", "core/json", "core/schema"},
		"core/eventstore":                     {"core/json"},
		"core/eventstore/storetest":           {"core/eventstore", "core/json"},
		"core/eventstore/durable":             {"core/eventstore"},
		"core/eventstore/durable/durabletest": {"core/eventstore", "core/eventstore/durable"},
		"core/branch":                         {"core/eventstore", "core/json"},
		"core/filter":                         {"core/eventstore", "core/json"},
		"core/sealing":                        {"core/eventstore"},
		"core/schema":                         {"core/eventstore", "core/json", "core/sealing"},
		"core/lint":                           {"core/eventstore", "core/json", "core/schema", "core/sealing"},
		"core/aggregate":                      {"core/eventstore", "core/schema"},
		"core/causes":                         {"core/eventstore"},
		"core/blame":                          {"core/aggregate", "core/eventstore", "core/projection", "core/schema"},
		"core/projection":                     {"core/eventstore", "core/packed", "core/persistent", "core/schema"},
		"core/delivery":                       {"core/eventstore", "core/projection", "core/schema"},
		"core/evolution":                      {"core/eventstore", "core/json", "core/schema"},
		"core/snapshot":                       {"core/aggregate", "core/eventstore", "core/json", "core/schema"},
		"core/process":                        {"core/aggregate", "core/eventstore", "core/schema"},
		"core/timetravel":                     {"core/aggregate", "core/eventstore", "core/packed", "core/persistent", "core/projection", "core/schema"},
		"core/world":                          {"core/aggregate", "core/eventstore", "core/process", "core/projection", "core/schema"},
		"core/topic":                          {"core/eventstore"},
		"core/world/bank":                     {"core/world"},
		"core/world/mall":                     {"core/world"},
		"core/world/orders":                   {"core/world"},
		"core/world/users":                    {"core/world"},
		"core/world/worldtest":                {"core/aggregate", "core/eventstore", "core/world"},
		"core/whatif":                         {"core/aggregate", "core/eventstore", "core/json", "core/schema", "core/world"},
		"core/playground": {
			"core/aggregate",
			"core/blame",
			"core/branch",
			"core/causes",
			"core/checkpoint",
			"core/crud",
			"core/delivery",
			"core/eventstore",
			"core/evolution",
			"core/filter",
			"core/json",
			"core/lint",
			"core/persistent",
			"core/process",
			"core/projection",
			"core/schema",
			"core/sealing",
			"core/snapshot",
			"core/timetravel",
			"core/whatif",
			"core/topic",
			"core/world",
		},
		"wasm":             {"core/checkpoint", "core/eventstore", "core/eventstore/durable", "core/json", "core/playground", "core/sealing", "core/world", "core/world/bank", "core/world/mall", "core/world/orders", "core/world/users", "wasm/browser", "wasm/indexeddb", "wasm/opfs"},
		"wasm/browser":     {},
		"wasm/browserexec": {},
		"wasm/indexeddb":   {"core/checkpoint", "core/eventstore", "core/eventstore/durable", "core/sealing", "wasm/browser"},
		"wasm/opfs":        {"core/eventstore/durable", "core/sealing", "wasm/browser"},
		"server":           {"server/site", "web"},
		"server/site":      {},
		"web":              {},
	}
}

// notInCore is what would make the core depend on more than it is given.
func notInCore() []string {
	return []string{"syscall/js", "os", "net", "math/rand", "math/rand/v2", "io/ioutil", "os/exec", "encoding/json"}
}

// Every import of every file follows an arrow of the table, and the core stays
// pure: no clock, no chance, no I/O, no browser.
func TestLayering(t *testing.T) {
	table := mayImport()
	for path, file := range sources(t, "..") {
		dir := filepath.ToSlash(filepath.Dir(path))
		allowed, known := table[dir]
		inCore := dir == "core" || strings.HasPrefix(dir, "core/")
		if !known && !inCore && !strings.HasPrefix(dir, "server") && dir != "wasm" {
			continue // host programs beside what they serve
		}
		require.True(t, known, "%s: package %s has no row in the table of layers", path, dir)
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			require.NoError(t, err)
			if ours, ok := strings.CutPrefix(imported, module); ok {
				assert.Contains(t, allowed, ours, "%s imports %s", path, ours)
			}
			if inCore && !slices.Contains(suites, dir) {
				assert.NotContains(t, notInCore(), imported, "%s imports %s", path, imported)
			}
		}
		if inCore && !slices.Contains(suites, dir) {
			assertNoClock(t, path, file)
		}
	}
}

// sources parses the Go files below root that are not tests.
func sources(t *testing.T, root string) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains([]string{"node_modules", "testdata", ".git"}, entry.Name()) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		files[filepath.ToSlash(name)] = file
		return err
	})
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

// assertNoClock fails where the time or an id is taken instead of handed in.
func assertNoClock(t *testing.T, path string, file *ast.File) {
	t.Helper()
	impure := map[string][]string{
		"uuid": {"New", "NewString", "NewUUID", "NewRandom", "NewV6", "NewV7"},
		"time": {"Now", "Since", "Until", "Sleep", "After", "Tick", "NewTimer", "NewTicker", "AfterFunc"},
	}
	ast.Inspect(file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if pkg, ok := selector.X.(*ast.Ident); ok {
			assert.NotContains(t, impure[pkg.Name], selector.Sel.Name, "%s calls %s.%s", path, pkg.Name, selector.Sel.Name)
		}
		return true
	})
}

//go:build !js

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is checked in is what the protocol says now.
func TestGenerate_CheckedInFilesAreFresh(t *testing.T) {
	files, err := generate("../../..")
	require.NoError(t, err)
	require.Len(t, files, 2)
	for _, f := range files {
		got, err := os.ReadFile(f.path)
		require.NoError(t, err)
		assert.Equal(t, string(f.content), string(got), "%s is stale; run make generate", f.path)
	}
}

// Every form that a Go type can take in the protocol, and what becomes of it.
func TestTypescript_Forms(t *testing.T) {
	source := write(t, "protocol.go", `package p

// Colour is one of a few.
type Colour string

const (
	Red  Colour = "red" // as a rose
	Blue Colour = "blue"
)

type Plain string

const A, B Plain = "a", "b"

const Only Plain = "only"

// Empty has nothing.
type Empty struct{}

// Thing has
// two lines.
type Thing struct {
	// Name is what it goes by.
	Name   string            `+"`json:\"name\"`"+`
	Maybe  *other.Size       `+"`json:\"maybe,omitempty\"`"+`
	Null   *int              `+"`json:\"null\"`"+`
	Bytes  []byte            `+"`json:\"bytes\"`"+`
	Raw    json.RawMessage   `+"`json:\"raw\"`"+` // as it came
	Others []Thing           `+"`json:\"others\"`"+`
	Texts  map[string]Colour `+"`json:\"texts\"`"+`
	own int
}
`)
	other := write(t, "other.go", "package other\n\n// Size is in metres.\ntype Size uint64\n")

	m, err := typescript([]string{source}, map[string]string{"other": other})

	require.NoError(t, err)
	got := m.out.String()
	for _, want := range []string{
		"/** Colour is one of a few. */\nexport type Colour =\n  /** as a rose */\n  | 'red'\n  | 'blue';\n",
		"export type Plain = 'only';\n",
		"/** Empty has nothing. */\nexport type Empty = Record<string, never>;\n",
		"/**\n * Thing has\n * two lines.\n */\nexport interface Thing {\n",
		"  /** name is what it goes by. */\n  name: string;\n",
		"  maybe?: Size;\n",
		"  null: number | null;\n",
		"  bytes: string;\n",
		"  /** as it came */\n  raw: unknown;\n",
		"  others: Thing[];\n",
		"  texts: Record<string, Colour>;\n",
		"/** Size is in metres. */\nexport type Size = number & { readonly [brand]: 'Size' };\n",
	} {
		assert.Contains(t, got, want)
	}
}

// A type that JSON would carry in no form that TypeScript can name is refused.
func TestTypescript_UnknownForms(t *testing.T) {
	for _, field := range []string{"chan int", "time.Time", "[]*func()"} {
		source := write(t, "protocol.go", "package p\n\ntype T struct {\n\tF "+field+" `json:\"f\"`\n}\n")
		_, err := typescript([]string{source}, nil)
		assert.Error(t, err, field)
	}
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

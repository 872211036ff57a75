//go:build !js

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"playhead/core/playground"
)

// file is a generated file, ready to be written.
type file struct {
	path    string
	content []byte
}

// generate returns every generated file of the repository at root. It fails
// when the protocol uses a Go type that has no form in TypeScript, or when a
// file it reads is missing.
func generate(root string) ([]file, error) {
	sources, err := filepath.Glob(filepath.Join(root, "core/playground/protocol*.go"))
	if err != nil {
		return nil, err
	}
	types, err := typescript(
		sources,
		map[string]string{"eventstore": filepath.Join(root, "core/eventstore/event.go")},
	)
	if err != nil {
		return nil, err
	}
	readme, err := readme(filepath.Join(root, "README.md"))
	if err != nil {
		return nil, err
	}
	return []file{types.at(filepath.Join(root, "web/src/protocol.ts")), readme}, nil
}

// The lines of README.md between which the table of kinds stands.
const (
	tableBegin = "<!-- kinds: make generate writes this -->\n"
	tableEnd   = "<!-- /kinds -->\n"
)

// readme returns the README with its table of kinds up to date.
func readme(path string) (file, error) {
	old, err := os.ReadFile(path)
	if err != nil {
		return file{}, err
	}
	before, rest, found := bytes.Cut(old, []byte(tableBegin))
	_, after, closed := bytes.Cut(rest, []byte(tableEnd))
	if !found || !closed {
		return file{}, fmt.Errorf("%s: there are no lines %q and %q to write the table between", path, tableBegin, tableEnd)
	}
	content := string(before) + tableBegin + table() + tableEnd + string(after)
	return file{path, []byte(content)}, nil
}

// table returns the kinds of requests and pushes as Markdown.
func table() string {
	var b strings.Builder
	b.WriteString("| request | params | result | |\n| --- | --- | --- | --- |\n")
	for _, k := range playground.Kinds() {
		fmt.Fprintf(&b, "| `%s` | `%s` | `%s` | %s |\n", k.Name, k.Params.Name(), k.Result.Name(), k.About)
	}
	b.WriteString("\n| push | data | |\n| --- | --- | --- |\n")
	for _, k := range playground.Pushes() {
		fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", k.Name, k.Result.Name(), k.About)
	}
	return b.String()
}

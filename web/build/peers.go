//go:build !js

package main

import (
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

// sqliteModule is what sqlite-wasm looks for beside its script.
const sqliteModule = "sqlite3.wasm"

// bundlePeers turns the programs that the page is compared with into a folder
// that the benchmark serves. They are never a part of the page.
func bundlePeers(source, dir string) error {
	b := bundler{source: source, files: output{}}
	for entry, format := range map[string]api.Format{
		"peers":         api.FormatIIFE,     // it is also put into a page from outside
		"sqlite-worker": api.FormatESModule, // it finds its module by its own address
	} {
		options := b.options("bench/peers/" + entry + ".ts")
		options.EntryNames = "[name]"
		options.Format = format
		if _, err := b.run(options); err != nil {
			return err
		}
	}
	var err error
	file := filepath.Join(source, "node_modules", "@sqlite.org", "sqlite-wasm", "dist", sqliteModule)
	if b.files[sqliteModule], err = os.ReadFile(file); err != nil {
		return err
	}
	return b.files.write(dir)
}

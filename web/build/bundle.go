//go:build !js

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Names below dist. All files in assets have a hash in their name and never
// change; the others keep their name and do.
const (
	assets            = "assets"
	documentName      = "index.html"
	serviceWorkerName = "service-worker.js"
)

// bundler turns TypeScript and CSS into files.
type bundler struct {
	source string // the folder of the page
	files  output // where files are put, and which of them are there already
}

// worker bundles the worker with Go's loader into one classic script, which
// every browser may run under a strict policy, and returns its name below dist.
func (b bundler) worker(ctx context.Context, coreName string) (string, error) {
	loader, err := wasmExec(ctx)
	if err != nil {
		return "", err
	}
	options := b.options("src/worker.ts")
	options.Format = api.FormatIIFE
	options.EntryNames = assets + "/[name]-[hash]"
	options.Define["CORE_URL"] = quote(coreName)
	options.Plugins = []api.Plugin{{Name: "wasm_exec", Setup: func(p api.PluginBuild) {
		p.OnResolve(api.OnResolveOptions{Filter: "^virtual:wasm_exec$"},
			func(api.OnResolveArgs) (api.OnResolveResult, error) {
				return api.OnResolveResult{Path: loader}, nil
			})
	}}}
	made, err := b.run(options)
	return made.script, err
}

// page bundles what the document starts with, and what it loads later.
func (b bundler) page(worker string) (document, error) {
	options := b.options("src/main.tsx")
	options.Format = api.FormatESModule
	options.Splitting = true
	options.EntryNames = assets + "/[name]-[hash]"
	options.ChunkNames = assets + "/[name]-[hash]"
	options.AssetNames = assets + "/[name]-[hash]"
	options.JSX = api.JSXAutomatic
	options.JSXImportSource = "preact"
	options.Define["WORKER_URL"] = quote(worker)
	options.Define["SERVICE_WORKER_URL"] = quote(serviceWorkerName)
	return b.run(options)
}

// serviceWorker bundles the service worker with the list of what to keep,
// which is all that was made so far; the document goes by the address of its
// folder.
func (b bundler) serviceWorker() error {
	keep := slices.Sorted(maps.Keys(b.files))
	keep[slices.Index(keep, documentName)] = "./"
	list, err := json.Marshal(keep)
	if err != nil {
		return err
	}
	options := b.options("src/service-worker.ts")
	options.Format = api.FormatIIFE
	options.EntryNames = strings.TrimSuffix(serviceWorkerName, ".js")
	options.Define["PRECACHE"] = string(list)
	options.Define["BUILD_ID"] = quote(b.files.id())
	_, err = b.run(options)
	return err
}

// options are those that all bundles share.
func (b bundler) options(entry string) api.BuildOptions {
	return api.BuildOptions{
		EntryPoints:       []string{entry},
		Outdir:            "dist",
		Bundle:            true,
		Metafile:          true,
		Target:            api.ES2022,
		MinifySyntax:      true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		LegalComments:     api.LegalCommentsNone,
		Charset:           api.CharsetUTF8,
		Define:            map[string]string{},
		LogLevel:          api.LogLevelSilent, // messages are in the error
	}
}

// run bundles, takes the files over, and returns what its entry point became.
// It fails with esbuild's words.
func (b bundler) run(options api.BuildOptions) (document, error) {
	result, err := bundle(b.source, options)
	if err != nil {
		return document{}, err
	}
	maps.Copy(b.files, result.files)
	return readMetafile(result.meta, options.EntryPoints[0])
}

// bundled is what esbuild made.
type bundled struct {
	files output
	meta  string
}

// bundle runs esbuild in the source folder.
func bundle(source string, options api.BuildOptions) (bundled, error) {
	// esbuild names what it read by real paths below the folder it works in.
	dir, err := filepath.EvalSymlinks(source)
	if err != nil {
		return bundled{}, err
	}
	if options.AbsWorkingDir, err = filepath.Abs(dir); err != nil {
		return bundled{}, err
	}
	result := api.Build(options)
	if len(result.Errors) > 0 {
		texts := api.FormatMessages(result.Errors, api.FormatMessagesOptions{Kind: api.ErrorMessage})
		return bundled{}, errors.New(strings.TrimSpace(strings.Join(texts, "\n")))
	}
	made := bundled{output{}, result.Metafile}
	for _, f := range result.OutputFiles {
		name, err := filepath.Rel(filepath.Join(options.AbsWorkingDir, options.Outdir), f.Path)
		if err != nil {
			return bundled{}, err
		}
		made.files[filepath.ToSlash(name)] = f.Contents
	}
	return made, nil
}

// metafile is what esbuild tells of its outputs, as far as it is used here.
type metafile struct {
	Outputs map[string]struct {
		EntryPoint string `json:"entryPoint"`
		CSSBundle  string `json:"cssBundle"`
		Imports    []struct {
			Path string `json:"path"`
			Kind string `json:"kind"`
		} `json:"imports"`
	} `json:"outputs"`
}

// readMetafile finds out what became of an entry point.
func readMetafile(text, entry string) (document, error) {
	var meta metafile
	if err := json.Unmarshal([]byte(text), &meta); err != nil {
		return document{}, fmt.Errorf("read what esbuild made: %w", err)
	}
	for file, out := range meta.Outputs {
		if out.EntryPoint == entry {
			needed := map[string]bool{}
			meta.collect(file, needed)
			return document{below(file), below(out.CSSBundle), slices.Sorted(maps.Keys(needed))}, nil
		}
	}
	return document{}, fmt.Errorf("esbuild made nothing of %s", entry)
}

// collect adds the names of all scripts that must be there before file runs.
func (m metafile) collect(file string, needed map[string]bool) {
	for _, imported := range m.Outputs[file].Imports {
		name := below(imported.Path)
		if imported.Kind == "import-statement" && !needed[name] {
			needed[name] = true
			m.collect(imported.Path, needed)
		}
	}
}

// below returns a path of the metafile as a name below dist.
func below(file string) string { return strings.TrimPrefix(file, "dist/") }

// quote returns a string as a JavaScript literal.
func quote(s string) string {
	literal, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always has one
	}
	return string(literal)
}

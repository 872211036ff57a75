//go:build !js

package main

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
)

// layout says where a build reads and writes.
type layout struct {
	source string // the folder of the page, with its src, public and node_modules
	core   string // the package that becomes the core
	dist   string // the folder to make
	cache  string // compressed files of the last build
	traces bool   // whether stack traces of the core tell functions and lines
}

// output is a build's files by their path below dist.
type output map[string][]byte

// build makes the page and returns what its files weigh. It fails when the
// sources do not compile.
func build(ctx context.Context, at layout, brotliLevel int) (sizes, error) {
	files, err := assemble(ctx, at)
	if err != nil {
		return nil, err
	}
	siblings, err := compress(ctx, files, at.cache, brotliLevel)
	if err != nil {
		return nil, err
	}
	weighed := measure(files, siblings)
	maps.Copy(files, siblings)
	return weighed, files.write(at.dist)
}

// assemble makes every file of the page, none of them compressed. What is
// named by its content comes before what holds the name: the core, the worker,
// the page's scripts, the document, the service worker.
func assemble(ctx context.Context, at layout) (output, error) {
	files := output{}
	if err := files.addPublic(filepath.Join(at.source, "public")); err != nil {
		return nil, err
	}
	core, err := compileCore(ctx, at.core, at.traces)
	if err != nil {
		return nil, err
	}
	b := bundler{source: at.source, files: files}
	coreName := hashedName("core.wasm", core)
	files[path.Join(assets, coreName)] = core
	worker, err := b.worker(ctx, coreName)
	if err != nil {
		return nil, err
	}
	page, err := b.page(worker)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(at.source, documentName))
	if err != nil {
		return nil, err
	}
	if files[documentName], err = page.fill(text); err != nil {
		return nil, err
	}
	return files, b.serviceWorker()
}

// addPublic takes the files that are served as they are.
func (o output) addPublic(dir string) error {
	return fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		o[name], err = os.ReadFile(filepath.Join(dir, name))
		return err
	})
}

// write makes dist hold these files and no others, and leaves alone what is
// the same already. The .gitkeep, which keeps the folder in the repository, stays.
func (o output) write(dist string) error {
	for name, content := range o {
		if err := writeChanged(filepath.Join(dist, filepath.FromSlash(name)), content); err != nil {
			return err
		}
	}
	return filepath.WalkDir(dist, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == ".gitkeep" {
			return err
		}
		name, err := filepath.Rel(dist, file)
		if err != nil {
			return err
		}
		if _, made := o[filepath.ToSlash(name)]; made {
			return nil
		}
		return os.Remove(file)
	})
}

func writeChanged(file string, content []byte) error {
	if old, err := os.ReadFile(file); err == nil && string(old) == string(content) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(file, content, 0o644); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

//go:build !js

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/andybalholm/brotli"
)

// Brotli's levels: for the core 5 takes half a second and 11 more than a minute,
// for a sixth less.
const (
	developmentBrotli = 5
	releaseBrotli     = brotli.BestCompression
)

// quick is the size up to which a file is compressed as well as possible in any
// build: all files but the core are below, and take less than a second together.
const quick = 1 << 20

// compressible are the types that become smaller; images are small already.
var compressible = map[string]bool{
	".css": true, ".html": true, ".js": true, ".json": true, ".svg": true,
	".txt": true, ".wasm": true, ".webmanifest": true,
}

// encoding is a way to compress.
type encoding struct {
	ext    string
	level  int
	writer func(io.Writer) io.WriteCloser
}

func encodings(brotliLevel int) []encoding {
	return []encoding{
		{".gz", gzip.BestCompression, func(w io.Writer) io.WriteCloser {
			z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
			if err != nil {
				panic(err) // the level is one of gzip's own
			}
			return z
		}},
		{".br", brotliLevel, func(w io.Writer) io.WriteCloser {
			return brotli.NewWriterLevel(w, brotliLevel)
		}},
	}
}

// compress returns the siblings of files: name.gz and name.br, where they are
// smaller than the file. What the build before compressed in the same way is taken from
// the cache, and what this build did not need is removed from it.
func compress(ctx context.Context, files output, cache string, brotliLevel int) (output, error) {
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return nil, err
	}
	var (
		mutex    sync.Mutex
		wait     sync.WaitGroup
		failures []error
		siblings = output{}
		used     = map[string]bool{}
		slots    = make(chan struct{}, runtime.GOMAXPROCS(0))
	)
	for name, content := range files {
		if !compressible[path.Ext(name)] {
			continue
		}
		level := brotliLevel
		if len(content) <= quick {
			level = releaseBrotli
		}
		for _, e := range encodings(level) {
			wait.Go(func() {
				slots <- struct{}{}
				defer func() { <-slots }()
				key := e.key(content)
				packed, err := e.cached(ctx, filepath.Join(cache, key), content)
				mutex.Lock()
				defer mutex.Unlock()
				used[key] = true
				if err != nil {
					failures = append(failures, fmt.Errorf("compress %s: %w", name, err))
				} else if len(packed) < len(content) {
					siblings[name+e.ext] = packed
				}
			})
		}
	}
	wait.Wait()
	if err := errors.Join(failures...); err != nil {
		return nil, err
	}
	return siblings, sweep(cache, used)
}

// key names the compressed form of content in the cache.
func (e encoding) key(content []byte) string {
	sum := sha256.Sum256(content)
	return fmt.Sprintf("%s-%d%s", hex.EncodeToString(sum[:]), e.level, e.ext)
}

// cached returns the compressed content from file, which it makes when it is
// missing.
func (e encoding) cached(ctx context.Context, file string, content []byte) ([]byte, error) {
	if packed, err := os.ReadFile(file); err == nil {
		return packed, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	packed, err := e.encode(ctx, content)
	if err != nil {
		return nil, err
	}
	return packed, writeWhole(file, packed)
}

// writeWhole writes a file whole or not at all: a build that is interrupted
// must not leave half a file that the next one takes for whole.
func writeWhole(file string, content []byte) error {
	part, err := os.CreateTemp(filepath.Dir(file), "part-")
	if err != nil {
		return err
	}
	_, err = part.Write(content)
	if err := errors.Join(err, part.Close()); err != nil {
		return err
	}
	return os.Rename(part.Name(), file)
}

// encode compresses in pieces, so that ctx can end it.
func (e encoding) encode(ctx context.Context, content []byte) ([]byte, error) {
	const piece = 64 << 10
	var packed bytes.Buffer
	w := e.writer(&packed)
	for rest := content; len(rest) > 0; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n := min(piece, len(rest))
		if _, err := w.Write(rest[:n]); err != nil {
			return nil, err
		}
		rest = rest[n:]
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// sweep removes what is not used from the cache.
func sweep(cache string, used map[string]bool) error {
	entries, err := os.ReadDir(cache)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !used[entry.Name()] {
			if err := os.Remove(filepath.Join(cache, entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

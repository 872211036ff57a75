//go:build !js

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// inlined are the packages whose calls are worth more than their size: where
// events are encoded, folded, hashed and looked up, and what these call. The
// others are compiled without inlining, for 30 kB less of the core. Go's
// runtime is worth as much again, and keeps it: without it, a jump through a
// log of 100,000 events takes several times as long.
var inlined = []string{
	"playhead/core/aggregate", "playhead/core/eventstore/...", "playhead/core/json", "playhead/core/persistent",
	"playhead/core/playground", "playhead/core/projection", "playhead/core/schema", "playhead/core/timetravel",
	"runtime/...", "internal/runtime/...", "internal/abi", "internal/byteorder", "internal/strconv",
	"crypto/...", "encoding/binary", "maps", "math/bits", "slices", "sort", "strconv",
}

// compileCore compiles a package to WebAssembly for the browser, without
// symbols, without the paths of this machine and, unless traces says so,
// without what stack traces tell; flags are handed to `go build` as they are.
// It fails with the compiler's words.
func compileCore(ctx context.Context, pkg string, traces bool, flags ...string) ([]byte, error) {
	return compile(ctx, pkg, traces, append(coreFlags(), flags...)...)
}

// coreFlags are the flags of the compiler that tell which packages are inlined.
// Of those that fit a package, the last one counts.
func coreFlags() []string {
	flags := []string{"-gcflags=all=-l"}
	for _, pattern := range inlined {
		flags = append(flags, "-gcflags="+pattern+"=")
	}
	return flags
}

// compile compiles like compileCore, with no flags but these.
func compile(ctx context.Context, pkg string, traces bool, flags ...string) ([]byte, error) {
	version, err := goEnv(ctx, "GOVERSION")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "playhead-core-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "core.wasm")
	args := append([]string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", file}, flags...)
	cmd := exec.CommandContext(ctx, "go", append(args, pkg)...)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if isKnown(version) {
		// The collector before is no slower without threads, and smaller.
		cmd.Env = append(cmd.Env, "GOEXPERIMENT=nogreenteagc")
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("compile %s: %w\n%s", pkg, err, bytes.TrimSpace(out))
	}
	module, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return slim(module, traces || !isKnown(version))
}

// tooHeavy are packages that alone would double the core.
var tooHeavy = []string{"net/http", "text/template"}

// checkDependencies fails when a package that becomes the core needs one of
// those that are tooHeavy, and when Go cannot tell.
func checkDependencies(ctx context.Context, pkg string) error {
	cmd := exec.CommandContext(ctx, "go", "list", "-deps", pkg)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("list what %s needs: %w", pkg, err)
	}
	needed := strings.Fields(string(out))
	for _, heavy := range tooHeavy {
		if slices.Contains(needed, heavy) {
			return fmt.Errorf("%s needs %s, which is too heavy for the page", pkg, heavy)
		}
	}
	return nil
}

// wasmExec returns the path of the loader that belongs to the installed Go.
// A loader of another version does not fit the core.
func wasmExec(ctx context.Context) (string, error) {
	root, err := goEnv(ctx, "GOROOT")
	return filepath.Join(root, "lib", "wasm", "wasm_exec.js"), err
}

func goEnv(ctx context.Context, name string) (string, error) {
	value, err := exec.CommandContext(ctx, "go", "env", name).Output()
	if err != nil {
		return "", fmt.Errorf("ask Go for %s: %w", name, err)
	}
	return strings.TrimSpace(string(value)), nil
}

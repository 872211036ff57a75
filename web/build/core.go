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

// compileCore compiles a package to WebAssembly for the browser, without
// symbols, without the paths of this machine and, unless lines says so,
// without the line numbers of stack traces; flags are handed to `go build` as
// they are. It fails with the compiler's words.
func compileCore(ctx context.Context, pkg string, lines bool, flags ...string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "playhead-core-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "core.wasm")
	args := append([]string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", file}, flags...)
	cmd := exec.CommandContext(ctx, "go", append(args, pkg)...)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("compile %s: %w\n%s", pkg, err, bytes.TrimSpace(out))
	}
	module, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	version, err := goEnv(ctx, "GOVERSION")
	if err != nil {
		return nil, err
	}
	return slim(module, lines || !knowsLines(version))
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
	for _, needed := range strings.Fields(string(out)) {
		if slices.Contains(tooHeavy, needed) {
			return fmt.Errorf("%s needs %s, which is too heavy for the page", pkg, needed)
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

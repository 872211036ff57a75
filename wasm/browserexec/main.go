//go:build !js

// Browserexec runs a Go test binary in a real browser. It is for the -exec
// flag of go test:
//
//	go build -o bin/browserexec ./wasm/browserexec
//	GOOS=js GOARCH=wasm go test -exec bin/browserexec ./core/...
//
// The binary runs in a dedicated worker of a page on 127.0.0.1. Its output and
// its exit code become those of browserexec. It can read the files of the
// module that the test belongs to, and write to a temporary folder in memory.
// Every run gets a fresh browser profile, so that storage starts empty.
//
// The browser is chromium unless -browser or the environment variable BROWSER
// says firefox or names a program.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
)

func main() {
	code, err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, "browserexec:", err)
		os.Exit(1)
	}
	os.Exit(code)
}

func run() (code int, err error) {
	name := flag.String("browser", os.Getenv("BROWSER"), "chromium, firefox or the path of a browser")
	which := flag.Bool("which", false, "print where the browser is and end")
	var extra []string
	flag.Func("browser-flag", "one more `flag` for the browser; can be repeated", func(s string) error {
		extra = append(extra, s)
		return nil
	})
	flag.Parse()

	browser, err := findBrowser(*name)
	if err != nil {
		return 0, err
	}
	if *which {
		fmt.Println(browser.path)
		return 0, nil
	}
	if flag.NArg() == 0 {
		return 0, errors.New("no test binary; usage: browserexec [flags] test.wasm [test flags]")
	}

	// go test ends a test that takes too long with SIGQUIT.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT)
	defer stop()
	return runTest(ctx, browser, extra, flag.Arg(0), flag.Args())
}

// runTest serves the test binary, opens it in the browser and returns its
// exit code. It fails when the browser ends before the test does.
func runTest(ctx context.Context, browser browser, extra []string, binary string, args []string) (int, error) {
	cwd, err := os.Getwd()
	if err != nil {
		return 0, err
	}
	root, err := moduleRoot(cwd)
	if err != nil {
		return 0, err
	}
	server, err := serve(test{Args: args, Env: testEnv(), Cwd: cwd}, binary, root)
	if err != nil {
		return 0, err
	}
	defer server.close()

	process, err := browser.start(server.url, extra)
	if err != nil {
		return 0, err
	}
	defer process.kill()

	select {
	case code := <-server.exited:
		return code, nil
	case err := <-server.lost:
		return 0, err
	case err := <-process.ended:
		return 0, fmt.Errorf("%s ended before the test did: %w\n%s", browser.path, err, process.output)
	case <-ctx.Done():
		return 0, errors.New("stopped before the test ended")
	}
}

// moduleRoot returns the nearest folder upwards that has a go.mod.
func moduleRoot(folder string) (string, error) {
	for dir := folder; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%s is in no module", folder)
		}
	}
}

// testEnv returns the part of the environment that is meant for tests. All of
// it would not fit: arguments and environment share 8 KiB in js/wasm.
func testEnv() map[string]string {
	env := map[string]string{}
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		switch name {
		case "GODEBUG", "GOTRACEBACK", "TZ":
			env[name] = value
		}
	}
	return env
}

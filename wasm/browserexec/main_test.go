//go:build !js

package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBrowserexec(t *testing.T) {
	dir := t.TempDir()
	program, binary := filepath.Join(dir, "browserexec"), filepath.Join(dir, "probe.wasm")
	mustRun(t, exec.Command("go", "build", "-o", program, "."))
	compile := exec.Command("go", "test", "-c", "-o", binary, "./testdata/probe")
	compile.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	mustRun(t, compile)

	for name := range programs {
		t.Run(name, func(t *testing.T) {
			if _, err := findBrowser(name); err != nil {
				t.Skip(err) // says how to install it
			}
			p := probe{program, binary, name}
			t.Run("files", func(t *testing.T) {
				code, out, errs := p.run(t, "-test.run=Files|TempDir|TimeZone|Say|Example", "-word=hello, browser")
				assert.Zero(t, code)
				assert.Contains(t, out, "out: hello, browser\n")
				assert.Equal(t, "err: hello, browser\n", errs)
			})
			t.Run("failure", func(t *testing.T) {
				code, out, _ := p.run(t, "-test.run=Fail")
				assert.Equal(t, 1, code)
				assert.Contains(t, out, "failed on purpose")
			})
			t.Run("exit code", func(t *testing.T) {
				code, _, _ := p.run(t, "-test.run=Exit")
				assert.Equal(t, 7, code)
			})
			t.Run("panic", func(t *testing.T) {
				code, out, errs := p.run(t, "-test.run=Panic")
				assert.Equal(t, 2, code)
				assert.Contains(t, out+errs, "panic: on purpose")
				assert.Contains(t, out+errs, "probe_test.go:")
			})
			t.Run("stopped", p.testStopped)
		})
	}
}

func TestFindBrowser_Missing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := findBrowser("/no/such/browser")
	assert.EqualError(t, err, "/no/such/browser is no program, and neither chromium nor firefox")
}

// probe runs the probe's tests in one browser.
type probe struct{ program, binary, browser string }

func (p probe) command(t *testing.T, args ...string) *exec.Cmd {
	cmd := exec.Command(p.program, append([]string{p.binary}, args...)...)
	cmd.Dir = "testdata/probe"
	profiles := t.TempDir()
	cmd.Env = append(os.Environ(), "BROWSER="+p.browser, "TMPDIR="+profiles)
	t.Cleanup(func() {
		left, err := filepath.Glob(filepath.Join(profiles, "browserexec-*"))
		assert.NoError(t, err)
		assert.Empty(t, left, "no profile is left behind")
	})
	return cmd
}

func (p probe) run(t *testing.T, args ...string) (code int, stdout, stderr string) {
	cmd := p.command(t, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}

// testStopped ends a test in the middle, as go test does when it takes too
// long, and looks for what is left of the browser.
func (p probe) testStopped(t *testing.T) {
	cmd := p.command(t, "-test.run=Forever")
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	ready := make([]byte, len("ready"))
	_, err = io.ReadFull(out, ready)
	require.NoError(t, err)
	require.NoError(t, cmd.Process.Signal(syscall.SIGQUIT))
	assert.Error(t, cmd.Wait())
	processes, err := exec.Command("ps", "-A", "-o", "args").Output()
	require.NoError(t, err)
	for _, process := range strings.Split(string(processes), "\n") {
		if strings.Contains(process, "TestBrowserexec") && strings.Contains(process, "browserexec-") {
			t.Errorf("the browser still runs: %s", process)
		}
	}
}

func mustRun(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

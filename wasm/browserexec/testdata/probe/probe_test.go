// Package probe is what browserexec's own tests run in a browser.
package probe

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var word = flag.String("word", "", "something to say")

func TestFiles(t *testing.T) {
	beside, err := os.ReadFile("probe.txt")
	if err != nil || string(beside) != "read by the probe\n" {
		t.Errorf("got %q, %v", beside, err)
	}
	above, err := os.ReadFile("../../../../go.mod")
	if err != nil || !strings.HasPrefix(string(above), "module playhead\n") {
		t.Errorf("got %q, %v", above, err)
	}
	entries, err := os.ReadDir(".")
	if err != nil || len(entries) != 2 || entries[1].Name() != "probe_test.go" {
		t.Errorf("got %v, %v", entries, err)
	}
	var found int
	err = filepath.WalkDir("..", func(_ string, entry os.DirEntry, err error) error {
		if !entry.IsDir() {
			found++
		}
		return err
	})
	if err != nil || found != 2 {
		t.Errorf("got %d files, %v", found, err)
	}
	for _, outside := range []string{"/etc/passwd", "../../../../../secret", "missing.txt"} {
		if _, err := os.ReadFile(outside); !os.IsNotExist(err) {
			t.Errorf("%s: got %v, want that it does not exist", outside, err)
		}
	}
	if err := os.WriteFile("probe.txt", nil, 0o600); err == nil {
		t.Error("a file of the module was written")
	}
}

func TestTempDir(t *testing.T) {
	name := filepath.Join(t.TempDir(), "note")
	for _, part := range []string{"one, ", "two"} {
		f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(part); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(name); err != nil || string(text) != "one, two" {
		t.Errorf("got %q, %v", text, err)
	}
}

func TestTimeZone(t *testing.T) {
	vienna, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	if got := time.Date(2026, 7, 1, 12, 0, 0, 0, vienna).UTC().Hour(); got != 10 {
		t.Errorf("got %d o'clock, want 10", got)
	}
}

func TestSay(*testing.T) {
	fmt.Println("out:", *word)
	fmt.Fprintln(os.Stderr, "err:", *word)
}

func TestFail(t *testing.T) { t.Error("failed on purpose") }

func TestExit(*testing.T) { os.Exit(7) }

func TestPanic(*testing.T) { panic("on purpose") }

func TestForever(*testing.T) {
	fmt.Println("ready")
	select {}
}

func Example() {
	fmt.Println("examples work too")
	// Output: examples work too
}

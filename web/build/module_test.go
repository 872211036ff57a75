//go:build !js

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// busy does what depends on tables of the linker: it grows stacks, collects
// garbage under pointers of many shapes and under calls through reflection,
// panics through inlined and deferred calls, switches and counts goroutines,
// and looks at its own types and callers. It ends with a crash.
const busy = `package main

import (
	"fmt"
	"reflect"
	"runtime"
	"sort"
	"strings"
	"sync"
)

type node struct {
	name  string
	next  *node
	extra map[string]any
}

func deep(n int) *node {
	if n == 0 {
		return nil
	}
	var room [128]int
	room[n%128] = n
	return &node{strings.Repeat("x", room[n%128]%7), deep(n - 1), map[string]any{"n": n}}
}

// caught is inlined into the wrapper that defers it, which recover looks through.
type caught struct{ text *string }

func (c caught) keep() { *c.text = fmt.Sprint(recover()) }

func wrapped() (s string) {
	var keeper interface{ keep() } = caught{&s}
	defer keeper.keep()
	panic("wrapped")
}

// tooDeep may not recover: who calls it was deferred, not it.
func tooDeep() any { return recover() }

func missed() (s string) {
	defer func() { s = fmt.Sprint(recover()) }()
	defer func() { tooDeep() }()
	panic("missed by one")
}

func recovered(i int) (s string) {
	defer func() { s = fmt.Sprint(recover()) }()
	var none []int
	return fmt.Sprint(none[i])
}

func (c caught) String() string { return *c.text }

// calledNil calls a method of a value by a wrapper that is given nil.
func calledNil() (s string) {
	defer func() { s, _, _ = strings.Cut(fmt.Sprint(recover()), " method ") }()
	return text((*caught)(nil))
}

//go:noinline
func text(s fmt.Stringer) string { return s.String() }

// reflected has all that it is given pass through stubs whose arguments only
// the runtime knows, while garbage is collected.
func reflected(given *node) string {
	double := func(args []reflect.Value) []reflect.Value {
		runtime.GC()
		deep(100)
		return []reflect.Value{args[0], reflect.ValueOf(args[0].Interface().(*node).name)}
	}
	var f func(*node) (*node, string)
	reflect.ValueOf(&f).Elem().Set(reflect.MakeFunc(reflect.TypeOf(f), double))
	same, name := f(&node{name: given.name + fmt.Sprint(len(given.name))})
	method := reflect.ValueOf(same).MethodByName("Grow").Interface().(func(*node, int) string)
	return name + method(&node{name: "y"}, 50)
}

func (n *node) Grow(by *node, depth int) string {
	runtime.GC()
	deep(depth)
	return n.name + by.name
}

func depth() int { return runtime.Callers(0, make([]uintptr, 100)) }

func main() {
	var wait sync.WaitGroup
	results := make([]string, 20)
	for i := range results {
		wait.Go(func() {
			length := 0
			for n := deep(200 + i); n != nil; n = n.next {
				length += len(n.name) + n.extra["n"].(int)
				if length%50 == 0 {
					runtime.GC()
				}
			}
			results[i] = fmt.Sprintf("%d %s %T %s %s %d", length, recovered(i)+wrapped()+missed(), results, calledNil(), reflected(deep(i+1)), depth())
		})
	}
	wait.Wait()
	sort.Strings(results)
	fmt.Println(strings.Join(results, "\n"))
	runtime.GC()
	fmt.Println(runtime.NumGoroutine())
	var nobody *node
	fmt.Println(nobody.name)
}
`

// A slim module does exactly what the module did; only what its last stack
// trace tells is gone, and only where that was asked for.
func TestSlim_SameProgram(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("SKIPPED: node, which runs the modules, is not installed: https://nodejs.org")
	}
	file := filepath.Join(t.TempDir(), "main.go")
	require.NoError(t, os.WriteFile(file, []byte(busy), 0o600))
	traced, err := compile(t.Context(), file, true)
	require.NoError(t, err)
	untraced, err := compile(t.Context(), file, false)
	require.NoError(t, err)

	want, trace := runModule(t, traced)
	got, shorter := runModule(t, untraced)

	assert.Equal(t, want, got)
	assert.Contains(t, want, "index out of range")
	assert.Contains(t, want, "missed by one")
	assert.Contains(t, want, " value ")
	assert.Contains(t, trace, "nil pointer dereference")
	assert.Contains(t, trace, "main.main")
	assert.Contains(t, trace, "main.go:")
	assert.Contains(t, shorter, "nil pointer dereference")
	if version, err := goEnv(t.Context(), "GOVERSION"); assert.NoError(t, err) {
		assert.Equal(t, !isKnown(version), strings.Contains(shorter, "main.main"))
		assert.Equal(t, !isKnown(version), strings.Contains(shorter, "main.go:"))
	}
}

// runModule returns what a module writes, apart from the trace of its crash.
func runModule(t *testing.T, module []byte) (output, trace string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "module.wasm")
	require.NoError(t, os.WriteFile(file, module, 0o600))
	loader, err := wasmExec(t.Context())
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), "node", filepath.Join(filepath.Dir(loader), "wasm_exec_node.js"), file)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	require.Error(t, cmd.Run(), "it crashes at its end")
	return out.String(), errs.String()
}

// Memory comes back as it was, wherever its zeros are.
func TestData_RoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var memory []byte
		for range rapid.IntRange(0, 8).Draw(t, "pieces") {
			memory = append(memory, make([]byte, rapid.IntRange(0, 3*zeroRun).Draw(t, "zeros"))...)
			memory = append(memory, rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "bytes")...)
		}
		got, err := readData(writeData(memory))
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.TrimRight(string(memory), "\x00"); string(got) != want {
			t.Fatalf("got %x, want %x", got, want)
		}
	})
}

// Whatever is not a module of Go's linker is refused, and nothing panics on it.
func TestSlim_NotAModule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		content := append([]byte("\x00asm\x01\x00\x00\x00"), rapid.SliceOf(rapid.Byte()).Draw(t, "content")...)
		_, _ = slim(content, false)
	})
	for _, content := range []string{"", "\x00asm", "\x00asm\x01\x00\x00\x00\x0b\x05\x01", "\x00asm\x01\x00\x00\x00\x0b\x01\x00"} {
		_, err := slim([]byte(content), false)
		assert.ErrorIs(t, err, errModule, "%q", content)
	}
}

// A version of Go that nobody has looked at keeps its traces.
func TestIsKnown(t *testing.T) {
	for version, want := range map[string]bool{
		"go1.26": true, "go1.26.8": true, "go1.2": false, "go1.261": false, "go1.27rc1": false, "devel go1.27-abc": false,
	} {
		assert.Equal(t, want, isKnown(version), version)
	}
}

//go:build js && wasm

package opfs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hack-pad/safejs"

	"playhead/core/eventstore/durable"
	"playhead/wasm/browser"
)

// foundWithin is how long the browser may take to say what directories there are.
const foundWithin = time.Second

const (
	// distrust is for how long a browser that has not answered is not trusted to:
	// longer than any log takes to be opened.
	distrust = time.Minute
	// afterSilence is how long it may take then: a hundred times what a call takes.
	afterSilence = time.Second
)

// Options say how Files behave. The zero value is fine.
type Options struct {
	// Directory is where the logs' directories are, "playhead" if empty.
	Directory string
	// Within is how long the browser may take for one call, 10 s if zero.
	Within time.Duration
	// Trust is what all who ask this browser share, one of their own if nil.
	Trust *Trust
}

// Trust is for how much longer a browser is not trusted to answer, since it did
// not answer a call on files of whatever log. The zero value trusts it.
type Trust struct {
	again atomic.Int64 // when it is trusted again, in nanoseconds
}

func (t *Trust) lost() bool { return time.Now().UnixNano() < t.again.Load() }

func (t *Trust) lose() { t.again.Store(time.Now().Add(distrust).UnixNano()) }

// Files are the files of one log's name.
type Files struct {
	path   []string
	within time.Duration
	trust  *Trust
}

var _ durable.Files = (*Files)(nil)

// Open makes the directory of a log's name. It fails with ErrMissing or
// ErrRefused where there can be no files, and with what else the browser
// reports. Where it does not answer there may be files, and so Open succeeds.
func Open(name string, options Options) (*Files, error) {
	if options.Directory == "" {
		options.Directory = "playhead"
	}
	f := newFiles(name, options)
	ctx, cancel := f.deadline()
	defer cancel()
	if _, err := f.directory(ctx); err != nil && !errors.Is(err, errTimeout) {
		return nil, err
	}
	if !writable() {
		return nil, ErrMissing
	}
	return f, nil
}

// Exists reports whether there is a directory of files, those of any log. A
// browser that does not say may have it.
func Exists(ctx context.Context, directory string) bool {
	ctx, cancel := context.WithTimeout(ctx, foundWithin)
	defer cancel()
	root, err := root(ctx)
	if err == nil {
		_, err = browser.Await(ctx, root, "getDirectoryHandle", directory)
	}
	return !errors.Is(err, ErrMissing) && !errors.Is(plain(err), ErrRefused) && !has(err, "NotFoundError")
}

func newFiles(name string, options Options) *Files {
	if options.Within == 0 {
		options.Within = 10 * time.Second
	}
	if options.Trust == nil {
		options.Trust = new(Trust)
	}
	return &Files{[]string{options.Directory, encode(name)}, options.Within, options.Trust}
}

// writable reports whether files can be written to in place, which is offered
// to workers alone, and came to some browsers years after the files.
func writable() bool {
	class, err := browser.Global("FileSystemSyncAccessHandle")
	return err == nil && class.Type() == safejs.TypeFunction
}

// encode makes any name one that a directory can have.
func encode(name string) string {
	var b strings.Builder
	for _, c := range []byte(name) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "_%02x", c)
		}
	}
	return b.String()
}

// patience is how long the browser may take for the next call. Opening a log is
// dozens of calls: none is waited for at length soon after one that had no answer.
func (f *Files) patience() time.Duration {
	if f.trust.lost() {
		return min(f.within, afterSilence)
	}
	return f.within
}

// deadline ends a call that the browser does not answer. What it returns is to
// be called when the call has ended.
func (f *Files) deadline() (context.Context, func()) {
	ctx, cancel := context.WithTimeoutCause(context.Background(), f.patience(), errTimeout)
	return ctx, func() {
		if ctx.Err() != nil {
			f.trust.lose()
		}
		cancel()
	}
}

// directory finds the log's directory. It is looked up each time: cleared site
// data takes it away, and the next call makes it anew.
func (f *Files) directory(ctx context.Context) (safejs.Value, error) {
	directory, err := root(ctx)
	if errors.Is(err, ErrMissing) {
		return directory, err
	}
	for _, name := range f.path {
		if err == nil {
			directory, err = browser.Await(ctx, directory, "getDirectoryHandle", name, map[string]any{"create": true})
		}
	}
	return directory, plain(err)
}

// root finds the directory of all that the page has.
func root(ctx context.Context) (safejs.Value, error) {
	manager, err := browser.Global("navigator", "storage")
	if err != nil {
		return safejs.Value{}, ErrMissing
	}
	if ask, err := manager.Get("getDirectory"); err != nil || ask.Type() != safejs.TypeFunction {
		return safejs.Value{}, ErrMissing // as without https
	}
	return browser.Await(ctx, manager, "getDirectory")
}

// Create makes a file that is not there yet and opens it for writing. It fails
// with durable.ErrInUse when another tab has it open.
func (f *Files) Create(name string) (durable.File, error) {
	ctx, cancel := f.deadline()
	defer cancel()
	directory, err := f.directory(ctx)
	if err != nil {
		return nil, err
	}
	if there, err := browser.Await(ctx, directory, "getFileHandle", name); err == nil {
		if _, err := f.abandoned(ctx, there); err != nil {
			return nil, plain(err)
		}
		return nil, errExists
	}
	handle, err := browser.Await(ctx, directory, "getFileHandle", name, map[string]any{"create": true})
	if err != nil {
		return nil, plain(err)
	}
	file, err := f.open(ctx, handle)
	if err != nil {
		return nil, plain(err)
	}
	return file, nil
}

// List returns the names of all files.
func (f *Files) List() ([]string, error) {
	ctx, cancel := f.deadline()
	defer cancel()
	directory, err := f.directory(ctx)
	if err != nil {
		return nil, err
	}
	keys, err := directory.Call("keys")
	var names []string
	for err == nil {
		var next safejs.Value
		if next, err = browser.Await(ctx, keys, "next"); err != nil {
			break
		}
		name, textErr := browser.Text(next, "value")
		if textErr != nil { // undefined, behind the last one
			return names, nil
		}
		names = append(names, name)
	}
	return nil, plain(err)
}

// Remove removes a file if sure says so of what it holds. It fails with
// durable.ErrInUse while a tab has it open. A file that is not there is removed
// already. Once nobody has a file open nobody can write to it again: Create
// makes new files only.
func (f *Files) Remove(name string, sure func(content []byte) bool) error {
	ctx, cancel := f.deadline()
	defer cancel()
	directory, err := f.directory(ctx)
	if err != nil {
		return err
	}
	handle, err := browser.Await(ctx, directory, "getFileHandle", name)
	if has(err, "NotFoundError") {
		return nil
	}
	var content []byte
	if err == nil {
		content, err = f.abandoned(ctx, handle)
	}
	if err == nil && sure(content) {
		_, err = browser.Await(ctx, directory, "removeEntry", name)
	}
	return plain(err)
}

// abandoned reads a file that nobody has open.
func (f *Files) abandoned(ctx context.Context, of safejs.Value) ([]byte, error) {
	file, err := f.open(ctx, of)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	content, _, err := part(ctx, of, 0, 0)
	return content, err
}

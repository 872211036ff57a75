//go:build js && wasm

package opfs

import (
	"context"
	"fmt"

	"github.com/hack-pad/safejs"

	"playhead/wasm/browser"
)

// file is a file that this store has open, and nobody else can open.
type file struct {
	handle safejs.Value
	size   int
	closed bool
}

// open opens a file for writing.
func (f *Files) open(ctx context.Context, of safejs.Value) (*file, error) {
	letGo := func(handle safejs.Value) { handle.Call("close") }
	handle, err := browser.AwaitOr(ctx, letGo, of, "createSyncAccessHandle")
	if err != nil {
		return nil, err
	}
	return &file{handle: handle}, nil
}

// Write appends bytes. They are safe after the next Flush.
func (f *file) Write(b []byte) error {
	if f.closed {
		return errClosed
	}
	array, err := browser.FromBytes(b)
	if err != nil {
		return fmt.Errorf("write to a file: %w", err)
	}
	written, err := f.handle.Call("write", array, map[string]any{"at": f.size})
	if err != nil {
		return fmt.Errorf("write to a file: %w", err)
	}
	n, err := written.Int()
	f.size += n
	if err == nil && n < len(b) {
		err = ErrQuota // the one reason for which less is written
	}
	return err
}

// Flush returns when all that was written is on the disk.
func (f *file) Flush() error {
	if f.closed {
		return errClosed
	}
	if _, err := f.handle.Call("flush"); err != nil {
		return fmt.Errorf("flush a file: %w", err)
	}
	return nil
}

// Close lets go of the file.
func (f *file) Close() error {
	if f.closed {
		return nil
	}
	f.closed = true
	if _, err := f.handle.Call("close"); err != nil {
		return fmt.Errorf("close a file: %w", err)
	}
	return nil
}

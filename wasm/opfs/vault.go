//go:build js && wasm

package opfs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hack-pad/safejs"

	"playhead/core/sealing"
	"playhead/wasm/browser"
)

const (
	// holdAgain is how long to wait until it is tried again.
	holdAgain = 3 * time.Millisecond
	// vaultFile is the one file in a vault's directory.
	vaultFile = "keys"
)

// Vault keeps the second copy of keys in a file, which is written in place: a
// key that is destroyed is overwritten where it stands. It is open only while
// it is held, so that all tabs can use it, one after the other.
type Vault struct{ files *Files }

var _ sealing.Vault = (*Vault)(nil)

// NewVault returns the vault for a log's keys, in the directory that Options
// name, "playhead-keys" if empty. Nothing is made before it is first held.
func NewVault(name string, options Options) *Vault {
	if options.Directory == "" {
		options.Directory = "playhead-keys"
	}
	return &Vault{newFiles(name, options)}
}

// Hold waits until no other tab holds the file, makes it where there is none,
// and holds it.
func (v *Vault) Hold(ctx context.Context) (sealing.Held, error) {
	if !writable() {
		return nil, sealing.ErrNoVault
	}
	// Another tab holds it for milliseconds, or for as long as a busy disk takes.
	ctx, cancel := context.WithTimeoutCause(ctx, v.files.patience(), errTimeout)
	defer cancel()
	directory, err := v.files.directory(ctx)
	if errors.Is(err, ErrMissing) || errors.Is(err, ErrRefused) {
		return nil, sealing.ErrNoVault
	}
	if err != nil {
		return nil, err
	}
	handle, err := browser.Await(ctx, directory, "getFileHandle", vaultFile, map[string]any{"create": true})
	if err != nil {
		return nil, plain(err)
	}
	for {
		letGo := func(access safejs.Value) { access.Call("close") }
		access, err := browser.AwaitOr(ctx, letGo, handle, "createSyncAccessHandle")
		if err == nil {
			return &held{access}, nil
		}
		if !has(err, "NoModificationAllowedError") {
			return nil, plain(err)
		}
		select {
		case <-time.After(holdAgain):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// held is a file that is open. What is done to it is done at once.
type held struct{ access safejs.Value }

func (h *held) Size() (int, error) {
	size, err := h.access.Call("getSize")
	if err != nil {
		return 0, fmt.Errorf("look at a file: %w", err)
	}
	return size.Int()
}

func (h *held) Read() ([]byte, error) {
	size, err := h.Size()
	if err != nil {
		return nil, err
	}
	array, err := browser.FromBytes(make([]byte, size))
	if err != nil {
		return nil, err
	}
	if _, err := h.access.Call("read", array, map[string]any{"at": 0}); err != nil {
		return nil, fmt.Errorf("read a file: %w", err)
	}
	return browser.Bytes(array)
}

func (h *held) WriteAt(b []byte, at int) error {
	array, err := browser.FromBytes(b)
	if err != nil {
		return err
	}
	written, err := h.access.Call("write", array, map[string]any{"at": at})
	if err != nil {
		return fmt.Errorf("write to a file: %w", err)
	}
	if n, err := written.Int(); err != nil || n < len(b) {
		return ErrQuota // the one reason for which less is written
	}
	return nil
}

func (h *held) Truncate(size int) error {
	_, err := h.access.Call("truncate", size)
	return err
}

func (h *held) Flush() error {
	if _, err := h.access.Call("flush"); err != nil {
		return fmt.Errorf("flush a file: %w", err)
	}
	return nil
}

func (h *held) Close() { h.access.Call("close") }

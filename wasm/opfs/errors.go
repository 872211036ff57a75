//go:build js && wasm

package opfs

import (
	"errors"
	"fmt"

	"playhead/core/eventstore/durable"
	"playhead/wasm/browser"
)

var (
	// ErrMissing says that the browser has no such files, or none for pages
	// that came without https.
	ErrMissing = errors.New("this browser offers no files to keep a second copy in")
	// ErrRefused says that the browser has files and does not let this page use
	// them, as in a private window of Firefox.
	ErrRefused = errors.New("the browser does not let this page keep files, as in a private window")
	// ErrQuota says that there is no room left.
	ErrQuota = errors.New("the browser has no room left for a second copy; free some disk space")

	errTimeout = errors.New("the browser’s files did not answer in time; restart the browser if that goes on")
	errExists  = errors.New("there is a file of that name already")
	errClosed  = errors.New("the file is closed")
)

// has reports whether an error is an exception of the name.
func has(err error, name string) bool {
	var e *browser.Exception
	return errors.As(err, &e) && e.Name == name
}

// plain says in words what went wrong, where that is known.
func plain(err error) error {
	switch {
	case err == nil:
		return nil
	case has(err, "NoModificationAllowedError"):
		return durable.ErrInUse
	case has(err, "SecurityError"), has(err, "NotAllowedError"):
		return fmt.Errorf("%w (%w)", ErrRefused, err)
	case has(err, "QuotaExceededError"):
		return fmt.Errorf("%w (%w)", ErrQuota, err)
	case errors.Is(err, errTimeout):
		return errTimeout
	default:
		return fmt.Errorf("the browser’s files failed (%w)", err)
	}
}

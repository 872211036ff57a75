//go:build js && wasm

package indexeddb

import (
	"playhead/core/eventstore"
	"playhead/core/eventstore/durable"
	"playhead/wasm/browser"
)

// Cause says what keeps the browser's storage from being used.
type Cause string

// The causes.
const (
	CauseMissing Cause = "missing" // there is no IndexedDB here, or it is forbidden
	CauseBlocked Cause = "blocked" // another tab holds an older database open
	CauseTimeout Cause = "timeout" // the browser does not answer
	CauseNewer   Cause = "newer"   // the database was made by a newer page
	CauseQuota   Cause = "quota"   // there is no room left
	CauseFailed  Cause = "failed"  // the browser failed in a way of its own
	CauseClosed  Cause = "closed"  // Close was called
)

// sentences say for each cause what happened and what to do.
var sentences = map[Cause]string{
	CauseMissing: "this browser offers no place to keep events here, as some private windows and embedded pages do not; open the page in a normal window of a current browser to have them kept",
	CauseBlocked: "another tab still uses an older version of this page's database; close the other tabs of this page and try again",
	CauseTimeout: "the browser's database did not answer in time; try again, and restart the browser if that does not help",
	CauseNewer:   "the database was made by a newer version of this page; reload the page",
	CauseQuota:   "the browser has no room left for this page; free some disk space, or start a world over that you no longer need",
	CauseFailed:  "the browser's database failed; try again, and restart the browser if that does not help",
	CauseClosed:  "the log was closed; open it again",
}

// UnavailableError says why a log cannot be opened, read or written now, and
// what to do about it. Every UnavailableError is an eventstore.ErrUnavailable.
type UnavailableError struct {
	Cause  Cause
	Detail string // in the browser's words, if it had any
}

func (e *UnavailableError) Error() string {
	if e.Detail == "" {
		return sentences[e.Cause]
	}
	return sentences[e.Cause] + " (" + e.Detail + ")"
}

// Is makes every UnavailableError an eventstore.ErrUnavailable, and one of a
// full disk a durable.ErrFull.
func (e *UnavailableError) Is(target error) bool {
	return target == eventstore.ErrUnavailable || target == durable.ErrFull && e.Cause == CauseQuota
}

// refused says that the browser did not even begin to look for the database.
func refused(err error) *UnavailableError {
	return &UnavailableError{CauseMissing, browser.Thrown(err)}
}

// failed wraps an error of the browser that has no sentence of its own.
func failed(err error) *UnavailableError {
	return &UnavailableError{CauseFailed, err.Error()}
}

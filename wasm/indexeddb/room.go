//go:build js && wasm

package indexeddb

import (
	"context"
	"time"

	"playhead/wasm/browser"
)

// cramped is how little room, in bytes, makes a failure without a reason one of
// a full disk: less than a large import takes. Browsers give pages gigabytes.
const cramped = 32 << 20

// estimated is how long the browser may take to say how much room there is. What
// has failed is not to hang over the question why.
const estimated = time.Second

// isFull reports whether the browser has hardly any room left for the page.
// Firefox (153) says no more than that a transaction failed when it finds the
// disk full only as it commits. Where the browser does not tell, it is false.
func isFull(ctx context.Context) bool {
	storage, err := browser.Global("navigator", "storage")
	if err != nil {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, estimated)
	defer cancel()
	estimate, err := browser.Await(ctx, storage, "estimate")
	if err != nil {
		return false
	}
	var bytes [2]float64
	for i, name := range []string{"quota", "usage"} {
		value, err := estimate.Get(name)
		if err != nil {
			return false
		}
		if bytes[i], err = value.Float(); err != nil {
			return false
		}
	}
	return bytes[0]-bytes[1] < cramped
}

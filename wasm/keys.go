//go:build js && wasm

package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"playhead/core/eventstore"
	"playhead/wasm/indexeddb"
)

// keysDatabase keeps the keys of persons, apart from the logs. stored-file.ts
// leaves it out of what it hands over.
const keysDatabase = "playhead-keys"

// keys are the keys of a world's persons. Tabs tell each other of those that
// are destroyed.
type keys struct {
	*indexeddb.Keys
	hints *indexeddb.Hints
}

// openKeys returns the keys of a world, and calls changed when other tabs have
// destroyed some, until ctx ends.
func openKeys(ctx context.Context, name string, changed func()) *keys {
	k := &keys{Keys: indexeddb.OpenKeys(name, indexeddb.Options{Database: keysDatabase})}
	k.hints = indexeddb.Listen(keysDatabase, name, changed)
	go k.follow(ctx, changed)
	return k
}

// Destroy deletes a person's key and tells the other tabs.
func (k *keys) Destroy(ctx context.Context, person eventstore.StreamID) error {
	if err := k.Keys.Destroy(ctx, person); err != nil {
		return err
	}
	k.hints.Post()
	return nil
}

// follow finds out whether a hint was missed.
func (k *keys) follow(ctx context.Context, changed func()) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	seen, known := uint64(0), false
	for {
		switch n, err := k.Forgets(ctx); {
		case err != nil && known:
			fmt.Fprintln(os.Stderr, "playhead: look at the keys:", err)
			known = false // it is said once
		case err == nil && known && n != seen:
			changed()
			fallthrough
		case err == nil:
			seen, known = n, true
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

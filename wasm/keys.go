//go:build js && wasm

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"playhead/core/eventstore"
	"playhead/core/eventstore/durable"
	"playhead/core/sealing"
	"playhead/wasm/indexeddb"
	"playhead/wasm/opfs"
)

// keysDatabase keeps the keys of persons, apart from the logs, and so is the
// directory of their second copy called. stored-file.ts leaves both out of what
// it hands over.
const keysDatabase = "playhead-keys"

// keys are the keys of a world's persons. Tabs tell each other of those that
// are destroyed.
type keys struct {
	*sealing.Twice
	log   string
	trust *opfs.Trust
	table *indexeddb.Keys
	hints *indexeddb.Hints
}

// openKeys returns the keys of a world, and calls changed when other tabs have
// destroyed some, until ctx ends.
func openKeys(ctx context.Context, name string, trust *opfs.Trust, changed func()) *keys {
	table := indexeddb.OpenKeys(name, indexeddb.Options{Database: keysDatabase})
	vault := opfs.NewVault(name, opfs.Options{Directory: keysDatabase, Trust: trust})
	k := &keys{Twice: sealing.NewTwice(table, vault), log: name, trust: trust, table: table}
	k.hints = indexeddb.Listen(keysDatabase, name, changed)
	go k.follow(ctx, changed)
	return k
}

// Clear destroys all keys of the log, which is about to be thrown away. Where the
// disk is too full for that, the log's second copy goes before.
func (k *keys) Clear(ctx context.Context) error {
	err := k.Twice.Clear(ctx)
	if !errors.Is(err, durable.ErrFull) {
		return err
	}
	if files, failed := opfs.Open(k.log, opfs.Options{Trust: k.trust}); failed == nil && durable.MakeRoom(files) {
		return k.Twice.Clear(ctx)
	}
	return err
}

// Destroy destroys a person's key and tells the other tabs.
func (k *keys) Destroy(ctx context.Context, person eventstore.StreamID) error {
	if err := k.Twice.Destroy(ctx, person); err != nil {
		return err
	}
	k.hints.Post()
	return nil
}

// follow mends either copy of the keys from the other, first and whenever one of
// them has failed since, and finds out whether a hint was missed.
func (k *keys) follow(ctx context.Context, changed func()) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	seen, known, told := uint64(0), false, false
	for mend := true; ; mend = k.Once() != nil {
		if mend {
			err := errors.Join(k.Mend(ctx), k.Once())
			if err != nil && !told {
				fmt.Fprintln(os.Stderr, "playhead: compare the keys with their second copy:", err)
			}
			told = err != nil
		}
		switch n, err := k.table.Forgets(ctx); {
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

//go:build js && wasm

package indexeddb

import (
	"context"
	"time"

	"github.com/hack-pad/safejs"

	"playhead/wasm/browser"
)

// listedWithin is how long the browser may take to say which databases there are.
const listedWithin = time.Second

// Exists reports whether there is a database of the name, without opening it. A
// browser that does not say which there are may have it.
func Exists(ctx context.Context, database string) bool {
	factory, err := browser.Global("indexedDB")
	if err != nil || factory.Type() != safejs.TypeObject {
		return false
	}
	if list, err := factory.Get("databases"); err != nil || list.Type() != safejs.TypeFunction {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, listedWithin)
	defer cancel()
	all, err := browser.Await(ctx, factory, "databases")
	found := false
	if err == nil {
		err = each(all, func(each safejs.Value) error {
			name, err := browser.Text(each, "name")
			found = found || name == database
			return err
		})
	}
	return found || err != nil
}

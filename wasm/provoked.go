//go:build js && wasm && !faults

package main

import "playhead/core/playground"

// provoked returns all as it is: only a test build can be made to fail.
func provoked(c playground.Config) (playground.Config, func(handler) handler) {
	return c, func(h handler) handler { return h }
}

//go:build js && wasm

package indexeddb

import (
	"github.com/hack-pad/safejs"

	"playhead/wasm/browser"
)

// Hints carry the name of a log that has changed between the tabs of a page,
// and nothing more. They may be lost: nothing rests on them.
type Hints struct {
	name     string
	channel  safejs.Value
	handlers browser.Handlers
	heard    chan struct{} // holds at most one
}

// Listen calls look after each hint about the log, one call at a time. Without
// BroadcastChannel it calls nothing. The hints of a database are its own.
func Listen(database, name string, look func()) *Hints {
	h := &Hints{name: name, heard: make(chan struct{}, 1)}
	go func() {
		for range h.heard {
			look()
		}
	}()
	class, err := browser.Global("BroadcastChannel")
	if err != nil || class.Type() != safejs.TypeFunction {
		return h
	}
	if h.channel, err = class.New(database); err != nil {
		return h
	}
	h.handlers.On(h.channel, "message", func(event safejs.Value) {
		if about, err := browser.Text(event, "data"); err != nil || about != name {
			return
		}
		select {
		case h.heard <- struct{}{}:
		default: // it will look anyway
		}
	})
	return h
}

// Post tells others that the log has changed.
func (h *Hints) Post() {
	if h.channel.Type() == safejs.TypeObject {
		h.channel.Call("postMessage", h.name) // only a hint
	}
}

// Close ends the listening. Close it once, and post nothing after it.
func (h *Hints) Close() {
	if h.channel.Type() == safejs.TypeObject {
		h.channel.Call("close")
	}
	h.handlers.Release()
	close(h.heard)
}

//go:build js && wasm

package indexeddb

import "github.com/hack-pad/safejs"

// channel carries hints between the stores of a page's tabs: the name of a log
// that has changed, and nothing more.
type channel struct {
	value    safejs.Value
	handlers handlers
	hints    chan struct{} // holds at most one
}

// listen calls look after each hint about the log, one call at a time. Without
// BroadcastChannel it calls nothing: hints are not needed, only quick.
func listen(database, name string, look func()) *channel {
	c := &channel{hints: make(chan struct{}, 1)}
	go func() {
		for range c.hints {
			look()
		}
	}()
	class, err := global("BroadcastChannel")
	if err != nil || class.Type() != safejs.TypeFunction {
		return c
	}
	if c.value, err = class.New(database); err != nil {
		return c
	}
	c.handlers.on(c.value, "message", func(event safejs.Value) {
		if about, err := property(event, "data"); err != nil || about != name {
			return
		}
		select {
		case c.hints <- struct{}{}:
		default: // it will look anyway
		}
	})
	return c
}

// post tells others that the log has changed.
func (c *channel) post(name string) {
	if c.value.Type() == safejs.TypeObject {
		c.value.Call("postMessage", name) // only a hint
	}
}

func (c *channel) close() {
	if c.value.Type() == safejs.TypeObject {
		c.value.Call("close")
	}
	c.handlers.release()
	close(c.hints)
}

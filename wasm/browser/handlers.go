//go:build js && wasm

package browser

import "github.com/hack-pad/safejs"

// Handlers are Go functions that an object calls on its events.
type Handlers struct{ funcs []safejs.Func }

// On calls handle on every event of the type. It must not block.
func (h *Handlers) On(target safejs.Value, event string, handle func(event safejs.Value)) error {
	fn, err := h.take(handle)
	if err == nil {
		_, err = target.Call("addEventListener", event, fn)
	}
	return err
}

func (h *Handlers) take(handle func(safejs.Value)) (safejs.Func, error) {
	fn, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		handle(args[0])
		return nil
	})
	if err == nil {
		h.funcs = append(h.funcs, fn)
	}
	return fn, err
}

// Release frees the functions. No event may come after it.
func (h *Handlers) Release() {
	for _, fn := range h.funcs {
		fn.Release()
	}
	h.funcs = nil
}

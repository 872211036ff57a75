//go:build js && wasm

package indexeddb

import (
	"fmt"

	"github.com/hack-pad/safejs"
)

// global returns a property of the global object. Unlike Get it survives a
// getter that throws, as storage does in places where it is forbidden.
func global(name string) (safejs.Value, error) {
	reflect, err := safejs.Global().Get("Reflect")
	if err != nil {
		return safejs.Value{}, err
	}
	return reflect.Call("get", safejs.Global(), name)
}

// handlers are Go functions that an object calls on its events.
type handlers struct{ funcs []safejs.Func }

// on calls handle on every event of the type. It must not block.
func (h *handlers) on(target safejs.Value, event string, handle func(event safejs.Value)) error {
	fn, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		handle(args[0])
		return nil
	})
	if err != nil {
		return err
	}
	h.funcs = append(h.funcs, fn)
	_, err = target.Call("addEventListener", event, fn)
	return err
}

// release frees the functions. No event may come after it.
func (h *handlers) release() {
	for _, fn := range h.funcs {
		fn.Release()
	}
	h.funcs = nil
}

// bytesToJS copies bytes into a new Uint8Array.
func bytesToJS(b []byte) (safejs.Value, error) {
	class, err := safejs.Global().Get("Uint8Array")
	if err != nil {
		return safejs.Value{}, err
	}
	array, err := class.New(len(b))
	if err != nil {
		return safejs.Value{}, err
	}
	_, err = safejs.CopyBytesToJS(array, b)
	return array, err
}

// bytesToGo copies a Uint8Array. It fails when the value is something else.
func bytesToGo(array safejs.Value) ([]byte, error) {
	length, err := array.Get("byteLength")
	if err != nil {
		return nil, err
	}
	n, err := length.Int()
	if err != nil {
		return nil, err
	}
	b := make([]byte, n)
	_, err = safejs.CopyBytesToGo(b, array)
	return b, err
}

// domError is an error that IndexedDB reports on a request or a transaction.
type domError struct{ name, message string }

func (e *domError) Error() string {
	if e.message == "" { // as it is for QuotaExceededError
		return e.name
	}
	return fmt.Sprintf("%s: %s", e.name, e.message)
}

// errorOf reads the error property of a request or a transaction. It may only
// be called in their handlers.
func errorOf(value safejs.Value) *domError {
	e := &domError{name: "AbortError"} // what null stands for
	reason, err := value.Get("error")
	if err != nil {
		return e
	}
	if name, err := property(reason, "name"); err == nil {
		e.name = name
	}
	if message, err := property(reason, "message"); err == nil {
		e.message = message
	}
	return e
}

// property reads a property that is a string.
func property(object safejs.Value, name string) (string, error) {
	value, err := object.Get(name)
	if err != nil {
		return "", err
	}
	if value.Type() != safejs.TypeString {
		return "", fmt.Errorf("%s is %s, not a string", name, value.Type())
	}
	return value.String()
}

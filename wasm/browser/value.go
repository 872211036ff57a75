//go:build js && wasm

package browser

import (
	"fmt"
	"strings"

	"github.com/hack-pad/safejs"
)

// Global returns what a path of properties leads to from the global object,
// such as navigator, storage. Unlike Get it survives a getter that throws, as
// those of storage do in places where it is forbidden.
func Global(path ...string) (safejs.Value, error) {
	value := safejs.Global()
	reflect, err := value.Get("Reflect")
	for _, name := range path {
		if err == nil {
			value, err = reflect.Call("get", value, name)
		}
	}
	return value, err
}

// FromBytes copies bytes into a new Uint8Array.
func FromBytes(b []byte) (safejs.Value, error) {
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

// Bytes copies a Uint8Array. It fails when the value is something else.
func Bytes(array safejs.Value) ([]byte, error) {
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

// Text returns a property that is a string. It fails when it is none.
func Text(object safejs.Value, name string) (string, error) {
	value, err := object.Get(name)
	if err != nil {
		return "", err
	}
	if value.Type() != safejs.TypeString {
		return "", fmt.Errorf("%s is %s, not a string", name, value.Type())
	}
	return value.String()
}

// Exception is an error that the browser reports as a value.
type Exception struct {
	Name    string // such as QuotaExceededError
	Message string // empty for some
}

func (e *Exception) Error() string {
	if e.Message == "" {
		return e.Name
	}
	return fmt.Sprintf("%s: %s", e.Name, e.Message)
}

// Thrown returns what a call threw, in its own words. Of its name safejs tells
// nothing.
func Thrown(err error) string {
	return strings.TrimPrefix(err.Error(), "JavaScript error: ")
}

// ExceptionOf reads an exception. What is none, such as null, is an AbortError.
func ExceptionOf(reason safejs.Value) *Exception {
	e := &Exception{Name: "AbortError"}
	if name, err := Text(reason, "name"); err == nil {
		e.Name = name
	}
	if message, err := Text(reason, "message"); err == nil {
		e.Message = message
	}
	return e
}

//go:build js && wasm

package browser

import (
	"context"

	"github.com/hack-pad/safejs"
)

// Await calls a method and waits for the promise that it returns. It fails
// with an *Exception when the promise is rejected, and with ctx's cause when
// ctx ends first. It blocks, and so it must not be called in a handler.
func Await(ctx context.Context, object safejs.Value, method string, args ...any) (safejs.Value, error) {
	return AwaitOr(ctx, func(safejs.Value) {}, object, method, args...)
}

// AwaitOr is Await for what must be let go of again: late is called, in a
// handler, with what the promise came to when nobody waits for it any more.
func AwaitOr(ctx context.Context, late func(safejs.Value), object safejs.Value, method string, args ...any) (safejs.Value, error) {
	promise, err := object.Call(method, args...)
	if err != nil {
		return safejs.Value{}, err
	}
	w := &wait{late: late, kept: make(chan safejs.Value, 1), broken: make(chan error, 1)}
	if err := w.on(promise); err != nil {
		return safejs.Value{}, err
	}
	select {
	case value := <-w.kept:
		return value, nil
	case err := <-w.broken:
		return safejs.Value{}, err
	case <-ctx.Done():
	}
	select { // both may have happened, and then what there is must not be lost
	case value := <-w.kept:
		return value, nil
	default:
		w.left = true
		return safejs.Value{}, context.Cause(ctx)
	}
}

// wait is somebody who waits for a promise. Handlers run between the steps of
// goroutines, never at the same time, and so left needs no lock.
type wait struct {
	handlers Handlers
	late     func(safejs.Value)
	left     bool
	kept     chan safejs.Value
	broken   chan error
}

func (w *wait) on(promise safejs.Value) error {
	kept, err := w.handlers.take(func(value safejs.Value) {
		defer w.handlers.Release()
		if w.left {
			w.late(value)
			return
		}
		w.kept <- value
	})
	if err != nil {
		return err
	}
	broken, err := w.handlers.take(func(reason safejs.Value) {
		defer w.handlers.Release()
		w.broken <- ExceptionOf(reason)
	})
	if err == nil {
		_, err = promise.Call("then", kept, broken)
	}
	return err
}

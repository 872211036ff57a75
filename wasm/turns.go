//go:build js && wasm

package main

import (
	"context"

	"github.com/hack-pad/safejs"
)

// turns lets the browser's own work go in between that of Go. A message to
// ourselves queues behind what waits already; a timer would wait 4 ms.
type turns struct {
	port    safejs.Value
	waiting chan chan struct{}
}

// turnsWaiting is how many goroutines may wait for their turn before a further
// one does not wait: there are the work loop and one for each request.
const turnsWaiting = 1024

func newTurns() (*turns, error) {
	class, err := safejs.Global().Get("MessageChannel")
	if err != nil {
		return nil, err
	}
	channel, err := class.New()
	if err != nil {
		return nil, err
	}
	t := &turns{waiting: make(chan chan struct{}, turnsWaiting)}
	if t.port, err = channel.Get("port2"); err != nil {
		return nil, err
	}
	// Lives as long as the worker, and is never released.
	next, err := safejs.FuncOf(func(safejs.Value, []safejs.Value) any {
		select {
		case waiter := <-t.waiting:
			close(waiter)
		default:
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	receiver, err := channel.Get("port1")
	if err != nil {
		return nil, err
	}
	return t, receiver.Set("onmessage", next.Value())
}

// pause gives others a turn. It fails when ctx has ended.
func (t *turns) pause(ctx context.Context) error {
	waiter := make(chan struct{})
	select {
	case t.waiting <- waiter:
	default:
		return ctx.Err()
	}
	if _, err := t.port.Call("postMessage", 0); err != nil {
		return err
	}
	select {
	case <-waiter:
	case <-ctx.Done():
	}
	return ctx.Err()
}

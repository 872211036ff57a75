//go:build js && wasm

package main

import (
	"context"
	"fmt"
	"os"

	"github.com/hack-pad/safejs"

	"playhead/core/json"
	"playhead/core/playground"
	"playhead/wasm/browser"
)

// bridge carries JSON text between the page and the playground, by two
// functions that worker.ts and Go put on globalThis for each other. What comes
// is in UTF-8: to be handed over as a string, a text is hashed first.
type bridge struct {
	send safejs.Value
}

func newBridge() (*bridge, error) {
	send, err := safejs.Global().Get("playheadSend")
	if err != nil {
		return nil, err
	}
	return &bridge{send}, nil
}

// handler answers one request.
type handler func(context.Context, playground.Request) playground.Response

// serve lets handle answer every request from now on. The function that the
// page calls lives as long as the worker and is never released.
func (b *bridge) serve(ctx context.Context, handle handler) error {
	receive, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		text, err := browser.Bytes(args[0])
		if err != nil {
			return nil // not bytes: nobody to answer to
		}
		// A callback must not block: that is a deadlock of the whole program.
		go b.answer(ctx, handle, text)
		return nil
	})
	if err != nil {
		return err
	}
	return safejs.Global().Set("playheadReceive", receive.Value())
}

// answer does not recover: after a panic nothing in here can be trusted. The
// program ends, and the page's supervisor starts another.
func (b *bridge) answer(ctx context.Context, handle handler, text []byte) {
	var request playground.Request
	if err := playground.Decode(text, &request); err != nil {
		b.post(playground.Response{Error: err})
		return
	}
	b.post(handle(ctx, request))
}

func (b *bridge) push(p playground.Push) { b.post(p) }

func (b *bridge) post(message any) {
	text, err := json.Marshal(message)
	if err != nil {
		text, _ = json.Marshal(playground.Response{Error: &playground.Error{
			Code: playground.CodeInternal, Message: fmt.Sprintf("An answer could not be written: %v.", err),
		}})
	}
	if _, err := b.send.Invoke(string(text)); err != nil {
		fmt.Fprintln(os.Stderr, "playhead: post a message:", err)
	}
}

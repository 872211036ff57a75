//go:build js && wasm && faults

package main

import (
	"fmt"
	"os"
	"syscall/js"
)

// happen ends this program in the way that a fault is named. It says so first,
// so that a journey can tell that it did.
func happen(fault, entry string) {
	fmt.Fprintf(os.Stderr, "playhead: fault: %s at %s\n", fault, entry)
	switch fault {
	case "panic":
		panic("fault: a panic at " + entry)
	case "exit":
		os.Exit(3)
	case "deadlock": // a callback that waits for what only the browser could bring
		js.FuncOf(func(js.Value, []js.Value) any { select {} }).Invoke()
	case "throw": // an exception of JavaScript, which Go's loader does not catch
		revocable := js.Global().Get("Proxy").Call("revocable", map[string]any{}, map[string]any{})
		revocable.Call("revoke")
		revocable.Get("proxy").Get("fault")
	case "memory":
		var kept [][]byte
		for {
			kept = append(kept, make([]byte, 64<<20)) // not touched, so that the machine has it still
		}
	case "stack":
		fmt.Fprintln(os.Stderr, recurse(1))
	case "hang":
		for {
		}
	}
	panic("there is no fault " + fault)
}

// recurse calls itself until there is no stack left.
func recurse(n int) int {
	if n == 0 {
		return 0
	}
	return recurse(n+1) + n
}

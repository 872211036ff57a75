//go:build !js

package main

import "strings"

// kindWrapper marks the functions that the compiler wrote: abi.FuncIDWrapper.
const kindWrapper = 23

// keptNames are the names of functions that the runtime itself reads, as a
// table of strings that end with zero.
type keptNames struct {
	table   []byte
	offsets map[string]uint32
}

// keep returns where the table holds what is needed of a name; at 0 it holds
// the empty one. The runtime counts the goroutines that are its own by the
// package of their first function. It finds the arguments of two stubs of
// reflect by the stubs' names, and takes the wrapper of a method apart to say
// what was called with nil: no need to be told which, but it must be of that form.
func (k *keptNames) keep(name string, kind byte) uint32 {
	switch {
	case name == "reflect.makeFuncStub" || name == "reflect.methodValueCall":
	case strings.HasPrefix(name, "runtime."):
		name = "runtime."
	case kind == kindWrapper && strings.Contains(name, ".(*"):
		name = "?.(*?).?"
	default:
		name = ""
	}
	offset, ok := k.offsets[name]
	if !ok {
		offset = uint32(len(k.table))
		k.offsets[name] = offset
		k.table = append(append(k.table, name...), 0)
	}
	return offset
}

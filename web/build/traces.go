//go:build !js

package main

import (
	"bytes"
	"fmt"
	"strings"
)

// tracesLayout is the version of Go whose tables dropTraces knows. Another one
// keeps its traces.
const tracesLayout = "go1.26"

// isKnown reports whether a version of Go is one that was looked at.
func isKnown(version string) bool {
	return version == tracesLayout || strings.HasPrefix(version, tracesLayout+".")
}

// The tables and the data of a function that nothing but traces reads, by
// their numbers in internal/abi.
const (
	tableUnsafePoint = 0 // where a thread may be interrupted, which WebAssembly cannot
	tableLiveArgs    = 3
	dataArgs         = 5
	dataLiveArgs     = 6
)

// dropTraces makes a program forget what only a printed stack trace says: the
// names of functions, their arguments, and which line of which file an
// instruction came from. It is a sixth of the program's compressed data. A
// crash still says why. The tables of inlined calls stay, though only traces
// seem to need them: recover counts its callers by them; so do the names by
// which the runtime decides something. dropTraces fails when the memory is
// not laid out as by tracesLayout.
func dropTraces(memory []byte) error {
	at := bytes.Index(memory, pclnMagic)
	if at < 0 {
		return fmt.Errorf("%w: it has no table of functions", errModule)
	}
	t, err := readPCTable(memory[at:])
	if err != nil {
		return err
	}
	kept, dropped := map[uint32]bool{0: true}, map[uint32]bool{}
	names := keptNames{offsets: map[string]uint32{"": 0}, table: []byte{0}}
	for i := range t.count {
		r, err := t.record(i)
		if err != nil {
			return err
		}
		name, err := t.name(r)
		if err != nil {
			return err
		}
		r.set(funcName, names.keep(name, r[funcKind]))
		r.dropTables(kept, dropped)
		r.dropData()
	}
	for offset := range dropped {
		// Tables with the same content are one; at 0 there is none.
		if !kept[offset] {
			if err := t.clear(offset); err != nil {
				return err
			}
		}
	}
	clear(t.names)
	clear(t.files)
	if copy(t.names, names.table) < len(names.table) {
		return fmt.Errorf("%w: its names are cut off", errModule)
	}
	return joinBuckets(memory, uint64(at), uint64(at)+t.namesAt)
}

// dropTables takes away the tables of values that only traces need, and notes
// which those are and which others there are.
func (r record) dropTables(kept, dropped map[uint32]bool) {
	drop := func(at uint32) {
		dropped[r.word(at)] = true
		r.set(at, 0)
	}
	drop(funcFile)
	drop(funcLine)
	kept[r.word(funcPCSP)] = true
	for n := range r.word(funcTables) {
		if n == tableUnsafePoint || n == tableLiveArgs {
			drop(r.table(n))
		} else {
			kept[r.word(r.table(n))] = true
		}
	}
	r.set(funcUnit, 0)
	r.set(funcStartLine, 0)
}

// dropData takes away what says how to print arguments.
func (r record) dropData() {
	for _, n := range []uint32{dataArgs, dataLiveArgs} {
		if n < uint32(r[funcData]) {
			r.set(r.data(n), noData)
		}
	}
}

//go:build !js

package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// pclnMagic begins the table of functions, with the size of an instruction
// and of a pointer: cmd/link's "pcHeader".
var pclnMagic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// funcPointer is the size of a function's entry in the table: where its code
// and its record are.
const funcPointer = 8

// pcTable is the table of functions and what their records refer to.
type pcTable struct {
	count   uint64 // of functions
	namesAt uint64 // from the table's beginning
	names   []byte // of functions
	files   []byte // the files of each unit, and their names
	values  []byte // tables of values by instruction, one after the other
	records []byte // entries and records of functions
}

func readPCTable(memory []byte) (pcTable, error) {
	const header = 8 + 8*8
	if len(memory) < header {
		return pcTable{}, errModule
	}
	word := func(i int) uint64 { return binary.LittleEndian.Uint64(memory[8+8*i:]) }
	count, names, files, values, records := word(0), word(3), word(4), word(6), word(7)
	if names > files || files > values || values > records || records > uint64(len(memory)) || count > (uint64(len(memory))-records)/funcPointer {
		return pcTable{}, fmt.Errorf("%w: its table of functions is cut off", errModule)
	}
	return pcTable{count, names, memory[names:files], memory[files:values], memory[values:records], memory[records:]}, nil
}

// record returns what is known of a function.
func (t pcTable) record(i uint64) (record, error) {
	if at := uint64(binary.LittleEndian.Uint32(t.records[i*funcPointer+4:])); at < uint64(len(t.records)) {
		if r := record(t.records[at:]); r.isWhole() {
			return r, nil
		}
	}
	return nil, fmt.Errorf("%w: the record of function %d is cut off", errModule, i)
}

// name returns the name of a function.
func (t pcTable) name(r record) (string, error) {
	if at := uint64(r.word(funcName)); at < uint64(len(t.names)) {
		if name, _, ended := bytes.Cut(t.names[at:], []byte{0}); ended {
			return string(name), nil
		}
	}
	return "", fmt.Errorf("%w: a function's name lies outside", errModule)
}

// clear sets a table of values to zero. It is a list of pairs of numbers that
// ends where the first of a pair is zero, except the very first one.
func (t pcTable) clear(offset uint32) error {
	if uint64(offset) >= uint64(len(t.values)) {
		return fmt.Errorf("%w: a table of values lies outside", errModule)
	}
	r := reader{rest: t.values[offset:]}
	for first := true; ; first = false {
		if r.unsigned() == 0 && !first {
			break
		}
		r.unsigned()
	}
	if r.broken {
		return fmt.Errorf("%w: a table of values has no end", errModule)
	}
	end := uint32(len(t.values) - len(r.rest))
	clear(t.values[offset:end])
	return nil
}

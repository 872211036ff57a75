//go:build !js

package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
)

// linesLayout is the version of Go whose line tables dropLines knows. Another
// one keeps its tables.
const linesLayout = "go1.26"

// knowsLines reports whether the tables of a version of Go can be dropped.
func knowsLines(version string) bool {
	return version == linesLayout || strings.HasPrefix(version, linesLayout+".")
}

// pclnMagic begins the table of functions, with the size of an instruction
// and of a pointer: cmd/link's "pcHeader".
var pclnMagic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// Where things are in a function's record, runtime._func, in bytes.
const (
	funcPCSP      = 16
	funcFile      = 20
	funcLine      = 24
	funcCount     = 28 // of the tables that follow the record
	funcUnit      = 32 // the compilation unit, which lists its files
	funcStartLine = 36
	funcRecord    = 44
	funcPointer   = 8 // a function's entry in the table: where its code and its record are
)

// dropLines makes a program forget which line of which file an instruction
// came from, a twelfth of its compressed size. Stack traces keep the names of
// functions and say "?:0" for the rest; nothing else reads these tables. The
// tables of inlined calls stay, though only traces seem to need them: recover
// counts its callers by them. dropLines fails when the memory is not laid out
// as by linesLayout.
func dropLines(memory []byte) error {
	at := bytes.Index(memory, pclnMagic)
	if at < 0 {
		return fmt.Errorf("%w: it has no table of functions", errModule)
	}
	t, err := readPCTable(memory[at:])
	if err != nil {
		return err
	}
	kept, dropped := map[uint32]bool{0: true}, map[uint32]bool{}
	for i := range t.count {
		record, err := t.record(i)
		if err != nil {
			return err
		}
		word := func(offset uint32) uint32 { return binary.LittleEndian.Uint32(record[offset:]) }
		kept[word(funcPCSP)] = true
		for n := range word(funcCount) {
			kept[word(funcRecord+4*n)] = true
		}
		dropped[word(funcFile)], dropped[word(funcLine)] = true, true
		clear(record[funcFile:funcCount])
		clear(record[funcUnit : funcStartLine+4])
	}
	for offset := range dropped {
		// Tables with the same content are one; at 0 there is none.
		if !kept[offset] {
			if err := t.clear(offset); err != nil {
				return err
			}
		}
	}
	clear(t.files)
	return nil
}

// pcTable is the table of functions and the tables that their records refer to.
type pcTable struct {
	count   uint64 // of functions
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
	count, files, values, records := word(0), word(4), word(6), word(7)
	if files > values || values > records || records > uint64(len(memory)) || count > (uint64(len(memory))-records)/funcPointer {
		return pcTable{}, fmt.Errorf("%w: its table of functions is cut off", errModule)
	}
	return pcTable{count, memory[files:values], memory[values:records], memory[records:]}, nil
}

// record returns a function's record with the tables that follow it.
func (t pcTable) record(i uint64) ([]byte, error) {
	at := uint64(binary.LittleEndian.Uint32(t.records[i*funcPointer+4:]))
	if at+funcRecord <= uint64(len(t.records)) {
		record := t.records[at:]
		if n := uint64(binary.LittleEndian.Uint32(record[funcCount:])); funcRecord+4*n <= uint64(len(record)) {
			return record, nil
		}
	}
	return nil, fmt.Errorf("%w: the record of function %d is cut off", errModule, i)
}

// clear sets a table of values to zero. It is a list of pairs of numbers that
// ends where the first of a pair is zero, except the very first one.
func (t pcTable) clear(offset uint32) error {
	if uint64(offset) >= uint64(len(t.values)) {
		return fmt.Errorf("%w: a line table lies outside", errModule)
	}
	r := reader{rest: t.values[offset:]}
	for first := true; ; first = false {
		if r.unsigned() == 0 && !first {
			break
		}
		r.unsigned()
	}
	if r.broken {
		return fmt.Errorf("%w: a line table has no end", errModule)
	}
	end := uint32(len(t.values) - len(r.rest))
	clear(t.values[offset:end])
	return nil
}

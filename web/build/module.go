//go:build !js

package main

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// errModule says that a WebAssembly module is not of the form that Go's linker
// gives to one.
var errModule = errors.New("not a module as Go's linker makes it")

// slim returns a module that does the same in fewer bytes of gzip. Go's linker
// cuts the initial memory at every little run of zeros, into tens of thousands of pieces
// whose addresses do not compress; slim joins them again. traces says whether
// to keep what stack traces tell. It fails when the module is not
// one of Go's linker.
func slim(module []byte, traces bool) ([]byte, error) {
	const header, dataSection = 8, 11
	if len(module) < header {
		return nil, errModule
	}
	slimmed := append([]byte(nil), module[:header]...)
	for r := (reader{rest: module[header:]}); len(r.rest) > 0; {
		id := r.byte()
		content := r.bytes(r.unsigned())
		if r.broken {
			return nil, errModule
		}
		if id == dataSection {
			memory, err := readData(content)
			if err != nil {
				return nil, err
			}
			if !traces {
				if err := dropTraces(memory); err != nil {
					return nil, err
				}
			}
			content = writeData(memory)
		}
		slimmed = append(slimmed, id)
		slimmed = binary.AppendUvarint(slimmed, uint64(len(content)))
		slimmed = append(slimmed, content...)
	}
	return slimmed, nil
}

// Instructions that say where a segment of data begins.
const (
	opEnd      = 0x0b
	opI32Const = 0x41
)

// readData returns the memory as a data section fills it, from address 0.
func readData(section []byte) ([]byte, error) {
	var memory []byte
	r := reader{rest: section}
	for range r.unsigned() {
		kind, begin := r.unsigned(), r.byte()
		address, end := r.signed(), r.byte()
		content := r.bytes(r.unsigned())
		if r.broken || kind != 0 || begin != opI32Const || end != opEnd || address < 0 {
			return nil, fmt.Errorf("%w: a segment of data has no fixed address", errModule)
		}
		if missing := int(address) + len(content) - len(memory); missing > 0 {
			memory = append(memory, make([]byte, missing)...)
		}
		copy(memory[address:], content)
	}
	return memory, nil
}

// zeroRun is the shortest run of zeros that is worth a cut. Any length from 64
// to 65,536 gives the same size within 0.1 %.
const zeroRun = 256

// writeData returns a data section that fills the memory so.
func writeData(memory []byte) []byte {
	var segments []byte
	count := 0
	for begin := 0; begin < len(memory); {
		if memory[begin] == 0 {
			begin++
			continue
		}
		end := begin
		for at := begin; at < len(memory) && at-end < zeroRun; at++ {
			if memory[at] != 0 {
				end = at + 1
			}
		}
		segments = append(segments, 0, opI32Const)
		segments = appendSigned(segments, int64(begin))
		segments = append(segments, opEnd)
		segments = binary.AppendUvarint(segments, uint64(end-begin))
		segments = append(segments, memory[begin:end]...)
		count++
		begin = end
	}
	return append(binary.AppendUvarint(nil, uint64(count)), segments...)
}

// appendSigned appends a number as signed LEB128, which is not the zigzag of
// encoding/binary.
func appendSigned(b []byte, n int64) []byte {
	for {
		low := byte(n & 0x7f)
		n >>= 7
		if (n == 0 && low&0x40 == 0) || (n == -1 && low&0x40 != 0) {
			return append(b, low)
		}
		b = append(b, low|0x80)
	}
}

// reader reads the parts of a module. What is asked for past the end is zero,
// and broken is set.
type reader struct {
	rest   []byte
	broken bool
}

func (r *reader) bytes(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.broken, n = true, uint64(len(r.rest))
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reader) byte() byte {
	if one := r.bytes(1); len(one) == 1 {
		return one[0]
	}
	return 0
}

func (r *reader) unsigned() uint64 {
	value, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.broken, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[n:]
	return value
}

func (r *reader) signed() int64 {
	var value int64
	for shift := 0; shift < 64; shift += 7 {
		b := r.byte()
		value |= int64(b&0x7f) << shift
		if b&0x80 == 0 {
			if b&0x40 != 0 {
				value |= -1 << (shift + 7)
			}
			return value
		}
	}
	r.broken = true
	return 0
}

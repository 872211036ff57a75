//go:build !js

package main

import "encoding/binary"

// record is what the runtime knows of a function, runtime._func, with the
// offsets of its tables and of its data that follow.
type record []byte

// Where things are in a record, in bytes.
const (
	funcName      = 4
	funcPCSP      = 16
	funcFile      = 20
	funcLine      = 24
	funcTables    = 28 // how many tables of values it has
	funcUnit      = 32 // the compilation unit, which lists its files
	funcStartLine = 36
	funcKind      = 40
	funcData      = 43 // how many data it has, a byte
	funcEnd       = 44
)

// noData stands in the place of data that a function has not.
const noData = 0xffffffff

func (r record) word(at uint32) uint32 { return binary.LittleEndian.Uint32(r[at:]) }
func (r record) set(at, value uint32)  { binary.LittleEndian.PutUint32(r[at:], value) }

// table and data return where the offset of a table or of data is.
func (r record) table(n uint32) uint32 { return funcEnd + 4*n }
func (r record) data(n uint32) uint32  { return r.table(r.word(funcTables) + n) }

// isWhole reports whether all of the record is there.
func (r record) isWhole() bool {
	return len(r) >= funcEnd && uint64(len(r)) >= funcEnd+4*(uint64(r.word(funcTables))+uint64(r[funcData]))
}

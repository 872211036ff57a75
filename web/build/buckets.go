//go:build !js

package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// Where things are in the linker's runtime.moduledata, in words of 8 bytes.
// It begins with the address of the table of functions, then of its names.
const (
	moduleBuckets = 19
	moduleMinPC   = 20
	moduleMaxPC   = 21
	moduleWords   = 22
)

// The runtime finds the function at an address by a bucket for every 4,096
// addresses: the number of a function at or before it, and how much to add for
// each sixteenth. It goes on from there.
const (
	bucketAddresses = 4096
	bucketSize      = 20
)

// bucketStep is how many functions share the number in their buckets. A
// function has at least 16 buckets, as WebAssembly counts addresses, so all
// their numbers are a hundredth of the core. 8 leaves a third of that, 16 a
// quarter; the runtime goes on past 3 functions more on average.
const bucketStep = 8

// joinBuckets gives functions that follow each other the same number in their
// buckets. It fails when the memory is not laid out as by tracesLayout.
func joinBuckets(memory []byte, functions, names uint64) error {
	pattern := binary.LittleEndian.AppendUint64(nil, functions)
	pattern = binary.LittleEndian.AppendUint64(pattern, names)
	at := bytes.Index(memory, pattern)
	if at < 0 || len(memory)-at < 8*moduleWords {
		return fmt.Errorf("%w: nothing refers to its table of functions", errModule)
	}
	word := func(i int) uint64 { return binary.LittleEndian.Uint64(memory[at+8*i:]) }
	first, low, high := word(moduleBuckets), word(moduleMinPC), word(moduleMaxPC)
	if low > high || first > uint64(len(memory)) {
		return fmt.Errorf("%w: its addresses are out of order", errModule)
	}
	buckets := memory[first:]
	count := (high - low + bucketAddresses - 1) / bucketAddresses
	if count > uint64(len(buckets))/bucketSize {
		return fmt.Errorf("%w: its buckets are cut off", errModule)
	}
	for ; count > 0; count-- {
		binary.LittleEndian.PutUint32(buckets, binary.LittleEndian.Uint32(buckets)/bucketStep*bucketStep)
		buckets = buckets[bucketSize:]
	}
	return nil
}

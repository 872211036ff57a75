package eventstore

import (
	"slices"
	"strings"
)

// block keeps the records of blockSize events that follow each other.
type block struct {
	bytes []byte
	ends  []uint32 // of each record in bytes
}

// blockSize is large enough that a block's rounding to whole pages costs
// under 3 % of it, and small enough that growing one is not noticed.
const blockSize = 1024

func (b *block) add(e *Event, numbers *numbers) {
	b.bytes = append(b.bytes, e.Hash[:]...)
	b.bytes = appendBody(b.bytes, e, numbers)
	b.ends = append(b.ends, uint32(len(b.bytes)))
	if len(b.ends) == blockSize {
		b.bytes = slices.Clone(b.bytes) // to its exact size: it does not grow any more
	}
}

// record returns the bytes of the i-th event.
func (b *block) record(i int) []byte {
	start := uint32(0)
	if i > 0 {
		start = b.ends[i-1]
	}
	return b.bytes[start:b.ends[i]:b.ends[i]]
}

// names numbers the strings that come again and again in a log.
type names struct {
	list    []string
	numbers map[string]uint64
	// before are the last event's: mostly the next one has the same, but for
	// its stream.
	before [4]string
	as     numbers
	met    bool // an event before
	copies bool // whether texts are copied: they may be parts of a long one, which is not to be kept
}

// numbers are those of an event's stream, type, actor and command.
type numbers [4]uint64

// newNames returns a table for a log, which copies its texts.
func newNames() *names { return &names{numbers: map[string]uint64{}, copies: true} }

// of returns the numbers of an event's names, and gives one to each that is new.
func (n *names) of(e *Event) *numbers {
	for i, name := range [...]string{string(e.Stream), e.Type, e.Metadata.Actor, e.Metadata.Command} {
		if !n.met || name != n.before[i] {
			n.as[i] = n.number(name)
			n.before[i] = n.list[n.as[i]]
		}
	}
	n.met = true
	return &n.as
}

func (n *names) number(name string) uint64 {
	number, ok := n.numbers[name]
	if !ok {
		number = uint64(len(n.list))
		if n.copies {
			name = strings.Clone(name)
		}
		n.list = append(n.list, name)
		n.numbers[name] = number
	}
	return number
}

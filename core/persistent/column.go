package persistent

import "iter"

// Column is one number for each event of a log, in order: it only grows. The
// zero value is empty. Unlike the Map and the List it is changed in place, and
// packed; a log that parts from another gets a Column of its own by Fork.
//
// It is kept in blocks, so that neither growing nor parting copies what is there.
type Column[T int64 | uint32 | uint8] struct {
	blocks [][]T // full but for the last one
	len    int
}

// columnBlock is how many numbers a block has: a fork copies at most one of them,
// and a reference to each of the others, which are 250 at a million.
const columnBlock = 4096

// Len returns how many numbers there are.
func (c *Column[T]) Len() int { return c.len }

// At returns the i-th number. It panics unless 0 <= i < Len().
func (c *Column[T]) At(i int) T { return c.blocks[uint(i)/columnBlock][uint(i)%columnBlock] }

// Append adds a number.
func (c *Column[T]) Append(number T) {
	if c.len%columnBlock == 0 {
		c.blocks = append(c.blocks, nil)
	}
	last := &c.blocks[len(c.blocks)-1]
	*last = append(*last, number)
	c.len++
}

// Fork returns the first n numbers as a Column that goes on by itself. It
// shares them: what either adds goes to a place of its own. It panics unless
// 0 <= n <= Len().
func (c *Column[T]) Fork(n int) Column[T] {
	fork := Column[T]{len: n, blocks: make([][]T, (n+columnBlock-1)/columnBlock)}
	copy(fork.blocks, c.blocks)
	if rest := n % columnBlock; rest > 0 {
		last := &fork.blocks[len(fork.blocks)-1]
		*last = (*last)[:rest:rest] // appending to it copies it
	}
	return fork
}

// Runs yields the numbers from one to before another as they are kept, each
// run with the place of its first: whoever looks at many looks at them so.
func (c *Column[T]) Runs(from, to int) iter.Seq2[int, []T] {
	return func(yield func(int, []T) bool) {
		for from < to {
			begin := from % columnBlock
			run := c.blocks[from/columnBlock][begin:min(columnBlock, begin+to-from)]
			if !yield(from, run) {
				return
			}
			from += len(run)
		}
	}
}

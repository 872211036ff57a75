package persistent

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// numbers reads a column, by place and by runs.
func numbers(t require.TestingT, c *Column[int64]) []int64 {
	single, all := []int64{}, []int64{}
	for i := range c.Len() {
		single = append(single, c.At(i))
	}
	for first, run := range c.Runs(0, c.Len()) {
		require.Equal(t, len(all), first)
		all = append(all, run...)
	}
	require.True(t, slices.Equal(single, all), "runs are what is in the places")
	return all
}

// A column behaves like a slice under any run of appends, also when columns
// part from each other, and none hears of what another adds.
func TestColumn_BehavesLikeASlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns, models := []*Column[int64]{{}}, [][]int64{{}}
		next := int64(0)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			i := rapid.IntRange(0, len(columns)-1).Draw(t, "column")
			if rapid.Bool().Draw(t, "fork") {
				n := rapid.IntRange(0, len(models[i])).Draw(t, "at")
				fork := columns[i].Fork(n)
				columns, models = append(columns, &fork), append(models, slices.Clone(models[i][:n]))
				i = len(columns) - 1
			}
			for range rapid.SampledFrom([]int{0, 1, 100, columnBlock - 1, columnBlock, 2*columnBlock + 5}).Draw(t, "appends") {
				next++
				columns[i].Append(next)
				models[i] = append(models[i], next)
			}
		}
		for i, c := range columns {
			require.True(t, slices.Equal(models[i], numbers(t, c)), "column %d", i)
			if n := c.Len(); n > 0 {
				from := rapid.IntRange(0, n).Draw(t, "from")
				to := rapid.IntRange(from, n).Draw(t, "to")
				part := []int64{}
				for _, run := range c.Runs(from, to) {
					part = append(part, run...)
				}
				require.True(t, slices.Equal(models[i][from:to], part), "from %d to %d", from, to)
			}
		}
	})
}

// What a fork takes beside what it shares does not grow with what it shares.
func TestColumn_Fork_CopiesNothing(t *testing.T) {
	var c Column[int64]
	for i := range 300_000 {
		c.Append(int64(i))
	}
	bytes := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			fork := c.Fork(299_999)
			fork.Append(7)
		}
	}).AllocedBytesPerOp()
	assert.Less(t, bytes, int64(100<<10), "of 2,400 kB that are shared")
}

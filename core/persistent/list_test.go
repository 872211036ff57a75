package persistent

import (
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// pair is an entry of a list as one would write it down.
type pair struct{ key, value int }

func pairs(l List[int, int]) []pair {
	var all []pair
	for i := range l.Len() {
		key, value := l.At(i)
		all = append(all, pair{key, value})
	}
	return all
}

// A list behaves like a slice under any run of appends, also when lists
// continue from an earlier one, and no earlier one is touched.
func TestList_BehavesLikeASlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type version struct {
			l     List[int, int]
			model []pair
		}
		versions := []version{{}}
		value := 0
		for range rapid.IntRange(1, 30).Draw(t, "runs") {
			v := versions[rapid.IntRange(0, len(versions)-1).Draw(t, "from")]
			for range rapid.IntRange(1, 150).Draw(t, "appends") {
				key := 0
				if n := len(v.model); n > 0 {
					key = v.model[n-1].key + rapid.IntRange(0, 2).Draw(t, "step")
				}
				value++
				v.l = v.l.Append(key, value)
				if n := len(v.model); n > 0 && v.model[n-1].key == key {
					v.model = append(slices.Clone(v.model[:n-1]), pair{key, value})
				} else {
					v.model = append(slices.Clone(v.model), pair{key, value})
				}
			}
			versions = append(versions, v)
		}
		for _, v := range versions {
			require.Equal(t, v.model, pairs(v.l))
			for _, key := range []int{0, 10, 1000} {
				want, _ := slices.BinarySearchFunc(v.model, key, func(p pair, key int) int { return p.key - key })
				require.Equal(t, want, v.l.Rank(key))
			}
		}
		a, b := versions[len(versions)-1], versions[len(versions)/2]
		requireDiff(t, a.l, b.l)
		requireDiffAfter(t, a.l, b.l, rapid.IntRange(0, 300).Draw(t, "behind"))
		shared := 0
		for shared < min(len(a.model), len(b.model)) && a.model[shared] == b.model[shared] {
			shared++
		}
		require.Equal(t, shared, a.l.Shared(b.l))
	})
}

// A difference, applied to the list before, gives the one after.
func requireDiff(t *rapid.T, after, before List[int, int]) {
	got := map[int]int{}
	for _, p := range pairs(before) {
		got[p.key] = p.value
	}
	last := -1
	for e := range after.Diff(before) {
		require.Greater(t, e.Key, last, "in the order of the keys")
		last = e.Key
		if e.Before != nil {
			require.Equal(t, got[e.Key], *e.Before)
		}
		if e.After != nil {
			got[e.Key] = *e.After
		} else {
			delete(got, e.Key)
		}
	}
	want := map[int]int{}
	for _, p := range pairs(after) {
		want[p.key] = p.value
	}
	require.Equal(t, want, got)
}

// A difference that is gone on with behind a key is what comes behind that key.
func requireDiffAfter(t *rapid.T, after, before List[int, int], key int) {
	var want []Entry[int, int]
	for e := range after.Diff(before) {
		if e.Key > key {
			want = append(want, e)
		}
	}
	require.Equal(t, want, slices.Collect(after.DiffAfter(before, key)))
}

// What two lists share is not looked at: the last entry of a long list is
// found without allocating for the others.
func TestList_Diff_Shared(t *testing.T) {
	var l List[int, int]
	for i := range 100_000 {
		l = l.Append(i, i)
	}
	next := l.Append(100_000, 1)
	allocations := testing.AllocsPerRun(10, func() {
		for e := range next.Diff(l) {
			assert.Equal(t, 100_000, e.Key)
		}
	})
	assert.Less(t, allocations, 20.0)
	assert.Equal(t, 100_000, next.shared(l))
}

// Lists that continue the same one at once do not get into each other's way.
func TestList_Append_AtOnce(t *testing.T) {
	var base List[int, int]
	for i := range 40 {
		base = base.Append(i, i)
	}
	var appending sync.WaitGroup
	for worker := range 8 {
		appending.Go(func() {
			l := base
			for i := range 100 {
				l = l.Append(40+i, worker)
			}
			for i, p := range pairs(l)[40:] {
				assert.Equal(t, pair{40 + i, worker}, p)
			}
		})
	}
	appending.Wait()
	assert.Equal(t, 40, base.Len())
}

func TestList_Append_Unsorted(t *testing.T) {
	assert.Panics(t, func() { List[int, int]{}.Append(2, 0).Append(1, 0) })
}

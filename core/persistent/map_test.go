package persistent

import (
	"cmp"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A map behaves like Go's own under any run of changes, stays sorted and
// balanced, and no earlier version of it is touched.
func TestMap_BehavesLikeAGoMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var m Map[int, int]
		model := map[int]int{}
		type version struct {
			m     Map[int, int]
			model map[int]int
		}
		var versions []version
		for i := range rapid.IntRange(0, 200).Draw(t, "changes") {
			key := rapid.IntRange(0, 60).Draw(t, "key")
			switch rapid.IntRange(0, 7).Draw(t, "kind") {
			case 0, 1:
				m = m.Delete(key)
				delete(model, key)
			case 2:
				many := rapid.MapOf(rapid.IntRange(0, 60), rapid.Int()).Draw(t, "many")
				keys := slices.Sorted(maps.Keys(many))
				var values []int
				for _, key := range keys {
					values = append(values, many[key])
				}
				m = m.SetAll(keys, values)
				maps.Copy(model, many)
			default:
				m = m.Set(key, i)
				model[key] = i
			}
			versions = append(versions, version{m, maps.Clone(model)})
		}
		for _, v := range versions {
			requireSame(t, v.m, v.model)
		}
	})
}

func requireSame(t *rapid.T, m Map[int, int], model map[int]int) {
	require.Equal(t, model, maps.Collect(m.All()))
	require.Equal(t, len(model), m.Len())
	requireBalanced(t, m.root)
	for rank, key := range slices.Sorted(maps.Keys(model)) {
		gotKey, gotValue := m.At(rank)
		require.Equal(t, key, gotKey)
		require.Equal(t, model[key], gotValue)
		require.Equal(t, rank, m.Rank(key))
	}
}

func requireBalanced[K cmp.Ordered](t *rapid.T, n *node[K]) {
	if n == nil {
		return
	}
	l, r := size(n.left)+1, size(n.right)+1
	require.Equal(t, l+r-1, n.size)
	require.LessOrEqual(t, l, delta*r)
	require.LessOrEqual(t, r, delta*l)
	requireBalanced(t, n.left)
	requireBalanced(t, n.right)
}

// Applying the difference to the earlier map gives the later one, and a key
// that nobody touched is never in it.
func TestMap_Diff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.IntRange(0, 40)
		var before Map[int, int]
		for i, key := range rapid.SliceOf(keys).Draw(t, "before") {
			before = before.Set(key, i)
		}
		after, touched := before, map[int]bool{}
		for i, key := range rapid.SliceOf(keys).Draw(t, "touched") {
			touched[key] = true
			if i%3 == 0 {
				after = after.Delete(key)
			} else {
				after = after.Set(key, 1000+i)
			}
		}
		patched, last := before, -1
		for e := range after.Diff(before) {
			require.True(t, touched[e.Key], "key %d was not touched", e.Key)
			require.Greater(t, e.Key, last, "keys come in order")
			last = e.Key
			if old, ok := before.Get(e.Key); ok {
				require.Equal(t, old, *e.Before)
			} else {
				require.Nil(t, e.Before)
			}
			if e.After == nil {
				patched = patched.Delete(e.Key)
			} else {
				patched = patched.Set(e.Key, *e.After)
			}
		}
		require.Equal(t, maps.Collect(after.All()), maps.Collect(patched.All()))

		// Gone on with behind any key, it is what comes behind that key.
		from := keys.Draw(t, "from")
		var want []Entry[int, int]
		for e := range after.Diff(before) {
			if e.Key > from {
				want = append(want, e)
			}
		}
		require.Equal(t, want, slices.Collect(after.DiffAfter(before, from)))
	})
}

// Leaving a loop over a map or a difference early is allowed.
func TestMap_StopsEarly(t *testing.T) {
	var m Map[string, int]
	for i, key := range []string{"c", "a", "b"} {
		m = m.Set(key, i)
	}
	for key := range m.All() {
		assert.Equal(t, "a", key)
		break
	}
	for e := range m.Diff(Map[string, int]{}) {
		assert.Equal(t, "a", e.Key)
		break
	}
}

func BenchmarkMap_Set(b *testing.B) {
	var m Map[int, int]
	for i := range 1000 {
		m = m.Set(i, i)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		m = m.Set(i*7919%1000, i)
	}
}

// Same is true of what was not set or deleted since, and never of what was.
func TestMap_Same(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var m Map[int, int]
		for range rapid.IntRange(0, 40).Draw(t, "before") {
			m = m.Set(rapid.IntRange(0, 9).Draw(t, "key"), 0)
		}
		before, touched := m, map[int]bool{}
		for range rapid.IntRange(0, 6).Draw(t, "since") {
			key := rapid.IntRange(0, 9).Draw(t, "key")
			if rapid.Bool().Draw(t, "delete") {
				_, there := m.Get(key)
				m, touched[key] = m.Delete(key), touched[key] || there
			} else {
				m, touched[key] = m.Set(key, 0), true
			}
		}
		for key := range 10 {
			_, was := before.Get(key)
			_, is := m.Get(key)
			assert.Equal(t, !touched[key] || !was && !is, m.Same(before, key), "key %d", key)
		}
	})
}

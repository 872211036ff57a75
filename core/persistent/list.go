package persistent

import (
	"cmp"
	"iter"
	"sort"
	"sync/atomic"
)

// List is an immutable sequence of entries that come in the order of their
// keys, each at the end. The zero value is empty. Appending takes constant
// time on average, finding an entry logarithmic time: for what only grows, it
// takes a tenth of the memory of a Map.
//
// It is a trie of 32 branches with a tail, as Clojure's vectors are. The last
// leaf is shared by lists that continue each other: whoever is first takes the
// next place in it, and a list that was overtaken copies it.
//
// Like the Map it does not know V inside.
type List[K cmp.Ordered, V any] struct {
	root  *branch[K] // of full leaves
	depth int        // how many levels there are above the leaves
	tail  *tail[K]
	used  int // of the tail, by this list
}

// width is how many entries a leaf has, and how many branches a branch. 16
// and 64 are as good within a tenth.
const width = 32

// branch is full of leaves or branches, but for the last ones.
type branch[K cmp.Ordered] struct {
	size    int
	kids    []*branch[K]
	entries []*entry[K] // of a leaf
}

type tail[K cmp.Ordered] struct {
	taken   atomic.Int64 // how many places are taken, by whichever list
	entries [width]*entry[K]
}

// Len returns how many entries the list has.
func (l List[K, V]) Len() int { return l.inTrie() + l.used }

func (l List[K, V]) inTrie() int {
	if l.root == nil {
		return 0
	}
	return l.root.size
}

// Any returns the list with its values as they are. TypedList undoes it.
func (l List[K, V]) Any() List[K, any] { return List[K, any]{l.root, l.depth, l.tail, l.used} }

// TypedList returns a list whose values all are of the type V. Where one is not, whoever
// looks at it panics.
func TypedList[V any, K cmp.Ordered](l List[K, any]) List[K, V] {
	return List[K, V]{l.root, l.depth, l.tail, l.used}
}

// At returns the i-th entry. It panics unless 0 <= i < Len().
func (l List[K, V]) At(i int) (K, V) {
	e := l.entry(i)
	return e.key, e.value.(V)
}

func (l List[K, V]) entry(i int) *entry[K] {
	if n := l.inTrie(); i >= n {
		return l.tail.entries[:l.used][i-n]
	}
	b := l.root
	for b.kids != nil {
		full := b.kids[0].size
		b, i = b.kids[i/full], i%full
	}
	return b.entries[i]
}

// Rank returns how many keys are smaller than key.
func (l List[K, V]) Rank(key K) int {
	return sort.Search(l.Len(), func(i int) bool { return l.entry(i).key >= key })
}

// Same reports whether a key has the very entry that it has in other, or has none
// in both.
func (l List[K, V]) Same(other List[K, V], key K) bool { return l.lookup(key) == other.lookup(key) }

func (l List[K, V]) lookup(key K) *entry[K] {
	if i := l.Rank(key); i < l.Len() && l.entry(i).key == key {
		return l.entry(i)
	}
	return nil
}

// Append returns a list with one more entry. If the last one has the same key,
// the new one takes its place. It panics when the key comes before the last one's.
func (l List[K, V]) Append(key K, value V) List[K, V] {
	e := &entry[K]{key, value}
	if n := l.Len(); n > 0 {
		switch last := l.entry(n - 1); {
		case last.key > key:
			panic("persistent: a list takes entries in the order of their keys")
		case last.key == key:
			l.tail = l.tail.copy(l.used)
			l.tail.entries[l.used-1] = e
			return l
		}
	}
	if l.used == width {
		l.root, l.depth = push(l.root, l.depth, &branch[K]{size: width, entries: l.tail.entries[:]})
		l.tail, l.used = nil, 0
	}
	switch {
	case l.tail == nil:
		l.tail = (&tail[K]{}).copy(0)
		l.tail.taken.Store(1)
	case !l.tail.taken.CompareAndSwap(int64(l.used), int64(l.used)+1):
		l.tail = l.tail.copy(l.used)
		l.tail.taken.Store(int64(l.used) + 1)
	}
	l.tail.entries[l.used] = e
	l.used++
	return l
}

// copy returns a tail of its own with the first entries.
func (t *tail[K]) copy(used int) *tail[K] {
	c := &tail[K]{}
	copy(c.entries[:], t.entries[:used])
	c.taken.Store(int64(used))
	return c
}

// push returns a trie with one more leaf.
func push[K cmp.Ordered](root *branch[K], depth int, leaf *branch[K]) (*branch[K], int) {
	if root == nil {
		return leaf, 0
	}
	if root.full(depth) {
		return &branch[K]{size: root.size + leaf.size, kids: []*branch[K]{root, leaf.under(depth)}}, depth + 1
	}
	return root.with(depth, leaf), depth
}

// under returns the leaf below as many branches.
func (b *branch[K]) under(depth int) *branch[K] {
	for range depth {
		b = &branch[K]{size: b.size, kids: []*branch[K]{b}}
	}
	return b
}

// with returns the branch with one more leaf, for which it has room.
func (b *branch[K]) with(depth int, leaf *branch[K]) *branch[K] {
	kids := make([]*branch[K], len(b.kids), len(b.kids)+1)
	copy(kids, b.kids)
	last := len(kids) - 1
	if !kids[last].full(depth - 1) {
		kids[last] = kids[last].with(depth-1, leaf)
	} else {
		kids = append(kids, leaf.under(depth-1))
	}
	return &branch[K]{size: b.size + leaf.size, kids: kids}
}

// full reports whether a branch with as many levels below it has no room.
func (b *branch[K]) full(depth int) bool {
	full := width
	for range depth {
		full *= width
	}
	return b.size == full
}

// Diff yields the entries that were appended, replaced or left out between
// before and l, in the order of the keys. The time it takes grows with what
// follows on the beginning that both share.
func (l List[K, V]) Diff(before List[K, V]) iter.Seq[Entry[K, V]] {
	return func(yield func(Entry[K, V]) bool) {
		n := l.shared(before)
		l.diff(before, n, n, yield)
	}
}

// DiffAfter is Diff for the keys behind one: a difference can be gone on with. It
// takes logarithmic time to come there.
func (l List[K, V]) DiffAfter(before List[K, V], key K) iter.Seq[Entry[K, V]] {
	return func(yield func(Entry[K, V]) bool) {
		n := l.shared(before)
		l.diff(before, max(n, l.behind(key)), max(n, before.behind(key)), yield)
	}
}

// behind returns the place of the first entry whose key is greater than key.
func (l List[K, V]) behind(key K) int {
	return sort.Search(l.Len(), func(i int) bool { return l.entry(i).key > key })
}

// diff compares what follows on the first i entries of l, and on the first j of before.
func (l List[K, V]) diff(before List[K, V], i, j int, yield func(Entry[K, V]) bool) {
	for i < l.Len() || j < before.Len() {
		var e Entry[K, V]
		var now, then *entry[K]
		if i < l.Len() {
			now = l.entry(i)
		}
		if j < before.Len() {
			then = before.entry(j)
		}
		if now != nil && (then == nil || now.key <= then.key) {
			value := now.value.(V)
			e.Key, e.After = now.key, &value
			i++
		}
		if then != nil && (now == nil || then.key <= now.key) {
			value := then.value.(V)
			e.Key, e.Before = then.key, &value
			j++
		}
		if now != then && !yield(e) {
			return
		}
	}
}

// Shared returns how many of the very same entries both lists begin with.
func (l List[K, V]) Shared(other List[K, V]) int { return l.shared(other) }

// shared returns how many entries both lists begin with.
func (l List[K, V]) shared(other List[K, V]) int {
	a, b, depth := l.root, other.root, l.depth
	for ; depth > other.depth; depth-- {
		a = a.kids[0]
	}
	for deeper := other.depth; deeper > depth; deeper-- {
		b = b.kids[0]
	}
	n := same(a, b)
	for n < min(l.Len(), other.Len()) && l.entry(n) == other.entry(n) {
		n++
	}
	return n
}

// same returns how many entries two branches of the same depth begin with.
func same[K cmp.Ordered](a, b *branch[K]) int {
	switch {
	case a == nil || b == nil:
		return 0
	case a == b:
		return a.size
	}
	n := 0
	for i := range min(len(a.kids), len(b.kids)) {
		common := same(a.kids[i], b.kids[i])
		n += common
		if common < a.kids[i].size || common < b.kids[i].size {
			return n
		}
	}
	for i := range min(len(a.entries), len(b.entries)) {
		if a.entries[i] != b.entries[i] {
			return i
		}
		n++
	}
	return n
}

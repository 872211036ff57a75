// Package persistent has a sorted map whose every change is a new map.
//
// Time travel rests on it: the read models of a thousand moments share all
// that did not differ between them, and what did differ is found without
// looking at the rest. No library offers both, and access by rank besides,
// which a window of rows needs.
package persistent

import (
	"cmp"
	"iter"
	"slices"
)

// Map is an immutable map, sorted by key. The zero value is empty. Setting,
// deleting and looking up take time logarithmic in the length.
//
// It is a weight-balanced tree: N. Adams, "Efficient sets: a balancing act"
// (1993), with the parameters that Hirai and Yamamoto proved right (2011).
//
// The tree itself does not know V: a type of value costs no code of its own,
// which counts where the code is downloaded.
type Map[K cmp.Ordered, V any] struct {
	root *node[K]
}

const (
	delta = 3 // a side is at most delta times as heavy as the other
	gamma = 2 // beyond that, gamma tells a single from a double rotation
)

// node leads to an entry. Nodes are copied on every change below them and so
// are small; an entry is made once, and two nodes with the same entry have the
// same key and value.
type node[K cmp.Ordered] struct {
	*entry[K]
	size        int
	left, right *node[K]
}

type entry[K cmp.Ordered] struct {
	key   K
	value any
}

func size[K cmp.Ordered](n *node[K]) int {
	if n == nil {
		return 0
	}
	return n.size
}

// Len returns how many keys the map holds.
func (m Map[K, V]) Len() int { return size(m.root) }

// Get returns the value of a key, and whether the map has it.
func (m Map[K, V]) Get(key K) (V, bool) {
	if e := lookup(m.root, key); e != nil {
		return e.value.(V), true
	}
	var zero V
	return zero, false
}

// Same reports whether a key has the very entry that it has in other, or has none in
// both. A key that was set anew has another entry, even of an equal value, so of
// two maps that come from each other the same entry says that nothing was done
// to the key in between; none in both says nothing.
func (m Map[K, V]) Same(other Map[K, V], key K) bool {
	return lookup(m.root, key) == lookup(other.root, key)
}

func lookup[K cmp.Ordered](n *node[K], key K) *entry[K] {
	for n != nil {
		switch c := cmp.Compare(key, n.key); {
		case c < 0:
			n = n.left
		case c > 0:
			n = n.right
		default:
			return n.entry
		}
	}
	return nil
}

// At returns the i-th smallest key and its value. It panics unless
// 0 <= i < Len().
func (m Map[K, V]) At(i int) (K, V) {
	n := m.root
	for {
		left := size(n.left)
		switch {
		case i < left:
			n = n.left
		case i > left:
			i -= left + 1
			n = n.right
		default:
			return n.key, n.value.(V)
		}
	}
}

// Rank returns how many keys are smaller than key.
func (m Map[K, V]) Rank(key K) int {
	rank := 0
	for n := m.root; n != nil; {
		if cmp.Compare(key, n.key) <= 0 {
			n = n.left
		} else {
			rank += size(n.left) + 1
			n = n.right
		}
	}
	return rank
}

// Set returns a map in which key has the value.
func (m Map[K, V]) Set(key K, value V) Map[K, V] {
	return Map[K, V]{set(m.root, &entry[K]{key, value})}
}

// SetAll returns a map in which each key has its value. The keys come in order, each
// once. Where they are many, it takes much less than to set one after the other.
func (m Map[K, V]) SetAll(keys []K, values []V) Map[K, V] {
	entries := make([]*entry[K], len(keys))
	for i, key := range keys {
		entries[i] = &entry[K]{key, values[i]}
	}
	return Map[K, V]{setAll(m.root, entries)}
}

// Delete returns a map without key.
func (m Map[K, V]) Delete(key K) Map[K, V] {
	if _, ok := m.Get(key); !ok {
		return m
	}
	left, _, right := split(m.root, key)
	return Map[K, V]{merge(left, right)}
}

// All yields the keys and values in the order of the keys.
func (m Map[K, V]) All() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		walk(m.root, func(key K, value any) bool { return yield(key, value.(V)) })
	}
}

func walk[K cmp.Ordered](n *node[K], yield func(K, any) bool) bool {
	return n == nil || walk(n.left, yield) && yield(n.key, n.value) && walk(n.right, yield)
}

// Entry is a key with what it has before and after; nil where it has nothing.
type Entry[K cmp.Ordered, V any] struct {
	Key           K
	Before, After *V
}

// Any returns the map with its values as they are. TypedMap undoes it.
func (m Map[K, V]) Any() Map[K, any] { return Map[K, any]{m.root} }

// TypedMap returns a map whose values all are of the type V. Where one is not, whoever
// looks it up panics.
func TypedMap[V any, K cmp.Ordered](m Map[K, any]) Map[K, V] { return Map[K, V]{m.root} }

// Diff yields the entries that were set, replaced or deleted between before
// and m, in the order of the keys. A key that was set to an equal value is
// among them. The time it takes grows with what differs, not with the maps.
func (m Map[K, V]) Diff(before Map[K, V]) iter.Seq[Entry[K, V]] {
	return func(yield func(Entry[K, V]) bool) {
		diff(before.root, m.root, func(before, after *entry[K]) bool {
			var e Entry[K, V]
			if before != nil {
				value := before.value.(V)
				e.Key, e.Before = before.key, &value
			}
			if after != nil {
				value := after.value.(V)
				e.Key, e.After = after.key, &value
			}
			return yield(e)
		})
	}
}

// DiffAfter is Diff for the keys behind one: a difference can be gone on with. It
// takes logarithmic time to come there.
func (m Map[K, V]) DiffAfter(before Map[K, V], key K) iter.Seq[Entry[K, V]] {
	_, _, was := split(before.root, key)
	_, _, is := split(m.root, key)
	return Map[K, V]{is}.Diff(Map[K, V]{was})
}

func diff[K cmp.Ordered](before, after *node[K], yield func(before, after *entry[K]) bool) bool {
	switch {
	case before == after:
		return true
	case after == nil:
		return diff(before.left, nil, yield) && yield(before.entry, nil) && diff(before.right, nil, yield)
	}
	left, old, right := split(before, after.key)
	return diff(left, after.left, yield) &&
		(old == after.entry || yield(old, after.entry)) &&
		diff(right, after.right, yield)
}

func join[K cmp.Ordered](left *node[K], e *entry[K], right *node[K]) *node[K] {
	return &node[K]{e, size(left) + size(right) + 1, left, right}
}

func set[K cmp.Ordered](n *node[K], e *entry[K]) *node[K] {
	if n == nil {
		return join(nil, e, nil)
	}
	switch c := cmp.Compare(e.key, n.key); {
	case c < 0:
		return balance(set(n.left, e), n.entry, n.right)
	case c > 0:
		return balance(n.left, n.entry, set(n.right, e))
	default:
		return join(n.left, e, n.right)
	}
}

// setAll parts the entries at each node's key, and links what came of both sides.
func setAll[K cmp.Ordered](n *node[K], entries []*entry[K]) *node[K] {
	switch {
	case len(entries) == 0:
		return n
	case n == nil:
		mid := len(entries) / 2
		return join(setAll(nil, entries[:mid]), entries[mid], setAll(nil, entries[mid+1:]))
	}
	at, found := slices.BinarySearchFunc(entries, n.key, func(e *entry[K], key K) int { return cmp.Compare(e.key, key) })
	own, behind := n.entry, entries[at:]
	if found {
		own, behind = behind[0], behind[1:]
	}
	return link(setAll(n.left, entries[:at]), own, setAll(n.right, behind))
}

// balance joins two sides of which one may have grown or shrunk by one key.
func balance[K cmp.Ordered](left *node[K], e *entry[K], right *node[K]) *node[K] {
	l, r := size(left)+1, size(right)+1
	switch {
	case r > delta*l:
		if size(right.left)+1 < gamma*(size(right.right)+1) {
			return join(join(left, e, right.left), right.entry, right.right)
		}
		mid := right.left
		return join(join(left, e, mid.left), mid.entry,
			join(mid.right, right.entry, right.right))
	case l > delta*r:
		if size(left.right)+1 < gamma*(size(left.left)+1) {
			return join(left.left, left.entry, join(left.right, e, right))
		}
		mid := left.right
		return join(join(left.left, left.entry, mid.left), mid.entry,
			join(mid.right, e, right))
	default:
		return join(left, e, right)
	}
}

// link joins two sides of any sizes.
func link[K cmp.Ordered](left *node[K], e *entry[K], right *node[K]) *node[K] {
	switch l, r := size(left)+1, size(right)+1; {
	case r > delta*l:
		return balance(link(left, e, right.left), right.entry, right.right)
	case l > delta*r:
		return balance(left.left, left.entry, link(left.right, e, right))
	default:
		return join(left, e, right)
	}
}

// merge joins two sides, all keys of left being smaller than those of right.
func merge[K cmp.Ordered](left, right *node[K]) *node[K] {
	switch {
	case left == nil:
		return right
	case right == nil:
		return left
	}
	first := right
	for first.left != nil {
		first = first.left
	}
	_, _, rest := split(right, first.key)
	return link(left, first.entry, rest)
}

// split parts a tree at a key; found is the key's entry, nil without one.
// What lies wholly on one side is shared, not copied: diff relies on it.
func split[K cmp.Ordered](n *node[K], key K) (left *node[K], found *entry[K], right *node[K]) {
	if n == nil {
		return nil, nil, nil
	}
	switch c := cmp.Compare(key, n.key); {
	case c < 0:
		left, found, right = split(n.left, key)
		return left, found, link(right, n.entry, n.right)
	case c > 0:
		left, found, right = split(n.right, key)
		return link(n.left, n.entry, left), found, right
	default:
		return n.left, n.entry, n.right
	}
}

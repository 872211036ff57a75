package projection

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"playhead/core/eventstore"
)

// Names sort as people sort them: by their numbers where they have some.
func TestRanked_Order(t *testing.T) {
	want := []string{
		"", "account", "account-0", "account-1", "account-01", "account-2", "account-9", "account-10",
		"account-10-2", "account-10-10", "account-99", "account-100", "account-999999999",
		"account-1000000000", "account-" + strings.Repeat("9", 20), "account-1" + strings.Repeat("0", 20),
		"account-a", "account-é", "accounts", "order-1",
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int { return strings.Compare(ranked(a), ranked(b)) })
	assert.Equal(t, want, got)
}

// Every key is given back as it was, and no two keys become one.
func FuzzRanked(f *testing.F) {
	for _, key := range []string{
		"", "0", "00", "007", "a1b02c003", "account-12", "\x00", "1\x002", "\x00\x00", "0\x00\x001", "٣", "\xff9",
		strings.Repeat("0", 300) + "1", strings.Repeat("9", 40),
	} {
		f.Add(key)
	}
	f.Fuzz(func(t *testing.T, key string) {
		assert.Equal(t, key, unranked(ranked(key)))
	})
}

// A table's rows come in that order, and each is found by its own key.
func TestTable_Order(t *testing.T) {
	type row struct{ Name string }
	var table Table[row]
	for _, key := range []string{"account-10", "account-1", "account-2", "account-010"} {
		table = table.Set(eventstore.StreamID(key), row{key})
	}
	for i, want := range []string{"account-1", "account-2", "account-10", "account-010"} {
		got, ok := table.Get(eventstore.StreamID(want))
		assert.True(t, ok)
		assert.Equal(t, row{want}, got)
		assert.Equal(t, want, table.Row(i).Key)
		assert.Equal(t, i, table.Rank(want))
	}
	for change := range table.Delete("account-2").Changes(table) {
		assert.Equal(t, "account-2", change.Key)
	}
}

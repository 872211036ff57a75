package projection

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
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

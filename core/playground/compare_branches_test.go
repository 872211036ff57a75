package playground

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// Two branches are compared from where they part, either way round, and a
// branch with itself differs in nothing.
func TestPlayground_CompareBranches(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Switched](p, "branch", `{"name":"one","position":12}`)
	deposit(p, "50")
	p.settle()

	mine := ask[CompareBranchesResult](p, "compareBranches", `{"branch":"main","to":13}`)
	assert.Equal(t, eventstore.Position(12), mine.Common)
	assert.Equal(t, 12, mine.ThereTotal)
	assert.Len(t, mine.There, 12)
	require.Len(t, mine.Compared.Events, 1)
	assert.Equal(t, eventstore.Position(13), mine.Compared.Events[0].Position)
	assert.Equal(t, eventstore.Position(24), mine.Compared.From)
	balance := valueOf(t, mine.Compared, "Balances", "account-1", "balance")
	assert.Equal(t, "1,000.00", *balance.Before)
	assert.Equal(t, "1,350.00", *balance.After)

	ask[Switched](p, "switch", `{"name":"main"}`)
	p.settle()
	theirs := ask[CompareBranchesResult](p, "compareBranches", `{"branch":"one","to":24}`)
	mirrored := valueOf(t, theirs.Compared, "Balances", "account-1", "balance")
	assert.Equal(t, balance.Before, mirrored.After)
	assert.Equal(t, balance.After, mirrored.Before)
	assert.Equal(t, 1, theirs.ThereTotal)

	same := ask[CompareBranchesResult](p, "compareBranches", `{"branch":"main","to":24}`)
	assert.Equal(t, eventstore.Position(24), same.Common)
	for _, place := range same.Compared.Places {
		assert.Zero(t, place.Total, place.Where)
	}
	then := ask[CompareBranchesResult](p, "compareBranches", `{"branch":"one","to":5,"sameTime":true}`)
	assert.Equal(t, eventstore.Position(5), then.Common)
	assert.Zero(t, then.ThereTotal)
	p.fail(CodeNotFound, "compareBranches", `{"branch":"nowhere","to":24}`)
	p.fail(CodeNotFound, "compareBranches", `{"branch":"one","to":99}`)
}

// Events that a what-if has only moved are paired with what they were.
func TestPlayground_CompareBranches_WhatIf(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	switched := ask[Switched](p, "branch", `{"name":"without","whatIf":{"kind":"leaveOut","position":2}}`)
	p.settle()
	require.Equal(t, eventstore.Position(22), switched.Log.Head)
	compared := ask[CompareBranchesResult](p, "compareBranches", `{"branch":"main","to":22}`)
	for _, place := range compared.Compared.Places {
		if place.Where != "Statement" {
			continue
		}
		for _, key := range place.Keys {
			assert.Equal(t, Removed, key.Change, "%s: only what is gone differs", key.Key)
		}
		assert.Len(t, place.Keys, 2, "the deposit, and the withdrawal that is refused without it")
	}
}

func valueOf(t *testing.T, r CompareResult, where, key, field string) ComparedValue {
	t.Helper()
	for _, place := range r.Places {
		for _, k := range place.Keys {
			for _, v := range k.Values {
				if place.Where == where && k.Key == key && v.Field == field {
					return v
				}
			}
		}
	}
	require.Fail(t, "no difference", "%s %s %s", where, key, field)
	return ComparedValue{}
}

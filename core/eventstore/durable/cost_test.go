package durable

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/eventstore/storetest"
)

// cost counts what a disk has to be waited for.
type cost struct{ transactions, calls, flushes int }

type costlyDatabase struct {
	simDatabase
	*cost
}

func (d costlyDatabase) Transact(ctx context.Context, write bool, body func(Tx) error, complete func()) error {
	d.transactions++
	return d.simDatabase.Transact(ctx, write, body, complete)
}

type costlyFiles struct {
	simFiles
	*cost
}

func (f costlyFiles) Create(name string) (File, error) {
	f.calls++
	file, err := f.simFiles.Create(name)
	return costlyFile{file, f.cost}, err
}

func (f costlyFiles) List() ([]string, error) {
	f.calls++
	return f.simFiles.List()
}

type costlyFile struct {
	File
	*cost
}

func (f costlyFile) Flush() error {
	f.flushes++
	return f.File.Flush()
}

// An append waits for one transaction and one flush of a file that is open, whichever
// kind it is. Making a branch is one append to the list of branches.
func TestStore_Append_Cost(t *testing.T) {
	own := &tab{browser: calm()}
	c := &cost{}
	s, err := Open(t.Context(), costlyDatabase{simDatabase{own}, c}, costlyFiles{simFiles{own}, c}, Options{NewID: own.browser.newID})
	require.NoError(t, err)
	one := cost{transactions: 1, flushes: 1}
	for i := range eventstore.Position(3) {
		*c = cost{}
		record(t, s, 1)
		assert.Equal(t, one, *c)
		*c = cost{}
		_, err := s.AppendIf(t.Context(), eventstore.Condition{After: 2*i + 1},
			eventstore.Addressed{Stream: "branch-1", EventData: storetest.Deposits(1)[0]})
		require.NoError(t, err)
		assert.Equal(t, one, *c)
	}
}

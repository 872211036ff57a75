package durable

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/eventstore/storetest"
)

func TestReset(t *testing.T) {
	// A log that was reset does not come back, whichever copy is lost.
	b := calm()
	old := openIn(t, b)
	record(t, old, 3)
	own := &tab{browser: b}
	fresh, err := Reset(t.Context(), simDatabase{own}, simFiles{own}, Options{NewID: b.newID})
	require.NoError(t, err)
	require.True(t, fresh.Began())
	_, err = old.Append(t.Context(), "account-7", eventstore.Any, storetest.Deposit())
	require.ErrorIs(t, err, eventstore.ErrReplaced)
	fresh.Close(errors.New("closed"))
	b.kept = calm().kept
	assert.Zero(t, openIn(t, b).head())
}

// sealedUp are files that nobody may look into.
type sealedUp struct{ simFiles }

func (sealedUp) Read(name string) ([]byte, error) { return nil, errors.New("read " + name) }

func TestReset_ReadsNoEvents(t *testing.T) {
	// A log of a million events is thrown away as fast as one of ten, and the
	// names of its files tell how new they are even when the database is gone.
	b := calm()
	old := openIn(t, b)
	record(t, old, 3)
	own := &tab{browser: b}
	for range 3 {
		fresh, err := Reset(t.Context(), simDatabase{own}, sealedUp{simFiles{own}}, Options{NewID: b.newID})
		require.NoError(t, err)
		guarantee, err := fresh.Guarantee()
		require.NoError(t, err)
		require.Equal(t, TwoCopies, guarantee)
		fresh.Close(errors.New("closed"))
		b.kept = calm().kept
	}
	assert.Zero(t, openIn(t, b).head())
}

// crowded is a database on a disk that is full as long as there are files.
type crowded struct{ simDatabase }

func (d crowded) Transact(ctx context.Context, write bool, body func(Tx) error, complete func()) error {
	if write && len(d.tab.browser.files) > 0 {
		return ErrFull
	}
	return d.simDatabase.Transact(ctx, write, body, complete)
}

func TestReset_ErrFull(t *testing.T) {
	// On a full disk what is thrown away makes room for what is begun; what
	// cannot be thrown away stays as it is.
	b := calm()
	s := openIn(t, b)
	record(t, s, 3)
	own := &tab{browser: b}
	_, err := Reset(t.Context(), crowded{simDatabase{own}}, simFiles{own}, Options{NewID: b.newID})
	require.ErrorIs(t, err, ErrFull, "a tab has the second copy open")
	require.ErrorIs(t, err, eventstore.ErrUnavailable)
	assert.Equal(t, eventstore.Position(3), openIn(t, b).head())

	for _, f := range b.files {
		f.owner = nil
	}
	again, err := Reset(t.Context(), crowded{simDatabase{own}}, simFiles{own}, Options{NewID: b.newID})
	require.NoError(t, err)
	assert.Equal(t, eventstore.Position(0), again.head())
}

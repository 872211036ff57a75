package eventstore_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/eventstore/storetest"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, func(*testing.T) eventstore.Store { return eventstore.NewMemory() })
}

func TestMemory_Close(t *testing.T) {
	// Those who follow the log get what is there, and then the reason.
	reason := errors.New("closed for stocktaking")
	m := eventstore.NewMemory()
	_, err := m.Append(t.Context(), "account-7", eventstore.NoStream, storetest.Deposits(2)...)
	require.NoError(t, err)
	m.Close(reason)
	m.Close(errors.New("another reason"))

	var read int
	var last error
	for _, err := range m.Subscribe(t.Context(), 0) {
		if last = err; err == nil {
			read++
		}
	}
	assert.Equal(t, 2, read)
	require.ErrorIs(t, last, reason)
	_, err = m.Append(t.Context(), "account-7", eventstore.Any, storetest.Deposit())
	require.ErrorIs(t, err, reason)
	storetest.Check(t, m)
}

func TestMemory_Close_WakesSubscribers(t *testing.T) {
	reason := errors.New("closed for stocktaking")
	m := eventstore.NewMemory()
	ended := make(chan error, 1)
	waiting := make(chan struct{})
	_, err := m.Append(t.Context(), "account-7", eventstore.NoStream, storetest.Deposit())
	require.NoError(t, err)
	go func() {
		for _, err := range m.Subscribe(context.Background(), 0) {
			if err != nil {
				ended <- err
				return
			}
			close(waiting) // it has read all there is
		}
	}()
	<-waiting
	m.Close(reason)
	require.ErrorIs(t, <-ended, reason)
}

func TestMemory_PrepareAndCommit(t *testing.T) {
	// A store that keeps its events elsewhere appends in two steps. Nothing is
	// there to be read before the second.
	m := eventstore.NewMemory()
	events, repeated, err := m.Prepare("account-7", eventstore.NoStream, storetest.Deposits(2)...)
	require.NoError(t, err)
	require.False(t, repeated)
	head, err := m.Head(t.Context())
	require.NoError(t, err)
	assert.Zero(t, head.Position)
	require.NoError(t, m.Commit(events))
	storetest.Check(t, m)
	require.ErrorIs(t, m.Commit(events), eventstore.ErrCorrupt, "the same events do not come twice")
}

func BenchmarkMemory_ReadAll(b *testing.B) {
	m := eventstore.NewMemory()
	const n = 10_000
	if _, err := m.Append(b.Context(), "account-7", eventstore.NoStream, storetest.Deposits(n)...); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		read := 0
		for _, err := range m.ReadAll(b.Context(), 0) {
			if err != nil {
				b.Fatal(err)
			}
			read++
		}
		if read != n {
			b.Fatalf("got %d events, want %d", read, n)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/event")
}

package eventstore_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/eventstore"
	"playhead/core/eventstore/storetest"
)

// A branch passes all that a store has to, also where its past is empty.
func TestNewBranch(t *testing.T) {
	storetest.Run(t, func(t *testing.T) eventstore.Store {
		past, err := eventstore.NewMemory().Past(0)
		require.NoError(t, err)
		return eventstore.NewBranch(past)
	})
}

// A branch, of any depth, is the log that would have been if the events of its
// past and its own had been recorded one after the other; and the log that it
// parted from never hears of it.
func TestNewBranch_IsItsEvents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		streams := rapid.SampledFrom([]eventstore.StreamID{"account-1", "account-2", "account-3", "user-1"})
		grow := func(stores ...*eventstore.Memory) {
			for range rapid.IntRange(0, 6).Draw(t, "appends") {
				stream, data := streams.Draw(t, "stream"), storetest.Deposits(rapid.IntRange(1, 3).Draw(t, "events"))
				for _, store := range stores {
					_, err := store.Append(t.Context(), stream, eventstore.Any, data...)
					require.NoError(t, err)
				}
			}
		}
		trunk, alone := eventstore.NewMemory(), eventstore.NewMemory()
		grow(trunk, alone)
		for range rapid.IntRange(1, 4).Draw(t, "depth") {
			head, err := trunk.Head(t.Context())
			require.NoError(t, err)
			at := eventstore.Position(rapid.IntRange(0, int(head.Position)).Draw(t, "at"))
			past, err := trunk.Past(at)
			require.NoError(t, err)
			branch := eventstore.NewBranch(past)
			alone = upTo(t, trunk, at)
			parted, err := branch.Head(t.Context())
			require.NoError(t, err)
			require.Equal(t, parted, past.Head())

			grow(trunk) // which is none of the branch's business
			grow(branch, alone)
			requireSame(t, alone, branch)
			trunk = branch
		}
	})
}

// upTo records a log's events up to a position in one of their own.
func upTo(t *rapid.T, store *eventstore.Memory, at eventstore.Position) *eventstore.Memory {
	copied := eventstore.NewMemory()
	for e, err := range store.ReadAll(t.Context(), 0) {
		require.NoError(t, err)
		if e.Position > at {
			break
		}
		_, err := copied.Append(t.Context(), e.Stream, eventstore.Any, e.EventData)
		require.NoError(t, err)
	}
	return copied
}

func requireSame(t *rapid.T, want, got *eventstore.Memory) {
	require.NoError(t, eventstore.Verify(got.ReadAll(t.Context(), 0)))
	wantHead, err := want.Head(t.Context())
	require.NoError(t, err)
	gotHead, err := got.Head(t.Context())
	require.NoError(t, err)
	require.Equal(t, wantHead, gotHead)
	for _, query := range []eventstore.Query{nil, {{Streams: []eventstore.StreamID{"account-2"}}}, {{Category: "user"}}} {
		for after := eventstore.Position(0); after <= wantHead.Position; after += 3 {
			require.Equal(t, texts(t, want.ReadMatching(t.Context(), query, after)), texts(t, got.ReadMatching(t.Context(), query, after)))
		}
	}
	for _, stream := range []eventstore.StreamID{"account-1", "account-2", "account-3", "user-1", "user-2"} {
		for after := eventstore.Version(0); after < 4; after++ {
			require.Equal(t, texts(t, want.ReadStream(t.Context(), stream, after)), texts(t, got.ReadStream(t.Context(), stream, after)))
		}
	}
	for e, err := range want.ReadAll(t.Context(), 0) {
		require.NoError(t, err)
		position, err := got.Find(t.Context(), e.ID)
		require.NoError(t, err)
		require.Equal(t, e.Position, position)
	}
}

func texts(t *rapid.T, events func(func(eventstore.Event, error) bool)) (all []string) {
	for e, err := range events {
		require.NoError(t, err)
		all = append(all, fmt.Sprintf("%d %s %d %s", e.Position, e.Stream, e.Version, e.Hash))
	}
	return all
}

func TestMemory_Past_BeyondTheEnd(t *testing.T) {
	_, err := eventstore.NewMemory().Past(1)
	assert.EqualError(t, err, "branch at #1: the log ends at #0")
}

// What a branch's past holds counts for the rules of appending.
func TestNewBranch_Append_KnowsItsPast(t *testing.T) {
	trunk := eventstore.NewMemory()
	data := storetest.Deposits(2)
	recorded, err := trunk.Append(t.Context(), "account-1", eventstore.NoStream, data...)
	require.NoError(t, err)
	past, err := trunk.Past(2)
	require.NoError(t, err)
	branch := eventstore.NewBranch(past)

	_, err = branch.Append(t.Context(), "account-1", eventstore.NoStream, storetest.Deposit())
	require.ErrorIs(t, err, eventstore.ErrConcurrency)
	again, err := branch.Append(t.Context(), "account-1", eventstore.Any, data...)
	require.NoError(t, err)
	assert.Equal(t, recorded, again, "a repetition is recognised")
	_, err = branch.Append(t.Context(), "account-2", eventstore.Any, data[0])
	assert.ErrorIs(t, err, eventstore.ErrIDReused)
}

// Making a branch costs the same however long the log is.
func BenchmarkMemory_Past(b *testing.B) {
	for _, events := range []int{1_000, 100_000} {
		store := eventstore.NewMemory()
		for i := range events / 100 {
			_, err := store.Append(b.Context(), eventstore.StreamID(fmt.Sprintf("account-%d", i%100)), eventstore.Any, storetest.Deposits(100)...)
			require.NoError(b, err)
		}
		b.Run(fmt.Sprint(events), func(b *testing.B) {
			for b.Loop() {
				past, err := store.Past(eventstore.Position(events / 2))
				require.NoError(b, err)
				eventstore.NewBranch(past)
			}
		})
	}
}

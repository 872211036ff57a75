package storetest

import (
	"context"
	"math"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

var reading = []test{
	{"ReadAll_Empty", func(s fixture) {
		assert.Empty(s, s.all())
		assert.Empty(s, s.stream("account-7"))
	}},
	{"ReadAll_After", func(s fixture) {
		// After is exclusive: what was read last is passed back as it is.
		s.append("account-1", eventstore.NoStream, Deposits(3)...)
		s.append("account-2", eventstore.NoStream, Deposits(3)...)
		all := s.all()
		for after := range eventstore.Position(7) {
			assert.Equal(s, all[after:], append([]eventstore.Event{}, collect(s.T, s.store.ReadAll(s.Context(), after))...), "after %d", after)
		}
	}},
	{"ReadAll_PastTheEnd", func(s fixture) {
		s.append("account-7", eventstore.NoStream, Deposit())
		for _, after := range []eventstore.Position{1, 2, 1000, math.MaxUint64} {
			assert.Empty(s, collect(s.T, s.store.ReadAll(s.Context(), after)), "after %d", after)
		}
	}},
	{"ReadAll_UpToTheHeadAtTheCall", func(s fixture) {
		// A reader that appends does not chase its own tail.
		s.append("account-7", eventstore.NoStream, Deposits(2)...)
		read := 0
		for _, err := range s.store.ReadAll(s.Context(), 0) {
			require.NoError(s, err)
			s.append("account-7", eventstore.Any, Deposit())
			read++
		}
		assert.Equal(s, 2, read)
		assert.Equal(s, eventstore.Position(4), s.head())
	}},
	{"ReadAll_Left", func(s fixture) {
		s.append("account-7", eventstore.NoStream, Deposits(3)...)
		s.leave(s.store.ReadAll)
	}},
	{"ReadAll_Cancelled", func(s fixture) {
		// A context that ends stops a read in the middle, with its error.
		s.append("account-7", eventstore.NoStream, Deposits(3)...)
		s.cancel(s.store.ReadAll)
	}},
	{"ReadStream_After", func(s fixture) {
		s.append("account-1", eventstore.NoStream, Deposits(2)...)
		s.append("account-2", eventstore.NoStream, Deposits(2)...)
		s.append("account-1", eventstore.Exactly(2), Deposits(2)...)
		stream := s.stream("account-1")
		require.Len(s, stream, 4)
		for after := range eventstore.Version(5) {
			assert.Equal(s, stream[after:], append([]eventstore.Event{}, collect(s.T, s.store.ReadStream(s.Context(), "account-1", after))...), "after %d", after)
		}
		assert.Empty(s, collect(s.T, s.store.ReadStream(s.Context(), "account-1", math.MaxUint64)))
	}},
	{"ReadStream_NotAStream", func(s fixture) {
		// A word that the log knows as something else is not a stream.
		s.append("account-7", eventstore.NoStream, Deposit())
		assert.Empty(s, s.stream("MoneyDeposited"))
		assert.Empty(s, s.stream("account"))
		s.append("MoneyDeposited", eventstore.NoStream, Deposit())
		assert.Len(s, s.stream("MoneyDeposited"), 1)
	}},
	{"ReadStream_Cancelled", func(s fixture) {
		s.append("account-7", eventstore.NoStream, Deposits(3)...)
		ctx, cancel := context.WithCancel(s.Context())
		cancel()
		for _, err := range s.store.ReadStream(ctx, "account-7", 0) {
			assert.ErrorIs(s, err, context.Canceled)
		}
	}},
	{"Find", func(s fixture) {
		// An event is found by its id, whatever its stream, and nothing else is.
		first := s.append("account-1", eventstore.NoStream, Deposits(2)...)
		other := s.append("account-2", eventstore.NoStream, Deposit())[0]
		for _, e := range append(first, other) {
			position, err := s.store.Find(s.Context(), e.ID)
			require.NoError(s, err)
			assert.Equal(s, e.Position, position)
		}
		position, err := s.store.Find(s.Context(), Deposit().ID)
		require.NoError(s, err)
		assert.Zero(s, position)
		ctx, cancel := context.WithCancel(s.Context())
		cancel()
		_, err = s.store.Find(ctx, other.ID)
		assert.ErrorIs(s, err, context.Canceled)
	}},
	{"Head", func(s fixture) {
		head, err := s.store.Head(s.Context())
		require.NoError(s, err)
		assert.Equal(s, eventstore.Head{}, head)
		s.append("account-1", eventstore.NoStream, Deposits(2)...)
		last := s.append("account-2", eventstore.NoStream, Deposit())[0]
		head, err = s.store.Head(s.Context())
		require.NoError(s, err)
		assert.Equal(s, eventstore.Head{Position: 3, Streams: 2, Hash: last.Hash}, head)
	}},
}

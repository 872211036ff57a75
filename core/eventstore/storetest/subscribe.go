package storetest

import (
	"context"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

var subscribing = []test{
	{"Subscribe", func(s fixture) {
		// First what is recorded, then what comes.
		s.append("account-1", eventstore.NoStream, Deposits(2)...)
		sub := s.subscribe(0)
		sub.wait(1, 2)
		s.append("account-2", eventstore.NoStream, Deposit())
		sub.wait(3)
		s.append("account-1", eventstore.Any, Deposits(3)...)
		sub.wait(4, 5, 6)
	}},
	{"Subscribe_After", func(s fixture) {
		s.append("account-7", eventstore.NoStream, Deposits(3)...)
		sub := s.subscribe(2)
		sub.wait(3)
		s.append("account-7", eventstore.Any, Deposit())
		sub.wait(4)
	}},
	{"Subscribe_AheadOfTheHead", func(s fixture) {
		// A checkpoint may be ahead of a log that is still being restored.
		sub := s.subscribe(2)
		s.append("account-7", eventstore.NoStream, Deposits(4)...)
		sub.wait(3, 4)
	}},
	{"Subscribe_Several", func(s fixture) {
		// Subscribers do not take events from each other.
		first, second := s.subscribe(0), s.subscribe(0)
		s.append("account-7", eventstore.NoStream, Deposits(2)...)
		first.wait(1, 2)
		second.wait(1, 2)
	}},
	{"Subscribe_Cancelled", func(s fixture) {
		// The last element carries the context's error.
		ctx, cancel := context.WithCancel(s.Context())
		sub := s.subscribeWith(ctx, 0)
		s.append("account-7", eventstore.NoStream, Deposit())
		sub.wait(1)
		cancel()
		assert.ErrorIs(s, sub.end(), context.Canceled)
	}},
	{"Subscribe_CancelledWhileCatchingUp", func(s fixture) {
		s.append("account-7", eventstore.NoStream, Deposits(3)...)
		s.cancel(s.store.Subscribe)
	}},
	{"Subscribe_Left", func(s fixture) {
		s.append("account-7", eventstore.NoStream, Deposits(3)...)
		s.leave(s.store.Subscribe)
	}},
}

// subscription follows a store in a goroutine of its own.
type subscription struct {
	fixture
	events chan eventstore.Event
	ended  chan error
}

func (s fixture) subscribe(after eventstore.Position) *subscription {
	return s.subscribeWith(s.Context(), after)
}

func (s fixture) subscribeWith(ctx context.Context, after eventstore.Position) *subscription {
	sub := &subscription{s, make(chan eventstore.Event), make(chan error, 1)}
	go func() {
		for event, err := range s.store.Subscribe(ctx, after) {
			if err != nil {
				sub.ended <- err
				return
			}
			select {
			case sub.events <- event:
			case <-ctx.Done():
			}
		}
	}()
	return sub
}

// wait takes the next events, which must be those at the positions.
func (s *subscription) wait(positions ...eventstore.Position) {
	s.Helper()
	for _, want := range positions {
		select {
		case event := <-s.events:
			require.Equal(s, want, event.Position)
		case err := <-s.ended:
			require.FailNow(s, "the subscription ended", "waiting for event %d: %v", want, err)
		case <-time.After(patience):
			require.FailNow(s, "an event did not come", "waiting for event %d", want)
		}
	}
}

// end waits for the subscription's end and returns its error.
func (s *subscription) end() error {
	s.Helper()
	select {
	case err := <-s.ended:
		return err
	case event := <-s.events:
		require.FailNow(s, "an event came after the end", "event %d", event.Position)
	case <-time.After(patience):
		require.FailNow(s, "the subscription did not end")
	}
	return nil
}

package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

const (
	writers = 8
	each    = 10 // events per writer
)

var racing = []test{
	{"Append_OneWinner", func(s fixture) {
		// Of writers that have all seen the same version, one wins and the
		// others hear what the version is now.
		s.append("account-7", eventstore.NoStream, Deposit())
		errs := s.write(func(int) error {
			_, err := s.store.Append(s.Context(), "account-7", eventstore.Exactly(1), Deposit())
			return err
		})
		oneWins(s, errs, func(conflict *eventstore.ConcurrencyError) {
			assert.Equal(s, eventstore.Version(2), conflict.Actual)
		})
		assert.Equal(s, eventstore.Position(2), s.head())
	}},
	{"Append_RetriedUntilItFits", func(s fixture) {
		// Writers that read again after a conflict all get their events in.
		errs := s.write(func(int) error {
			for range each {
				if err := s.appendAtEnd("account-7", Deposit()); err != nil {
					return err
				}
			}
			return nil
		})
		require.NoError(s, errors.Join(errs...))
		assert.Len(s, s.stream("account-7"), writers*each)
	}},
	{"Append_ManyStreams", func(s fixture) {
		// Writers to streams of their own do not disturb each other.
		errs := s.write(func(writer int) error {
			stream := eventstore.StreamID(fmt.Sprintf("account-%d", writer))
			for version := range eventstore.Version(each) {
				if _, err := s.store.Append(s.Context(), stream, eventstore.Exactly(version), Deposit()); err != nil {
					return err
				}
			}
			return nil
		})
		require.NoError(s, errors.Join(errs...))
		assert.Equal(s, eventstore.Position(writers*each), s.head())
	}},
	{"Append_SameIDsAtOnce", func(s fixture) {
		// However often an append is repeated at once, it is recorded once.
		data := Deposits(2)
		errs := s.write(func(int) error {
			events, err := s.store.Append(s.Context(), "account-7", eventstore.NoStream, data...)
			if err == nil && events[1].Position != 2 {
				err = fmt.Errorf("got position %d, want 2", events[1].Position)
			}
			return err
		})
		require.NoError(s, errors.Join(errs...))
		assert.Equal(s, eventstore.Position(2), s.head())
	}},
	{"Subscribe_WhileOthersWrite", func(s fixture) {
		// Subscribers that come at any time see every event once, in order.
		ctx, cancel := context.WithCancel(s.Context())
		defer cancel()
		positions := make([]eventstore.Position, writers*each)
		for i := range positions {
			positions[i] = eventstore.Position(i + 1)
		}
		var following sync.WaitGroup
		s.write(func(int) error {
			following.Go(func() { s.follow(ctx, eventstore.Position(len(positions))) })
			for range each {
				if _, err := s.store.Append(ctx, "account-7", eventstore.Any, Deposit()); err != nil {
					s.Error(err)
				}
			}
			return nil
		})
		following.Wait()
	}},
}

// follow reads the log from its beginning until it has seen the last position.
func (s fixture) follow(ctx context.Context, last eventstore.Position) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	want := eventstore.Position(1)
	for event, err := range s.store.Subscribe(ctx, 0) {
		if !assert.NoError(s, err) || !assert.Equal(s, want, event.Position) || want == last {
			return
		}
		want++
	}
}

// write runs the writers side by side and returns what each ended with.
func (s fixture) write(writer func(i int) error) []error {
	errs := make([]error, writers)
	var writing sync.WaitGroup
	for i := range errs {
		writing.Go(func() { errs[i] = writer(i) })
	}
	writing.Wait()
	return errs
}

// oneWins requires that of all writers one was recorded, and lets lost look at
// what each of the others was told.
func oneWins[E error](s fixture, errs []error, lost func(E)) {
	s.Helper()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		var told E
		require.ErrorAs(s, err, &told)
		lost(told)
	}
	assert.Equal(s, 1, won)
}

// appendAtEnd reads the stream's version and appends, until nobody is faster.
func (s fixture) appendAtEnd(stream eventstore.StreamID, data eventstore.EventData) error {
	var version eventstore.Version
	for {
		for event, err := range s.store.ReadStream(s.Context(), stream, version) {
			if err != nil {
				return err
			}
			version = event.Version
		}
		_, err := s.store.Append(s.Context(), stream, eventstore.Exactly(version), data)
		var conflict *eventstore.ConcurrencyError
		if !errors.As(err, &conflict) {
			return err
		}
	}
}

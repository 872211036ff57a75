package playground

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// Run does the work as it comes and ends with its context.
func TestPlayground_Run(t *testing.T) {
	p := newPage(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- p.Playground.Run(ctx) }()
	ask[Opened](p, "open", `{"world":"Bank"}`)
	appendMany(p, 4*advanceBudget)
	require.Eventually(t, func() bool {
		return ask[Moment](p, "moment", `{}`).Projections[0].State.Status == StatusCaughtUp
	}, 10*time.Second, time.Millisecond)
	stop()
	assert.ErrorIs(t, <-ended, context.Canceled)
}

// A page that learns that its log was reset opens the new one and says so.
func TestPlayground_Replaced(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	_, err := p.storage.Reset(t.Context(), "Bank", nil)
	require.NoError(t, err)
	require.NoError(t, p.Replaced(t.Context()))
	assert.Zero(t, ask[Log](p, "log", `{}`).Head)
	assert.Len(t, p.pushes("replaced"), 1)
}

// broken is a storage whose store fails as it is told.
type broken struct {
	Memory
	err error
}

func (b *broken) Open(ctx context.Context, name string, past *eventstore.Past) (OpenLog, error) {
	log, err := b.Memory.Open(ctx, name, past)
	log.Store = &brokenStore{log.Store, b}
	return log, err
}

type brokenStore struct {
	eventstore.Store
	b *broken
}

func (s *brokenStore) Append(ctx context.Context, stream eventstore.StreamID, expected eventstore.ExpectedVersion, events ...eventstore.EventData) ([]eventstore.Event, error) {
	if s.b.err != nil {
		return nil, s.b.err
	}
	return s.Store.Append(ctx, stream, expected, events...)
}

func (s *brokenStore) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Event, error] {
	if s.b.err == nil {
		return s.Store.ReadAll(ctx, after)
	}
	return func(yield func(eventstore.Event, error) bool) { yield(eventstore.Event{}, s.b.err) }
}

// A store that fails is an error with a code and a way on, not a crash.
func TestPlayground_StoreFails(t *testing.T) {
	for code, err := range map[Code]error{
		CodeUnavailable: fmt.Errorf("append: %w", eventstore.ErrUnavailable),
		CodeDamaged:     fmt.Errorf("event 3: %w", eventstore.ErrCorrupt),
		CodeReplaced:    eventstore.ErrReplaced,
		CodeCancelled:   context.DeadlineExceeded,
		CodeInternal:    errors.New("who knows"),
	} {
		storage := &broken{}
		p := newPageOn(t, storage)
		ask[Opened](p, "open", `{"world":"Bank"}`)
		storage.err = err
		if code == CodeReplaced {
			continue // needs a store that can be opened again
		}
		p.fail(code, "command", `{"stream":"account-2","command":"Deposit","form":{"amount":"5"}}`)
		p.fail(code, "events", `{"count":5}`)
		storage.err = nil
		assert.Equal(t, OutcomeRecorded, ask[Outcome](p, "command", `{"stream":"account-2","command":"Deposit","form":{"amount":"5"}}`).Kind, "it goes on when the store does")
	}
}

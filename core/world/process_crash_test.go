package world_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/process"
	"playhead/core/world"
	"playhead/core/world/bank"
	"playhead/core/world/mall"
)

// request is a command on its way to a stream.
type request struct {
	stream  eventstore.StreamID
	command any
}

// matters are what processes see through, each with another end.
func matters() map[string][]request {
	accounts := func(to string, then ...request) []request {
		return append([]request{
			{"account-1", bank.Open{Owner: "Ada"}}, {"account-1", bank.Deposit{Amount: 100_00}}, {"account-2", bank.Open{Owner: "Bob"}},
			{"transfer-1", bank.Transfer{From: "account-1", To: eventstore.StreamID(to), Amount: 50_00}},
		}, then...)
	}
	basket := func(quantity int, card, address string) []request {
		return []request{
			{"depot-1", mall.ReceiveStock{Product: "product-1", Quantity: 5}}, {"basket-1", mall.TakeBasket{Customer: "Ada"}},
			{"basket-1", mall.PutIn{Product: "product-1", Price: 40_00, Quantity: quantity}},
			{"basket-1", mall.CheckOut{Card: card, Address: address}},
		}
	}
	return map[string][]request{
		"bank a transfer":      accounts("account-2"),
		"bank money goes back": accounts("account-9"),
		"mall a checkout":      basket(2, "pays at once", "1 Harbour Road"),
		"mall out of stock":    basket(6, "pays at once", "1 Harbour Road"),
		"mall declined":        basket(2, "is declined", "1 Harbour Road"),
		"mall not shipped":     basket(2, "pays at once", "the old mill"),
	}
}

// The outbox loses nothing and sends nothing twice: whichever append a runner
// crashes at, before the events are recorded or after, the one that takes over
// leaves the log that it would have left without a crash.
func TestOutbox_CrashAtEveryAppend(t *testing.T) {
	for name, requests := range matters() {
		t.Run(name, func(t *testing.T) {
			w := worlds()[name[:len("bank")]]
			want, appends := seeThrough(t, w, requests, -1, 2)
			require.Greater(t, appends, 3)
			for at := range appends {
				for _, how := range []int{0, 1} { // before the events are recorded, and after
					got, _ := seeThrough(t, w, requests, at, how)
					assert.Equal(t, want, got, "crashed at append %d, %d", at, how)
				}
			}
		})
	}
}

// seeThrough sends requests and lets runners act that crash at one of their
// appends. It tells the log, ids included, and how many appends there were.
func seeThrough(t *testing.T, w *world.World, requests []request, crashAt, how int) (log []string, appends int) {
	store := eventstore.NewMemory()
	for i, r := range requests {
		c := w.CommandOf(r.command)
		_, err := aggregate.Handle(t.Context(), store, w.Registry, w.Deciders[c.Category], aggregate.Envelope{
			ID: uuid.UUID{0: 1, 15: byte(i + 1)}, Stream: r.stream, Name: c.Name, Command: r.command,
			Expected: eventstore.Any, Now: time.UnixMilli(1_800_000_000_000),
		})
		require.NoError(t, err)
	}
	flaky := &crashing{store, func() int {
		if appends++; appends-1 == crashAt {
			return how
		}
		return 2
	}}
	for crashed := true; crashed; {
		crashed = !actUntilCrash(t, w, flaky)
	}
	for e, err := range store.ReadAll(t.Context(), 0) {
		require.NoError(t, err)
		log = append(log, fmt.Sprintf("%s %s %s %s", e.Stream, e.Type, e.ID, e.Data))
	}
	return log, appends
}

// actUntilCrash lets a runner that has just started act until there is nothing
// left to do, and reports whether it came to that.
func actUntilCrash(t *testing.T, w *world.World, store eventstore.Store) bool {
	book := process.NewBook(w.Managers, w.Registry.Read)
	runner := process.Runner{Store: store, Registry: w.Registry, Deciders: w.Deciders}
	for range 200 {
		for e, err := range store.ReadAll(context.Background(), book.Head()) {
			require.NoError(t, err)
			book.Fold(e)
		}
		action, ok := book.Next(false)
		if !ok {
			return true
		}
		if err := runner.Do(t.Context(), action, time.UnixMilli(1_800_000_000_000)); err != nil {
			require.ErrorIs(t, err, errCrash)
			return false
		}
	}
	require.Fail(t, "the processes do not come to an end")
	return true
}

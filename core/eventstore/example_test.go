package eventstore_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"playhead/core/eventstore"
)

func ExampleMemory() {
	ctx := context.Background()
	store := eventstore.NewMemory()
	at := time.Date(2026, 11, 20, 14, 3, 21, 0, time.UTC)
	event := func(id byte, eventType, data string) eventstore.EventData {
		return eventstore.EventData{ID: uuid.UUID{15: id}, Type: eventType, SchemaVersion: 1, Data: []byte(data), Timestamp: at}
	}

	opened := event(1, "AccountOpened", `{"owner":"Ada"}`)
	_, err := store.Append(ctx, "account-7", eventstore.NoStream, opened)
	fmt.Println(err)

	// The same id is the same event: nothing is recorded twice.
	repeated, err := store.Append(ctx, "account-7", eventstore.NoStream, opened)
	fmt.Println(repeated[0].Position, err)

	// Two writers have seen v1. The second hears that it was not the first.
	_, err = store.Append(ctx, "account-7", eventstore.Exactly(1), event(2, "MoneyDeposited", `{"amount":5000}`))
	fmt.Println(err)
	_, err = store.Append(ctx, "account-7", eventstore.Exactly(1), event(3, "AccountClosed", `{}`))
	fmt.Println(errors.Is(err, eventstore.ErrConcurrency), err)

	for e, err := range store.ReadStream(ctx, "account-7", 0) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("#%d v%d %s %s\n", e.Position, e.Version, e.Type, e.Data)
	}
	// Output:
	// <nil>
	// 1 <nil>
	// <nil>
	// true append to account-7: expected v1, the stream is at v2
	// #1 v1 AccountOpened {"owner":"Ada"}
	// #2 v2 MoneyDeposited {"amount":5000}
}

// Whoever gets a copy of a log can see whether it was tampered with, and where.
func ExampleVerify() {
	store := eventstore.NewMemory()
	for i, amount := range []string{"5000", "2500", "100"} {
		_, err := store.Append(context.Background(), "account-7", eventstore.Any, eventstore.EventData{
			ID: uuid.UUID{15: byte(i + 1)}, Type: "MoneyDeposited", SchemaVersion: 1,
			Data: []byte(`{"amount":` + amount + `}`), Timestamp: time.Date(2026, 11, 20, 14, 3, i, 0, time.UTC),
		})
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println(eventstore.Verify(store.ReadAll(context.Background(), 0)))

	fmt.Println(eventstore.Verify(func(yield func(eventstore.Event, error) bool) {
		for event, err := range store.ReadAll(context.Background(), 0) {
			if event.Position == 2 {
				event.Data = []byte(`{"amount":2500000}`)
			}
			if !yield(event, err) {
				return
			}
		}
	}))
	// Output:
	// <nil>
	// event #2 is damaged: its hash does not follow from the event before
}

package whatif_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/whatif"
	"playhead/core/world"
	"playhead/core/world/bank"
)

// log is a Bank's log that commands are sent to.
type log struct {
	require.TestingT
	world *world.World
	store *eventstore.Memory
	ids   byte
}

func newLog(t require.TestingT) *log {
	return &log{t, bank.World(), eventstore.NewMemory(), 0}
}

// send sends a command, and returns the refusal if there is one.
func (l *log) send(stream eventstore.StreamID, command any) *aggregate.Refusal {
	l.ids++
	result, err := aggregate.Handle(context.Background(), l.store, l.world.Registry, l.world.Deciders[stream.Category()], aggregate.Envelope{
		ID: uuid.UUID{6: 0x70, 8: 0x80, 15: l.ids}, Stream: stream, Name: l.world.CommandOf(command).Name, Command: command,
		Expected: eventstore.Any, Actor: "ada", Now: time.UnixMilli(1_790_000_000_000),
	})
	require.NoError(l, err)
	return result.Refusal
}

func (l *log) try(edit whatif.Edit) *whatif.Outcome {
	outcome, err := whatif.Try(context.Background(), l.world, l.store, edit, func(context.Context) error { return nil })
	require.NoError(l, err)
	require.NoError(l, eventstore.Verify(outcome.Log.ReadAll(context.Background(), 0)))
	return outcome
}

func (l *log) all(store eventstore.Store) []eventstore.Event {
	var all []eventstore.Event
	for e, err := range store.ReadAll(context.Background(), 0) {
		require.NoError(l, err)
		all = append(all, e)
	}
	return all
}

// told tells an outcome in lines: position, type and verdict, and why.
func told(outcome *whatif.Outcome) string {
	var lines []string
	for _, j := range outcome.Judged {
		line := fmt.Sprintf("%d %s %s", j.Event.Position, j.Event.Type, j.Verdict)
		if j.Refusal != nil {
			line += " " + j.Refusal.Code
		}
		for _, e := range j.Instead {
			line += fmt.Sprintf(" → %d v%d %s", e.Position, e.Version, e.Data)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// three is an account with 100, of which 70 is withdrawn, between somebody
// else's doings.
func three(t *testing.T) *log {
	l := newLog(t)
	l.send("account-1", bank.Open{Owner: "Ada", Currency: "USD"})
	l.send("account-1", bank.Deposit{Amount: 100, Source: "cash"})
	l.send("account-2", bank.Open{Owner: "Bo", Currency: "USD"})
	l.send("account-1", bank.Withdraw{Amount: 70})
	l.send("account-1", bank.Deposit{Amount: 5, Source: "card"})
	return l
}

func TestTry_LeaveOut(t *testing.T) {
	l := three(t)
	outcome := l.try(whatif.Edit{Kind: whatif.LeaveOut, Position: 2})
	assert.Equal(t, strings.TrimSpace(`
2 MoneyDeposited edited
4 MoneyWithdrawn refused insufficient_funds
5 MoneyDeposited valid → 3 v2 {"amount":5,"currency":"USD","source":"card"}`), told(outcome))
	assert.Equal(t, eventstore.Position(1), outcome.At)
	assert.Len(t, l.all(outcome.Log), 3)
	assert.Len(t, l.all(l.store), 5, "the log is as it was")
}

func TestTry_LeaveOut_First(t *testing.T) {
	outcome := three(t).try(whatif.Edit{Kind: whatif.LeaveOut, Position: 1})
	assert.Equal(t, strings.TrimSpace(`
1 AccountOpened edited
2 MoneyDeposited refused account_not_open
4 MoneyWithdrawn refused account_not_open
5 MoneyDeposited refused account_not_open`), told(outcome))
}

func TestTry_Change(t *testing.T) {
	outcome := three(t).try(whatif.Edit{Kind: whatif.Change, Position: 1, Event: eventstore.Addressed{
		EventData: eventstore.EventData{Data: []byte(`{"owner":"Ada","currency":"EUR"}`)},
	}})
	assert.Equal(t, strings.TrimSpace(`
1 AccountOpened edited → 1 v1 {"owner":"Ada","currency":"EUR"}
2 MoneyDeposited other → 2 v2 {"amount":100,"currency":"EUR","source":"cash"}
4 MoneyWithdrawn other → 4 v3 {"amount":70,"currency":"EUR"}
5 MoneyDeposited other → 5 v4 {"amount":5,"currency":"EUR","source":"card"}`), told(outcome))
}

func TestTry_Move(t *testing.T) {
	later := three(t).try(whatif.Edit{Kind: whatif.Move, Position: 2, After: 4})
	assert.Equal(t, strings.TrimSpace(`
4 MoneyWithdrawn refused insufficient_funds
2 MoneyDeposited edited → 3 v2 {"amount":100,"currency":"USD","source":"cash"}
5 MoneyDeposited valid → 4 v3 {"amount":5,"currency":"USD","source":"card"}`), told(later))
	earlier := three(t).try(whatif.Edit{Kind: whatif.Move, Position: 5, After: 1})
	assert.Equal(t, strings.TrimSpace(`
5 MoneyDeposited edited → 2 v2 {"amount":5,"currency":"USD","source":"card"}
2 MoneyDeposited valid → 3 v3 {"amount":100,"currency":"USD","source":"cash"}
4 MoneyWithdrawn valid → 5 v4 {"amount":70,"currency":"USD"}`), told(earlier))
}

func TestTry_Insert(t *testing.T) {
	l := three(t)
	outcome := l.try(whatif.Edit{Kind: whatif.Insert, Position: 3, Event: eventstore.Addressed{
		Stream: "account-1",
		EventData: eventstore.EventData{
			ID: uuid.UUID{15: 99}, Type: "AccountClosed", SchemaVersion: newest(l, "AccountClosed"), Data: []byte(`{"reason":"gone"}`), Timestamp: time.UnixMilli(0),
		},
	}})
	assert.Equal(t, strings.TrimSpace(`
0 AccountClosed edited → 4 v3 {"reason":"gone"}
4 MoneyWithdrawn refused account_closed
5 MoneyDeposited refused account_closed`), told(outcome))
}

func newest(l *log, name string) int {
	for _, t := range l.world.Registry.Newest() {
		if t.Name == name {
			return t.SchemaVersion
		}
	}
	require.Fail(l, "no type "+name)
	return 0
}

// Where the command cannot be told from its events, that is said, and the
// event stays.
func TestTry_Unknown(t *testing.T) {
	l := three(t)
	_, err := l.store.Append(t.Context(), "account-1", eventstore.Any, eventstore.EventData{
		ID: uuid.UUID{15: 98}, Type: "MoneyWithdrawn", SchemaVersion: 1, Data: []byte(`{"amount":3,"currency":"USD"}`), Timestamp: time.UnixMilli(0),
	})
	require.NoError(t, err)
	outcome := l.try(whatif.Edit{Kind: whatif.LeaveOut, Position: 5})
	assert.Equal(t, strings.TrimSpace(`
5 MoneyDeposited edited
6 MoneyWithdrawn unknown → 5 v4 {"amount":3,"currency":"USD"}`), told(outcome))
}

func TestTry_EditError(t *testing.T) {
	l := three(t)
	changed := func(data string) eventstore.Addressed {
		return eventstore.Addressed{EventData: eventstore.EventData{Data: []byte(data)}}
	}
	for reason, edit := range map[string]whatif.Edit{
		"there is no event 9; the log ends at event 5":                                               {Kind: whatif.LeaveOut, Position: 9},
		"there is no event 0; the log ends at event 5":                                               {Kind: whatif.LeaveOut},
		"the data of MoneyDeposited is not JSON":                                                     {Kind: whatif.Change, Position: 2, Event: changed(`{`)},
		"event 2 stands there already":                                                               {Kind: whatif.Move, Position: 2, After: 1},
		"there is no event 7; the log ends at event 5":                                               {Kind: whatif.Move, Position: 2, After: 7},
		"event 2 cannot come before event 1, with which account-1 begins":                            {Kind: whatif.Move, Position: 2, After: 0},
		"this world has no event of type Nonsense with schema version 1":                             {Kind: whatif.Insert, Position: 2, Event: eventstore.Addressed{Stream: "account-1", EventData: eventstore.EventData{Type: "Nonsense", SchemaVersion: 1}}},
		`an event can be left out, changed, moved, or another be inserted; "dance" is none of these`: {Kind: "dance", Position: 1},
	} {
		_, err := whatif.Try(t.Context(), l.world, l.store, edit, func(context.Context) error { return nil })
		var problem *whatif.EditError
		require.ErrorAs(t, err, &problem, reason)
		assert.Equal(t, reason, problem.Reason)
	}
	_, err := whatif.Try(t.Context(), l.world, l.store, whatif.Edit{Kind: whatif.Change, Position: 2, Event: changed(`{"amount":"much"}`)}, func(context.Context) error { return nil })
	assert.ErrorContains(t, err, "the data does not fit MoneyDeposited")
}

// To change an event into itself changes nothing; and to leave one out and put
// it back brings the same log, unless something was refused in between.
func TestTry_Identity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLog(t)
		streams := rapid.SampledFrom([]eventstore.StreamID{"account-1", "account-2"})
		commands := rapid.SampledFrom([]any{
			bank.Open{Owner: "Ada", Currency: "USD"}, bank.Deposit{Amount: 100, Source: "cash"}, bank.Deposit{Amount: 5, Source: "card"},
			bank.Withdraw{Amount: 60}, bank.Close{Reason: "done"},
		})
		l.send("account-1", bank.Open{Owner: "Ada", Currency: "EUR"})
		for range rapid.IntRange(0, 15).Draw(t, "commands") {
			l.send(streams.Draw(t, "stream"), commands.Draw(t, "command"))
		}
		before := l.all(l.store)
		e := before[rapid.IntRange(0, len(before)-1).Draw(t, "event")]

		unchanged := l.try(whatif.Edit{Kind: whatif.Change, Position: e.Position, Event: eventstore.Addressed{EventData: e.EventData}})
		require.Equal(t, before, l.all(unchanged.Log))

		without := l.try(whatif.Edit{Kind: whatif.LeaveOut, Position: e.Position})
		require.Equal(t, before, l.all(l.store))
		for _, j := range without.Judged[1:] {
			if j.Verdict != whatif.Valid {
				return
			}
		}
		again := &log{t, l.world, without.Log, 0}
		back := again.try(whatif.Edit{Kind: whatif.Insert, Position: e.Position - 1, Event: eventstore.Addressed{Stream: e.Stream, EventData: e.EventData}})
		require.Equal(t, before, l.all(back.Log))
	})
}

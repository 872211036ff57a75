package whatif_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/process"
	"playhead/core/schema"
	"playhead/core/whatif"
	"playhead/core/world"
	"playhead/core/world/bank"
	"playhead/core/world/mall"
	"playhead/core/world/users"
)

// log is a Bank's log that commands are sent to.
type log struct {
	require.TestingT
	world *world.World
	store *eventstore.Memory
	ids   byte
}

func newLog(t require.TestingT) *log {
	return newLogOf(t, bank.World())
}

func newLogOf(t require.TestingT, w *world.World) *log {
	return &log{t, w, eventstore.NewMemory(), 0}
}

// run lets processes do all that they can.
func (l *log) run() {
	for {
		book := process.NewBook(l.world.Managers, l.world.Registry.Read)
		for _, e := range l.all(l.store) {
			book.Fold(e)
		}
		action, ok := book.Next(false)
		if !ok {
			return
		}
		runner := process.Runner{Store: l.store, Registry: l.world.Registry, Deciders: l.world.Deciders}
		require.NoError(l, runner.Do(context.Background(), action, time.UnixMilli(1_790_000_000_000)))
	}
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
		if j.Event.Stream != outcome.Stream {
			line = fmt.Sprintf("%d %s %s %s", j.Event.Position, j.Event.Stream, j.Event.Type, j.Verdict)
		}
		if j.Refusal != nil {
			line += " " + j.Refusal.Code
		}
		for _, e := range j.Instead {
			line += fmt.Sprintf(" → %d v%d %s", e.Position, e.Version, e.Data)
		}
		lines = append(lines, line)
	}
	for _, stream := range outcome.Halted {
		lines = append(lines, fmt.Sprintf("%s would go on otherwise", stream))
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

var worlds = map[string]func() *world.World{"Bank": bank.World, "Users": users.World, "Mall": mall.World}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// What becomes of a log is told in files: what was sent, what is done to it, and
// what its events become, or why that cannot be tried.
func TestTry_Scenarios(t *testing.T) {
	root := filepath.Join("..", "..", "testdata", "whatif")
	entries, err := os.ReadDir(root)
	require.NoError(t, err)
	require.NotEmpty(t, entries)
	for _, entry := range entries {
		t.Run(strings.TrimSuffix(entry.Name(), ".txtar"), func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(root, entry.Name()))
			require.NoError(t, err)
			sections := map[string]string{}
			for _, f := range txtar.Parse(text).Files {
				sections[f.Name] = strings.TrimSpace(string(f.Data))
			}
			l := newLogOf(t, worlds[or(sections["world"], "Bank")]())
			for line := range strings.Lines(sections["given"]) {
				stream, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
				name, data, _ := strings.Cut(rest, " ")
				command, problems := schema.ParseData(l.world.Command(name).Go, []byte(data))
				require.Empty(t, problems)
				require.Nil(t, l.send(eventstore.StreamID(stream), command))
				l.run()
			}
			before := l.all(l.store)
			outcome, err := whatif.Try(t.Context(), l.world, l.store, parse(l, sections["what if"]), func(context.Context) error { return nil })
			got := ""
			if err == nil {
				got = told(outcome)
				require.NoError(t, eventstore.Verify(outcome.Log.ReadAll(t.Context(), 0)))
			} else {
				got = err.Error()
			}
			assert.Equal(t, sections["then"], got)
			assert.Equal(t, before, l.all(l.store), "the log is as it was")
		})
	}
}

// parse reads an edit: "leaveOut 2", "change 2 {…}", "move 2 4" or
// "insert 3 account-1 AccountClosed {…}".
func parse(l *log, line string) whatif.Edit {
	words := strings.SplitN(line, " ", 3)
	words = append(words, "")
	position, err := strconv.ParseUint(words[1], 10, 64)
	require.NoError(l, err)
	edit := whatif.Edit{Kind: whatif.Kind(words[0]), Position: eventstore.Position(position)}
	switch edit.Kind {
	case whatif.Change:
		edit.Event.Data = []byte(words[2])
	case whatif.Move:
		after, err := strconv.ParseUint(words[2], 10, 64)
		require.NoError(l, err)
		edit.After = eventstore.Position(after)
	case whatif.Insert:
		parts := strings.SplitN(words[2], " ", 3)
		edit.Event = eventstore.Addressed{Stream: eventstore.StreamID(parts[0]), EventData: eventstore.EventData{
			ID: uuid.UUID{15: 99}, Type: parts[1], SchemaVersion: newest(l, parts[1]), Data: []byte(parts[2]), Timestamp: time.UnixMilli(0),
		}}
	case whatif.LeaveOut:
	}
	return edit
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

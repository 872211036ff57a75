package world_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/process"
	"playhead/core/projection"
	"playhead/core/schema"
	"playhead/core/timetravel"
	"playhead/core/world"
	"playhead/core/world/bank"
	"playhead/core/world/mall"
	"playhead/core/world/orders"
	"playhead/core/world/users"
)

// worlds are the sample worlds by the names of their folders.
func worlds() map[string]*world.World {
	return map[string]*world.World{"bank": bank.World(), "mall": mall.World(), "orders": orders.World(), "users": users.World()}
}

// The behaviour of each world is told in files: given events, when commands
// come, then they are answered so, and at a position everything looks so.
func TestScenarios(t *testing.T) {
	root := filepath.Join("..", "..", "testdata", "scenarios")
	for name, w := range worlds() {
		entries, err := os.ReadDir(filepath.Join(root, name))
		require.NoError(t, err)
		require.NotEmpty(t, entries)
		for _, entry := range entries {
			t.Run(path.Join(name, strings.TrimSuffix(entry.Name(), ".txtar")), func(t *testing.T) {
				text, err := os.ReadFile(filepath.Join(root, name, entry.Name()))
				require.NoError(t, err)
				newScenario(t, w).play(txtar.Parse(text))
			})
		}
	}
}

type scenario struct {
	*testing.T
	world    *world.World
	store    *eventstore.Memory
	ids      byte
	outcomes []string
}

func newScenario(t *testing.T, w *world.World) *scenario {
	return &scenario{T: t, world: w, store: eventstore.NewMemory()}
}

func (s *scenario) play(archive *txtar.Archive) {
	require.NotEmpty(s, bytes.TrimSpace(archive.Comment), "a scenario begins with a sentence")
	for _, part := range archive.Files {
		lines := strings.Split(strings.TrimSuffix(string(part.Data), "\n"), "\n")
		at, isMoment := strings.CutPrefix(part.Name, "at ")
		for _, line := range lines {
			switch {
			case part.Name == "given":
				s.given(line)
			case part.Name == "when":
				s.when(line)
			case isMoment:
				s.at(at, line)
			case part.Name != "then":
				require.Fail(s, "unknown part", part.Name)
			}
		}
		if part.Name == "then" {
			s.then(lines)
		}
	}
}

// then compares what came of the commands with lines that tell it, which may
// leave out the end: "recorded transfer-1 TransferDebited".
func (s *scenario) then(lines []string) {
	told := slices.Clone(s.outcomes)
	for i, line := range lines {
		if i < len(told) && strings.HasPrefix(told[i], line+" ") {
			told[i] = line
		}
	}
	assert.Equal(s, lines, told)
}

func (s *scenario) id() uuid.UUID {
	s.ids++
	return uuid.UUID{15: s.ids}
}

// given records an event as it is: "account-1 MoneyDeposited@1 {…}".
func (s *scenario) given(line string) {
	stream, what, data := fields(s, line)
	name, version, versioned := strings.Cut(what, "@")
	e := eventstore.EventData{ID: s.id(), Type: name, Data: []byte(data), Timestamp: s.now()}
	for _, t := range s.world.Registry.Newest() {
		if t.Name == name {
			e.SchemaVersion = t.SchemaVersion
		}
	}
	if versioned {
		n, err := strconv.Atoi(version)
		require.NoError(s, err)
		e.SchemaVersion = n
	}
	_, err := s.store.Append(s.Context(), stream, eventstore.Any, e)
	require.NoError(s, err)
}

// when sends a command: "account-1 Withdraw {…}", the opposite of an event: "undo
// 3", or asks something of the drill: "drill ClockAdvanced {…}". Process managers do then what they have to.
func (s *scenario) when(line string) {
	if position, undo := strings.CutPrefix(line, "undo "); undo {
		s.undo(position)
		return
	}
	defer s.processes()
	stream, name, data := fields(s, line)
	if stream == process.Drill {
		s.given(line)
		return
	}
	c := s.world.Command(name)
	require.NotNil(s, c, "the world has no command %s", name)
	value, problems := schema.ParseData(c.Go, []byte(data))
	if len(problems) > 0 {
		s.outcomes = append(s.outcomes, "invalid "+problems[0].Field)
		return
	}
	s.handled(aggregate.Handle(s.Context(), s.store, s.world.Registry, s.world.Deciders[c.Category], aggregate.Envelope{
		ID: s.id(), Stream: stream, Name: name, Command: value, Expected: eventstore.Any, Actor: "test", Now: s.now(),
	}))
}

// handled tells what became of a command.
func (s *scenario) handled(result aggregate.Result, err error) {
	require.NoError(s, err)
	if result.Refusal != nil {
		assert.NotEmpty(s, result.Refusal.Message)
		s.outcomes = append(s.outcomes, "refused "+result.Refusal.Code)
	}
	for _, e := range result.Recorded {
		s.outcomes = append(s.outcomes, fmt.Sprintf("recorded %s %s v%d %s", e.Stream, e.Type, e.Version, e.Data))
	}
}

// processes lets process managers act until there is nothing left to do, from
// nothing but the log, and tells what they recorded.
func (s *scenario) processes() {
	head, err := s.store.Head(s.Context())
	require.NoError(s, err)
	runProcesses(s, s.world, s.store, s.now())
	for e, err := range s.store.ReadAll(s.Context(), head.Position) {
		require.NoError(s, err)
		s.outcomes = append(s.outcomes, fmt.Sprintf("recorded %s %s v%d %s", e.Stream, e.Type, e.Version, e.Data))
	}
}

// runProcesses acts for the process managers of a world until there is nothing left
// to do. It begins with an empty book, as a runner does that has just started.
func runProcesses(t interface {
	require.TestingT
	Context() context.Context
}, w *world.World, store eventstore.Store, now time.Time) {
	book := process.NewBook(w.Managers, w.Registry.Read)
	runner := process.Runner{Store: store, Registry: w.Registry, Deciders: w.Deciders}
	const most = 200 // a runner that does more than that does not come to an end
	for range most {
		for e, err := range store.ReadAll(t.Context(), book.Head()) {
			require.NoError(t, err)
			book.Fold(e)
		}
		action, ok := book.Next(false)
		if !ok {
			return
		}
		require.NoError(t, runner.Do(t.Context(), action, now))
	}
	require.Fail(t, "the processes do not come to an end")
}

// at looks at a moment: a row or value of a projection ("Balances account-1
// Ada 50.00 USD", "Open accounts 1"), one that must not be there ("no Balances
// account-1"), a failure ("failed Balances at 2"), or a value of an aggregate
// ("account-1 balance 50.00").
func (s *scenario) at(position, line string) {
	n, err := strconv.Atoi(position)
	require.NoError(s, err)
	folds := timetravel.Folds{Deciders: s.world.Deciders, Projections: s.world.Projections}
	moment, err := timetravel.New(folds, source(s.Context(), s.world, s.store), nil).At(s.Context(), eventstore.Position(n))
	require.NoError(s, err)
	for i, p := range s.world.Projections {
		state := moment.Projections[i]
		if rest, ok := strings.CutPrefix(line, p.Name+" "); ok {
			assert.Contains(s, shown(state.Model), rest, "%s at %d", p.Name, n)
			return
		}
		if key, ok := strings.CutPrefix(line, "no "+p.Name+" "); ok {
			for _, row := range shown(state.Model) {
				assert.False(s, strings.HasPrefix(row, key+" "), "%s at %d has %s", p.Name, n, row)
			}
			return
		}
		if failed, ok := strings.CutPrefix(line, "failed "+p.Name+" at "); ok {
			require.NotNil(s, state.Failure, "%s has not failed", p.Name)
			assert.Equal(s, failed, fmt.Sprint(state.Failure.Position))
			return
		}
	}
	stream, field, want := fields(s, line)
	aggregate, ok := moment.Aggregates.Get(stream)
	require.True(s, ok, "there is no %s at %d", stream, n)
	for _, v := range schema.Tree(aggregate.Value) {
		if v.Name == field {
			assert.Equal(s, want, v.Text, "%s of %s at %d", field, stream, n)
			return
		}
	}
	require.Fail(s, "nothing is called so", line)
}

func (s *scenario) now() time.Time { return time.UnixMilli(1_800_000_000_000) }

// fields parts a line into a stream, a name and the rest.
func fields(t require.TestingT, line string) (stream eventstore.StreamID, name, rest string) {
	parts := strings.SplitN(line, " ", 3)
	require.Len(t, parts, 3, "a line has three parts: %q", line)
	return eventstore.StreamID(parts[0]), parts[1], parts[2]
}

// shown lists what a read model shows, a line for each row.
func shown(m projection.Model) []string {
	var lines []string
	switch m := m.(type) {
	case projection.Rows:
		for i := range m.Len() {
			row := m.Row(i)
			lines = append(lines, row.Key+" "+strings.Join(row.Cells, " "))
		}
	case projection.Figure:
		lines = append(lines, m.Text())
	case projection.Lines:
		for i := range m.Keys() {
			_, points := m.Line(m.Key(i), 1<<20)
			for _, p := range points {
				lines = append(lines, fmt.Sprintf("%s #%d %s", m.Key(i), p.Position, p.Text))
			}
		}
	}
	return lines
}

// source reads a store's events as they are read today.
func source(ctx context.Context, w *world.World, store eventstore.Store) projection.Source {
	return func(after eventstore.Position) iter.Seq2[schema.Recorded, error] {
		return func(yield func(schema.Recorded, error) bool) {
			for e, err := range store.ReadAll(ctx, after) {
				if !yield(w.Registry.Read(e), err) {
					return
				}
			}
		}
	}
}

package world_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/process"
	"playhead/core/world"
	"playhead/core/world/worldtest"
)

var errCrash = errors.New("the runner crashed")

// crashing is a store whose user crashes at some of its appends: before the
// events are recorded, or after, when nobody hears of it any more.
type crashing struct {
	*eventstore.Memory
	draw func() int // 0 before, 1 after, anything else not at all
}

func (c *crashing) Append(ctx context.Context, stream eventstore.StreamID, expected eventstore.ExpectedVersion, events ...eventstore.EventData) ([]eventstore.Event, error) {
	return around(c, func() ([]eventstore.Event, error) { return c.Memory.Append(ctx, stream, expected, events...) })
}

func (c *crashing) AppendIf(ctx context.Context, condition eventstore.Condition, events ...eventstore.Addressed) ([]eventstore.Event, error) {
	return around(c, func() ([]eventstore.Event, error) { return c.Memory.AppendIf(ctx, condition, events...) })
}

func around(c *crashing, do func() ([]eventstore.Event, error)) ([]eventstore.Event, error) {
	switch c.draw() {
	case 0:
		return nil, errCrash
	case 1:
		if _, err := do(); err != nil {
			return nil, err
		}
		return nil, errCrash
	}
	return do()
}

// tab is a runner with a book of its own, which it loses when it crashes.
type tab struct {
	w     *world.World
	store eventstore.Store
	book  *process.Book
}

func newTab(w *world.World, store eventstore.Store) *tab {
	return &tab{w, store, process.NewBook(w.Managers, w.Registry.Read)}
}

// act does one thing, if there is anything to do for a book that may be behind
// by as many events as behind says.
func (r *tab) act(t *rapid.T, behind int) bool {
	head, err := r.store.Head(t.Context())
	require.NoError(t, err)
	for e, err := range r.store.ReadAll(t.Context(), r.book.Head()) {
		require.NoError(t, err)
		if int(e.Position)+behind > int(head.Position) {
			break
		}
		r.book.Fold(e)
	}
	action, ok := r.book.Next(false)
	if !ok {
		return false
	}
	runner := process.Runner{Store: r.store, Registry: r.w.Registry, Deciders: r.w.Deciders}
	if err := runner.Do(t.Context(), action, time.UnixMilli(1_800_000_000_000)); err != nil {
		require.ErrorIs(t, err, errCrash)
		r.book = process.NewBook(r.w.Managers, r.w.Registry.Read)
	}
	return true
}

// play is a world with traffic, failures and two runners that crash.
type play struct {
	*rapid.T
	w     *world.World
	store *eventstore.Memory
	seen  *worldtest.Streams
	tabs  []*tab
	seed  uint64
	ids   uint16
}

func newPlay(t *rapid.T, w *world.World) *play {
	p := &play{T: t, w: w, store: eventstore.NewMemory(), seed: rapid.Uint64().Draw(t, "seed")}
	p.seen = worldtest.NewStreams(t, w, p.store)
	crashes := &crashing{p.store, func() int { return rapid.IntRange(0, 11).Draw(t, "crash") }}
	p.tabs = []*tab{newTab(w, crashes), newTab(w, crashes)}
	return p
}

func (p *play) id() uuid.UUID {
	p.ids++
	return uuid.UUID{0: 1, 6: 0x70, 14: byte(p.ids >> 8), 15: byte(p.ids)}
}

func (p *play) send(stream eventstore.StreamID, command any) {
	c := p.w.CommandOf(command)
	require.NotNil(p, c)
	_, err := aggregate.Handle(p.Context(), p.store, p.w.Registry, p.w.Deciders[c.Category], aggregate.Envelope{
		ID: p.id(), Stream: stream, Name: c.Name, Command: command, Expected: eventstore.Any, Now: time.UnixMilli(1_800_000_000_000),
	})
	require.NoError(p, err)
}

func (p *play) drill(event any) {
	data, err := p.w.Registry.Encode(event)
	require.NoError(p, err)
	data.ID, data.Timestamp = p.id(), time.UnixMilli(1_800_000_000_000)
	_, err = p.store.Append(p.Context(), process.Drill, eventstore.Any, data)
	require.NoError(p, err)
}

// move lets something happen.
func (p *play) move(step int) {
	m := p.w.Managers[0]
	switch rapid.IntRange(0, 10).Draw(p.T, "move") {
	case 0:
		p.drill(process.FailureArranged{
			Failure: rapid.SampledFrom(process.Failures()).Draw(p.T, "failure"),
			Step:    rapid.SampledFrom(m.Steps).Draw(p.T, "step"), Process: eventstore.StreamID(m.Category),
		})
	case 1:
		p.drill(process.ClockAdvanced{Seconds: rapid.SampledFrom([]int{1, 30, 60, 900}).Draw(p.T, "seconds")})
	case 2:
		p.drill(process.RunnerRestarted{})
	case 3:
		p.drill(process.FailuresSeeded{Seed: p.seed, Percent: rapid.SampledFrom([]int{0, 20, 100}).Draw(p.T, "percent")})
	case 4, 5, 6:
		if intent, ok := p.w.Traffic(world.Glance{Dice: world.NewDice(p.seed, uint64(step)), Streams: p.seen}); ok {
			p.send(intent.Stream, intent.Command)
		}
	default:
		for range rapid.IntRange(1, 12).Draw(p.T, "actions") {
			p.tabs[rapid.IntRange(0, 1).Draw(p.T, "tab")].act(p.T, rapid.IntRange(0, 5).Draw(p.T, "behind"))
		}
	}
}

// settle lets everything come to its end: failures strike no more, crashed
// runners start again, the clock runs on, and people help what is stuck.
func (p *play) settle(help func(stream eventstore.StreamID)) {
	p.drill(process.FailuresSeeded{})
	fresh := newTab(p.w, p.store)
	for range 300 {
		acted := false
		for fresh.act(p.T, 0) {
			acted = true
		}
		due, waits := fresh.book.NextDue()
		desk := fresh.book.Desk()
		switch {
		case desk.Crashed != "":
			p.drill(process.RunnerRestarted{})
		case waits:
			p.drill(process.ClockAdvanced{Seconds: max(1, int((due-desk.Now())/time.Second))})
		case p.helpStuck(fresh.book, help):
		case !acted:
			return
		}
	}
	require.Fail(p, "the processes do not come to an end")
}

func (p *play) helpStuck(book *process.Book, help func(stream eventstore.StreamID)) (helped bool) {
	for stream := range p.all(p.w.Managers[0].Category) {
		found := book.Process(stream)
		if found.Manager.StatusOf(found.State.Value).Kind == process.Stuck {
			help(stream)
			helped = true
		}
	}
	return helped
}

// all yields the streams of a category with their states.
func (p *play) all(category string) iter.Seq2[eventstore.StreamID, any] {
	return func(yield func(eventstore.StreamID, any) bool) {
		seen := map[eventstore.StreamID]bool{}
		for e, err := range p.store.ReadAll(p.Context(), 0) {
			require.NoError(p, err)
			if seen[e.Stream] || e.Stream.Category() != category {
				continue
			}
			seen[e.Stream] = true
			state, err := aggregate.Load(p.Context(), p.store, p.w.Registry, p.w.Deciders[category], e.Stream, 0)
			require.NoError(p, err)
			if !yield(e.Stream, state.Value) {
				return
			}
		}
	}
}

// count tells how often the process of a manager led to an event of a type, by
// its correlation id.
func (p *play) count(actor, eventType string) map[uuid.UUID]int {
	counts := map[uuid.UUID]int{}
	for e, err := range p.store.ReadAll(p.Context(), 0) {
		require.NoError(p, err)
		if e.Metadata.Actor == actor && e.Type == eventType {
			counts[e.Metadata.CorrelationID]++
		}
	}
	return counts
}

// root returns the correlation id of a stream's first event.
func (p *play) root(stream eventstore.StreamID) uuid.UUID {
	for e, err := range p.store.ReadStream(p.Context(), stream, 0) {
		require.NoError(p, err)
		return e.Metadata.CorrelationID
	}
	return uuid.Nil
}

func text(state any) string { return fmt.Sprintf("%+v", state) }

// nothingTwice checks that no command of a process took effect twice: no two
// events but the compensations of a type in one stream.
func (p *play) nothingTwice() {
	met := map[string]bool{}
	for e, err := range p.store.ReadAll(p.Context(), 0) {
		require.NoError(p, err)
		if !strings.HasPrefix(e.Metadata.Actor, "process ") || e.Metadata.Command == "" {
			continue
		}
		key := fmt.Sprint(e.Metadata.CorrelationID, e.Stream, e.Metadata.Command, e.Metadata.CausationID)
		require.False(p, met[key], "%s took effect twice on %s", e.Metadata.Command, e.Stream)
		met[key] = true
	}
}

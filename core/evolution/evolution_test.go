package evolution

import (
	"errors"
	"fmt"
	"iter"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/schema"
)

// Rose had no unit at first, and was one with Fell before.
type (
	moved struct {
		By int `json:"by"`
	}
	roseV1 moved
	rose   struct {
		By   int    `json:"by"`
		Unit string `json:"unit"`
	}
	fell moved
)

func registry() *schema.Registry {
	r := schema.NewRegistry()
	down := r.Register("Fell", 1, reflect.TypeFor[fell]())
	up := r.Register("Rose", 2, reflect.TypeFor[rose]())
	old := r.Register("Rose", 1, reflect.TypeFor[roseV1]())
	any1 := r.Register("Moved", 1, reflect.TypeFor[moved]())
	r.Upcast(old, up, func(e any) any { return rose{e.(roseV1).By, "cm"} })
	r.Split(any1, []*schema.EventType{old, down}, func(e any) (any, error) {
		switch by := e.(moved).By; {
		case by > 0:
			return roseV1{by}, nil
		case by < 0:
			return fell{-by}, nil
		}
		return nil, errors.New("nothing moved")
	})
	return r
}

func log(t *testing.T, events ...string) *eventstore.Memory {
	store := eventstore.NewMemory()
	for i, line := range events {
		parts := strings.SplitN(line, " ", 3)
		var version int
		_, err := fmt.Sscanf(parts[1], "v%d", &version)
		require.NoError(t, err)
		_, err = store.Append(t.Context(), "tree-1", eventstore.Any, eventstore.EventData{
			ID: uuid.UUID{0: 1, 14: byte(i >> 8), 15: byte(i)}, Type: parts[0], SchemaVersion: version, Data: []byte(parts[2]),
			Timestamp: time.UnixMilli(1_800_000_000_000),
		})
		require.NoError(t, err)
	}
	return store
}

func from(t *testing.T, store *eventstore.Memory) func(eventstore.Position) iter.Seq2[eventstore.Event, error] {
	return func(after eventstore.Position) iter.Seq2[eventstore.Event, error] {
		return store.ReadAll(t.Context(), after)
	}
}

func count(t *testing.T, r *schema.Registry, store *eventstore.Memory) Tally {
	bench := NewBench(r)
	require.NoError(t, bench.Count(from(t, store), 1<<20, 1<<20))
	tally, err := bench.At(from(t, store), 1<<20)
	require.NoError(t, err)
	return tally
}

// Each step is counted with the bytes that went in and those that came out.
func TestTally(t *testing.T) {
	r := registry()
	tally := count(t, r, log(t,
		`Moved v1 {"by":3}`, `Moved v1 {"by":-3}`, `Rose v1 {"by":4}`, `Rose v2 {"by":5,"unit":"mm"}`))
	v1, v2, down := r.Lookup("Rose", 1), r.Lookup("Rose", 2), r.Lookup("Fell", 1)
	assert.Equal(t, Passage{1, 8, 8}, tally.Leaps[Leap{r.Lookup("Moved", 1), v1}])
	assert.Equal(t, Passage{1, 9, 8}, tally.Leaps[Leap{r.Lookup("Moved", 1), down}])
	assert.Equal(t, Passage{2, 16, 2 * len(`{"by":3,"unit":"cm"}`)}, tally.Leaps[Leap{v1, v2}])
	assert.Equal(t, 3, tally.Lifted)
	assert.Equal(t, Count{3, 60, 4}, tally.Read[v2])
	assert.Equal(t, Count{1, 8, 3}, tally.Stored[v1])
	assert.Zero(t, tally.Breaks)
	stored, read := tally.Total()
	assert.Equal(t, 8+9+8+20, stored)
	assert.Equal(t, 60+8, read)
	assert.Equal(t, eventstore.Position(4), tally.Verified)
}

// An event that breaks is named, with the reason, whatever it breaks at.
func TestTally_Breaks(t *testing.T) {
	tally := count(t, registry(), log(t,
		`Rose v2 {"by":1,"unit":"cm"}`, `Burnt v1 {}`, `Rose v7 {}`, `Rose v2 {"by":"far"}`, `Moved v1 {"by":0}`))
	assert.Equal(t, 4, tally.Breaks)
	var why []string
	for _, b := range tally.Named {
		why = append(why, fmt.Sprintf("#%d %s v%d: %s", b.Position, b.Type, b.Version, b.Why))
	}
	assert.Equal(t, []string{
		"#2 Burnt v1: this world has no event type Burnt",
		"#3 Rose v7: this world knows Rose, but not its schema version 7",
		"#4 Rose v2: its data does not fit Rose v2: by must be a whole number, not text",
		"#5 Moved v1: the upcaster of Moved v1 failed: nothing moved",
	}, why)
	assert.Equal(t, Count{1, 2, 2}, tally.Unknown[Unknown{"Burnt", 1}])
}

// However many names a log holds, a tally stays small.
func TestTally_Bounded(t *testing.T) {
	var events []string
	for i := range 200 {
		events = append(events, fmt.Sprintf("Odd%d v1 {}", i))
	}
	tally := count(t, registry(), log(t, events...))
	assert.Len(t, tally.Unknown, unknownMost+1)
	assert.Equal(t, 200-unknownMost, tally.Unknown[Unknown{}].Events)
	assert.Len(t, tally.Named, breaksMost)
	assert.Equal(t, 200, tally.Breaks)
}

// What was changed behind the log's back does not verify from there on.
func TestTally_Verified(t *testing.T) {
	tally := NewTally(registry())
	for e := range log(t, `Rose v1 {"by":1}`, `Rose v1 {"by":2}`, `Rose v1 {"by":3}`).ReadAll(t.Context(), 0) {
		if e.Position == 2 {
			e.Data = []byte(`{"by":9}`)
		}
		tally.Add(e)
	}
	assert.Equal(t, eventstore.Position(1), tally.Verified)
}

// Of a long log some tallies are kept, and all positions can be told.
func TestBench_At_LongLog(t *testing.T) {
	const n = 5000
	events := make([]string, n)
	for i := range events {
		events[i] = `Rose v1 {"by":1}`
	}
	store := log(t, events...)
	bench := NewBench(registry())
	for bench.Counted() < n {
		require.NoError(t, bench.Count(from(t, store), n, 700))
	}
	require.Len(t, bench.kept, 1+n/every)
	for _, p := range []eventstore.Position{0, 1, 1023, 1024, 1025, 4999, 5000, 9999} {
		tally, err := bench.At(from(t, store), p)
		require.NoError(t, err)
		assert.Equal(t, min(p, n), tally.At)
		assert.Equal(t, int(min(p, n)), tally.Lifted)
	}
}

func TestBench_Count_Fails(t *testing.T) {
	broken := func(eventstore.Position) iter.Seq2[eventstore.Event, error] {
		return func(yield func(eventstore.Event, error) bool) { yield(eventstore.Event{}, errors.New("no disk")) }
	}
	bench := NewBench(registry())
	require.ErrorContains(t, bench.Count(broken, 5, 5), "count the log: no disk")
	require.NoError(t, bench.Count(broken, 5, 0))
}

func told(shapes []Shape) []string {
	var lines []string
	for _, s := range shapes {
		line := fmt.Sprintf("%s v%d %dB", s.Type, s.Version, s.Bytes)
		for _, f := range s.Fields {
			line += fmt.Sprintf(" %s=%s", f.Name, f.Value)
			if f.Change != Same {
				line += "(" + string(f.Change) + ")"
			}
		}
		lines = append(lines, line)
	}
	return lines
}

func first(t *testing.T, event string) eventstore.Event {
	for e := range log(t, event).ReadAll(t.Context(), 0) {
		return e
	}
	return eventstore.Event{}
}

// Each step shows what became of the fields: added, changed, dropped or the same.
func TestShapes(t *testing.T) {
	for event, want := range map[string][]string{
		`Moved v1 {"by":3}`:            {`Moved v1 8B by=3`, `Rose v1 8B by=3`, `Rose v2 20B by=3 unit="cm"(added)`},
		`Moved v1 {"by": -3}`:          {`Moved v1 10B by=-3`, `Fell v1 8B by=3(changed)`},
		`Rose v2 {"by":1,"unit":"mm"}`: {`Rose v2 20B by=1 unit="mm"`},
		`Rose v2 {"unit":"mm","by":1,"colour":"r"}`: {
			`Rose v2 33B by=1 colour="r" unit="mm"`, `Rose v2 20B by=1 unit="mm" colour="r"(dropped)`,
		},
		`Rose v2 {"by":1}`: {`Rose v2 8B by=1`, `Rose v2 18B by=1 unit=""(added)`},
	} {
		shapes, err := Shapes(registry(), first(t, event))
		require.NoError(t, err, event)
		assert.Equal(t, want, told(shapes), event)
	}
}

// Where a step fails, what was before it is shown.
func TestShapes_Fails(t *testing.T) {
	shapes, err := Shapes(registry(), first(t, `Moved v1 {"by":0}`))
	require.ErrorContains(t, err, "nothing moved")
	assert.Equal(t, []string{`Moved v1 8B by=0`}, told(shapes))
	shapes, err = Shapes(registry(), first(t, `Odd v1 [1,2]`))
	require.Error(t, err)
	assert.Equal(t, []string{`Odd v1 5B`}, told(shapes))
}

package projection

import (
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

// seen counts the events that it is shown.
func seen() *Projection {
	return &Projection{Name: "Seen", Initial: Number[int64]{}, Evolve: func(m Model, e schema.Recorded) Model {
		if _, raw := e.Event.(schema.Raw); raw {
			return m
		}
		return m.(Number[int64]).Add(1)
	}}
}

func at(position eventstore.Position, event any) schema.Recorded {
	if event == nil {
		event = schema.Raw{Type: "Odd", SchemaVersion: 1, Data: []byte(`{}`), Reason: "this world has no event type Odd"}
	}
	return schema.Recorded{Position: position, Type: "Odd", Event: event}
}

func fold(rules Rules, events ...schema.Recorded) State {
	p := seen()
	s := p.Start()
	for _, e := range events {
		s = p.Step(s, e, rules)
	}
	return s
}

// What cannot be read is passed over, unless somebody says otherwise.
func TestProjection_Step_Unknown(t *testing.T) {
	events := []schema.Recorded{at(1, 7), at(2, nil), at(3, 7)}

	ignored := fold(Rules{}, events...)
	assert.Equal(t, eventstore.Position(3), ignored.Checkpoint)
	assert.Nil(t, ignored.Unread)
	assert.Equal(t, "2", ignored.Model.(Figure).Text())

	shown := fold(Rules{}.WithUnknown("Seen", Show), events...)
	assert.Equal(t, ignored.Model, shown.Model)
	require.NotNil(t, shown.Unread)
	assert.Equal(t, 1, shown.Unread.Count)
	assert.Equal(t, eventstore.Position(2), shown.Unread.Newest[0].Position)

	stopped := fold(Rules{}.WithUnknown("Seen", Stop), events...)
	assert.Equal(t, eventstore.Position(1), stopped.Checkpoint)
	assert.Equal(t, &Failure{2, "Odd", "this world has no event type Odd"}, stopped.Failure)

	passed := fold(Rules{}.WithUnknown("Seen", Stop).Pass(SkipKey{"Seen", 2}), events...)
	assert.Nil(t, passed.Failure)
	assert.Equal(t, eventstore.Position(3), passed.Checkpoint)
	assert.Equal(t, ignored, fold(Rules{}.WithUnknown("Others", Stop), events...))
}

// Many are counted, and the newest shown.
func TestProjection_Step_ShowsTheNewest(t *testing.T) {
	var events []schema.Recorded
	for i := range 10 {
		events = append(events, at(eventstore.Position(i+1), nil))
	}
	unread := fold(Rules{}.WithUnknown("Seen", Show), events...).Unread
	assert.Equal(t, 10, unread.Count)
	require.Len(t, unread.Newest, unreadMost)
	assert.Equal(t, eventstore.Position(10), unread.Newest[0].Position)
	assert.Equal(t, eventstore.Position(8), unread.Newest[2].Position)
}

// Rules are a value: who has the older ones goes on with them.
func TestRules_NeverChange(t *testing.T) {
	before := Rules{}.Pass(SkipKey{"Seen", 1})
	after := before.Pass(SkipKey{"Seen", 2}).WithUnknown("Seen", Stop)
	assert.False(t, before.Passes(SkipKey{"Seen", 2}))
	assert.Equal(t, Ignore, before.Unknown("Seen"))
	assert.Equal(t, []eventstore.Position{1, 2}, after.passedBy("Seen"))
	assert.NotEqual(t, before.Age(), after.Age())
	assert.Equal(t, []eventstore.Position{1}, after.upTo(1).passedBy("Seen"))
	assert.Equal(t, Stop, after.upTo(1).Unknown("Seen"))
	assert.True(t, after.Passes(SkipKey{"Seen", 2}))
}

// A projection that is told to stop at what it passed before is folded again, and
// stops; resumed, or told to ignore again, it goes on.
func TestRunner_SetUnknown(t *testing.T) {
	source := Source(func(after eventstore.Position) iter.Seq2[schema.Recorded, error] {
		return func(yield func(schema.Recorded, error) bool) {
			for _, e := range []schema.Recorded{at(1, 7), at(2, nil), at(3, 7)} {
				if e.Position > after && !yield(e, nil) {
					return
				}
			}
		}
	})
	r := NewRunner([]*Projection{seen()})
	r.Notice(3)
	settle := func() Progress {
		for {
			moved, err := r.Advance(source, 2)
			require.NoError(t, err)
			if len(moved) == 0 {
				p, err := r.Progress("Seen")
				require.NoError(t, err)
				return p
			}
		}
	}
	require.Equal(t, CaughtUp, settle().Status)
	require.NoError(t, r.SetUnknown("Seen", Stop))
	p := settle()
	assert.Equal(t, Failed, p.Status)
	assert.Equal(t, Stop, p.Unknown)
	assert.Equal(t, eventstore.Position(1), p.State.Checkpoint)

	require.NoError(t, r.Resume("Seen", true))
	p = settle()
	assert.Equal(t, CaughtUp, p.Status)
	assert.Equal(t, []eventstore.Position{2}, p.Skipped)

	require.NoError(t, r.SetUnknown("Seen", Show))
	assert.Nil(t, settle().State.Unread) // it was told to pass that one over
	require.ErrorContains(t, r.SetUnknown("Nobody", Stop), "no projection")
}

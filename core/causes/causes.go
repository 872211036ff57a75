// Package causes draws the events around one as a tree: the command that began it, the
// events that came of it, and what those caused in turn.
package causes

import (
	"github.com/google/uuid"
	"playhead/core/eventstore"
)

// Node is a command or an event of a tree. Nodes come in the order in which the
// tree is read: each before what it caused.
type Node struct {
	Depth int // 0 for a root
	// Event is nil for the command that began all that is below it.
	Event   *eventstore.Event
	Command string // of the command itself, or that the event came of
	Actor   string
}

// Tree returns all that hangs together with an event: what has its correlation
// id, and what is linked by causation ids. Of events, which come in the order of
// the log, others are passed over; it returns at most limit nodes and reports
// whether there are more. The tree is empty when the event is not among them.
func Tree(events []eventstore.Event, of eventstore.Position, limit int) (nodes []Node, more bool) {
	t := tree{byID: map[uuid.UUID]int{}, below: map[uuid.UUID][]int{}, limit: limit}
	related := t.related(events, of)
	for i, e := range related {
		t.byID[e.ID] = i
	}
	t.events = related
	var roots []int
	for i, e := range related {
		cause := e.Metadata.CausationID
		if at, caused := t.byID[cause]; caused && at < i {
			t.below[cause] = append(t.below[cause], i)
		} else {
			roots = append(roots, i)
		}
	}
	t.walkRoots(roots)
	return t.nodes, t.more
}

type tree struct {
	events []eventstore.Event
	byID   map[uuid.UUID]int
	below  map[uuid.UUID][]int // by the id of what caused them
	nodes  []Node
	limit  int
	more   bool
}

// related returns the events that hang together with one.
func (t *tree) related(events []eventstore.Event, of eventstore.Position) []eventstore.Event {
	ids, correlations := map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
	taken := make([]bool, len(events))
	take := func(i int) {
		m := events[i].Metadata
		taken[i] = true
		for _, id := range []uuid.UUID{events[i].ID, m.CausationID} {
			if id != uuid.Nil {
				ids[id] = true
			}
		}
		if m.CorrelationID != uuid.Nil {
			correlations[m.CorrelationID] = true
		}
	}
	for i, e := range events {
		if e.Position == of {
			take(i)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	// A cause that is found leads to others: a few rounds find them all, since
	// what one intention sets off shares a correlation id as a rule.
	for grown := true; grown; {
		grown = false
		for i, e := range events {
			m := e.Metadata
			if !taken[i] && (correlations[m.CorrelationID] || ids[m.CausationID] || ids[e.ID]) {
				take(i)
				grown = true
			}
		}
	}
	var out []eventstore.Event
	for i, e := range events {
		if taken[i] {
			out = append(out, e)
		}
	}
	return out
}

// walkRoots puts the events that one command caused under that command.
func (t *tree) walkRoots(roots []int) {
	done := map[uuid.UUID]bool{}
	for _, i := range roots {
		m := t.events[i].Metadata
		switch {
		case m.CausationID == uuid.Nil || m.Command == "":
			t.walk(i, 0)
		case !done[m.CausationID]:
			done[m.CausationID] = true
			if !t.add(Node{Command: m.Command, Actor: m.Actor}) {
				return
			}
			for _, j := range roots {
				if t.events[j].Metadata.CausationID == m.CausationID {
					t.walk(j, 1)
				}
			}
		}
	}
}

// walk adds an event and what it caused.
func (t *tree) walk(i, depth int) {
	e := t.events[i]
	if !t.add(Node{depth, &e, e.Metadata.Command, e.Metadata.Actor}) {
		return
	}
	for _, j := range t.below[e.ID] {
		t.walk(j, depth+1)
	}
}

func (t *tree) add(n Node) bool {
	if len(t.nodes) == t.limit {
		t.more = true
		return false
	}
	t.nodes = append(t.nodes, n)
	return true
}

package causes_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/google/uuid"
	"playhead/core/causes"
	"playhead/core/eventstore"
)

func id(n byte) uuid.UUID {
	if n == 0 {
		return uuid.Nil
	}
	return uuid.UUID{15: n}
}

func event(position, cause, correlation byte, command string) eventstore.Event {
	e := eventstore.Event{Position: eventstore.Position(position)}
	e.ID = id(position)
	e.Metadata = eventstore.Metadata{CausationID: id(cause), CorrelationID: id(correlation), Command: command, Actor: "ada"}
	return e
}

func told(nodes []causes.Node) []string {
	var lines []string
	for _, n := range nodes {
		what := "command " + n.Command
		if n.Event != nil {
			what = fmt.Sprintf("#%d", n.Event.Position)
		}
		lines = append(lines, fmt.Sprintf("%d %s", n.Depth, what))
	}
	return lines
}

// A command's events stand under it, and what a process did about one of them
// under that, whichever of them is asked about; what else happened is not there.
func TestTree_IsThatOfAllThatHangTogether(t *testing.T) {
	events := []eventstore.Event{
		event(1, 100, 100, "Transfer"),
		event(2, 101, 101, "Deposit"),
		event(3, 100, 100, "Transfer"),
		event(4, 1, 100, "Debit"),
		event(5, 4, 100, "Credit"),
		event(6, 1, 0, "Notify"),
	}
	for _, of := range []eventstore.Position{1, 3, 4, 5, 6} {
		nodes, more := causes.Tree(events, of, 20)
		assert.Equal(t, []string{"0 command Transfer", "1 #1", "2 #4", "3 #5", "2 #6", "1 #3"}, told(nodes), "of %d", of)
		assert.False(t, more)
	}
}

func TestTree_Alone(t *testing.T) {
	nodes, _ := causes.Tree([]eventstore.Event{event(1, 0, 0, ""), event(2, 0, 0, "")}, 2, 20)
	assert.Equal(t, []string{"0 #2"}, told(nodes))
	nodes, _ = causes.Tree([]eventstore.Event{event(1, 0, 0, "")}, 7, 20)
	assert.Empty(t, nodes)
}

// However the causes lie, in circles too, each related event is there once, below
// what caused it, and never more than the limit.
func TestTree_HoldsEachOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var events []eventstore.Event
		for i := range rapid.IntRange(1, 12).Draw(t, "events") {
			events = append(events, event(byte(i+1), rapid.ByteRange(0, 15).Draw(t, "cause"), rapid.ByteRange(0, 3).Draw(t, "correlation"), "Do"))
		}
		of := eventstore.Position(rapid.IntRange(1, len(events)).Draw(t, "of"))
		limit := rapid.IntRange(1, 30).Draw(t, "limit")
		nodes, more := causes.Tree(events, of, limit)
		require.LessOrEqual(t, len(nodes), limit)
		seen := map[eventstore.Position]bool{}
		path := map[int]uuid.UUID{}
		for _, n := range nodes {
			if n.Event == nil {
				continue
			}
			require.False(t, seen[n.Event.Position])
			seen[n.Event.Position] = true
			path[n.Depth] = n.Event.ID
			if above, ok := path[n.Depth-1]; ok && n.Depth > 1 {
				require.Equal(t, above, n.Event.Metadata.CausationID)
			}
		}
		if !more {
			require.True(t, seen[of])
		}
	})
}

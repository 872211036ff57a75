package playground

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

func plan(rule string, n int, deploys string) string {
	return fmt.Sprintf(`{"rule":%q,"n":%d,"seconds":3600,"deploys":[%s]}`, rule, n, deploys)
}

func askSnapshots(p *page, stream string, position int, plan string) SnapshotsResult {
	return ask[SnapshotsResult](p, "snapshots", fmt.Sprintf(`{"stream":%q,"position":%d,"plan":%s}`, stream, position, plan))
}

// account-1 of the Bank's history has seven events, the fifth at #14.
func TestPlayground_Snapshots(t *testing.T) {
	p := newPage(t)
	p.fail(CodeNoWorld, "snapshots", `{"stream":"account-1","position":1,"plan":`+plan("every", 5, "")+`}`)
	ask[Opened](p, "open", `{"world":"Bank"}`)

	got := askSnapshots(p, "account-1", 24, plan("boundary", 5, ""))
	require.Equal(t, 1, got.Total)
	assert.Equal(t, eventstore.Version(5), got.Snapshots[0].Version)
	assert.Equal(t, eventstore.Position(14), got.Snapshots[0].Position)
	assert.False(t, got.Snapshots[0].Stale)
	assert.Equal(t, LoadHit, got.With.Outcome)
	assert.Equal(t, 2, got.With.Events)
	assert.Equal(t, LoadOff, got.Without.Outcome)
	assert.Equal(t, 7, got.Without.Events)
	assert.True(t, got.Same)
	assert.Positive(t, got.With.Micros)

	before := askSnapshots(p, "account-1", 13, plan("boundary", 5, ""))
	assert.Zero(t, before.Total)
	assert.Equal(t, LoadMiss, before.With.Outcome)
	assert.Equal(t, eventstore.Version(4), before.Version)
}

// A deploy makes what was there stale, from its moment on and not before.
func TestPlayground_Snapshots_Deploy(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	got := askSnapshots(p, "account-1", 24, plan("boundary", 5, "24"))
	assert.Equal(t, 1, got.Stale)
	assert.True(t, got.Snapshots[0].Stale)
	assert.Equal(t, LoadStale, got.With.Outcome)
	assert.Equal(t, 7, got.With.Events)
	assert.True(t, got.Same)
	assert.Zero(t, askSnapshots(p, "account-1", 23, plan("boundary", 5, "24")).Stale)
	load := ask[Loading](p, "load", `{"stream":"account-1","position":23,"plan":`+plan("boundary", 5, "24")+`}`)
	assert.Equal(t, LoadHit, load.Outcome)
}

// Saves that land on 1, 4, 6 and 11: who crosses fives has two snapshots, who
// tests only where saves end has none, and reads the whole stream each time.
func TestPlayground_Snapshots_ClassicMistake(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	for _, size := range []int{1, 3, 2, 5} {
		event := `{"type":"MoneyDeposited","schemaVersion":2,"data":{"amount":1,"currency":"USD","source":"cash"}}`
		p.send("append", `{"stream":"account-9","events":[`+strings.TrimSuffix(strings.Repeat(event+",", size), ",")+`]}`)
	}
	right := askSnapshots(p, "account-9", 35, plan("boundary", 5, ""))
	assert.Equal(t, 2, right.Total)
	assert.Zero(t, right.With.Events)
	wrong := askSnapshots(p, "account-9", 35, plan("multiple", 5, ""))
	assert.Zero(t, wrong.Total)
	assert.Equal(t, 11, wrong.With.Events)
	for _, c := range wrong.Costs {
		if c.N == 5 {
			assert.Zero(t, c.Taken)
		}
	}
}

func TestPlayground_Snapshots_Refuses(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	for _, bad := range []string{plan("every", 0, ""), plan("every", 1_000_001, ""), plan("often", 5, "")} {
		p.fail(CodeBadRequest, "snapshots", `{"stream":"account-1","position":1,"plan":`+bad+`}`)
	}
	p.fail(CodeBadRequest, "load", `{"stream":"account-1","position":1,"plan":{"rule":"time","seconds":0,"n":0,"deploys":[]}}`)
	many := strings.TrimSuffix(strings.Repeat("1,", 101), ",")
	p.fail(CodeBadRequest, "load", `{"stream":"account-1","position":1,"plan":`+plan("every", 5, many)+`}`)
	p.fail(CodeNotFound, "snapshots", `{"stream":"moon-1","position":1,"plan":`+plan("every", 5, "")+`}`)
}

// A stream that nobody wrote to has no snapshots and loads to nothing.
func TestPlayground_Snapshots_EmptyStream(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	got := askSnapshots(p, "account-77", 24, plan("every", 5, ""))
	assert.Zero(t, got.Version)
	assert.Equal(t, LoadMiss, got.With.Outcome)
	assert.Empty(t, got.Snapshots)
}

// The marks are those of the stretch that is asked for, thinned when they are many, and
// go on with the log.
func TestPlayground_SnapshotMarks(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	marks := func(from, to, most int) []SnapshotMark {
		return ask[SnapshotMarksResult](p, "snapshotMarks", fmt.Sprintf(
			`{"stream":"account-1","plan":%s,"from":%d,"to":%d,"most":%d}`, plan("every", 1, "9"), from, to, most)).Marks
	}
	assert.Equal(t, []SnapshotMark{{1, 0}, {2, 0}, {5, 0}, {9, 0}, {14, 1}, {20, 1}, {23, 1}}, marks(1, 24, 100))
	assert.Equal(t, []SnapshotMark{{5, 0}, {9, 0}, {14, 1}}, marks(3, 14, 100))
	assert.Len(t, marks(1, 24, 3), 3)
	assert.Empty(t, marks(24, 24, 100))
	ask[Outcome](p, "command", `{"stream":"account-1","command":"Deposit","data":{"amount":100}}`)
	assert.Equal(t, SnapshotMark{25, 1}, marks(24, 25, 100)[0])
}

// Worlds can show what saves of several events come to: they land on 1, 4, 6 and 11.
func TestPlayground_Saves(t *testing.T) {
	for world, category := range map[string]string{"Bank": "account", "Mall": "product", "Orders": "order", "Users": "user"} {
		p := newPage(t)
		ask[Opened](p, "open", fmt.Sprintf(`{"world":%q}`, world))
		outcome := ask[Outcome](p, "saves", fmt.Sprintf(`{"category":%q,"sizes":[1,3,2,5],"seed":7}`, category))
		assert.Equal(t, OutcomeRecorded, outcome.Kind, world)
		head := int(ask[Log](p, "log", `{}`).Head)
		right := askSnapshots(p, string(outcome.Stream), head, plan("boundary", 5, ""))
		assert.Equal(t, eventstore.Version(11), right.Version, world)
		require.Equal(t, 2, right.Total, world)
		assert.Equal(t, eventstore.Version(6), right.Snapshots[1].Version)
		assert.Zero(t, askSnapshots(p, string(outcome.Stream), head, plan("multiple", 5, "")).Total)
	}
}

func TestPlayground_Saves_Refuses(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.fail(CodeBadRequest, "saves", `{"category":"account","sizes":[],"seed":7}`)
	p.fail(CodeBadRequest, "saves", `{"category":"account","sizes":[0],"seed":7}`)
	p.fail(CodeBadRequest, "saves", `{"category":"account","sizes":[51],"seed":7}`)
	p.fail(CodeNotFound, "saves", `{"category":"moon","sizes":[1],"seed":7}`)
}

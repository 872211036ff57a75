package playground

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// counts returns a side's numbers by their labels.
func (s TrialSide) counts() map[string]int {
	out := map[string]int{}
	for _, c := range s.Counts {
		out[c.Label] = c.Value
	}
	return out
}

func askTopic(p *page, more string) TopicResult {
	p.Helper()
	return ask[TopicResult](p, "topic", `{"stream":"account-1","key":"stream","partitions":3,"consumers":2`+more+`}`)
}

// The topic holds the log's events, each stream in one partition, at the
// moment that is asked for.
func TestPlayground_Topic(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	now := askTopic(p, "")
	assert.Equal(t, [4]int{24, 24, 0, 0}, [4]int{now.Published, now.Kept, now.Expired, now.Compacted})
	assert.Equal(t, 5, now.Keys)
	total := 0
	for _, partition := range now.Partitions {
		total += partition.Next
		assert.Contains(t, []int{1, 2}, partition.Consumer)
	}
	assert.Equal(t, 24, total)
	assert.Equal(t, 3, askTopic(p, `,"position":3`).Published)
	assert.Equal(t, 0, askTopic(p, `,"position":0`).Published)
	dropped := askTopic(p, `,"retain":4,"compact":true`)
	assert.Equal(t, 24, dropped.Kept+dropped.Expired+dropped.Compacted)
	assert.LessOrEqual(t, dropped.Kept, 5)
	for key, keys := range map[string]int{"category": 1, "type": 4, "none": 0} {
		r := ask[TopicResult](p, "topic", `{"key":"`+key+`","partitions":3,"consumers":4}`)
		assert.Equal(t, keys, r.Keys, key)
		assert.Equal(t, 24, r.Kept, key)
		assert.Equal(t, 1, r.Idle, "four consumers share three partitions")
	}
}

// Settings that cannot be are told beside their fields.
func TestPlayground_Topic_Problems(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	for params, field := range map[string]string{
		`{"key":"stream","partitions":0,"consumers":1}`:             "partitions",
		`{"key":"stream","partitions":1,"consumers":0}`:             "consumers",
		`{"key":"stream","partitions":1,"consumers":1,"retain":-1}`: "retain",
	} {
		r := ask[TopicResult](p, "topic", params)
		require.Len(t, r.Problems, 1, params)
		assert.Equal(t, field, r.Problems[0].Field)
	}
	p.fail(CodeBadRequest, "topic", `{"key":"mood","partitions":1,"consumers":1}`)
	p.fail(CodeBadRequest, "topic", `{"key":"stream","partitions":1,"consumers":1,"try":["luck"]}`)
}

// Everything that is tried comes out as it must, and leaves the log as it was.
func TestPlayground_Topic_Trials(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	all := `,"try":["expected","order","entity","retention","compaction","rebalance"]`
	trials := map[TrialName]Trial{}
	for _, trial := range askTopic(p, all+`,"retain":4`).Trials {
		trials[trial.Name] = trial
	}
	expected := trials[TrialExpected]
	assert.Equal(t, "The second is refused: expected v7, the stream is at v8.", expected.Streams.Says)
	assert.Equal(t, map[string]int{"recorded": 1, "refused": 1}, expected.Streams.counts())
	assert.Equal(t, map[string]int{"taken": 2, "refused": 0}, expected.Topic.counts())
	assert.Equal(t, []TrialValue{{"Balance", "700.00", "400.00"}}, expected.Differs)

	order := trials[TrialOrder]
	assert.Equal(t, map[string]int{"read": 24, "after a later one": 0}, order.Streams.counts())
	assert.Positive(t, order.Topic.counts()["after a later one"])
	assert.Zero(t, order.Topic.counts()["of those, of one stream"])
	assert.NotEmpty(t, order.Topic.Events)

	entity := trials[TrialEntity]
	assert.Equal(t, 7, entity.Streams.counts()["read"])
	got := entity.Topic.counts()
	assert.Equal(t, 7, got["of use"]+got["missing"])
	assert.Positive(t, got["missing"])
	assert.NotEmpty(t, entity.Differs)

	for _, name := range []TrialName{TrialRetention, TrialCompaction} {
		trial := trials[name]
		assert.Equal(t, 24, trial.Topic.counts()["kept"]+trial.Topic.counts()["dropped"])
		assert.Positive(t, trial.Topic.counts()["streams folded wrong, of 5"], name)
		assert.Equal(t, map[string]int{"kept": 24, "dropped": 0, "streams folded wrong, of 5": 0}, trial.Streams.counts())
		assert.NotEmpty(t, trial.Topic.Events)
	}
	assert.Equal(t, 5, trials[TrialCompaction].Topic.counts()["kept"])
	assert.Equal(t, eventstore.Position(24), ask[Log](p, "log", `{}`).Head)
}

// A group shares the partitions; who joins late gets again what was not
// committed, and every message comes at least once.
func TestPlayground_Topic_Rebalance(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	for _, consumers := range []int{1, 2, 5} {
		r := ask[TopicResult](p, "topic", fmt.Sprintf(`{"stream":"account-1","key":"stream","partitions":3,"consumers":%d,"try":["rebalance"]}`, consumers))
		got := r.Trials[0].Topic.counts()
		assert.Equal(t, 24, got["handed out"]-got["handed out twice"], "%d consumers", consumers)
		assert.Positive(t, got["handed out twice"], "%d consumers", consumers)
		assert.Less(t, got["to the busiest"], got["handed out"])
	}
	one := ask[TopicResult](p, "topic", `{"stream":"account-1","key":"stream","partitions":1,"consumers":3,"try":["rebalance","order","entity"]}`)
	assert.False(t, one.Trials[0].Topic.Can, "one partition is read by one consumer")
	assert.True(t, one.Trials[1].Topic.Can, "one partition keeps the order")
	assert.Equal(t, 24, one.Trials[2].Topic.counts()["read"])
	none := ask[TopicResult](p, "topic", `{"stream":"account-77","key":"stream","partitions":1,"consumers":1,"try":["expected","entity"]}`)
	assert.Equal(t, noEvents, none.Trials[0].Problem)
	assert.Equal(t, noEvents, none.Trials[1].Problem)
}

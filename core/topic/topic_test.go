package topic_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/eventstore"
	"playhead/core/topic"
)

// published draws a topic with messages, and returns what went into it.
func published(t *rapid.T, settings topic.Settings) (*topic.Topic, []topic.Message) {
	tp, err := topic.New(settings)
	require.NoError(t, err)
	var all []topic.Message
	for i := range rapid.IntRange(0, 60).Draw(t, "messages") {
		key := rapid.SampledFrom([]string{"", "a-1", "a-2", "b-1", "b-2", "c-1"}).Draw(t, "key")
		_, m := tp.Publish(key, eventstore.Position(i+1))
		all = append(all, m)
	}
	return tp, all
}

func partitions(t *rapid.T) int { return rapid.IntRange(1, 5).Draw(t, "partitions") }

// Messages of one key are in one partition, in the order in which they were
// published, with offsets that go up.
func TestTopic_KeepsOrderWithinAKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tp, all := published(t, topic.Settings{Partitions: partitions(t)})
		where := map[string]int{}
		last := map[string]eventstore.Position{}
		seen := 0
		for i, p := range tp.Partitions() {
			require.Equal(t, len(p.Messages), p.Next)
			for offset, m := range p.Messages {
				seen++
				require.Equal(t, offset, m.Offset)
				require.Equal(t, all[m.Event-1], m)
				if m.Key == "" {
					continue
				}
				if other, ok := where[m.Key]; ok {
					require.Equal(t, other, i, "key %s is in two partitions", m.Key)
				}
				require.Greater(t, m.Event, last[m.Key], "key %s", m.Key)
				where[m.Key], last[m.Key] = i, m.Event
			}
		}
		require.Len(t, all, seen)
	})
}

// Compaction keeps the last message of each key and every one without a key,
// with the offsets that they had; doing it again changes nothing.
func TestTopic_CompactionKeepsTheLastOfEachKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tp, all := published(t, topic.Settings{Partitions: partitions(t), Compact: true})
		want := map[topic.Message]bool{}
		last := map[string]topic.Message{}
		for _, m := range all {
			if last[m.Key] = m; m.Key == "" {
				want[m] = true
			}
		}
		delete(last, "")
		for _, m := range last {
			want[m] = true
		}
		for range 2 {
			tp.Clean()
			got := map[topic.Message]bool{}
			dropped := 0
			for _, p := range tp.Partitions() {
				dropped += p.Compacted
				for _, m := range p.Messages {
					got[m] = true
				}
			}
			require.Equal(t, want, got)
			require.Equal(t, len(all)-len(want), dropped)
		}
	})
}

// Retention keeps the newest messages of each partition and no more.
func TestTopic_RetentionKeepsTheNewest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		retain := rapid.IntRange(1, 20).Draw(t, "retain")
		tp, _ := published(t, topic.Settings{Partitions: partitions(t), Retain: retain})
		tp.Clean()
		for _, p := range tp.Partitions() {
			require.Len(t, p.Messages, min(p.Next, retain))
			require.Equal(t, p.Next-len(p.Messages), p.Expired)
			for i, m := range p.Messages {
				require.Equal(t, p.Next-len(p.Messages)+i, m.Offset)
			}
		}
	})
}

// Whatever joins and leaves, each message that is kept is handed out at least
// once, in the order of its partition, and none again after it was committed.
func TestGroup_AtLeastOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tp, all := published(t, topic.Settings{Partitions: partitions(t)})
		g, err := topic.NewGroup(tp, rapid.IntRange(1, 4).Draw(t, "consumers"))
		require.NoError(t, err)
		committed, pending, handed := map[topic.Message]bool{}, map[int][]topic.Message{}, map[topic.Message]int{}
		poll := func(member int) int {
			batch := g.Poll(member, 3)
			for _, m := range batch {
				require.False(t, committed[m], "%v was committed", m)
				handed[m]++
			}
			pending[member] = append(pending[member], batch...)
			return len(batch)
		}
		commit := func(member int) {
			g.Commit(member)
			for _, m := range pending[member] {
				committed[m] = true
			}
			delete(pending, member)
		}
		t.Repeat(map[string]func(*rapid.T){
			"poll":   func(t *rapid.T) { poll(rapid.SampledFrom(g.Members()).Draw(t, "member")) },
			"commit": func(t *rapid.T) { commit(rapid.SampledFrom(g.Members()).Draw(t, "member")) },
			"join":   func(*rapid.T) { g.Join(); clear(pending) },
			"leave": func(t *rapid.T) {
				if len(g.Members()) > 1 {
					g.Leave(rapid.SampledFrom(g.Members()).Draw(t, "member"))
					clear(pending)
				}
			},
		})
		for more := 1; more > 0; {
			more = 0
			for _, member := range g.Members() {
				more += poll(member)
			}
		}
		require.Len(t, handed, len(all))
	})
}

// Each partition has one reader, and consumers beyond the partitions idle.
func TestGroup_Owners(t *testing.T) {
	tp, err := topic.New(topic.Settings{Partitions: 3})
	require.NoError(t, err)
	g, err := topic.NewGroup(tp, 2)
	require.NoError(t, err)
	assert.Equal(t, []int{0, 1, 0}, owners(g))
	member, moved := g.Join()
	assert.Equal(t, [2]int{2, 1}, [2]int{member, moved})
	assert.Equal(t, []int{0, 1, 2}, owners(g))
	assert.Equal(t, 3, g.Leave(0), "all of them move")
	assert.Equal(t, []int{1, 2, 1}, owners(g))
	assert.Zero(t, g.Leave(9))
	g.Leave(1)
	assert.Zero(t, g.Leave(2), "the last one stays")
}

func owners(g *topic.Group) []int {
	return []int{g.Owner(0), g.Owner(1), g.Owner(2)}
}

// One key is read by reading its whole partition.
func TestTopic_Of(t *testing.T) {
	tp, err := topic.New(topic.Settings{Partitions: 1})
	require.NoError(t, err)
	for i := range 10 {
		tp.Publish(fmt.Sprintf("account-%d", i%2), eventstore.Position(i+1))
	}
	found, read := tp.Of("account-1")
	assert.Len(t, found, 5)
	assert.Equal(t, 10, read)
	assert.Equal(t, 10, tp.Kept())
}

// Settings that cannot be are said in a sentence.
func TestSettings_SettingsError(t *testing.T) {
	for _, c := range []struct {
		settings topic.Settings
		setting  string
	}{
		{topic.Settings{}, "partitions"},
		{topic.Settings{Partitions: 33}, "partitions"},
		{topic.Settings{Partitions: 1, Retain: -1}, "retain"},
		{topic.Settings{Partitions: 1, Retain: topic.MaxRetain + 1}, "retain"},
	} {
		_, err := topic.New(c.settings)
		var bad *topic.SettingsError
		require.ErrorAs(t, err, &bad)
		assert.Equal(t, c.setting, bad.Setting)
		assert.NotEmpty(t, bad.Error())
	}
	tp, err := topic.New(topic.Settings{Partitions: 1})
	require.NoError(t, err)
	for _, consumers := range []int{0, 17} {
		_, err = topic.NewGroup(tp, consumers)
		var bad *topic.SettingsError
		require.ErrorAs(t, err, &bad)
		assert.Equal(t, "consumers", bad.Setting)
	}
}

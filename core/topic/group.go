package topic

import (
	"fmt"
	"slices"
)

// MaxConsumers is the most consumers of a group, for the same reason as
// MaxPartitions.
const MaxConsumers = 16

// Group is consumers that share the partitions of a topic: each partition is
// read by one of them, from the offset after the last that was committed. It
// must not be used by several goroutines.
type Group struct {
	topic     *Topic
	members   []int // their numbers, in the order in which they came
	next      int   // the number of the next member
	owner     []int // of each partition, the member's number
	committed []int // of each partition, the offset that comes next
	polled    []int // the same of what was handed out and is not committed yet
}

// NewGroup returns a group of so many consumers at the beginning of the topic.
// It fails with a *SettingsError.
func NewGroup(t *Topic, consumers int) (*Group, error) {
	if consumers < 1 || consumers > MaxConsumers {
		return nil, &SettingsError{"consumers", fmt.Sprintf("a group has from 1 to %d consumers, not %d", MaxConsumers, consumers)}
	}
	n := len(t.partitions)
	g := &Group{topic: t, owner: make([]int, n), committed: make([]int, n), polled: make([]int, n)}
	for range consumers {
		g.members = append(g.members, g.next)
		g.next++
	}
	g.assign()
	return g, nil
}

// Members returns the numbers of the consumers.
func (g *Group) Members() []int { return slices.Clone(g.members) }

// Owner returns the number of the consumer that reads a partition.
func (g *Group) Owner(partition int) int { return g.owner[partition] }

// Join adds a consumer, and returns its number and how many partitions moved.
func (g *Group) Join() (member, moved int) {
	member = g.next
	g.members = append(g.members, member)
	g.next++
	return member, g.rebalance()
}

// Leave takes a consumer away, and returns how many partitions moved. The last
// one stays.
func (g *Group) Leave(member int) (moved int) {
	i := slices.Index(g.members, member)
	if i < 0 || len(g.members) == 1 {
		return 0
	}
	g.members = slices.Delete(g.members, i, i+1)
	return g.rebalance()
}

// rebalance shares the partitions anew. Everybody begins at what is committed:
// what was handed out beyond that is handed out again.
func (g *Group) rebalance() (moved int) {
	before := slices.Clone(g.owner)
	g.assign()
	for i := range g.owner {
		if g.owner[i] != before[i] {
			moved++
		}
	}
	copy(g.polled, g.committed)
	return moved
}

// assign gives the partitions to the consumers in turn.
func (g *Group) assign() {
	for i := range g.owner {
		g.owner[i] = g.members[i%len(g.members)]
	}
}

// Poll hands a consumer at most so many messages of each of its partitions.
func (g *Group) Poll(member, most int) []Message {
	var out []Message
	for i := range g.owner {
		if g.owner[i] != member {
			continue
		}
		messages := g.topic.partitions[i].Messages
		from, _ := slices.BinarySearchFunc(messages, g.polled[i], func(m Message, offset int) int { return m.Offset - offset })
		batch := messages[from:min(from+most, len(messages))]
		if len(batch) > 0 {
			g.polled[i] = batch[len(batch)-1].Offset + 1
		}
		out = append(out, batch...)
	}
	return out
}

// Commit says that a consumer is done with all that it was handed.
func (g *Group) Commit(member int) {
	for i := range g.owner {
		if g.owner[i] == member {
			g.committed[i] = g.polled[i]
		}
	}
}

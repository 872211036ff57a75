package playground

import (
	"context"

	"playhead/core/eventstore"
	"playhead/core/topic"
)

// tryRebalance lets a group read the topic, which one more consumer joins
// while nobody has committed what they took last.
func (p *Playground) tryRebalance(ctx context.Context, s *session, log *published, t *Trial) error {
	group, err := topic.NewGroup(log.topic, log.params.Consumers)
	if err != nil {
		return err
	}
	handed, byMember := map[eventstore.Position]int{}, map[int]int{}
	var twice []eventstore.Position
	total, moved := 0, -1
	for more := true; more; {
		more = false
		joining := moved < 0 && total >= log.topic.Kept()/2
		for _, member := range group.Members() {
			batch := group.Poll(member, trialBatch)
			more = more || len(batch) > 0
			for _, m := range batch {
				if handed[m.Event]++; handed[m.Event] == 2 {
					twice = append(twice, m.Event)
				}
			}
			total += len(batch)
			byMember[member] += len(batch)
			if !joining {
				group.Commit(member)
			}
		}
		if joining {
			_, moved = group.Join()
			more = true
		}
	}
	busiest := 0
	for _, n := range byMember {
		busiest = max(busiest, n)
	}
	t.Topic = TrialSide{
		Can: len(byMember) > 1 && busiest < total, Says: "The partitions are shared. When a consumer joins, what was taken and not committed is handed out again.",
		Counts: []TrialCount{{"handed out", total}, {"to the busiest", busiest}, {"partitions moved", max(moved, 0)}, {"handed out twice", len(twice)}},
	}
	if busiest == total {
		t.Topic.Says = "One consumer had all the work: a partition is read by one consumer, however many there are."
	}
	t.Streams = TrialSide{
		Says:   "A subscriber reads everything itself, from its own checkpoint; nothing is shared, and nothing moves.",
		Counts: []TrialCount{{"read by each", len(log.events)}, {"read twice", 0}},
	}
	t.Topic.Events, err = p.rowsOf(ctx, s, twice)
	return err
}

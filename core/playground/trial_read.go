package playground

import (
	"context"
	"fmt"

	"playhead/core/eventstore"
	"playhead/core/topic"
)

// tryOrder reads everything: the log as it is, and the topic as one consumer
// gets it.
func (p *Playground) tryOrder(ctx context.Context, s *session, log *published, t *Trial) error {
	read, late := 0, 0
	var newest eventstore.Position
	for e, err := range s.log.Store.ReadAll(ctx, log.first-1) {
		if err != nil {
			return fmt.Errorf("read the log: %w", err)
		}
		if e.Position > log.at {
			break
		}
		if read++; e.Position < newest {
			late++
		}
		newest = max(newest, e.Position)
		if read%crudSlice == 0 {
			if err := p.config.Pause(ctx); err != nil {
				return err
			}
		}
	}
	t.Streams = TrialSide{
		Can: late == 0, Says: "Everything comes in the order in which it was recorded, whatever stream it is of.",
		Counts: []TrialCount{{"read", read}, {"after a later one", late}},
	}
	group, err := topic.NewGroup(log.topic, 1)
	if err != nil {
		return err
	}
	got, within, out := outOfOrder(group, log)
	t.Topic = TrialSide{
		Can:    len(out) == 0,
		Says:   "Each partition keeps its order, and between partitions there is none.",
		Counts: []TrialCount{{"read", got}, {"after a later one", len(out)}, {"of those, of one stream", within}},
	}
	if len(out) == 0 {
		t.Topic.Says = "The order came out right, as it does with one partition or with few messages."
	}
	t.Topic.Events, err = p.rowsOf(ctx, s, out)
	return err
}

// outOfOrder lets one consumer read a topic, and returns what came after a
// later event, and how many of that came after a later one of its own stream.
func outOfOrder(group *topic.Group, log *published) (read, within int, out []eventstore.Position) {
	var newest eventstore.Position
	newestOf := map[eventstore.StreamID]eventstore.Position{}
	for {
		batch := group.Poll(0, trialBatch)
		if len(batch) == 0 {
			return read, within, out
		}
		group.Commit(0)
		for _, m := range batch {
			stream := log.of(m.Event).stream
			if m.Event < newest {
				out = append(out, m.Event)
			}
			if m.Event < newestOf[stream] {
				within++
			}
			newest, newestOf[stream] = max(newest, m.Event), max(newestOf[stream], m.Event)
			read++
		}
	}
}

// tryEntity reads one stream, from the log and from the topic.
func (p *Playground) tryEntity(ctx context.Context, s *session, log *published, t *Trial) error {
	stream := log.params.Stream
	all, err := storedUpTo(ctx, s, stream, log.at)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		t.Problem = noEvents
		return nil
	}
	t.Streams = TrialSide{
		Can: true, Says: fmt.Sprintf("%s is read by its own events alone.", stream),
		Counts: []TrialCount{{"read", len(all)}, {"of use", len(all)}, {"missing", 0}},
	}
	var found []topic.Message
	read := log.topic.Kept()
	where := "All partitions are read"
	if log.params.Key == KeyStream {
		found, read = log.topic.Of(string(stream))
		where = fmt.Sprintf("Partition %d is read from one end to the other", log.topic.Partition(string(stream)))
	} else {
		found = log.kept(log.topic)[stream]
	}
	missing := len(all) - len(found)
	t.Topic = TrialSide{
		Can: missing == 0 && read == len(found), Says: where + ": a topic has no index of its keys.",
		Counts: []TrialCount{{"read", read}, {"of use", len(found)}, {"missing", missing}},
	}
	folded, err := p.foldFrom(ctx, s, stream, found)
	if err != nil {
		return err
	}
	moment, err := s.timeline.At(ctx, log.at)
	if err != nil {
		return notThere(err)
	}
	state, _ := moment.Aggregates.Get(stream)
	t.Differs = differing(state.Value, folded.Value)
	return nil
}

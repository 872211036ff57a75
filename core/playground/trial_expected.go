package playground

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/schema"
	"playhead/core/topic"
)

// tryExpected lets two writers who have seen the same version write the
// stream's last event once more, on a copy.
func (p *Playground) tryExpected(ctx context.Context, s *session, log *published, t *Trial) error {
	stream := log.params.Stream
	all, err := storedUpTo(ctx, s, stream, log.at)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		t.Problem = noEvents
		return nil
	}
	last := all[len(all)-1]
	copied := eventstore.NewMemory()
	var data []eventstore.Addressed
	for _, e := range all[len(all)-min(len(all), trialCopy):] {
		data = append(data, eventstore.Addressed{Stream: stream, EventData: e.EventData})
	}
	if _, err := copied.AppendAll(ctx, data...); err != nil {
		return err
	}
	seen := eventstore.Version(len(data))
	var refused *eventstore.ConcurrencyError
	recorded := 0
	for _, writer := range []string{"first", "second"} {
		again := last.EventData
		again.ID = uuid.NewSHA1(last.ID, []byte(writer))
		_, err := copied.Append(ctx, stream, eventstore.Exactly(seen), again)
		switch {
		case err == nil:
			recorded++
		case !errors.As(err, &refused):
			return err
		}
	}
	if refused == nil {
		return fmt.Errorf("two writers of %s were both recorded at v%d", stream, seen+1)
	}
	t.Streams = TrialSide{
		Can: true, Says: fmt.Sprintf("The second is refused: expected %s, the stream is at v%d.", refused.Expected, refused.Actual),
		Counts: []TrialCount{{"recorded", recorded}, {"refused", 2 - recorded}},
	}
	tp, err := log.publish(topic.Settings{Partitions: log.params.Partitions})
	if err != nil {
		return err
	}
	key := log.keyOf(s, last)
	partition, first := tp.Publish(key, last.Position)
	other, second := tp.Publish(key, last.Position)
	t.Topic.Says = fmt.Sprintf("Both are taken: offset %d of partition %d and offset %d of partition %d.", first.Offset, partition, second.Offset, other)
	t.Topic.Counts = []TrialCount{{"taken", 2}, {"refused", 0}}
	if t.Topic.Events, err = p.rowsOf(ctx, s, []eventstore.Position{last.Position}); err != nil {
		return err
	}
	moment, err := s.timeline.At(ctx, log.at)
	if err != nil {
		return notThere(err)
	}
	state, _ := moment.Aggregates.Get(stream)
	decider, read := s.world.Deciders[stream.Category()], s.world.Registry.Read(last)
	once := decider.Step(state, read)
	t.Differs = differing(once.Value, decider.Step(once, read).Value)
	return nil
}

// keyOf returns the key of an event's message.
func (l *published) keyOf(s *session, e eventstore.Event) string {
	if e.Position >= l.first {
		return l.of(e.Position).key
	}
	return string(e.Stream)
}

// differing returns what differs between two states, as each side has it.
func differing(streams, fromTopic any) []TrialValue {
	out := []TrialValue{}
	for _, v := range flat("", compare(schema.Tree(streams), schema.Tree(fromTopic))) {
		if v.Change == Unchanged || len(out) == trialValues {
			continue
		}
		value := TrialValue{Label: v.Label, Topic: v.Text}
		if v.Before != nil {
			value.Streams = *v.Before
		}
		out = append(out, value)
	}
	return out
}

package playground

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/schema"
	"playhead/core/timetravel"
	"playhead/core/topic"
)

const (
	// trialEvents is how many events a side of a trial shows.
	trialEvents = 3
	// trialValues is how many values that differ a trial shows.
	trialValues = 4
	// trialCopy is how many of a stream's last events a trial copies, to write
	// to the copy: the log itself is never written to.
	trialCopy = 1000
	// trialStreams is how many streams a trial folds from a topic.
	trialStreams = 200
	// trialBatch is how many messages of a partition a consumer takes at once.
	trialBatch = 5
)

// tryBoth tries one thing on the streams and on the topic.
func (p *Playground) tryBoth(ctx context.Context, s *session, log *published, name TrialName) (Trial, error) {
	t := Trial{Name: name, Differs: []TrialValue{}}
	var err error
	switch name {
	case TrialExpected:
		err = p.tryExpected(ctx, s, log, &t)
	case TrialOrder:
		err = p.tryOrder(ctx, s, log, &t)
	case TrialEntity:
		err = p.tryEntity(ctx, s, log, &t)
	case TrialRetention:
		err = p.tryForgetting(ctx, s, log, &t, topic.Settings{Partitions: log.params.Partitions, Retain: log.retain()})
	case TrialCompaction:
		err = p.tryForgetting(ctx, s, log, &t, topic.Settings{Partitions: log.params.Partitions, Compact: true})
	case TrialRebalance:
		err = p.tryRebalance(ctx, s, log, &t)
	default:
		err = &Error{Code: CodeBadRequest, Message: fmt.Sprintf("There is no trial %q.", name)}
	}
	for _, side := range []*TrialSide{&t.Streams, &t.Topic} {
		if side.Events == nil {
			side.Events = []EventRow{}
		}
		if side.Counts == nil {
			side.Counts = []TrialCount{}
		}
	}
	return t, err
}

// rowsOf returns the first few of the events at positions.
func (p *Playground) rowsOf(ctx context.Context, s *session, positions []eventstore.Position) ([]EventRow, error) {
	rows := []EventRow{}
	for _, position := range positions[:min(len(positions), trialEvents)] {
		e, err := s.at(ctx, position)
		if err != nil {
			return nil, err
		}
		rows = append(rows, s.rowLocked(p, e))
	}
	return rows, nil
}

// noEvents says why a trial on one stream cannot be made.
const noEvents = "Select a stream that has events by then: the trial is about one stream."

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

func storedUpTo(ctx context.Context, s *session, stream eventstore.StreamID, at eventstore.Position) ([]eventstore.Event, error) {
	var all []eventstore.Event
	for e, err := range s.log.Store.ReadStream(ctx, stream, 0) {
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", stream, err)
		}
		if e.Position > at {
			break
		}
		all = append(all, e)
	}
	return all, nil
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

// kept returns what a topic keeps, by stream and in order.
func (l *published) kept(t *topic.Topic) map[eventstore.StreamID][]topic.Message {
	kept := map[eventstore.Position]topic.Message{}
	for _, p := range t.Partitions() {
		for _, m := range p.Messages {
			kept[m.Event] = m
		}
	}
	byStream := map[eventstore.StreamID][]topic.Message{}
	for i, e := range l.events {
		if m, ok := kept[l.first+eventstore.Position(i)]; ok {
			byStream[e.stream] = append(byStream[e.stream], m)
		}
	}
	return byStream
}

// foldFrom folds a stream's state from what a topic keeps of it.
func (p *Playground) foldFrom(ctx context.Context, s *session, stream eventstore.StreamID, messages []topic.Message) (aggregate.State, error) {
	state := aggregate.State{}
	decider := s.world.Deciders[stream.Category()]
	if decider != nil {
		state.Value = decider.Initial
	}
	for i, m := range messages {
		e, err := s.at(ctx, m.Event)
		if err != nil {
			return state, err
		}
		state = decider.Step(state, s.world.Registry.Read(e))
		if i%crudSlice == crudSlice-1 {
			if err := p.config.Pause(ctx); err != nil {
				return state, err
			}
		}
	}
	return state, nil
}

// retain returns how many messages a trial of retention keeps: as the settings
// say, or half of the fullest partition.
func (l *published) retain() int {
	if l.params.Retain > 0 {
		return l.params.Retain
	}
	most := 0
	for _, p := range l.topic.Partitions() {
		most = max(most, p.Next)
	}
	return max(1, most/2)
}

// tryForgetting lets a topic forget, and folds what is left.
func (p *Playground) tryForgetting(ctx context.Context, s *session, log *published, t *Trial, settings topic.Settings) error {
	tp, err := log.publish(settings)
	if err != nil {
		return err
	}
	moment, err := s.timeline.At(ctx, log.at)
	if err != nil {
		return notThere(err)
	}
	streams, wrong, err := p.foldedWrong(ctx, s, log, tp, moment)
	if err != nil {
		return err
	}
	dropped := len(log.events) - tp.Kept()
	counts := func(kept, dropped, wrong int) []TrialCount {
		return []TrialCount{{"kept", kept}, {"dropped", dropped}, {fmt.Sprintf("streams folded wrong, of %d", streams), wrong}}
	}
	t.Topic = TrialSide{Can: true, Counts: counts(tp.Kept(), dropped, wrong)}
	t.Streams = TrialSide{Counts: counts(len(log.events), 0, 0)}
	if settings.Compact {
		t.Topic.Says = "The last message of each key is kept. An event says what changed, so the last one is seldom the state."
		t.Streams.Says = "Nothing is dropped. A snapshot keeps the state beside the events, which stay."
	} else {
		t.Topic.Says = fmt.Sprintf("Each partition keeps its newest %d, and what is older is gone by itself.", settings.Retain)
		t.Streams.Says = "Nothing goes by itself: an event is never deleted. To forget a person, their key is destroyed."
	}
	t.Topic.Events, err = p.rowsOf(ctx, s, droppedFrom(log, tp))
	return err
}

// droppedFrom returns the first events that a topic keeps no more.
func droppedFrom(log *published, tp *topic.Topic) []eventstore.Position {
	kept := map[eventstore.Position]bool{}
	for _, p := range tp.Partitions() {
		for _, m := range p.Messages {
			kept[m.Event] = true
		}
	}
	var dropped []eventstore.Position
	for i := range log.events {
		if position := log.first + eventstore.Position(i); !kept[position] && len(dropped) < trialEvents {
			dropped = append(dropped, position)
		}
	}
	return dropped
}

// foldedWrong folds streams from what a topic keeps, and counts those that
// come out otherwise than from their own events.
func (p *Playground) foldedWrong(ctx context.Context, s *session, log *published, tp *topic.Topic, moment timetravel.Moment) (streams, wrong int, err error) {
	kept := log.kept(tp)
	looked := map[eventstore.StreamID]bool{}
	for i := len(log.events) - 1; i >= 0 && len(looked) < trialStreams; i-- {
		stream := log.events[i].stream
		if looked[stream] || s.world.Deciders[stream.Category()] == nil {
			continue
		}
		looked[stream] = true
		folded, err := p.foldFrom(ctx, s, stream, kept[stream])
		if err != nil {
			return 0, 0, err
		}
		if state, _ := moment.Aggregates.Get(stream); !reflect.DeepEqual(state.Value, folded.Value) {
			wrong++
		}
		if err := p.config.Pause(ctx); err != nil {
			return 0, 0, err
		}
	}
	return len(looked), wrong, nil
}

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

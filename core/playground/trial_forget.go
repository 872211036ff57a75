package playground

import (
	"context"
	"fmt"
	"reflect"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/timetravel"
	"playhead/core/topic"
)

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
	folding := 0 // messages since others had a turn
	for i := len(log.events) - 1; i >= 0 && len(looked) < trialStreams; i-- {
		stream := log.events[i].stream
		if looked[stream] || s.world.Deciders[stream.Category()] == nil {
			continue
		}
		looked[stream] = true
		if folding += len(kept[stream]); folding > crudSlice { // a turn for each stream would be most of the time
			if err := p.config.Pause(ctx); err != nil {
				return 0, 0, err
			}
			folding = 0
		}
		folded, err := p.foldFrom(ctx, s, stream, kept[stream])
		if err != nil {
			return 0, 0, err
		}
		if state, _ := moment.Aggregates.Get(stream); !reflect.DeepEqual(state.Value, folded.Value) {
			wrong++
		}
	}
	return len(looked), wrong, nil
}

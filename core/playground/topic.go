package playground

import (
	"context"
	"errors"
	"fmt"

	"playhead/core/eventstore"
	"playhead/core/topic"
)

func topicKinds() []Kind {
	return []Kind{
		kind("topic", "the log as a partitioned topic, and what each can and cannot do", (*Playground).topic),
	}
}

const (
	// topicMost is how many events are published: a topic of more is made anew
	// too slowly to follow the playhead.
	topicMost = 5000
	// topicNewest is how many messages of a partition are told: what a row of
	// marks shows.
	topicNewest = 10
)

// published is a log's events as messages.
type published struct {
	params TopicParams
	at     eventstore.Position
	first  eventstore.Position
	events []publishedEvent // from first on
	topic  *topic.Topic
}

// publishedEvent is as much of an event as a topic needs.
type publishedEvent struct {
	stream eventstore.StreamID
	key    string
	colour int
}

func (p *Playground) topic(ctx context.Context, params TopicParams) (TopicResult, error) {
	s, err := p.current()
	if err != nil {
		return TopicResult{}, err
	}
	at := p.positionOr(s, params.Position)
	result := TopicResult{Position: at, Partitions: []TopicPartition{}, Trials: []Trial{}}
	log := published{params: params, at: at}
	log.first, log.events, err = p.toPublish(s, params.Key, at)
	if err == nil {
		log.topic, err = log.publish(topic.Settings{Partitions: params.Partitions, Retain: params.Retain, Compact: params.Compact})
	}
	var group *topic.Group
	if err == nil {
		group, err = topic.NewGroup(log.topic, params.Consumers)
	}
	var bad *topic.SettingsError
	if errors.As(err, &bad) {
		result.Problems = []FieldProblem{{bad.Setting, sentence(bad.Reason)}}
		return result, nil
	}
	if err != nil {
		return result, err
	}
	log.describe(group, &result)
	for _, name := range params.Try {
		if err := p.config.Pause(ctx); err != nil {
			return result, err
		}
		trial, err := p.tryBoth(ctx, s, &log, name)
		if err != nil {
			return result, err
		}
		result.Trials = append(result.Trials, trial)
	}
	return result, nil
}

// toPublish returns the last events up to a position as a topic needs them. It
// fails when there is no such key.
func (p *Playground) toPublish(s *session, key TopicKey, at eventstore.Position) (first eventstore.Position, events []publishedEvent, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	x, types := s.index, s.world.Registry.Newest()
	after := at - min(at, topicMost)
	events = make([]publishedEvent, 0, at-after)
	for i := after; i < at; i++ {
		stream := x.streams[x.streamOf.At(int(i))]
		e := publishedEvent{stream: stream.ID, colour: -1}
		typeName := "unknown"
		if c := x.colourOf.At(int(i)); c != unknownColour {
			e.colour, typeName = int(c), types[c].Name
		}
		switch key {
		case KeyStream:
			e.key = string(stream.ID)
		case KeyCategory:
			e.key = stream.Category
		case KeyType:
			e.key = typeName
		case KeyNone:
		default:
			return 0, nil, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("There is no key %q for messages.", key)}
		}
		events = append(events, e)
	}
	return after + 1, events, nil
}

// publish makes a topic of the events, and lets go what the settings say. It
// fails with a *topic.SettingsError.
func (l *published) publish(settings topic.Settings) (*topic.Topic, error) {
	t, err := topic.New(settings)
	if err != nil {
		return nil, err
	}
	for i, e := range l.events {
		t.Publish(e.key, l.first+eventstore.Position(i))
	}
	t.Clean()
	return t, nil
}

// of returns what was published of an event.
func (l *published) of(position eventstore.Position) publishedEvent {
	return l.events[position-l.first]
}

func (l *published) describe(group *topic.Group, result *TopicResult) {
	result.First, result.Published, result.Kept = l.first, len(l.events), l.topic.Kept()
	keys, busy := map[string]bool{}, map[int]bool{}
	for _, e := range l.events {
		if e.key != "" {
			keys[e.key] = true
		}
	}
	result.Keys = len(keys)
	for i, partition := range l.topic.Partitions() {
		owner := group.Owner(i)
		busy[owner] = true
		result.Expired += partition.Expired
		result.Compacted += partition.Compacted
		kept := partition.Messages
		told := TopicPartition{Number: i, Next: partition.Next, Kept: len(kept), Consumer: owner + 1, Newest: []TopicMessage{}}
		for _, m := range kept[len(kept)-min(len(kept), topicNewest):] {
			told.Newest = append(told.Newest, TopicMessage{m.Offset, m.Key, m.Event, l.of(m.Event).colour})
		}
		result.Partitions = append(result.Partitions, told)
	}
	result.Idle = len(group.Members()) - len(busy)
}

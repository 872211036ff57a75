package playground

import (
	"context"
	"fmt"

	"playhead/core/eventstore"
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

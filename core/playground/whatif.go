package playground

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/timetravel"
	"playhead/core/whatif"
)

func whatIfKinds() []Kind {
	return []Kind{
		kind("whatIf", "what would have become of the log if an event had been otherwise", (*Playground).whatIf),
	}
}

func (p *Playground) whatIf(ctx context.Context, params WhatIfParams) (WhatIfResult, error) {
	s, err := p.current()
	if err != nil {
		return WhatIfResult{}, err
	}
	outcome, err := p.try(ctx, s, params)
	if err != nil {
		return WhatIfResult{}, err
	}
	limit := min(params.Limit, 500)
	if limit <= 0 {
		limit = 100
	}
	result := WhatIfResult{
		At: outcome.At, Stream: outcome.Stream, Others: []eventstore.StreamID{}, Total: len(outcome.Judged), Judged: []WhatIfEvent{},
		Halted: append([]eventstore.StreamID{}, outcome.Halted[:min(len(outcome.Halted), othersMost)]...),
	}
	result.nameOthers(outcome)
	for i, j := range outcome.Judged {
		result.Counts.add(WhatIfVerdict(j.Verdict))
		if i < limit {
			result.Judged = append(result.Judged, s.describeJudged(j))
		}
	}
	head, err := outcome.Log.Head(ctx)
	if err != nil {
		return WhatIfResult{}, err
	}
	result.Head = head.Position
	result.Differs, err = p.differs(ctx, s, outcome, head.Position, limit)
	return result, err
}

// othersMost is how many affected streams are named: as many as can be read.
const othersMost = 20

// nameOthers names the streams that are affected besides the one of the event.
func (r *WhatIfResult) nameOthers(outcome *whatif.Outcome) {
	seen := map[eventstore.StreamID]bool{outcome.Stream: true}
	for _, j := range outcome.Judged {
		if seen[j.Event.Stream] {
			continue
		}
		seen[j.Event.Stream] = true
		if r.OthersTotal++; r.OthersTotal <= othersMost {
			r.Others = append(r.Others, j.Event.Stream)
		}
	}
}

// try tries an edit of the session's log out.
func (p *Playground) try(ctx context.Context, s *session, params WhatIfParams) (*whatif.Outcome, error) {
	edit, err := p.edit(s, params)
	if err != nil {
		return nil, err
	}
	outcome, err := whatif.Try(ctx, s.world, s.log.Store, edit, p.config.Pause)
	var problem *whatif.EditError
	if errors.As(err, &problem) {
		err = &Error{Code: CodeBadRequest, Message: sentence(problem.Reason)}
	}
	return outcome, err
}

func (p *Playground) edit(s *session, params WhatIfParams) (whatif.Edit, error) {
	edit := whatif.Edit{Kind: whatif.Kind(params.Kind), Position: params.Position, After: params.After}
	edit.Event.Data = []byte(params.Data)
	if params.Kind != WhatIfInsert {
		return edit, nil
	}
	now := p.config.Now()
	id := p.config.NewID(now)
	edit.Event.Stream = params.Stream
	edit.Event.ID, edit.Event.Type, edit.Event.Timestamp = id, params.Type, now
	edit.Event.Metadata = eventstore.Metadata{CorrelationID: id, CausationID: id, Actor: visitor}
	for _, t := range s.world.Registry.Newest() {
		if t.Name == params.Type {
			edit.Event.SchemaVersion = t.SchemaVersion
			return edit, nil
		}
	}
	return edit, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("The world %s has no event of type %q.", s.world.Name, params.Type)}
}

func (c *WhatIfCounts) add(v WhatIfVerdict) {
	switch v {
	case VerdictValid:
		c.Valid++
	case VerdictRefused:
		c.Refused++
	case VerdictOther:
		c.Other++
	case VerdictUnasked:
		c.Unasked++
	case VerdictUnknown:
		c.Unknown++
	case VerdictEdited: // it does not come after itself
	}
}

func (s *session) describeJudged(j whatif.Judged) WhatIfEvent {
	row := s.row(j.Event)
	out := WhatIfEvent{
		Position: j.Event.Position, Stream: j.Event.Stream, Type: row.Type, Summary: row.Summary,
		Command: j.Event.Metadata.Command, Verdict: WhatIfVerdict(j.Verdict),
	}
	if j.Refusal != nil {
		out.Refusal = &Refusal{j.Refusal.Code, j.Refusal.Message}
	}
	for i, e := range j.Instead {
		if i == 0 {
			out.Becomes = e.Position
		}
		if instead := s.row(e); i > 0 || instead.Type != row.Type || instead.Summary != row.Summary {
			out.Instead = append(out.Instead, instead.Type+" "+instead.Summary)
		}
	}
	return out
}

// differs compares the ends of the log as it is and as it would be.
func (p *Playground) differs(ctx context.Context, s *session, outcome *whatif.Outcome, head eventstore.Position, limit int) (DiffResult, error) {
	end, err := s.log.Store.Head(ctx)
	if err != nil {
		return DiffResult{}, err
	}
	is, err := s.timeline.At(ctx, end.Position)
	if err != nil {
		return DiffResult{}, err
	}
	read := decoded{registry: s.world.Registry, store: outcome.Log}
	would, err := s.timeline.Fork(read.read, outcome.At).At(ctx, head)
	if err != nil {
		return DiffResult{}, err
	}
	result := DiffResult{Changes: []Difference{}}
	moved, err := p.outcomeMoved(ctx, s, outcome)
	if err != nil {
		return DiffResult{}, err
	}
	rows := 0
	for change := range s.timeline.Compare(is, would, moved, timetravel.Mark{}, math.MaxInt) {
		for _, d := range change.Differences {
			if result.Total++; result.Total <= limit {
				result.Changes = append(result.Changes, Difference(d))
			}
		}
		if rows++; rows%whatIfSlice == 0 {
			if err := p.config.Pause(ctx); err != nil {
				return DiffResult{}, err
			}
		}
	}
	return result, nil
}

// whatIfSlice is how many events are paired, or rows compared, before others get
// a turn: a few milliseconds in a browser.
const whatIfSlice = 256

// outcomeMoved pairs the events of the log as it is with those of the log as it would be.
func (p *Playground) outcomeMoved(ctx context.Context, s *session, outcome *whatif.Outcome) (*timetravel.Moved, error) {
	is, would := map[uuid.UUID]eventstore.Position{}, map[uuid.UUID]eventstore.Position{}
	for i, e := range outcome.Events {
		would[e.ID] = outcome.At + eventstore.Position(i+1)
	}
	becomes := map[eventstore.Position]eventstore.Position{}
	for e, err := range s.log.Store.ReadAll(ctx, outcome.At) {
		if err != nil {
			return nil, fmt.Errorf("pair the events with what they would be: %w", err)
		}
		is[e.ID], becomes[e.Position] = e.Position, would[e.ID]
		if e.Position%whatIfSlice == 0 {
			if err := p.config.Pause(ctx); err != nil {
				return nil, err
			}
		}
	}
	return &timetravel.Moved{
		From: outcome.At,
		Was: func(position eventstore.Position) eventstore.Position {
			return is[outcome.Events[position-outcome.At-1].ID]
		},
		Is: func(position eventstore.Position) eventstore.Position { return becomes[position] },
	}, nil
}

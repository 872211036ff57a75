package playground

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/schema"
	"playhead/core/timetravel"
)

// step is two states of everything, one event apart. The live ones come from
// the projections as they stand; past ones are folded.
type step struct {
	position eventstore.Position
	models   []modelStep
	// aggregate returns the state of a stream before and after.
	aggregate func(eventstore.StreamID) (before, after aggregate.State, err error)
}

type modelStep struct {
	projection    *projection.Projection
	state         ProjectionState
	before, after projection.Model
}

func (p *Playground) moment(ctx context.Context, params MomentParams) (Moment, error) {
	s, err := p.current()
	if err != nil {
		return Moment{}, err
	}
	p.mu.Lock()
	head := s.index.head()
	p.mu.Unlock()
	var now step
	if params.Position == nil {
		now, err = p.liveStep(ctx, s)
	} else {
		now, err = p.pastStep(ctx, s, min(*params.Position, head))
	}
	if err != nil {
		return Moment{}, err
	}
	return locked(p, func(*session) (Moment, error) { return s.describeMoment(ctx, now, params) })
}

// liveStep is the last step as the projections have taken it, which may be
// behind the log.
func (p *Playground) liveStep(ctx context.Context, s *session) (step, error) {
	return locked(p, func(*session) (step, error) {
		head := s.index.head()
		now := step{position: head}
		for _, projection := range s.world.Projections {
			state, err := s.projectionState(projection.Name)
			if err != nil {
				return now, err
			}
			before, after, err := s.runner.Models(projection.Name)
			if err != nil {
				return now, err
			}
			if state.Checkpoint != head {
				before = after // it has not taken the last step
			}
			now.models = append(now.models, modelStep{projection, state, before, after})
		}
		now.aggregate = func(stream eventstore.StreamID) (before, after aggregate.State, err error) {
			return s.loadStep(ctx, stream, head)
		}
		return now, nil
	})
}

// loadStep folds a stream up to a position, and says what it was one event of
// the log earlier.
func (s *session) loadStep(ctx context.Context, stream eventstore.StreamID, at eventstore.Position) (before, after aggregate.State, err error) {
	d := s.world.Deciders[stream.Category()]
	if d != nil {
		after.Value = d.Initial
	}
	before = after
	for e, err := range s.log.Store.ReadStream(ctx, stream, 0) {
		if err != nil {
			return before, after, fmt.Errorf("load %s: %w", stream, err)
		}
		before = after
		after = d.Step(after, s.world.Registry.Read(e))
		if e.Position != at {
			before = after
		}
	}
	return before, after, nil
}

// pastStep folds the step that led to a position.
func (p *Playground) pastStep(ctx context.Context, s *session, position eventstore.Position) (step, error) {
	before, err := s.timeline.At(ctx, position-min(position, 1))
	if err != nil {
		return step{}, err
	}
	after := before
	if position > 0 {
		if after, err = s.timeline.Next(before); err != nil {
			return step{}, err
		}
	}
	return locked(p, func(*session) (step, error) {
		now := step{position: position, aggregate: func(stream eventstore.StreamID) (aggregate.State, aggregate.State, error) {
			return s.stateIn(before, stream), s.stateIn(after, stream), nil
		}}
		for i, projection := range s.world.Projections {
			folded := after.Projections[i]
			state, err := s.projectionState(projection.Name)
			if err != nil {
				return now, err
			}
			if state.Status != StatusRebuilding {
				state.Status, state.Failure = StatusCaughtUp, describeFailure(folded.Failure)
			}
			state.Unread = describeUnread(folded.Unread)
			if folded.Failure != nil {
				state.Status = StatusFailed
			}
			state.Checkpoint, state.Lag = folded.Checkpoint, int(position-folded.Checkpoint)
			now.models = append(now.models, modelStep{projection, state, before.Projections[i].Model, folded.Model})
		}
		return now, nil
	})
}

func (s *session) stateIn(m timetravel.Moment, stream eventstore.StreamID) aggregate.State {
	state, _ := m.Aggregates.Get(stream)
	if d := s.world.Deciders[stream.Category()]; d != nil && state.Value == nil {
		state.Value = d.Initial
	}
	return state
}

func (s *session) describeMoment(ctx context.Context, now step, params MomentParams) (Moment, error) {
	m := Moment{Position: now.position, Head: s.index.head(), Projections: []ReadModel{}}
	m.Narration = "Before the first event."
	if now.position > 0 {
		e, err := s.at(ctx, now.position)
		if err != nil {
			return m, err
		}
		row := s.row(e)
		m.Event = &row
		if m.Narration, err = s.narrate(now, e, row); err != nil {
			return m, err
		}
	}
	for _, model := range now.models {
		described := describeModel(model, params)
		if params.Position == nil && params.Stream != "" && model.state.Lag > 0 {
			version := s.index.versionAt(params.Stream, model.state.Checkpoint)
			described.Version = &version
		}
		m.Projections = append(m.Projections, described)
	}
	if params.Stream == "" {
		return m, nil
	}
	var err error
	m.Aggregate, err = s.describeAggregate(ctx, now, params.Stream)
	return m, err
}

// narrate tells a step in a sentence: "MoneyDeposited 100.00 on account-1:
// balance 0.00 to 100.00."
func (s *session) narrate(now step, e eventstore.Event, row EventRow) (string, error) {
	text := e.Type
	if event, steps, err := s.world.Registry.Trace(e); err == nil {
		if values := schema.Values(event); len(values) > 0 && values[0] != "" {
			text += " " + values[0]
		}
		if newest := steps[len(steps)-1].Name; newest != e.Type {
			text = newest + strings.TrimPrefix(text, e.Type)
		}
	}
	text += " on " + string(e.Stream)
	before, after, err := now.aggregate(e.Stream)
	if err != nil {
		return "", err
	}
	var changes []string
	const most = 3 // what can be listened to
	for _, v := range flat("", compare(schema.Tree(before.Value), schema.Tree(after.Value))) {
		if len(changes) < most && v.Change == Changed && *v.Before != "" {
			changes = append(changes, fmt.Sprintf("%s %s to %s", strings.ToLower(v.Label), *v.Before, or(v.Text, "nothing")))
		} else if len(changes) < most && v.Change != Unchanged && v.Change != Removed {
			changes = append(changes, strings.ToLower(v.Label)+" "+v.Text)
		}
	}
	if len(changes) > 0 {
		text += ": " + strings.Join(changes, ", ")
	}
	return text + ".", nil
}

// flat returns the leaves of a tree of values, labelled with their paths.
func flat(path string, values []Value) []Value {
	var out []Value
	for _, v := range values {
		if v.Kind == KindObject || v.Kind == KindList {
			out = append(out, flat(path+v.Label+" ", v.Values)...)
			continue
		}
		v.Label = path + v.Label
		out = append(out, v)
	}
	return out
}

// historyMost is how many of a stream's events an aggregate shows.
const historyMost = 12

func (s *session) describeAggregate(ctx context.Context, now step, stream eventstore.StreamID) (*Aggregate, error) {
	before, after, err := now.aggregate(stream)
	if err != nil {
		return nil, err
	}
	a := &Aggregate{
		Stream: stream, Version: after.Version, Latest: s.index.version(stream), Folded: int(after.Version),
		Values: compare(schema.Tree(before.Value), schema.Tree(after.Value)), History: []EventRow{},
		Problem: after.Problem,
	}
	if d := s.world.Deciders[stream.Category()]; d != nil {
		a.Type = d.Type
	}
	a.Changed = before.Version != after.Version
	from := after.Version - min(after.Version, historyMost)
	for e, err := range s.log.Store.ReadStream(ctx, stream, from) {
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", stream, err)
		}
		if e.Version > after.Version {
			break
		}
		a.History = append(a.History, s.row(e))
	}
	slices.Reverse(a.History)
	return a, nil
}

// compare marks what differs between two trees of values. Values are paired by
// their steps; what is gone comes last.
func compare(before, after []schema.Value) []Value {
	return compareIn(schema.Object, before, after)
}

// compareIn compares what is in a value of a kind.
func compareIn(kind schema.FieldKind, before, after []schema.Value) []Value {
	out := []Value{}
	was, is := steps(kind, before), steps(kind, after)
	paired := make([]bool, len(before))
	for i, v := range after {
		value := Value{Name: v.Name, Step: unless(v.Name, is[i]), Label: v.Label, Kind: FieldKind(v.Kind), Text: v.Text, Change: Added}
		var inside []schema.Value
		if old := slices.Index(was, is[i]); old >= 0 {
			paired[old], inside, value.Change = true, before[old].Values, Unchanged
			if before[old].Text != v.Text {
				value.Change, value.Before = Changed, &before[old].Text
			}
		}
		value.Values = compareIn(v.Kind, inside, v.Values)
		if len(value.Values) == 0 {
			value.Values = nil
		}
		out = append(out, value)
	}
	for i, v := range before {
		if !paired[i] {
			out = append(out, Value{
				Name: v.Name, Step: unless(v.Name, was[i]), Label: v.Label, Kind: FieldKind(v.Kind), Before: &v.Text, Change: Removed,
			})
		}
	}
	return out
}

// unless returns a step that is not the name, which goes without saying.
func unless(name, step string) string {
	if step == name {
		return ""
	}
	return step
}

// steps names values within a path.
func steps(kind schema.FieldKind, values []schema.Value) []string {
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = v.Name
		if kind == schema.List {
			names[i] = schema.StepTo(values, i)
		}
	}
	return names
}

func (p *Playground) diff(ctx context.Context, params DiffParams) (DiffResult, error) {
	s, err := p.current()
	if err != nil {
		return DiffResult{}, err
	}
	limit := min(params.Limit, 500)
	if limit <= 0 {
		limit = 100
	}
	from, err := s.timeline.At(ctx, params.From)
	if err != nil {
		return DiffResult{}, notThere(err)
	}
	to, err := s.timeline.At(ctx, params.To)
	if err != nil {
		return DiffResult{}, notThere(err)
	}
	result := DiffResult{Changes: []Difference{}}
	for d := range s.timeline.Diff(from, to) {
		if result.Total++; result.Total <= limit {
			result.Changes = append(result.Changes, Difference(d))
		}
	}
	return result, nil
}

func notThere(err error) error {
	return &Error{Code: CodeNotFound, Message: sentence(err.Error())}
}

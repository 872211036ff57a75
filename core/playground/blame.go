package playground

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"

	"playhead/core/aggregate"
	"playhead/core/blame"
	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/schema"
	"playhead/core/timetravel"
)

func blameKinds() []Kind {
	return []Kind{
		kind("blame", "which events made a value what it is", (*Playground).blame),
		kind("over", "a value as it went, over the log and the clock", (*Playground).overTime),
	}
}

const (
	usualCauses = 20
	mostCauses  = 2000
	// blameBudget is how many events one request may fold: some 40 ms in a
	// browser, so that the first answer is there within 100.
	blameBudget = 4096
	// shortStream is how many events of a stream are folded without asking the
	// timeline what it knows: that is sooner done than one of its own jumps.
	shortStream = 512
)

// walksMost is how many walks are kept: the question of Blame, and the values that are
// drawn over time.
const walksMost = 6

// blaming is the walks of the questions that were asked last: asked again, they go on.
type blaming struct {
	mu    sync.Mutex // held while a walk goes on, which is longer than a turn
	walks map[string]*blame.Walk
	order []string // of the questions, the oldest first
}

func (b *blaming) keep(of string, walk *blame.Walk) {
	if b.walks == nil {
		b.walks = map[string]*blame.Walk{}
	}
	if len(b.order) == walksMost {
		delete(b.walks, b.order[0])
		b.order = b.order[1:]
	}
	b.walks[of] = walk
	b.order = append(b.order, of)
}

// forget lets go of the walks, whose states may hold data of persons whose keys
// are gone.
func (b *blaming) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.walks, b.order = nil, nil
}

func (p *Playground) blame(ctx context.Context, params BlameParams) (BlameResult, error) {
	s, err := p.current()
	if err != nil {
		return BlameResult{}, err
	}
	if params.Count <= 0 {
		params.Count = usualCauses
	}
	params.Count = min(params.Count, mostCauses)
	p.mu.Lock()
	params.Position = min(params.Position, s.index.head())
	p.mu.Unlock()
	s.blaming.mu.Lock()
	defer s.blaming.mu.Unlock()
	walk, err := p.walk(ctx, s, params)
	if err != nil {
		return BlameResult{}, err
	}
	if err := walk.Look(ctx, params.Count+1, blameBudget, p.config.Pause); err != nil {
		return BlameResult{}, err
	}
	return locked(p, func(*session) (BlameResult, error) { return s.describeBlame(ctx, walk, params) })
}

// walk returns the walk that answers a question, begun or not.
func (p *Playground) walk(ctx context.Context, s *session, params BlameParams) (*blame.Walk, error) {
	_, skip := s.timeline.Remembered(0)
	of := fmt.Sprint(params.Position, skip, []string{params.Where, params.Key, params.Field})
	if walk := s.blaming.walks[of]; walk != nil {
		return walk, nil
	}
	walk, err := p.newWalk(ctx, s, params)
	if err == nil {
		s.blaming.keep(of, walk)
	}
	return walk, err
}

func (p *Playground) newWalk(ctx context.Context, s *session, params BlameParams) (*blame.Walk, error) {
	if params.Where == timetravel.Aggregates {
		return p.walkAggregate(ctx, s, params)
	}
	i := slices.IndexFunc(s.world.Projections, func(p *projection.Projection) bool { return p.Name == params.Where })
	if i < 0 {
		return nil, &Error{Code: CodeNotFound, Message: fmt.Sprintf("There is no read model %q.", params.Where)}
	}
	shown, err := s.timeline.At(ctx, params.Position)
	if err != nil {
		return nil, err
	}
	moments, skip := s.timeline.Remembered(params.Position)
	subject, err := blame.ReadModel(s.world.Projections[i], params.Key, params.Field, skip, s.eventsUpTo)
	if err != nil {
		return nil, &Error{Code: CodeNotFound, Message: sentence(err.Error())}
	}
	known := make([]blame.Known, len(moments))
	for j, m := range moments {
		known[j] = blame.Known{Position: m.Position, State: m.Projections[i]}
	}
	return blame.New(subject, known, blame.Known{Position: params.Position, State: shown.Projections[i]}), nil
}

// walkAggregate folds a short stream as it is; of a long one only the stretches
// that are looked at, between moments that the timeline knows.
func (p *Playground) walkAggregate(ctx context.Context, s *session, params BlameParams) (*blame.Walk, error) {
	stream := eventstore.StreamID(params.Key)
	d := s.world.Deciders[stream.Category()]
	if d == nil {
		return nil, &Error{Code: CodeNotFound, Message: fmt.Sprintf("This world has no aggregate for the stream %q.", params.Key)}
	}
	start := aggregate.State{Value: d.Initial}
	subject := blame.Aggregate(d, params.Field, s.streamUpTo(ctx, stream))
	p.mu.Lock()
	version := s.index.version(stream)
	p.mu.Unlock()
	known := []blame.Known{{State: start}}
	if version <= shortStream {
		state := start
		for e, err := range subject.Events(known[0], params.Position) {
			if err != nil {
				return nil, err
			}
			state = d.Step(state, e)
		}
		return blame.New(subject, known, blame.Known{Position: params.Position, State: state}), nil
	}
	shown, err := s.timeline.At(ctx, params.Position)
	if err != nil {
		return nil, err
	}
	stateIn := func(m timetravel.Moment) aggregate.State {
		if state, ok := m.Aggregates.Get(stream); ok {
			return state
		}
		return start
	}
	moments, _ := s.timeline.Remembered(params.Position)
	for _, m := range moments[1:] {
		known = append(known, blame.Known{Position: m.Position, State: stateIn(m)})
	}
	return blame.New(subject, known, blame.Known{Position: params.Position, State: stateIn(shown)}), nil
}

// eventsUpTo yields the events after a known state.
func (s *session) eventsUpTo(after blame.Known, to eventstore.Position) iter.Seq2[schema.Recorded, error] {
	return s.recordedAt(after.Position, to)
}

// streamUpTo yields the events of one stream after a known state of it.
func (s *session) streamUpTo(ctx context.Context, stream eventstore.StreamID) blame.Events {
	return func(after blame.Known, to eventstore.Position) iter.Seq2[schema.Recorded, error] {
		return func(yield func(schema.Recorded, error) bool) {
			for e, err := range s.log.Store.ReadStream(ctx, stream, after.State.(aggregate.State).Version) {
				if err != nil {
					yield(schema.Recorded{}, fmt.Errorf("read %s: %w", stream, err))
					return
				}
				if e.Position > to || !yield(s.world.Registry.Read(e), nil) {
					return
				}
			}
		}
	}
}

func (s *session) describeBlame(ctx context.Context, walk *blame.Walk, params BlameParams) (BlameResult, error) {
	answer := walk.Causes(params.Count)
	result := BlameResult{
		Position: params.Position, Where: params.Where, Key: params.Key, Field: params.Field, Value: walk.Shown(), Causes: []Cause{}, Looked: walk.Position(),
		More: walk.Changes() > params.Count, Exact: answer.Exact,
	}
	result.Label, result.Kind = s.describePlace(params)
	for _, c := range answer.Causes {
		e, err := s.at(ctx, c.Event.Position)
		if err != nil {
			return BlameResult{}, err
		}
		result.Causes = append(result.Causes, Cause{
			Row: s.row(e), Before: c.Before, After: c.After, Effect: CauseEffect(c.Effect),
			Command: e.Metadata.Command, Actor: e.Metadata.Actor,
		})
	}
	return result, nil
}

// describePlace says what the value at a place is called and how it is shown.
func (s *session) describePlace(params BlameParams) (label string, kind FieldKind) {
	if params.Where == timetravel.Aggregates {
		d := s.world.Deciders[eventstore.StreamID(params.Key).Category()]
		label, kind := schema.Describe(d.Initial, params.Field)
		return label, FieldKind(kind)
	}
	for _, p := range s.world.Projections {
		for _, c := range p.Initial.Columns() {
			switch {
			case p.Name != params.Where:
			case c.Name == params.Field:
				return c.Label, FieldKind(c.Kind)
			case p.Initial.Kind() == projection.KindNumber || p.Initial.Kind() == projection.KindSeries:
				return p.Name, FieldKind(c.Kind)
			}
		}
	}
	return "", KindText
}

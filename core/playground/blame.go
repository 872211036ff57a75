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
	// streamBudget is how many events of a stream it folds towards the moment: those are
	// read one by one, which takes longer.
	streamBudget = blameBudget / 2
	// leastBudget is how many it folds at least, when it had to fold others before.
	leastBudget = 512
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
	walks map[string]*asked
	order []string // of the questions, the oldest first
}

// asked is a question about a value: a walk, or the way to where it begins.
type asked struct {
	walk    *blame.Walk
	advance *blame.Advance // of an aggregate, while there is no walk
	reached eventstore.Position
	left    int // events that the request may still fold
}

func (b *blaming) keep(of string, question *asked) {
	if b.walks == nil {
		b.walks = map[string]*asked{}
	}
	if len(b.order) == walksMost {
		delete(b.walks, b.order[0])
		b.order = b.order[1:]
	}
	b.walks[of] = question
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
	question, err := p.question(ctx, s, params)
	if err != nil {
		return BlameResult{}, err
	}
	if question.walk == nil {
		return s.describeReached(params, question.reached), nil
	}
	weighing, err := look(ctx, question, params.Count, p.config.Pause)
	if err != nil {
		return BlameResult{}, err
	}
	return locked(p, func(*session) (BlameResult, error) {
		result, err := s.describeBlame(ctx, question.walk, params)
		result.Weighing = weighing
		return result, err
	})
}

// look looks for as many changes as are wanted, as far as one request may, and when they
// are found tells what they have to do with the value: in the same request when that is
// little, or else in the next, which weighing says.
func look(ctx context.Context, question *asked, count int, pause func(context.Context) error) (weighing bool, err error) {
	walk := question.walk
	folded, err := walk.Look(ctx, count+1, question.left, pause)
	if err != nil || !walk.Done() && walk.Changes() <= count {
		return false, err
	}
	if folded > 0 && walk.Heavy(count) > blameBudget-folded {
		return true, nil
	}
	return false, walk.Weigh(ctx, count, pause)
}

// question goes on with a question, until there is a walk back from the moment on show.
func (p *Playground) question(ctx context.Context, s *session, params BlameParams) (*asked, error) {
	_, skip := s.timeline.Remembered(0)
	of := fmt.Sprint(params.Position, skip, []string{params.Where, params.Key, params.Field})
	question := s.blaming.walks[of]
	if question == nil {
		question = &asked{}
	}
	question.left = blameBudget
	if question.walk != nil {
		return question, nil
	}
	var err error
	if params.Where == timetravel.Aggregates {
		err = p.askAggregate(ctx, s, params, question)
	} else {
		err = p.askReadModel(ctx, s, params, question)
	}
	if err == nil && s.blaming.walks[of] == nil {
		s.blaming.keep(of, question)
	}
	return question, err
}

// askReadModel needs all of the log folded up to the moment.
func (p *Playground) askReadModel(ctx context.Context, s *session, params BlameParams, question *asked) error {
	i := slices.IndexFunc(s.world.Projections, func(p *projection.Projection) bool { return p.Name == params.Where })
	if i < 0 {
		return &Error{Code: CodeNotFound, Message: fmt.Sprintf("There is no read model %q.", params.Where)}
	}
	_, rules := s.timeline.Remembered(0)
	subject, err := blame.ReadModel(s.world.Projections[i], params.Key, params.Field, rules, s.eventsUpTo)
	if err != nil {
		return &Error{Code: CodeNotFound, Message: sentence(err.Error())}
	}
	shown, folded, err := s.timeline.Towards(ctx, params.Position, towardsBudget)
	if err != nil {
		return err
	}
	question.reached = shown.Position
	question.left = max(leastBudget, blameBudget-4*folded) // it folds everything, and not one projection
	if shown.Position < params.Position {
		return nil
	}
	moments, _ := s.timeline.Remembered(params.Position)
	known := make([]blame.Known, len(moments))
	for j, m := range moments {
		known[j] = blame.Known{Position: m.Position, State: m.Projections[i]}
	}
	question.walk = blame.New(subject, known, blame.Known{Position: params.Position, State: shown.Projections[i]})
	return nil
}

// askAggregate needs nothing but the stream, folded from what the timeline knows of it.
func (p *Playground) askAggregate(ctx context.Context, s *session, params BlameParams, question *asked) error {
	stream := eventstore.StreamID(params.Key)
	if question.advance == nil {
		d := s.world.Deciders[stream.Category()]
		if d == nil {
			return &Error{Code: CodeNotFound, Message: fmt.Sprintf("This world has no aggregate for the stream %q.", params.Key)}
		}
		subject := blame.Aggregate(d, params.Field, s.streamUpTo(ctx, stream))
		question.advance = blame.NewAdvance(subject, p.knownOf(s, stream, aggregate.State{Value: d.Initial}, params.Position))
	}
	walk, err := question.advance.Fold(ctx, params.Position, streamBudget, p.config.Pause)
	question.walk, question.reached = walk, question.advance.Position()
	if walk != nil {
		question.left = blameBudget / 2 // it has folded some already
	}
	return err
}

// knownOf returns the states of a stream that the timeline knows, by position, and first
// the one before the first event. Of a short stream nothing else is worth knowing.
func (p *Playground) knownOf(s *session, stream eventstore.StreamID, start aggregate.State, before eventstore.Position) []blame.Known {
	known := []blame.Known{{State: start}}
	p.mu.Lock()
	version := s.index.version(stream)
	p.mu.Unlock()
	if version <= shortStream {
		return known
	}
	moments, _ := s.timeline.Remembered(before)
	for _, m := range append(moments[1:], s.timeline.Nearest(before)) {
		state, ok := m.Aggregates.Get(stream)
		if ok && m.Position > known[len(known)-1].Position {
			known = append(known, blame.Known{Position: m.Position, State: state})
		}
	}
	return known
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

// describeReached says how far the log is folded towards the moment: nothing else is
// known yet.
func (s *session) describeReached(params BlameParams, reached eventstore.Position) BlameResult {
	result := BlameResult{
		Position: params.Position, Where: params.Where, Key: params.Key, Field: params.Field,
		Causes: []Cause{}, Looked: params.Position, Reached: reached,
	}
	result.Label, result.Kind = s.describePlace(params)
	return result
}

func (s *session) describeBlame(ctx context.Context, walk *blame.Walk, params BlameParams) (BlameResult, error) {
	answer := walk.Causes(params.Count)
	result := BlameResult{
		Position: params.Position, Where: params.Where, Key: params.Key, Field: params.Field, Value: walk.Shown(), Causes: []Cause{}, Looked: walk.Position(),
		Reached: params.Position, More: walk.Changes() > params.Count, Exact: answer.Exact,
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

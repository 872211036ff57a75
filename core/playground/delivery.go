package playground

import (
	"context"
	"fmt"
	"slices"

	"playhead/core/delivery"
	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/schema"
	"playhead/core/world"
)

const (
	usualDelivered  = 60   // what can be looked at one by one
	mostDelivered   = 2000 // some 50 ms for four subscribers in a browser
	mostSubscribers = 6
	mostNotes       = 60
	mostParked      = 20
	usualCheckpoint = 5
	// ticksPerTurn is how many ticks pass before others get a turn.
	ticksPerTurn = 128
)

func deliveryKinds() []Kind {
	return []Kind{
		kind("delivery", "what becomes of subscribers behind a faulty channel", (*Playground).delivery),
		kind("feed", "let a subscriber's read model be the live one, until it is rebuilt", (*Playground).feed),
	}
}

// desk is what a delivery is made with.
type desk struct {
	session    *session
	projection *projection.Projection
	start      projection.Model
	events     []schema.Recorded
	to         eventstore.Position
	settings   delivery.Settings
}

func (p *Playground) delivery(ctx context.Context, params DeliveryParams) (DeliveryResult, error) {
	d, err := p.desk(ctx, params)
	if err != nil {
		return DeliveryResult{}, err
	}
	result := DeliveryResult{Columns: columns(d.projection), Subscribers: []SubscriberOutcome{}, Notes: []DeliveryNote{}}
	if n := len(d.events); n > 0 {
		result.From, result.To = d.events[0].Position, d.events[n-1].Position
	}
	var runs []*delivery.Run
	for _, who := range params.Subscribers {
		run, outcome, err := p.deliver(ctx, d, who, params.Tick)
		if err != nil {
			return DeliveryResult{}, err
		}
		runs = append(runs, run)
		result.Ticks = max(result.Ticks, run.Tick())
		result.Subscribers = append(result.Subscribers, outcome)
	}
	result.Tick = result.Ticks
	if params.Tick != nil {
		result.Tick = max(0, min(*params.Tick, result.Ticks))
	}
	d.note(&result, runs, params.Harm)
	return result, nil
}

// feed puts the read model that a subscriber came to in the place of the live one.
func (p *Playground) feed(ctx context.Context, params FeedParams) (ProjectionState, error) {
	if i := params.Subscriber; i < 0 || i >= len(params.Delivery.Subscribers) {
		return ProjectionState{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("There is no subscriber %d among %d.", i, len(params.Delivery.Subscribers))}
	}
	params.Delivery.At = nil
	d, err := p.desk(ctx, params.Delivery)
	if err != nil {
		return ProjectionState{}, err
	}
	who := params.Delivery.Subscribers[params.Subscriber]
	run, _, err := p.deliver(ctx, d, who, nil)
	if err != nil {
		return ProjectionState{}, err
	}
	state := projection.State{Model: run.Stand(d.start).Model, Checkpoint: d.to}
	return p.project(d.projection.Name, func(s *session) error {
		s.feeding[d.projection.Name] = run.First()
		delete(s.check.parting, d.projection.Name)
		return s.runner.Feed(d.projection.Name, or(who.Name, "a subscriber"), state)
	})
}

// desk checks what was asked for, and reads the events that are delivered.
func (p *Playground) desk(ctx context.Context, params DeliveryParams) (*desk, error) {
	s, err := p.current()
	if err != nil {
		return nil, err
	}
	d := &desk{session: s, settings: delivery.Settings{
		Faults: delivery.Faults(params.Faults), CheckpointEvery: params.CheckpointEvery,
		Dice: func(step uint64) delivery.Dice { return world.NewDice(params.Seed, step) },
	}}
	if d.settings.CheckpointEvery == 0 {
		d.settings.CheckpointEvery = usualCheckpoint
	}
	i := slices.IndexFunc(s.world.Projections, func(p *projection.Projection) bool { return p.Name == params.Projection })
	if i < 0 {
		return nil, &Error{Code: CodeNotFound, Message: fmt.Sprintf("There is no projection %q.", params.Projection)}
	}
	d.projection = s.world.Projections[i]
	if err := params.check(d.settings); err != nil {
		return nil, &Error{Code: CodeBadRequest, Message: sentence(err.Error())}
	}
	p.mu.Lock()
	to := s.index.head()
	p.mu.Unlock()
	if params.At != nil {
		to = min(to, *params.At)
	}
	d.to = to
	n := params.Events
	if n == 0 {
		n = usualDelivered
	}
	from := to - min(to, eventstore.Position(n))
	begin, err := s.timeline.At(ctx, from)
	if err != nil {
		return nil, err
	}
	d.start = begin.Projections[i].Model
	for e, err := range s.decoded.read(from) {
		if err != nil {
			return nil, err
		}
		if e.Position > to {
			break
		}
		d.events = append(d.events, e)
	}
	return d, nil
}

func (params DeliveryParams) check(settings delivery.Settings) error {
	if params.Events < 0 || params.Events > mostDelivered {
		return fmt.Errorf("from 1 to %d events are delivered, not %d", mostDelivered, params.Events)
	}
	if n := len(params.Subscribers); n < 1 || n > mostSubscribers {
		return fmt.Errorf("from 1 to %d subscribers can be compared, not %d", mostSubscribers, n)
	}
	for _, who := range params.Subscribers {
		switch who.Guarantee {
		case AtMostOnce, AtLeastOnce, EffectivelyOnce:
		default:
			return fmt.Errorf("a subscriber is %s, %s or %s, not %q", AtMostOnce, AtLeastOnce, EffectivelyOnce, who.Guarantee)
		}
	}
	return settings.Check()
}

// deliver lets a subscriber's run pass to its end, and tells where it stood at
// a tick.
func (p *Playground) deliver(ctx context.Context, d *desk, who Subscriber, tick *int) (*delivery.Run, SubscriberOutcome, error) {
	run := delivery.NewRun(d.projection, d.start, d.events, delivery.Subscriber{
		Guarantee: delivery.Guarantee(who.Guarantee), Idempotent: who.Idempotent, Ordered: who.Ordered, Replay: who.Replay,
	}, d.settings)
	var told *SubscriberOutcome
	for {
		if run.Over() || tick != nil && run.Tick() >= *tick && told == nil {
			if told == nil {
				outcome, err := d.outcome(ctx, run, who.Name)
				if err != nil {
					return nil, SubscriberOutcome{}, err
				}
				told = &outcome
			}
			if run.Over() {
				return run, *told, nil
			}
		}
		run.Step()
		if run.Tick()%ticksPerTurn == 0 {
			if err := p.config.Pause(ctx); err != nil {
				return nil, SubscriberOutcome{}, err
			}
		}
	}
}

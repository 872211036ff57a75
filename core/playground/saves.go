package playground

import (
	"context"
	"fmt"
	"slices"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/world"
)

const (
	maxSaves    = 20  // what a person can follow
	maxSaveSize = 50  // events in one save
	savesSteps  = 30  // commands that traffic is asked for, for each event
	savesTries  = 100 // streams that are begun in mind until one goes on long enough
)

// saves records a new stream by saves of several events each: what commands of the world's
// own traffic come to, several of them saved at once.
func (p *Playground) saves(ctx context.Context, params SavesParams) (Outcome, error) {
	s, err := p.current()
	if err != nil {
		return Outcome{}, err
	}
	if len(params.Sizes) < 1 || len(params.Sizes) > maxSaves {
		return Outcome{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("There are 1 to %d saves, not %d.", maxSaves, len(params.Sizes))}
	}
	decider := s.world.Deciders[params.Category]
	if decider == nil || s.world.Traffic == nil {
		return Outcome{}, &Error{Code: CodeNotFound, Message: fmt.Sprintf("This world has no streams of category %q that traffic writes to.", params.Category)}
	}
	for _, size := range params.Sizes {
		if size < 1 || size > maxSaveSize {
			return Outcome{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("A save is of 1 to %d events, not %d.", maxSaveSize, size)}
		}
	}
	p.mu.Lock()
	stream := s.index.next(params.Category)
	p.mu.Unlock()
	batches, err := plausible(s.world, decider, stream, params)
	if err != nil {
		return Outcome{}, err
	}
	outcome := Outcome{Stream: stream, Summary: "Save several events at once"}
	var version eventstore.Version
	for _, events := range batches {
		if outcome, err = p.saveOnce(ctx, s, outcome, version, events); err != nil || outcome.Kind == OutcomeConflict {
			return outcome, err
		}
		version += eventstore.Version(len(events))
	}
	outcome.Kind = OutcomeRecorded
	outcome.Message = fmt.Sprintf("Recorded %d events of %s in %d saves.", version, stream, len(batches))
	return outcome, nil
}

// saveOnce appends events as one save.
func (p *Playground) saveOnce(ctx context.Context, s *session, outcome Outcome, version eventstore.Version, events []any) (Outcome, error) {
	now := p.config.Now()
	cause := p.config.NewID(now)
	outcome.CommandID = cause.String()
	var all []eventstore.EventData
	for i, event := range events {
		id := aggregate.EventID(cause, i)
		data, err := s.world.Registry.Record(ctx, outcome.Stream, id, event)
		if err != nil {
			return outcome, err
		}
		data.ID, data.Timestamp = id, now
		data.Metadata = eventstore.Metadata{CorrelationID: cause, CausationID: cause, Actor: visitor}
		all = append(all, data)
	}
	_, err := p.send(ctx, s, func() (aggregate.Result, error) {
		recorded, err := s.log.Store.Append(ctx, outcome.Stream, eventstore.Exactly(version), all...)
		return aggregate.Result{Recorded: recorded}, err
	})
	if err != nil {
		return p.failed(ctx, s, outcome, err)
	}
	return outcome, nil
}

// plausible returns the events of each save, as the world's traffic comes to them. It
// fails when traffic never does.
func plausible(w *world.World, d *aggregate.Decider, stream eventstore.StreamID, params SavesParams) ([][]any, error) {
	others := before(w, stream.Category())
	for try := range uint64(savesTries) {
		one := &alone{stream: stream, state: d.Initial, others: others}
		var batches [][]any
		for _, size := range params.Sizes {
			events := one.decide(w, d, params.Seed+try, size)
			if events == nil {
				break // it came to an end too early
			}
			batches = append(batches, events)
		}
		if len(batches) == len(params.Sizes) {
			return batches, nil
		}
	}
	return nil, &Error{Code: CodeNotFound, Message: fmt.Sprintf("The traffic of this world does not come to so many events in one stream of category %s.", params.Category)}
}

// alone shows traffic a world of one stream of its category, among those of
// other categories that the world's history begins with.
type alone struct {
	stream eventstore.StreamID
	state  any
	begun  bool
	step   uint64
	others map[string][]other // by category
}

// other is a stream that is there already.
type other struct {
	stream eventstore.StreamID
	state  any
}

// before folds the world's history into the streams of all categories but one.
func before(w *world.World, but string) map[string][]other {
	all := map[string][]other{}
	for _, past := range w.History {
		category := past.Stream.Category()
		d := w.Deciders[category]
		if d == nil || category == but {
			continue
		}
		i := slices.IndexFunc(all[category], func(o other) bool { return o.stream == past.Stream })
		if i < 0 {
			i = len(all[category])
			all[category] = append(all[category], other{past.Stream, d.Initial})
		}
		all[category][i].state = d.Evolve(all[category][i].state, past.Event)
	}
	return all
}

var _ world.Streams = (*alone)(nil)

func (a *alone) Len(category string) int {
	if a.begun && category == a.stream.Category() {
		return 1
	}
	return len(a.others[category])
}

func (a *alone) At(category string, i int) (eventstore.StreamID, any) {
	if category == a.stream.Category() {
		return a.stream, a.state
	}
	o := a.others[category][i]
	return o.stream, o.state
}

func (a *alone) Next(category string) eventstore.StreamID {
	if !a.begun && category == a.stream.Category() {
		return a.stream
	}
	return eventstore.StreamID(category + "-elsewhere")
}

// decide lets traffic act until there are so many events; nil when it does not come to
// that. A command whose decision rests on other streams too is left out: they are not here.
func (a *alone) decide(w *world.World, d *aggregate.Decider, seed uint64, size int) []any {
	var events []any
	for last := a.step + savesSteps*uint64(size); len(events) < size; a.step++ {
		if a.step >= last {
			return nil
		}
		intent, ok := w.Traffic(world.Glance{Dice: world.NewDice(seed, a.step), Streams: a})
		if !ok || intent.Stream != a.stream || d.ScopeOf(intent.Command) != nil {
			continue
		}
		decided, err := d.Decide(a.state, intent.Command)
		if err != nil || len(events)+len(decided) > size {
			continue // refused, or more than there is room for
		}
		for _, event := range decided {
			a.state, a.begun = d.Evolve(a.state, event), true
			events = append(events, event)
		}
	}
	return events
}

package whatif

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/world"
)

// Verdict says what becomes of an event.
type Verdict string

// The verdicts.
const (
	Edited  Verdict = "edited"  // it is the one that was left out, changed, moved or inserted
	Valid   Verdict = "valid"   // its command leads to it again
	Refused Verdict = "refused" // its command is refused now, and it is not there
	Other   Verdict = "other"   // its command leads to something else
	Unknown Verdict = "unknown" // its command is not known, and it stays as it was
)

// Judged is what becomes of an event of the stream that is affected.
type Judged struct {
	Event   eventstore.Event // as it was
	Verdict Verdict
	Refusal *aggregate.Refusal // of the rule that refuses it
	Instead []eventstore.Event // what is there in its place
}

// Outcome is what would have become of a log.
type Outcome struct {
	// At is the last position that nothing happened to.
	At     eventstore.Position
	Stream eventstore.StreamID // the affected one
	Judged []Judged            // from the edited event on, those of the stream
	Events []eventstore.Addressed
	// Log is the log as it would be.
	Log *eventstore.Memory
}

// Most is how many events behind the edited one are looked at: a second of
// work in a browser.
const Most = 20_000

// Try tells what would have become of the log of a world with an edit. Between
// slices of the work it calls pause. It fails with an *EditError when the edit
// makes no sense, and when the log cannot be read.
func Try(ctx context.Context, w *world.World, store eventstore.Store, edit Edit, pause func(context.Context) error) (*Outcome, error) {
	head, err := store.Head(ctx)
	if err != nil {
		return nil, err
	}
	at := func(position eventstore.Position) (eventstore.Event, error) { return read(ctx, store, position) }
	edited, err := edit.check(at, head.Position, w.Registry)
	if err != nil {
		return nil, err
	}
	from := edit.parts()
	if head.Position-from > Most {
		return nil, cannot("%d events come after it, and a what-if looks at %d; branch from there instead", head.Position-from, Most)
	}
	past, err := store.Past(from)
	if err != nil {
		return nil, err
	}
	t := trial{
		world: w, edit: edit, stream: edited.Stream,
		outcome: &Outcome{At: from, Stream: edited.Stream, Log: eventstore.NewBranch(past)},
	}
	decider := w.Deciders[t.stream.Category()]
	if decider == nil {
		return nil, cannot("no rules are known for %s", t.stream)
	}
	if t.is, err = aggregate.Load(ctx, t.outcome.Log, w.Registry, decider, t.stream, 0); err != nil {
		return nil, err
	}
	t.was, t.decider = t.is, decider
	return t.outcome, t.run(ctx, store, edited, pause)
}

func read(ctx context.Context, store eventstore.Store, position eventstore.Position) (eventstore.Event, error) {
	for e, err := range store.ReadAll(ctx, position-1) {
		return e, err
	}
	return eventstore.Event{}, fmt.Errorf("read event %d: the log ends before it", position)
}

// trial is a what-if under way.
type trial struct {
	world   *world.World
	decider *aggregate.Decider
	edit    Edit
	stream  eventstore.StreamID
	was, is aggregate.State // of the stream: in the log as it is, and as it would be
	outcome *Outcome
	waiting []eventstore.Addressed // to be recorded
}

// atOnce is how many events are recorded at a time, and how many before others
// get a turn.
const atOnce = 256

func (t *trial) run(ctx context.Context, store eventstore.Store, edited eventstore.Event, pause func(context.Context) error) error {
	if t.edit.Kind == Insert || t.edit.Kind == Move && t.edit.After == t.outcome.At {
		if err := t.place(ctx, edited); err != nil {
			return err
		}
	}
	var group []eventstore.Event // what one command caused
	seen := 0
	for e, err := range store.ReadAll(ctx, t.outcome.At) {
		if err != nil {
			return err
		}
		if len(group) > 0 && !t.joins(group, e) {
			if err := t.judge(ctx, group); err != nil {
				return err
			}
			group = nil
		}
		switch {
		case e.Position == t.edit.Position && t.edit.Kind != Insert:
			if err := t.meet(ctx, e); err != nil {
				return err
			}
		case e.Stream == t.stream:
			group = append(group, e)
		default:
			t.keep(e)
		}
		if t.edit.Kind == Move && e.Position == t.edit.After && t.edit.After > t.edit.Position {
			if err := t.judge(ctx, group); err != nil {
				return err
			}
			group = nil
			if err := t.place(ctx, edited); err != nil {
				return err
			}
		}
		if seen++; seen%atOnce == 0 {
			if err := errors.Join(t.flush(ctx), pause(ctx)); err != nil {
				return err
			}
		}
	}
	if err := t.judge(ctx, group); err != nil {
		return err
	}
	return t.flush(ctx)
}

// joins reports whether an event was caused by the command that caused a group.
func (t *trial) joins(group []eventstore.Event, e eventstore.Event) bool {
	last := group[len(group)-1]
	return e.Stream == t.stream && e.Position == last.Position+1 && e.Position != t.edit.Position &&
		e.Metadata.CausationID == last.Metadata.CausationID && e.Metadata.Command == last.Metadata.Command
}

// meet comes to the edited event where it stands in the log.
func (t *trial) meet(ctx context.Context, e eventstore.Event) error {
	t.was = t.decider.Step(t.was, t.world.Registry.Read(e))
	switch t.edit.Kind {
	case LeaveOut:
		t.outcome.Judged = append(t.outcome.Judged, Judged{Event: e, Verdict: Edited})
	case Change:
		e.Data = t.edit.Event.Data
		return t.place(ctx, e)
	case Move: // it is placed elsewhere
	}
	return nil
}

// place puts the edited event where it stands from now on.
func (t *trial) place(ctx context.Context, e eventstore.Event) error {
	recorded, err := t.record(ctx, e)
	t.outcome.Judged = append(t.outcome.Judged, Judged{Event: e, Verdict: Edited, Instead: recorded})
	return err
}

// keep takes an event over as it was.
func (t *trial) keep(e eventstore.Event) {
	t.waiting = append(t.waiting, eventstore.Addressed{Stream: e.Stream, EventData: e.EventData})
}

// record takes events of the affected stream over, and folds them.
func (t *trial) record(ctx context.Context, events ...eventstore.Event) ([]eventstore.Event, error) {
	for _, e := range events {
		t.keep(e)
	}
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	var recorded []eventstore.Event
	for e, err := range t.outcome.Log.ReadStream(ctx, t.stream, t.is.Version) {
		if err != nil {
			return nil, err
		}
		t.is = t.decider.Step(t.is, t.world.Registry.Read(e))
		recorded = append(recorded, e)
	}
	return recorded, nil
}

func (t *trial) flush(ctx context.Context) error {
	if len(t.waiting) == 0 {
		return nil
	}
	_, err := t.outcome.Log.AppendAll(ctx, t.waiting...)
	t.outcome.Events = append(t.outcome.Events, t.waiting...)
	t.waiting = nil
	if err != nil {
		return fmt.Errorf("try it out: %w", err)
	}
	return nil
}

// judge asks for what one command caused once more.
func (t *trial) judge(ctx context.Context, group []eventstore.Event) error {
	if len(group) == 0 {
		return nil
	}
	command := recall(t.world, t.was, group)
	for _, e := range group {
		t.was = t.decider.Step(t.was, t.world.Registry.Read(e))
	}
	if command == nil {
		return t.settle(ctx, group, Unknown, group)
	}
	decided, err := decide(t.decider, t.is.Value, command)
	var refusal *aggregate.Refusal
	switch {
	case errors.As(err, &refusal):
		for _, e := range group {
			t.outcome.Judged = append(t.outcome.Judged, Judged{Event: e, Verdict: Refused, Refusal: refusal})
		}
		return nil
	case err != nil:
		return t.settle(ctx, group, Unknown, group)
	case same(t.world.Registry, decided, group):
		return t.settle(ctx, group, Valid, group)
	}
	instead, err := t.encode(ctx, decided, group)
	if err != nil {
		return err
	}
	return t.settle(ctx, group, Other, instead)
}

// encode makes events of what was decided in place of others, with their ids
// as far as there are as many.
func (t *trial) encode(ctx context.Context, decided []any, group []eventstore.Event) ([]eventstore.Event, error) {
	var events []eventstore.Event
	for i, event := range decided {
		e := group[min(i, len(group)-1)]
		if i >= len(group) {
			e.ID = aggregate.EventID(e.Metadata.CausationID, i)
		}
		data, err := t.world.Registry.Record(ctx, e.Stream, e.ID, event)
		if err != nil {
			return nil, fmt.Errorf("decide anew on event %d: %w", group[0].Position, err)
		}
		e.Type, e.SchemaVersion, e.Data = data.Type, data.SchemaVersion, data.Data
		events = append(events, e)
	}
	return events, nil
}

// settle records what stands in the place of a group, and says why.
func (t *trial) settle(ctx context.Context, group []eventstore.Event, verdict Verdict, instead []eventstore.Event) error {
	recorded, err := t.record(ctx, instead...)
	if err != nil {
		return err
	}
	for i, e := range group {
		judged := Judged{Event: e, Verdict: verdict}
		switch {
		case i == len(group)-1 && i < len(recorded):
			judged.Instead = slices.Clone(recorded[i:])
		case i < len(recorded):
			judged.Instead = recorded[i : i+1]
		}
		t.outcome.Judged = append(t.outcome.Judged, judged)
	}
	return nil
}

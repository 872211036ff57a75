package whatif

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
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
	Unasked Verdict = "unasked" // what led to its command is not there, so neither is it
	Other   Verdict = "other"   // its command leads to something else
	Unknown Verdict = "unknown" // its command is not known, and it stays as it was
)

// Judged is what becomes of an event of a stream that is affected.
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
	Stream eventstore.StreamID // of the edited event
	// Judged is what becomes of the events from the edited one on: those of its stream,
	// and those of other streams from where they are affected. That is so where what
	// led to an event is not there, or is another, and where its rule looks at such.
	Judged []Judged
	// Halted are the streams of processes that would go on otherwise. How is not told: what
	// a process asked for anew would lead to happens when it runs.
	Halted []eventstore.StreamID
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
		world: w, store: store, edit: edit, stream: edited.Stream,
		strands: map[eventstore.StreamID]*strand{}, gone: map[uuid.UUID]bool{}, other: map[uuid.UUID]bool{},
		outcome: &Outcome{At: from, Stream: edited.Stream, Log: eventstore.NewBranch(past)},
	}
	if w.Deciders[t.stream.Category()] == nil {
		return nil, cannot("no rules are known for %s", t.stream)
	}
	if _, err = t.strand(ctx, t.stream); err != nil {
		return nil, err
	}
	if err := t.run(ctx, edited, pause); err != nil {
		return nil, err
	}
	t.halt()
	return t.outcome, nil
}

func read(ctx context.Context, store eventstore.Store, position eventstore.Position) (eventstore.Event, error) {
	for e, err := range store.ReadAll(ctx, position-1) {
		return e, err
	}
	return eventstore.Event{}, fmt.Errorf("read event %d: the log ends before it", position)
}

// atOnce is how many events are recorded at a time, and how many before others
// get a turn.
const atOnce = 64

func (t *trial) run(ctx context.Context, edited eventstore.Event, pause func(context.Context) error) error {
	if t.edit.Kind == Insert || t.edit.Kind == Move && t.edit.After == t.outcome.At {
		if err := t.place(ctx, edited); err != nil {
			return err
		}
	}
	var group []eventstore.Event // what one command caused
	judge := func() error {
		judged := group
		group = nil
		return t.judge(ctx, judged)
	}
	seen := 0
	for e, err := range t.store.ReadAll(ctx, t.outcome.At) {
		if err != nil {
			return err
		}
		if !t.joins(group, e) {
			if err := judge(); err != nil {
				return err
			}
		}
		if e.Position == t.edit.Position && t.edit.Kind != Insert {
			if err := t.meet(ctx, e); err != nil {
				return err
			}
		} else {
			group = append(group, e)
		}
		if t.edit.Kind == Move && e.Position == t.edit.After && t.edit.After > t.edit.Position {
			if err := errors.Join(judge(), t.place(ctx, edited)); err != nil {
				return err
			}
		}
		if seen++; seen%atOnce == 0 {
			if err := errors.Join(t.flush(ctx), pause(ctx)); err != nil {
				return err
			}
		}
	}
	return errors.Join(judge(), t.flush(ctx))
}

// joins reports whether an event was caused by the command that caused a group.
func (t *trial) joins(group []eventstore.Event, e eventstore.Event) bool {
	if len(group) == 0 {
		return true
	}
	last := group[len(group)-1]
	return e.Stream == last.Stream && e.Position == last.Position+1 && e.Position != t.edit.Position &&
		e.Metadata.CausationID == last.Metadata.CausationID && e.Metadata.Command == last.Metadata.Command
}

// meet comes to the edited event where it stands in the log.
func (t *trial) meet(ctx context.Context, e eventstore.Event) error {
	s := t.strands[e.Stream]
	s.was = s.decider.Step(s.was, t.world.Registry.Read(e))
	switch t.edit.Kind {
	case LeaveOut:
		t.lose(e)
		t.outcome.Judged = append(t.outcome.Judged, Judged{Event: e, Verdict: Edited})
	case Change:
		t.other[e.ID] = true
		t.touched = append(t.touched, e)
		e.Data = t.edit.Event.Data
		return t.place(ctx, e)
	case Move: // it is placed elsewhere
		if t.edit.After > t.edit.Position {
			t.lose(e)
		}
	}
	return nil
}

// place puts the edited event where it stands from now on.
func (t *trial) place(ctx context.Context, e eventstore.Event) error {
	delete(t.gone, e.ID)
	t.touched = append(t.touched, e)
	recorded, err := t.record(ctx, t.strands[e.Stream], e)
	t.outcome.Judged = append(t.outcome.Judged, Judged{Event: e, Verdict: Edited, Instead: recorded})
	return err
}

// lose says that an event is not there any more.
func (t *trial) lose(e eventstore.Event) {
	t.gone[e.ID] = true
	t.touched = append(t.touched, e)
}

// judge asks for what one command caused once more, where anything that it rests on is
// not as it was.
func (t *trial) judge(ctx context.Context, group []eventstore.Event) error {
	if len(group) == 0 {
		return nil
	}
	cause := group[0].Metadata.CausationID
	unasked, otherwise := t.gone[cause], t.other[cause]
	if t.strands[group[0].Stream] == nil && !unasked && !otherwise && !t.across(group) {
		for _, e := range group {
			t.keep(e)
		}
		return nil
	}
	s, err := t.strand(ctx, group[0].Stream)
	if err != nil {
		return err
	}
	if unasked {
		s.leave(t, group)
		t.refuse(group, Unasked, nil)
		return nil
	}
	command, err := t.recall(ctx, s, group)
	if err != nil {
		return err
	}
	s.leave(t, group)
	if otherwise { // by another event it would have been asked for otherwise, and so on
		for _, e := range group {
			t.other[e.ID] = true
		}
	}
	if command == nil || otherwise {
		return t.settle(ctx, s, group, Unknown, group)
	}
	decided, refusal, err := t.decideAnew(ctx, s, group[0].Stream, command)
	switch {
	case refusal != nil:
		t.refuse(group, Refused, refusal)
		return nil
	case err != nil:
		return t.settle(ctx, s, group, Unknown, group)
	case same(t.world.Registry, decided, group):
		return t.settle(ctx, s, group, Valid, group)
	}
	instead, err := t.encode(ctx, decided, group)
	if err != nil {
		return err
	}
	for i, e := range group {
		if i < len(instead) {
			t.other[e.ID] = true
			t.touched = append(t.touched, e)
		} else {
			t.lose(e)
		}
	}
	t.touched = append(t.touched, instead...)
	return t.settle(ctx, s, group, Other, instead)
}

// refuse says that events would not have been recorded.
func (t *trial) refuse(group []eventstore.Event, verdict Verdict, refusal *aggregate.Refusal) {
	for _, e := range group {
		t.lose(e)
		t.outcome.Judged = append(t.outcome.Judged, Judged{Event: e, Verdict: verdict, Refusal: refusal})
	}
}

// halt says which processes would go on otherwise.
func (t *trial) halt() {
	for _, j := range t.outcome.Judged {
		stream := j.Event.Stream
		if j.Verdict == Valid || slices.Contains(t.outcome.Halted, stream) || t.strands[stream].is.Version == 0 {
			continue
		}
		if slices.ContainsFunc(t.world.Managers, func(m *world.Manager) bool { return m.Category == stream.Category() }) {
			t.outcome.Halted = append(t.outcome.Halted, stream)
		}
	}
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
func (t *trial) settle(ctx context.Context, s *strand, group []eventstore.Event, verdict Verdict, instead []eventstore.Event) error {
	recorded, err := t.record(ctx, s, instead...)
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

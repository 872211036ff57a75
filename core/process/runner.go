package process

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/schema"
)

// Action is one thing that a runner does: one append, or one command. What it
// leads to is read from the log. It is a copy: the book may move on meanwhile.
type Action struct {
	process Process
	ask     Ask
	heard   *heard              // in place of ask
	failure Failure             // that strikes
	news    NewsKind            // that is to be noted
	at      eventstore.Position // up to where the book was read
}

// Runner acts for processes. It keeps nothing: what it does next follows from
// a book, and so from the log.
type Runner struct {
	Store    eventstore.Store
	Registry *schema.Registry
	Deciders map[string]*aggregate.Decider // by category
}

// Next returns what is to be done next, if anything is. Nothing is, while the
// runner has crashed, and while it is held unless somebody asks.
func (b *Book) Next(asked bool) (Action, bool) {
	if b.desk.Crashed != "" || b.desk.Held && !asked {
		return Action{}, false
	}
	for ; len(b.inbox) > 0; b.inbox = b.inbox[1:] {
		h := b.inbox[0]
		if h.gone {
			continue
		}
		if action := b.hearing(h); action.concerns() {
			return action, true
		}
		b.drop(h)
	}
	for _, p := range b.active {
		for _, a := range p.Asks {
			if action, ok := b.acting(p, a); ok {
				return action, true
			}
		}
	}
	return Action{}, false
}

func (b *Book) hearing(h *heard) Action {
	news := *h
	if p := b.processes[h.process]; p != nil {
		return Action{process: *p, heard: &news, news: Happened, at: b.head}
	}
	begins := Process{Manager: h.manager, Stream: h.process, State: aggregate.State{Value: h.manager.Decider.Initial}}
	return Action{process: begins, heard: &news, news: Happened, at: b.head}
}

// concerns reports whether the process has anything to record of it.
func (a Action) concerns() bool {
	return len(a.process.Manager.react(a.process.State.Value, a.hears())) > 0
}

func (a Action) hears() News {
	if a.heard != nil {
		return News{Kind: Happened, Stream: a.heard.event.Stream, Event: a.heard.event.Event}
	}
	n := News{Kind: a.news, Step: a.ask.Step, Attempt: a.ask.Attempt, Stream: a.ask.Stream}
	switch a.news {
	case Done:
		if a.ask.Answer != nil {
			n.Event = a.ask.Answer.Event
		}
	case Refused:
		n.Code, n.Reason = "refused_on_request", "refused, because somebody asked for it to fail"
	case TimedOut:
		n.Code, n.Reason = "timed_out", "no answer came within "+a.ask.Within.String()
	}
	return n
}

// acting returns what is to be done about a request, if anything is.
func (b *Book) acting(p *Process, a *Ask) (Action, bool) {
	action := Action{process: *p, ask: *a, at: b.head}
	due := a.Due > 0 && a.Due <= b.desk.Now()
	failure, strikes := Failure(""), false
	if a.Command != nil {
		failure, strikes = b.desk.arranged(p.Stream, a)
	}
	switch {
	case strikes && (failure != CrashAfter || a.Answer != nil):
		action.failure = failure
	case a.Answer != nil:
		action.news = Done
	case a.struck(Refuse):
		action.news = Refused
	case due && (a.Command == nil || a.struck(NoAnswer)):
		action.news = TimedOut
	case a.Command == nil || a.struck(NoAnswer):
		return action, false // it waits for somebody else, or for an answer that does not come
	}
	return action, action.news == "" || action.concerns()
}

func (a *Ask) struck(f Failure) bool { return slices.Contains(a.Struck, f) }

// Actor is who the events of its steps say has asked for them.
func (m *Manager) Actor() string { return "process " + m.Name }

// Do does what Next returned. What is no longer so is left undone, and the
// book is to be brought up to date first. It fails as Append does, and never
// because somebody else was faster.
func (r *Runner) Do(ctx context.Context, a Action, now time.Time) error {
	err := r.do(ctx, a, now)
	if errors.Is(err, eventstore.ErrCondition) || errors.Is(err, eventstore.ErrConcurrency) {
		return nil
	}
	return err
}

func (r *Runner) do(ctx context.Context, a Action, now time.Time) error {
	switch {
	case a.failure != "":
		return r.strike(ctx, a, now)
	case a.news != "":
		return r.note(ctx, a, a.hears(), now)
	}
	return r.send(ctx, a, now)
}

// strike records that a failure struck. All else follows from that.
func (r *Runner) strike(ctx context.Context, a Action, now time.Time) error {
	data, err := r.Registry.Encode(FailureStruck{a.failure, a.ask.Step, a.process.Stream, a.ask.Attempt})
	if err != nil {
		return err
	}
	data.ID, data.Timestamp = struckID(a.ask.ID, a.ask.Attempt, a.failure), now
	data.Metadata = eventstore.Metadata{CorrelationID: a.process.Correlation, CausationID: a.process.Last, Actor: "drill"}
	_, err = r.Store.Append(ctx, Drill, eventstore.Any, data)
	return err
}

// send sends the command of a request, which takes effect only while the
// process is still where it asked. A refusal is noted; what was recorded is
// read from the log.
func (r *Runner) send(ctx context.Context, a Action, now time.Time) error {
	decider := r.Deciders[a.ask.Stream.Category()]
	if problem := a.ask.Stream.Validate(); problem != nil || decider == nil {
		return r.note(ctx, a, a.refused("no_such_stream", "there is no stream "+string(a.ask.Stream)+" that could answer"), now)
	}
	result, err := aggregate.Handle(ctx, r.Store, r.Registry, decider, aggregate.Envelope{
		ID: a.ask.ID, Stream: a.ask.Stream, Command: a.ask.Command, Name: reflect.TypeOf(a.ask.Command).Name(),
		Expected: eventstore.Any, Actor: a.process.Manager.Actor(), Now: now,
		Cause: a.process.Last, Correlation: a.process.Correlation,
		While: eventstore.Condition{Query: only(a.process.Stream), After: a.process.At},
	})
	switch {
	case err != nil:
		return err
	case result.Refusal != nil:
		return r.note(ctx, a, a.refused(result.Refusal.Code, result.Refusal.Message), now)
	case len(result.Recorded) == 0: // there was nothing to do
		a.news = Done
		return r.note(ctx, a, a.hears(), now)
	}
	return nil
}

func (a Action) refused(code, reason string) News {
	return News{
		Kind: Refused, Step: a.ask.Step, Attempt: a.ask.Attempt, Stream: a.ask.Stream, Code: code, Reason: reason,
	}
}

func only(streams ...eventstore.StreamID) eventstore.Query {
	return eventstore.Query{{Streams: streams}}
}

// note records what a process heard, provided that neither it nor where it
// heard it from has moved since.
func (r *Runner) note(ctx context.Context, a Action, n News, now time.Time) error {
	events := a.process.Manager.react(a.process.State.Value, n)
	if len(events) == 0 { // it would be asked for again, without end
		return fmt.Errorf("%s does not say what follows when %s is %s", a.process.Manager.Name, n.Step, n.Kind)
	}
	data := make([]eventstore.Addressed, len(events))
	for i, e := range events {
		id, metadata := a.noted(n, i)
		encoded, err := r.Registry.Record(ctx, a.process.Stream, id, e)
		if err != nil {
			return fmt.Errorf("note %s of %s: %w", n.Kind, a.process.Stream, err)
		}
		encoded.Timestamp, encoded.Metadata = now, metadata
		data[i] = eventstore.Addressed{Stream: a.process.Stream, EventData: encoded}
	}
	rests := only(a.process.Stream)
	if a.heard == nil && a.ask.Answer == nil && a.ask.Command != nil {
		rests = only(a.process.Stream, a.ask.Stream)
	}
	_, err := r.Store.AppendIf(ctx, eventstore.Condition{Query: rests, After: a.at}, data...)
	return err
}

// noted returns the id of the i-th event that records news, and what led to it.
func (a Action) noted(n News, i int) (uuid.UUID, eventstore.Metadata) {
	m := eventstore.Metadata{
		CorrelationID: a.process.Correlation, CausationID: a.process.Last, Actor: a.process.Manager.Actor(),
	}
	if a.heard != nil {
		m.CausationID = a.heard.id
		if m.CorrelationID == uuid.Nil { // it begins
			m.CorrelationID = a.heard.cause.CorrelationID
		}
		return heardID(a.heard.id, string(a.process.Stream), i), m
	}
	if a.ask.Answer != nil {
		m.CausationID = a.ask.answer
	}
	return notedID(a.ask.ID, a.ask.Attempt, n.Kind, i), m
}

// Lost reports whether the command was lost on its way, so that no answer
// comes.
func (a *Ask) Lost() bool { return a.struck(NoAnswer) }

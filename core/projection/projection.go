// Package projection folds the log into read models and keeps them up to date.
package projection

import (
	"fmt"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

// Kind says how a read model is shown.
type Kind string

// The kinds of read models.
const (
	KindTable  Kind = "table"  // rows by key
	KindList   Kind = "list"   // entries in the order they came
	KindNumber Kind = "number" // one value
	KindSeries Kind = "series" // a number over time, for each key
)

// Model is a read model: a Table, List, Number or Series. Models never
// change; evolving one makes another that shares what is the same.
type Model interface {
	Kind() Kind
	// Columns describes a row of a Table or List without its key, or the
	// value of a Number or Series as one column.
	Columns() []schema.Field
}

// Projection folds events into a read model.
type Projection struct {
	Name  string
	About string // one sentence
	Key   string // what a row's key is called, such as "account"
	// Initial is the read model before the first event.
	Initial Model
	// Evolve returns the model after one more event. It may panic, with
	// words, at an event that makes no sense to it.
	Evolve func(Model, schema.Recorded) Model
	// Effect returns what is to be done to the outside after an event, given
	// the model with it; nil for a projection that only folds.
	Effect func(Model, schema.Recorded) []Effect
}

// State is a projection at some moment.
type State struct {
	Model      Model
	Checkpoint eventstore.Position // the last event that was folded or passed over
	Failure    *Failure            // why the projection stopped, if it did
	Unread     *Unread             // events that could not be read, where they are shown
}

// Failure says at which event a projection stopped, and why.
type Failure struct {
	Position eventstore.Position
	Type     string
	Message  string
}

// Start returns the projection's state before the first event.
func (p *Projection) Start() State { return State{Model: p.Initial} }

// Step folds one event, or passes it over when the rules say so. A projection that
// has failed stays where it failed. Where Evolve panics, or the rules say to stop at an
// event that cannot be read, the model stays as it was and the failure says why.
func (p *Projection) Step(s State, e schema.Recorded, rules Rules) (next State) {
	next = State{Model: s.Model, Checkpoint: e.Position, Unread: s.Unread}
	switch {
	case s.Failure != nil:
		return s
	case rules.Passes(SkipKey{p.Name, e.Position}):
		return next
	}
	if raw, ok := e.Event.(schema.Raw); ok {
		switch rules.Unknown(p.Name) {
		case Stop:
			return s.failed(e, raw.Reason)
		case Show:
			next.Unread = s.Unread.with(UnreadEvent{e.Position, raw})
		}
	}
	defer func() {
		if reason := recover(); reason != nil {
			next = s.failed(e, fmt.Sprint(reason))
		}
	}()
	next.Model = p.Evolve(s.Model, e)
	return next
}

func (s State) failed(e schema.Recorded, why string) State {
	s.Failure = &Failure{e.Position, e.Type, why}
	return s
}

// Package process runs process managers: what sees a matter through that takes
// several aggregates, such as the transfer of money from one account to another.
//
// A process is a stream of its own, and its progress is the events in it. What
// it asks for next follows from its state alone; what it hears becomes an event
// before anything else is asked for. So the log is the outbox: what is recorded
// and not yet answered is what is still to be sent, and a runner that stops
// anywhere finds in the log where to go on. A step's command has one id for the
// life of its process, so that sending it again takes effect once.
package process

import (
	"fmt"
	"time"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/schema"
)

// Manager is the behaviour of one kind of process. Its functions are pure:
// states, commands and events are values of the world's own types, and none of
// them may be changed.
type Manager struct {
	Name     string // such as "Transfer"
	About    string // one sentence
	Category string // of its streams
	// Steps names what it may ask for, in order, so that failures can be
	// arranged before a process has begun.
	Steps   []string
	Decider *aggregate.Decider // folds its streams
	// Pending returns what a process in a state waits for. It must not
	// depend on anything else.
	Pending func(state any) []Request
	// React returns what a process records of what it hears. Nothing means
	// that the news does not concern it.
	React func(state any, n News) []any
	// Plan tells people what was done, what is left, and what would undo it.
	Plan func(state any) []Step
	// Status says how a process stands.
	Status func(state any) Status
	// Hears says to which process an event of a type belongs that it did not
	// ask for; an empty name means to none.
	Hears map[string]func(schema.Recorded) eventstore.StreamID
}

// Request is a command that a process asks for, or a wait for somebody else.
type Request struct {
	Step    string              // its name within the process
	Stream  eventstore.StreamID // where the command goes
	Command any                 // nil when it is not for the process to act
	// Within is how long an answer is waited for; zero is for ever.
	Within time.Duration
	// Attempt tells a request from an earlier one of the same step, from 0.
	// Another attempt waits anew; its command has the same id.
	Attempt int
}

// pending is Pending; a process whose function panics waits for nothing.
func (m *Manager) pending(state any) (requests []Request) {
	defer func() {
		if recover() != nil {
			requests = nil
		}
	}()
	return m.Pending(state)
}

// react is React; a process whose function panics records nothing.
func (m *Manager) react(state any, n News) (events []any) {
	defer func() {
		if recover() != nil {
			events = nil
		}
	}()
	return m.React(state, n)
}

// PlanOf is Plan; of a state that makes no sense there is none.
func (m *Manager) PlanOf(state any) (steps []Step) {
	defer func() {
		if recover() != nil {
			steps = nil
		}
	}()
	return m.Plan(state)
}

// StatusOf is Status; a state that makes no sense waits for a person.
func (m *Manager) StatusOf(state any) (status Status) {
	defer func() {
		if p := recover(); p != nil {
			status = Status{Stuck, fmt.Sprintf("its events make no sense together: %v", p)}
		}
	}()
	return m.Status(state)
}

// NewsKind says what kind of news a process hears.
type NewsKind string

// The kinds of news.
const (
	Happened NewsKind = "happened" // an event elsewhere that the process hears
	Done     NewsKind = "done"     // a command that it asked for took effect
	Refused  NewsKind = "refused"  // a rule said no to it
	TimedOut NewsKind = "timedOut" // no answer came in time
)

// News is what a process hears.
type News struct {
	Kind    NewsKind
	Step    string              // of the request; empty where something Happened
	Attempt int                 // of the request
	Stream  eventstore.StreamID // where it happened, or should have
	Event   any                 // what happened, or what the command led to
	Code    string              // of a refusal
	Reason  string              // of a refusal, or what was waited for in vain
}

// StepState says how far a step has come.
type StepState string

// The states of a step.
const (
	StepLeft    StepState = "left"    // still to be done
	StepNow     StepState = "now"     // asked for
	StepDone    StepState = "done"    // took effect
	StepFailed  StepState = "failed"  // refused, or not answered in time
	StepUndoing StepState = "undoing" // asked to be undone
	StepUndone  StepState = "undone"  // took effect, and was undone
	StepSkipped StepState = "skipped" // not needed any more
)

// Step is a step of a process as people see it.
type Step struct {
	Name  string
	About string // such as "take 50.00 from account-1"
	State StepState
	Undo  string // what undoes it; empty where nothing does
}

// StatusKind says how a process stands.
type StatusKind string

// The ways in which a process stands.
const (
	Running     StatusKind = "running"
	Succeeded   StatusKind = "done"
	Compensated StatusKind = "undone"  // what it had done was undone
	GivenUp     StatusKind = "refused" // nothing had to be undone
	Stuck       StatusKind = "stuck"   // waits for a person
)

// Status is how a process stands, and in a sentence why.
type Status struct {
	Kind StatusKind
	Why  string
}

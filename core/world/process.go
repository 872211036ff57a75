package world

import (
	"reflect"

	"playhead/core/process"
)

// The names that a process manager's file needs.
type (
	// Request is a command that a process asks for, or a wait.
	Request = process.Request
	// News is what a process hears.
	News = process.News
	// Step is a step of a process as people see it.
	Step = process.Step
	// StepState says how far a step has come.
	StepState = process.StepState
	// Standing is how a process stands.
	Standing = process.Status
)

// How a request ended, a step stands and a process stands: see package process.
const (
	Happened = process.Happened
	Done     = process.Done
	Refused  = process.Refused
	TimedOut = process.TimedOut

	StepLeft    = process.StepLeft
	StepNow     = process.StepNow
	StepDone    = process.StepDone
	StepFailed  = process.StepFailed
	StepUndoing = process.StepUndoing
	StepUndone  = process.StepUndone
	StepSkipped = process.StepSkipped

	Running     = process.Running
	Succeeded   = process.Succeeded
	Compensated = process.Compensated
	GivenUp     = process.GivenUp
	Stuck       = process.Stuck
)

// Process describes a process manager whose state is S. Its streams are those
// of an aggregate, and its progress is their events.
type Process[S any] struct {
	Name  string
	About string   // one sentence
	Steps []string // the names of what it may ask for, in order
	// Pending returns what a process in a state waits for.
	Pending func(S) []Request
	// React returns what a process records of what it hears.
	React func(S, News) []Event
	// Plan tells what was done, what is left, and what would undo it.
	Plan func(S) []Step
	// Standing says how it stands.
	Standing func(S) Standing
}

// Manager is a process manager of a world.
type Manager = process.Manager

// Manage makes a process manager of an aggregate.
func Manage[S any](h Handlers[S], p Process[S]) *Manager {
	return h.manage(&Manager{
		Name: p.Name, About: p.About, Steps: p.Steps,
		Pending: func(state any) []Request { return p.Pending(state.(S)) },
		React:   func(state any, n News) []any { return p.React(state.(S), n) },
		Plan:    func(state any) []Step { return p.Plan(state.(S)) },
		Status:  func(state any) Standing { return p.Standing(state.(S)) },
	})
}

func (h *handlers) manage(m *Manager) *Manager {
	if len(h.world.Managers) == 0 {
		process.RegisterDrill(h.world.Registry)
		h.world.Deciders[process.Drill.Category()] = process.DeskDecider()
	}
	m.Category, m.Decider = h.category, h.world.Deciders[h.category]
	m.Hears = map[string]func(Recorded) Stream{}
	h.world.Managers = append(h.world.Managers, m)
	return m
}

// Hear says to which process an event E belongs that it did not ask for; an
// empty name means to none.
func Hear[E any](m *Manager, of func(E, Recorded) Stream) {
	m.Hears[reflect.TypeFor[E]().Name()] = func(e Recorded) Stream {
		if event, ok := e.Event.(E); ok {
			return of(event, e)
		}
		return ""
	}
}

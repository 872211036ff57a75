package process

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/schema"
)

// Book is what a log says of its processes: the fold that a runner acts on. It
// holds nothing that is not in the log.
type Book struct {
	managers map[string]*Manager // by category
	hears    map[string][]*Manager
	read     func(eventstore.Event) schema.Recorded

	head      eventstore.Position
	desk      Desk
	crashed   schema.Recorded // the event at which the runner stopped last
	held      schema.Recorded // the event by which it was held last
	processes map[eventstore.StreamID]*Process
	active    []*Process           // those that wait for something, in the order in which they began
	expected  map[uuid.UUID]*Ask   // by the id of the event that would be the answer
	inbox     []*heard             // what was not recorded yet by those who hear it
	unheard   map[uuid.UUID]*heard // the same, by the id of the event that would record it
}

// Process is a process as its own events tell it.
type Process struct {
	Manager     *Manager
	Stream      eventstore.StreamID
	State       aggregate.State
	Began       eventstore.Position
	Root        uuid.UUID // of its first event
	Correlation uuid.UUID
	Last        uuid.UUID // its last event
	At          eventstore.Position
	Asks        []*Ask // what it waits for
}

// Ask is a request that was not answered yet.
type Ask struct {
	Request
	ID     uuid.UUID           // of the command
	At     eventstore.Position // of the event that asked
	Due    time.Duration       // on the simulated clock; zero is never
	Struck []Failure           // what struck this attempt
	// Answer is the event that the command led to, before the process has
	// recorded it.
	Answer *schema.Recorded
	answer uuid.UUID // the Answer's id
}

// heard is an event that belongs to a process that did not ask for it.
type heard struct {
	process eventstore.StreamID
	manager *Manager
	event   schema.Recorded
	id      uuid.UUID // of the event
	cause   eventstore.Metadata
	gone    bool // the process has recorded it, or has nothing to record
}

// NewBook returns a book of a log of which nothing was read yet. read decodes an
// event as it is read today.
func NewBook(managers []*Manager, read func(eventstore.Event) schema.Recorded) *Book {
	b := &Book{
		managers: map[string]*Manager{}, hears: map[string][]*Manager{}, read: read,
		processes: map[eventstore.StreamID]*Process{},
		expected:  map[uuid.UUID]*Ask{}, unheard: map[uuid.UUID]*heard{},
		desk: Desk{Clock: ClockText(0)},
	}
	for _, m := range managers {
		b.managers[m.Category] = m
		for name := range m.Hears {
			b.hears[name] = append(b.hears[name], m)
		}
	}
	return b
}

// Fold takes up the log's next event.
func (b *Book) Fold(e eventstore.Event) {
	b.head = e.Position
	if len(b.managers) == 0 {
		return
	}
	if e.Stream == Drill {
		b.foldDrill(b.read(e))
		return
	}
	if ask, ok := b.expected[e.ID]; ok {
		recorded := b.read(e)
		ask.Answer, ask.answer = &recorded, e.ID
	}
	for _, m := range b.hears[e.Type] {
		b.hear(m, e)
	}
	if m := b.managers[e.Stream.Category()]; m != nil {
		b.foldProcess(m, e)
	}
}

func (b *Book) foldDrill(e schema.Recorded) {
	before := b.desk
	b.desk = b.desk.Evolve(e.Event)
	if before.Crashed == "" && b.desk.Crashed != "" {
		b.crashed = e
	}
	if !before.Held && b.desk.Held {
		b.held = e
	}
	struck, ok := e.Event.(FailureStruck)
	if !ok {
		return
	}
	if p := b.processes[struck.Process]; p != nil {
		if a := p.ask(struck.Step); a != nil && a.Attempt == struck.Attempt {
			a.Struck = append(a.Struck, struck.Failure)
		}
	}
}

// Standstill says since which event the runner does nothing by itself, not ok
// while it does.
func (b *Book) Standstill() (since schema.Recorded, ok bool) {
	if b.desk.Crashed != "" {
		return b.crashed, true
	}
	return b.held, b.desk.Held
}

// WaitingMost is how many events Waiting counts: behind a runner that is down they
// pile up, and each of them is looked at.
const WaitingMost = 1000

// Waiting counts the events that no process has heard of yet, though it should,
// up to WaitingMost, and the processes that are under way.
func (b *Book) Waiting() (events, processes int) {
	for _, h := range b.inbox {
		if events == WaitingMost {
			break
		}
		if !h.gone && b.hearing(h).concerns() {
			events++
		}
	}
	return events, len(b.active)
}

func (b *Book) hear(m *Manager, e eventstore.Event) {
	recorded := b.read(e)
	if _, raw := recorded.Event.(schema.Raw); raw {
		return
	}
	stream := m.Hears[e.Type](recorded)
	if stream == "" {
		return
	}
	h := &heard{process: stream, manager: m, event: recorded, id: e.ID, cause: e.Metadata}
	b.inbox = append(b.inbox, h)
	b.unheard[heardID(e.ID, string(stream), 0)] = h
}

func (b *Book) foldProcess(m *Manager, e eventstore.Event) {
	if h, ok := b.unheard[e.ID]; ok {
		b.drop(h)
	}
	p := b.processes[e.Stream]
	if p == nil {
		p = &Process{Manager: m, Stream: e.Stream, Began: e.Position, Root: e.ID, Correlation: e.Metadata.CorrelationID}
		b.processes[e.Stream] = p
	}
	p.State = m.Decider.Step(p.State, b.read(e))
	p.Last, p.At = e.ID, e.Position
	b.renew(p)
}

// drop lets go of what was heard.
func (b *Book) drop(h *heard) {
	delete(b.unheard, heardID(h.id, string(h.process), 0))
	*h = heard{gone: true} // Next takes it out of the inbox
}

// renew finds out what a process waits for after one more event. An attempt
// that goes on keeps its time.
func (b *Book) renew(p *Process) {
	before := p.Asks
	p.Asks = nil
	for _, r := range p.Manager.pending(p.State.Value) {
		ask := &Ask{Request: r, ID: CommandID(p.Root, r.Step), At: p.At}
		if r.Within > 0 {
			ask.Due = b.desk.Now() + r.Within
		}
		if i := slices.IndexFunc(before, func(a *Ask) bool { return a.Step == r.Step }); i >= 0 {
			ask.keep(before[i])
		}
		p.Asks = append(p.Asks, ask)
	}
	for _, a := range before {
		delete(b.expected, aggregate.EventID(a.ID, 0))
	}
	for _, a := range p.Asks {
		if a.Command != nil {
			b.expected[aggregate.EventID(a.ID, 0)] = a
		}
	}
	b.settle(p)
}

// keep takes over what is known of the same step.
func (a *Ask) keep(before *Ask) {
	a.Answer, a.answer = before.Answer, before.answer
	if a.Attempt == before.Attempt {
		a.At, a.Due, a.Struck = before.At, before.Due, before.Struck
	}
}

// settle puts a process among those that wait for something, or takes it away.
func (b *Book) settle(p *Process) {
	i, found := slices.BinarySearchFunc(b.active, p.Began, func(p *Process, began eventstore.Position) int {
		return cmp.Compare(p.Began, began)
	})
	switch {
	case len(p.Asks) > 0 && !found:
		b.active = slices.Insert(b.active, i, p)
	case len(p.Asks) == 0 && found:
		b.active = slices.Delete(b.active, i, i+1)
	}
}

func (p *Process) ask(step string) *Ask {
	i := slices.IndexFunc(p.Asks, func(a *Ask) bool { return a.Step == step })
	if i < 0 {
		return nil
	}
	return p.Asks[i]
}

// Head returns the position of the last event that was taken up.
func (b *Book) Head() eventstore.Position { return b.head }

// Desk returns what the drill adds up to.
func (b *Book) Desk() Desk { return b.desk }

// Process returns a process, nil when there is none of that name.
func (b *Book) Process(stream eventstore.StreamID) *Process { return b.processes[stream] }

// NextDue returns the next time at which something times out, if anything
// waits that has a time.
func (b *Book) NextDue() (at time.Duration, ok bool) {
	for _, p := range b.active {
		for _, a := range p.Asks {
			if a.Due > 0 && (!ok || a.Due < at) {
				at, ok = a.Due, true
			}
		}
	}
	return at, ok
}

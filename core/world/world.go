// Package world is what a world is written against. A world is one ordinary Go
// file: events and commands as structs, the state that events add up to, a
// handler for each command, projections, and a short history to start from.
// The generic functions of this package tie them together; core/world/bank is
// a good one to read first.
package world

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/process"
	"playhead/core/projection"
	"playhead/core/schema"
)

// The names that a world's file needs.
type (
	// Event is a value of one of the world's event structs.
	Event = any
	// Recorded is an event as a projection sees it.
	Recorded = schema.Recorded
	// Amount is money in minor units.
	Amount = schema.Amount
	// Stream names a stream.
	Stream = eventstore.StreamID
	// Query says which events a rule looks at beyond its own stream.
	Query = eventstore.Query
	// Part is a part of a Query.
	Part = eventstore.Part
	// Tag is a key of an event's data with its value.
	Tag = eventstore.Tag
	// Effect is something that a projection does to the outside.
	Effect = projection.Effect
	// Table is a read model of rows by key.
	Table[R any] = projection.Table[R]
	// List is a read model of entries in the order they came.
	List[R any] = projection.List[R]
	// Number is a read model of one value.
	Number[N ~int64] = projection.Number[N]
	// Series is a read model of a number over time for each key.
	Series[N ~int64] = projection.Series[N]
)

// World is a domain to play in.
type World struct {
	Name  string
	About string // one sentence
	Try   string // what a newcomer should try first, in one line
	// Example is the stream that a newcomer looks at first.
	Example eventstore.StreamID

	Registry    *schema.Registry
	Commands    []*Command
	Deciders    map[string]*aggregate.Decider // by category
	Projections []*projection.Projection
	// Formerly holds what projections were before their code was mended.
	Formerly  []Former
	Managers  []*process.Manager
	History   []Past     // what happened before a newcomer comes
	Questions []Question // of one stream, asked of a table as well
	Contests  []Contest  // one for each rule that looks beyond one stream
	// Traffic returns a plausible next command, or ok false when it can think
	// of none.
	Traffic func(Glance) (Intent, bool)

	opposites map[string]func(before, e any) Opposite // by category
}

// New returns an empty world.
func New(name, about string) *World {
	return &World{
		Name: name, About: about,
		Registry: schema.NewRegistry(),
		Deciders: map[string]*aggregate.Decider{},
	}
}

// Command is a type of command.
type Command struct {
	Name     string
	About    string
	Category string
	Creates  bool // whether it starts a stream
	Internal bool // whether only a process manager sends it
	Go       reflect.Type
	Fields   []schema.Field
}

// Command returns a command by name, nil when the world has none of that name.
func (w *World) Command(name string) *Command {
	for _, c := range w.Commands {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// CommandOf returns the command of a Go value, nil when it is not of this
// world.
func (w *World) CommandOf(value any) *Command {
	for _, c := range w.Commands {
		if c.Go == reflect.TypeOf(value) {
			return c
		}
	}
	return nil
}

// Handlers collects the command handlers of one kind of aggregate, whose state
// is S.
type Handlers[S any] struct{ *handlers }

// handlers is Handlers without the type of the state: what is generic is
// compiled once for each type, and downloaded as often.
type handlers struct {
	world    *World
	category string
	decide   map[reflect.Type]func(state, command any) ([]Event, error)
	scopes   map[reflect.Type]func(command any) *aggregate.Scope
}

// Aggregate says that streams of a category hold the state S, that evolve
// folds an event into it, and which events there are. An event's type is the
// name of its struct.
func Aggregate[S any](w *World, category string, evolve func(S, Event) S, events ...Event) Handlers[S] {
	var initial S
	return Handlers[S]{w.aggregate(category, initial, func(state, event any) any { return evolve(state.(S), event) }, events)}
}

func (w *World) aggregate(category string, initial any, evolve func(state, event any) any, events []Event) *handlers {
	for _, e := range events {
		t := reflect.TypeOf(e)
		w.Registry.Register(t.Name(), 1, t)
	}
	h := &handlers{
		w, category,
		map[reflect.Type]func(state, command any) ([]Event, error){},
		map[reflect.Type]func(command any) *aggregate.Scope{},
	}
	w.Deciders[category] = &aggregate.Decider{
		Type: reflect.TypeOf(initial).Name(), Initial: initial, Decide: h.handle, Evolve: evolve,
	}
	return h
}

// handle lets the command's own handler decide.
func (h *handlers) handle(state, command any) ([]any, error) {
	t := reflect.TypeOf(command)
	decide, ok := h.decide[t]
	if !ok {
		return nil, Refuse("wrong_stream", "%s is not a command for a stream of category %s", schema.Label(t.Name()), h.category)
	}
	return decide(state, command)
}

// Handle adds the handler of the command C, which is a method of the state.
// The first handler of an aggregate is the one that starts a stream.
func Handle[S, C any](h Handlers[S], about string, decide func(S, C) ([]Event, error)) {
	h.add(&Command{Go: reflect.TypeFor[C](), About: about, Creates: len(h.decide) == 0}, anyway(decide))
}

// Continue is Handle for a command that goes to a stream that is there, even
// when it is the first handler of its aggregate.
func Continue[S, C any](h Handlers[S], about string, decide func(S, C) ([]Event, error)) {
	h.add(&Command{Go: reflect.TypeFor[C](), About: about}, anyway(decide))
}

// Internal is Handle for a command that only process managers send: the page
// does not offer it.
func Internal[S, C any](h Handlers[S], about string, decide func(S, C) ([]Event, error)) {
	h.add(&Command{Go: reflect.TypeFor[C](), About: about, Internal: true}, anyway(decide))
}

func anyway[S, C any](decide func(S, C) ([]Event, error)) func(state, command any) ([]Event, error) {
	return func(state, command any) ([]Event, error) { return decide(state.(S), command.(C)) }
}

func (h *handlers) add(c *Command, decide func(state, command any) ([]Event, error)) {
	c.Name, c.Category, c.Fields = c.Go.Name(), h.category, schema.Fields(c.Go)
	h.world.Commands = append(h.world.Commands, c)
	h.decide[c.Go] = decide
}

// Record is what a handler returns when it has decided on events.
func Record(events ...Event) ([]Event, error) { return events, nil }

// Refuse is what a handler returns when a rule says no: a code for programs
// and a sentence, with its numbers, for people.
func Refuse(code, format string, args ...any) error {
	return &aggregate.Refusal{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Upcast says how an event of an old schema version becomes one of the next.
// The old version's struct is named after its type and version, such as
// MoneyDepositedV1; a struct without a version in its name is version 1 of a
// type that was renamed. Where versions form a chain, the newest step is
// declared first: To must be known by then.
func Upcast[From, To any](w *World, upcast func(From) To) {
	name, version := versionOf(reflect.TypeFor[From]().Name())
	to := w.Registry.Of(*new(To))
	w.Registry.Raise(to, version+1)
	from := w.Registry.Register(name, version, reflect.TypeFor[From]())
	w.Registry.Upcast(from, to, func(e any) any { return upcast(e.(From)) })
}

// Split says that an event of an old type is read as an event of one of several
// types, which choose tells by what is in it. The types' own structs, of whatever
// schema version, come last and must be known by then. What choose cannot tell is an
// error: the event is shown as it was recorded, and every fold passes it over.
//
// One recorded event never becomes two: versions and positions count what was
// recorded, and so does a checkpoint.
func Split[From any](w *World, choose func(From) (Event, error), to ...Event) {
	name, version := versionOf(reflect.TypeFor[From]().Name())
	var types []*schema.EventType
	for _, event := range to {
		types = append(types, w.Registry.Of(event))
	}
	from := w.Registry.Register(name, version, reflect.TypeFor[From]())
	w.Registry.Split(from, types, func(e any) (any, error) { return choose(e.(From)) })
}

func versionOf(name string) (string, int) {
	if i := strings.LastIndexByte(name, 'V'); i > 0 {
		if version, err := strconv.Atoi(name[i+1:]); err == nil {
			return name[:i], version
		}
	}
	return name, 1
}

// View names a projection on the page.
type View struct {
	Name  string
	About string // one sentence
	Key   string // what a row's key is, such as "account"
}

// Project adds a projection: evolve folds an event into its read model, which
// is a Table, List, Number or Series and starts empty.
func Project[M projection.Model](w *World, view View, evolve func(M, Recorded) M) {
	var initial M
	w.Projections = append(w.Projections, &projection.Projection{
		Name: view.Name, About: view.About, Key: view.Key,
		Initial: initial,
		Evolve:  func(m projection.Model, e Recorded) projection.Model { return evolve(m.(M), e) },
	})
}

// Former is an older version of a projection's code, kept to be compared with the
// newer one.
type Former struct {
	*projection.Projection        // of the name that the newer one has
	Mended                 string // what was wrong with it, in a sentence
}

// Once keeps an older version of the code of a projection, which was declared before, with
// what was wrong with it. It panics when there is no projection of that name.
func Once[M projection.Model](w *World, name, mended string, evolve func(M, Recorded) M) {
	for _, p := range w.Projections {
		if p.Name == name {
			former := *p
			former.Effect = nil
			former.Evolve = func(m projection.Model, e Recorded) projection.Model { return evolve(m.(M), e) }
			w.Formerly = append(w.Formerly, Former{&former, mended})
			return
		}
	}
	panic(fmt.Sprintf("world: there is no projection %q that once was another", name))
}

// Affect is Project for a projection that also does something to the outside,
// such as sending a mail: effect tells what, given the read model with the event.
// It is done once for each event, however often that is folded.
func Affect[M projection.Model](w *World, view View, evolve func(M, Recorded) M, effect func(M, Recorded) []Effect) {
	Project(w, view, evolve)
	last := w.Projections[len(w.Projections)-1]
	last.Effect = func(m projection.Model, e Recorded) []Effect { return effect(m.(M), e) }
}

// Earlier returns an event of a world's history, which a command of an actor
// caused so long before the log was begun.
func Earlier(ago time.Duration, stream eventstore.StreamID, actor, command string, e Event) Past {
	return Past{Ago: ago, Stream: stream, Actor: actor, Command: command, Event: e}
}

// Then is Earlier for an event that the one before it in the history led to.
func Then(ago time.Duration, stream eventstore.StreamID, actor, command string, e Event) Past {
	past := Earlier(ago, stream, actor, command, e)
	past.Led = true
	return past
}

// Past is an event of a world's history.
type Past struct {
	Ago    time.Duration // before the log was begun
	Stream eventstore.StreamID
	Actor  string
	Event  Event // of any schema version
	// Command is the name of the command that caused it.
	Command string
	// Led says that the event before it led to it.
	Led bool
}

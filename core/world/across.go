package world

import (
	"reflect"

	"playhead/core/aggregate"
)

// HandleAcross adds the handler of a command C whose rule looks beyond its own
// stream. scope returns the query for the events that it looks at, and false
// when this command needs none; decide is given what the query matches, in
// order. What was decided is recorded only if nothing of that changed
// meanwhile: that is consistency by query.
func HandleAcross[S, C any](h Handlers[S], about string, scope func(C) (Query, bool), decide func(S, C, []Recorded) ([]Event, error)) {
	h.addAcross(reflect.TypeFor[C](), about,
		func(command any) (Query, bool) { return scope(command.(C)) },
		func(state, command any, others []Recorded) ([]Event, error) {
			return decide(state.(S), command.(C), others)
		})
}

func (h *handlers) addAcross(t reflect.Type, about string, scope func(any) (Query, bool), decide func(state, command any, others []Recorded) ([]Event, error)) {
	h.add(&Command{Go: t, About: about, Creates: len(h.decide) == 0}, func(state, command any) ([]Event, error) {
		return decide(state, command, nil)
	})
	h.world.Deciders[h.category].Scope = h.scope
	h.scopes[t] = func(command any) *aggregate.Scope {
		query, needed := scope(command)
		if !needed {
			return nil
		}
		return &aggregate.Scope{Query: query, Decide: decide}
	}
}

// scope returns what a command's rule looks at beyond its own stream.
func (h *handlers) scope(command any) *aggregate.Scope {
	if scope, ok := h.scopes[reflect.TypeOf(command)]; ok {
		return scope(command)
	}
	return nil
}

// Contest is a rule that looks beyond one stream, told as two who both want
// the same prize.
type Contest struct {
	Name  string // of what is fought for, such as "A username"
	Rule  string // in a sentence
	Label string // of what they ask for, such as "Username"
	// Prizes are things to begin with, one for each way of trying.
	Prizes [2]string
	// Offer returns the command by which a prize comes to be, on the stream that
	// is called like it. It is nil where a prize is but a word.
	Offer func(prize string) any
	// Enter returns the command by which somebody comes in before they ask, on a
	// stream of their own. It is nil where Want starts it.
	Enter func(who string) any
	// Want returns the command by which somebody asks for the prize, on a stream
	// of their own. It is one of HandleAcross.
	Want func(who, prize string) any
	// Verdict says in a sentence what became of the prize, given what the scope of
	// Want matches, and whether the rule holds.
	Verdict func(prize string, events []Recorded) (sentence string, holds bool)
}

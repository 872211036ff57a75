package world

import "fmt"

// Opposite is what compensates an event: a log only grows, so what happened is
// not taken back, but something that does the opposite can happen as well. The
// zero Opposite says nothing about the event.
type Opposite struct {
	// Command does the opposite. It goes to the event's own stream, or to a new
	// one when it starts a stream. Nothing compensates the event when it is nil.
	Command any
	// Why says, in a sentence, why it is this that does the opposite, or why
	// nothing does.
	Why string
}

// UndoneBy returns a command that compensates an event, and why it does.
func UndoneBy(command any, why string) Opposite { return Opposite{command, why} }

// Final says why nothing compensates an event.
func Final(why string) Opposite { return Opposite{Why: why} }

// Compensate says what compensates the events of an aggregate. opposite is a
// method of the state as the event met it, so that it knows what was there before.
func Compensate[S any](h Handlers[S], opposite func(before S, e Event) Opposite) {
	h.compensate(func(before, e any) Opposite { return opposite(before.(S), e) })
}

func (h *handlers) compensate(opposite func(before, e any) Opposite) {
	if h.world.opposites == nil {
		h.world.opposites = map[string]func(before, e any) Opposite{}
	}
	h.world.opposites[h.category] = opposite
}

// Opposite returns what compensates an event of a stream that met the state
// before. It is the zero Opposite where the world says nothing about it.
func (w *World) Opposite(stream Stream, before any, e Event) (o Opposite) {
	opposite := w.opposites[stream.Category()]
	if opposite == nil {
		return Opposite{}
	}
	defer func() {
		if p := recover(); p != nil {
			o = Final(fmt.Sprintf("What %s says about its opposite cannot be worked out: %v.", w.Name, p))
		}
	}()
	return opposite(before, e)
}

package world

import (
	"fmt"
	"time"
)

// Question is what one may want to know of one thing. It is asked twice: of
// the row that a table updated in place would have of it, and of its events.
type Question struct {
	Ask      string // a sentence
	Category string
	// Row returns what the row says, and whether that is the answer. A row
	// that cannot answer says what it holds instead.
	Row func(row any) (says string, answers bool)
	// Log returns the answer, and the events that it rests on.
	Log func(history []Recorded) Answer
}

// Answer is what the log says to a question.
type Answer struct {
	Text    string
	Because []Recorded
}

// Because returns an answer that rests on events.
func Because(text string, events ...Recorded) Answer { return Answer{text, events} }

// Ask adds a question that can be asked of any one of an aggregate's streams.
func Ask[S any](h Handlers[S], ask string, row func(S) (says string, answers bool), log func(history []Recorded) Answer) {
	h.world.Questions = append(h.world.Questions, Question{
		Ask: ask, Category: h.category,
		Row: func(state any) (string, bool) { return row(state.(S)) },
		Log: log,
	})
}

// When tells when an event was recorded, and who caused it.
func When(e Recorded) string {
	text := e.Timestamp.Format("2 January 2006 at 15:04")
	if e.Actor != "" {
		text += fmt.Sprintf(", by %s", e.Actor)
	}
	return text
}

// Last returns the last event of a type, and false when there is none.
func Last[E any](history []Recorded) (e Recorded, data E, ok bool) {
	for i := len(history) - 1; i >= 0; i-- {
		if data, ok := history[i].Event.(E); ok {
			return history[i], data, true
		}
	}
	return e, data, false
}

// In returns the events with their times in a place's own time.
func In(place *time.Location, history []Recorded) []Recorded {
	for i := range history {
		history[i].Timestamp = history[i].Timestamp.In(place)
	}
	return history
}

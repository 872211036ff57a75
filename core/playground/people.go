package playground

import (
	"context"
	"slices"
	"strings"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

// people knows which events hold data of whom.
type people struct {
	events map[eventstore.StreamID][]eventstore.Position
	order  []eventstore.StreamID // in the order of their first event
}

// add takes note of whose data an event holds.
func (x *people) add(registry *schema.Registry, e eventstore.Event) {
	for _, person := range registry.Persons(e) {
		if x.events == nil {
			x.events = map[eventstore.StreamID][]eventstore.Position{}
		}
		if x.events[person] == nil {
			x.order = append(x.order, person)
		}
		x.events[person] = append(x.events[person], e.Position)
	}
}

// upTo returns what is known at a position, for a log that goes its own way
// from there.
func (x *people) upTo(at eventstore.Position) people {
	past := people{events: map[eventstore.StreamID][]eventstore.Position{}}
	for _, person := range x.order {
		if events := x.until(person, at); len(events) > 0 {
			past.events[person] = slices.Clip(events)
			past.order = append(past.order, person)
		}
	}
	return past
}

// until returns the events about a person up to a position.
func (x *people) until(person eventstore.StreamID, at eventstore.Position) []eventstore.Position {
	events := x.events[person]
	n, _ := slices.BinarySearch(events, at+1)
	return events[:n]
}

// between returns those of whom there is something in the events behind a position, up
// to another.
func (x *people) between(after, upTo eventstore.Position) (persons []eventstore.StreamID) {
	for _, person := range x.order {
		if len(x.until(person, upTo)) > len(x.until(person, after)) {
			persons = append(persons, person)
		}
	}
	return persons
}

const (
	usualPeople = 20
	maxPeople   = 100
	// maxAsked is how many people's texts are looked at for a search: opening
	// them takes some microseconds each.
	maxAsked = 1000
	// maxPersonal is how many events about one person are looked at.
	maxPersonal = 200
	// maxTexts is how many of their texts are told.
	maxTexts = 50
)

func (p *Playground) people(ctx context.Context, params PeopleParams) (PeopleResult, error) {
	return locked(p, func(s *session) (PeopleResult, error) {
		at := s.moment(params.Position)
		result := PeopleResult{Position: at, People: []Person{}, Keys: s.ring != nil}
		limit := min(params.Limit, maxPeople)
		if limit <= 0 {
			limit = usualPeople
		}
		query, asked := strings.ToLower(strings.TrimSpace(params.Query)), 0
		var found []eventstore.StreamID
		for _, person := range s.index.people.order {
			if len(s.index.people.until(person, at)) == 0 {
				continue
			}
			matches := strings.Contains(strings.ToLower(string(person)), query)
			if !matches && asked < maxAsked {
				asked++
				matches = s.knows(ctx, person, at, query)
			}
			if matches {
				found = append(found, person)
			}
		}
		result.Total = len(found)
		last := func(person eventstore.StreamID) eventstore.Position {
			events := s.index.people.until(person, at)
			return events[len(events)-1]
		}
		slices.SortStableFunc(found, func(a, b eventstore.StreamID) int { return int(last(b)) - int(last(a)) })
		for _, person := range found[:min(limit, len(found))] {
			result.People = append(result.People, s.person(ctx, person, at))
		}
		return result, nil
	})
}

// moment returns the position that is meant: now when none is given.
func (s *session) moment(position *eventstore.Position) eventstore.Position {
	if position == nil {
		return s.index.head()
	}
	return min(*position, s.index.head())
}

// knows reports whether a text of a person has the query in it.
func (s *session) knows(ctx context.Context, person eventstore.StreamID, at eventstore.Position, query string) bool {
	const few = 4 // the last events about somebody say who it is
	return slices.ContainsFunc(s.texts(ctx, person, at, few), func(t PersonalText) bool {
		return t.State != TextForgotten && strings.Contains(strings.ToLower(t.Text), query)
	})
}

// person describes a person at a moment.
func (s *session) person(ctx context.Context, person eventstore.StreamID, at eventstore.Position) Person {
	events := s.index.people.until(person, at)
	out := Person{Person: person, State: PersonInClear, Events: len(events)}
	if len(events) > 0 {
		out.Last = events[len(events)-1]
	}
	if s.ring != nil {
		if key, ok := s.ring.Fingerprint(person); ok {
			out.State, out.Key = PersonKnown, key
			return out
		}
	}
	sealed := func(t PersonalText) bool { return t.State != TextInClear }
	if slices.ContainsFunc(s.texts(ctx, person, at, maxPersonal), sealed) {
		out.State = PersonForgotten
	}
	return out
}

// texts returns the texts of a person in the last events about them, newest
// first.
func (s *session) texts(ctx context.Context, person eventstore.StreamID, at eventstore.Position, events int) []PersonalText {
	var texts []PersonalText
	positions := s.index.people.until(person, at)
	for _, position := range slices.Backward(positions[max(0, len(positions)-events):]) {
		e, err := s.at(ctx, position)
		if err != nil {
			continue // whoever reads the log says why
		}
		for _, text := range s.world.Registry.Personal(e) {
			if text.Person == person {
				texts = append(texts, describeText(e, text))
			}
		}
	}
	return texts
}

const (
	// othersAsked is how many people's texts are compared with one's: it takes
	// some milliseconds, whenever the moment that is shown is another.
	othersAsked = 200
	maxOthers   = 5
)

// sharing returns people of whom some text is known that is known of a person:
// whoever forgets the one may have to forget them as well.
func (s *session) sharing(ctx context.Context, person eventstore.StreamID, at eventstore.Position, texts []string) []eventstore.StreamID {
	var others []eventstore.StreamID
	asked := 0
	for _, other := range slices.Backward(s.index.people.order) {
		if len(texts) == 0 || asked == othersAsked || len(others) == maxOthers {
			break
		}
		if other == person || len(s.index.people.until(other, at)) == 0 {
			continue
		}
		asked++
		const few = 4 // as in knows
		same := func(t PersonalText) bool { return t.State != TextForgotten && slices.Contains(texts, t.Text) }
		if slices.ContainsFunc(s.texts(ctx, other, at, few), same) {
			others = append(others, other)
		}
	}
	slices.Sort(others)
	return others
}

// telling returns the actors of events whose names are a part of what is known
// of a person, such as alice of Alice.
func (s *session) telling(ctx context.Context, events []eventstore.Position, texts []PersonalText) []string {
	const least = 3 // letters that are there by chance
	var actors []string
	for _, position := range events {
		e, err := s.at(ctx, position)
		actor := e.Metadata.Actor
		if err != nil || len(actor) < least || slices.Contains(actors, actor) {
			continue
		}
		if slices.ContainsFunc(texts, func(t PersonalText) bool {
			return t.State != TextForgotten && strings.Contains(strings.ToLower(t.Text), strings.ToLower(actor))
		}) {
			actors = append(actors, actor)
		}
	}
	return actors
}

func describeText(e eventstore.Event, text schema.Personal) PersonalText {
	out := PersonalText{Position: e.Position, Type: e.Type, Field: text.Path, Text: text.Text, State: TextInClear}
	switch {
	case text.Opened:
		out.State = TextSealed
	case text.Sealed:
		out.State = TextForgotten
	}
	return out
}

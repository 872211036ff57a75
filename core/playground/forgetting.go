package playground

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"playhead/core/eventstore"
	"playhead/core/process"
	"playhead/core/schema"
)

func forgettingKinds() []Kind {
	return []Kind{
		kind("people", "the people whose data events hold", (*Playground).people),
		kind("person", "what is known of a person, and where", (*Playground).person),
		kind("forget", "destroy a person's key, which cannot be undone", (*Playground).forget),
		kind("holding", "the read models that still hold what was forgotten", (*Playground).holding),
		kind("verify", "check every hash of the log", (*Playground).verify),
	}
}

func (p *Playground) person(ctx context.Context, params PersonParams) (PersonResult, error) {
	s, err := p.current()
	if err != nil {
		return PersonResult{}, err
	}
	var events []eventstore.Position
	var all []PersonalText
	var at eventstore.Position
	result, err := locked(p, func(*session) (PersonResult, error) {
		at = s.moment(params.Position)
		events = slices.Clone(s.index.people.until(params.Person, at))
		events = events[max(0, len(events)-maxPersonal):]
		all = s.texts(ctx, params.Person, at, maxPersonal)
		result := PersonResult{Person: s.person(ctx, params.Person, at), Total: len(all), Looked: len(events), Texts: []PersonalText{}, Holding: []Holding{}}
		result.Texts = append(result.Texts, all[:min(len(all), maxTexts)]...)
		result.Actors = s.telling(ctx, events, all)
		return result, nil
	})
	if err != nil {
		return result, err
	}
	var texts []string
	for _, text := range all {
		if text.State == TextInClear {
			result.Clear++
		}
		if text.State != TextForgotten && !slices.Contains(texts, text.Text) {
			texts = append(texts, text.Text)
		}
	}
	p.mu.Lock()
	result.Others = s.sharing(ctx, params.Person, at, texts)
	p.mu.Unlock()
	models, err := p.modelsAt(ctx, s, at)
	if err != nil {
		return result, err
	}
	for i, model := range models {
		if rows, keys := held(model, params.Person, events, texts); rows > 0 {
			result.Holding = append(result.Holding, Holding{s.world.Projections[i].Name, rows, keys})
		}
	}
	return result, nil
}

// forget destroys a person's key. What was derived from what it sealed is let
// go of, except for the live read models: they are copies, as they would be
// anywhere, and somebody has to rebuild them.
func (p *Playground) forget(ctx context.Context, params ForgetParams) (Forgotten, error) {
	t, s, err := p.planted()
	if err != nil {
		return Forgotten{}, err
	}
	if s.ring == nil {
		return Forgotten{}, &Error{Code: CodeNotFound, Message: "There is no place for keys here, so that nothing was sealed. What is in the clear cannot be forgotten."}
	}
	key, ok := s.ring.Fingerprint(params.Person)
	if !ok {
		return Forgotten{}, &Error{Code: CodeNotFound, Message: fmt.Sprintf("There is no key of %s: nothing of theirs was sealed here, or it was forgotten before.", params.Person)}
	}
	result := Forgotten{Person: params.Person, Key: key, Clear: []eventstore.Position{}}
	p.mu.Lock()
	for _, text := range s.texts(ctx, params.Person, s.index.head(), len(s.index.people.events[params.Person])) {
		switch {
		case text.State == TextInClear && !slices.Contains(result.Clear, text.Position):
			result.Clear = append(result.Clear, text.Position)
		case text.State == TextSealed:
			result.Texts++
		}
	}
	p.mu.Unlock()
	p.forgetting.Lock()
	defer p.forgetting.Unlock()
	if err := s.ring.Forget(ctx, params.Person); err != nil {
		return Forgotten{}, fmt.Errorf("forget %s: %w", params.Person, err)
	}
	p.letGo(t, []eventstore.StreamID{params.Person}, false)
	return result, nil
}

// letGo drops what was derived from data of persons whose keys are gone, in all
// branches.
func (p *Playground) letGo(t *tree, persons []eventstore.StreamID, elsewhere bool) {
	t.entering.Lock()
	sessions := slices.Collect(maps.Values(t.sessions))
	t.entering.Unlock()
	for _, s := range sessions {
		p.letGoOf(s, persons)
	}
	p.config.Push(Push{pushForgotten, ForgottenPush{persons, elsewhere}})
	p.signal()
}

func (p *Playground) letGoOf(s *session, persons []eventstore.StreamID) {
	// The first of these go on in slices, and are waited for without keeping
	// others waiting.
	s.acting.Lock()
	defer s.acting.Unlock()
	s.counted.forget(s.world.Deciders)
	s.shelves.forget()
	s.blaming.forget()
	s.former.forget()
	s.evolving.forget()
	p.mu.Lock()
	defer p.mu.Unlock()
	s.stale = true
	s.check.again = true
	s.book = process.NewBook(s.world.Managers, s.world.Registry.Read) // which the runner brings up to the log
	for _, person := range persons {
		s.forgetMails(person)
	}
	s.decoded.forget()
	s.timeline.Forget()
	s.warm = 0
	s.resuming.again()
	s.search = nil
	for _, each := range s.world.Projections {
		if s.runner.IsRebuilding(each.Name) {
			_ = s.runner.Rebuild(each.Name) // which is there: from the beginning, without them
		}
	}
}

// forgetMails blots out what the desk remembers of mails about a person. Those
// that were sent are outside, where no key reaches.
func (s *session) forgetMails(person eventstore.StreamID) {
	for _, box := range s.outboxes {
		for i, mail := range box.mails {
			about := s.index.streams[s.index.streamOf.At(int(mail.Position-1))].ID == person ||
				slices.Contains(s.index.people.events[person], mail.Position)
			if about {
				box.mails[i].To, box.mails[i].Text = schema.Forgotten, schema.Forgotten
			}
		}
	}
}

// KeysChanged says that another tab may have destroyed keys. It fails when the
// keys cannot be read; what they sealed can then still be.
func (p *Playground) KeysChanged(ctx context.Context) error {
	t, s, err := p.planted()
	if err != nil || s.ring == nil {
		return nil
	}
	p.forgetting.Lock()
	defer p.forgetting.Unlock()
	forgotten, err := s.ring.Reload(ctx)
	if err != nil {
		return err
	}
	if len(forgotten) > 0 {
		slices.Sort(forgotten)
		p.letGo(t, forgotten, true)
	}
	return nil
}

// verifySlice is how many events are hashed before others get a turn.
const verifySlice = 512

func (p *Playground) verify(ctx context.Context, _ None) (VerifyResult, error) {
	s, err := p.current()
	if err != nil {
		return VerifyResult{}, err
	}
	var result VerifyResult
	err = eventstore.Verify(p.pausing(ctx, s.log.Store.ReadAll(ctx, 0), func(e eventstore.Event) {
		result.Head, result.Hash = e.Position, e.Hash.String()
	}))
	var damage *eventstore.DamageError
	if errors.As(err, &damage) {
		result.Problem = sentence(damage.Error())
		return result, nil
	}
	result.Sound = err == nil
	return result, err
}

// pausing yields events, tells see of each, and gives others a turn now and
// then.
func (p *Playground) pausing(ctx context.Context, events iter.Seq2[eventstore.Event, error], see func(eventstore.Event)) iter.Seq2[eventstore.Event, error] {
	return func(yield func(eventstore.Event, error) bool) {
		for e, err := range events {
			if err == nil {
				see(e)
			}
			if err == nil && e.Position%verifySlice == 0 {
				err = p.config.Pause(ctx)
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

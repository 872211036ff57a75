package playground

import (
	"context"
	"fmt"
	"slices"
	"time"

	"playhead/core/eventstore"
	"playhead/core/projection"
)

func paceKinds() []Kind {
	return []Kind{
		kind("pace", "let a projection follow the log at another pace", (*Playground).pace),
		kind("late", "let a projection begin with nothing, as if it were added now", (*Playground).late),
		kind("guard", "guard a projection's effects against being carried out again, or not", (*Playground).guard),
		kind("outbox", "what a projection did to the outside", (*Playground).outbox),
	}
}

// follows reads a pace.
func (p Pace) follows() projection.Pace {
	return projection.Pace{Delay: time.Duration(p.Delay) * time.Millisecond, Batch: p.Batch, Paused: p.Paused}
}

// proceed sets projections as they were set before the page was loaded again.
// What cannot be, such as one that the world no longer has, is left as it comes.
func (s *session) proceed(settings []ProjectionSetting) {
	for _, each := range settings {
		setting := projection.Setting{
			Checkpoint: each.Checkpoint, Skipped: each.Skipped, Unguarded: each.Unguarded, Acted: each.Acted,
		}
		if each.Pace != nil {
			setting.Pace = each.Pace.follows()
		}
		if each.Unknown == UnknownShow || each.Unknown == UnknownStop {
			setting.Unknown = projection.Unknown(each.Unknown)
		}
		_ = s.runner.Continue(each.Name, setting)
	}
	if len(settings) > 0 {
		s.timeline.SetRules(s.runner.Rules())
	}
}

func (p *Playground) pace(_ context.Context, params PaceParams) (ProjectionState, error) {
	pace := params.Pace.follows()
	if err := pace.Check(); err != nil {
		return ProjectionState{}, &Error{Code: CodeBadRequest, Message: sentence(err.Error())}
	}
	return p.project(params.Name, func(s *session) error { return s.runner.Pace(params.Name, pace) })
}

func (p *Playground) late(_ context.Context, params ProjectionParams) (ProjectionState, error) {
	return p.project(params.Name, func(s *session) error { return s.runner.Late(params.Name) })
}

func (p *Playground) guard(_ context.Context, params GuardParams) (ProjectionState, error) {
	return p.project(params.Name, func(s *session) error { return s.runner.Guard(params.Name, params.On) })
}

// tellTime tells the runner the time, where it has to know it.
func (p *Playground) tellTime(s *session) {
	if s.runner.Paced() {
		s.runner.At(p.config.Now())
	}
}

// wakeLater has somebody look again when a projection that waits is due.
func (p *Playground) wakeLater(s *session) {
	due, ok := s.runner.Due()
	if !ok || p.config.After == nil || due.Equal(s.alarm) {
		return
	}
	s.alarm = due
	p.config.After(due.Sub(p.config.Now()), func() {
		p.mu.Lock()
		s.alarm = time.Time{}
		p.mu.Unlock()
		p.signal()
	})
}

const (
	// shownMails is how many mails an outbox shows.
	shownMails = 50
	// keptMails is how many an outbox remembers one by one.
	keptMails = 1000
)

// outbox is what a projection did to the outside since the log was opened.
type outbox struct {
	mails        []Mail // by position
	total, again int
}

// post takes note of what was carried out.
func (p *Playground) post(s *session) {
	for _, act := range s.runner.Acts() {
		box := s.outboxes[act.Projection]
		if box == nil {
			box = &outbox{}
			s.outboxes[act.Projection] = box
		}
		at := s.index.times.At(int(act.Position - 1))
		if act.Again {
			at = p.config.Now().UnixMilli()
		}
		box.put(act, at)
	}
}

func (b *outbox) put(act projection.Act, at int64) {
	b.total++
	if act.Again {
		b.again++
	}
	i, found := slices.BinarySearchFunc(b.mails, act.Position, func(m Mail, p eventstore.Position) int {
		return int(m.Position) - int(p)
	})
	switch {
	case found:
		b.mails[i].Sent = append(b.mails[i].Sent, at)
	case i > 0 || len(b.mails) < keptMails:
		b.mails = slices.Insert(b.mails, i, Mail{act.Position, act.Effect.To, act.Effect.Text, []int64{at}})
	}
	if len(b.mails) > keptMails {
		b.mails = b.mails[1:]
	}
}

func (p *Playground) outbox(_ context.Context, params ProjectionParams) (OutboxResult, error) {
	return locked(p, func(s *session) (OutboxResult, error) {
		guarded, err := s.runner.Guarded(params.Name)
		if err != nil {
			return OutboxResult{}, &Error{Code: CodeNotFound, Message: sentence(err.Error())}
		}
		if !s.effects(params.Name) {
			return OutboxResult{}, &Error{Code: CodeNotFound, Message: fmt.Sprintf("%s does nothing to the outside.", params.Name)}
		}
		result := OutboxResult{Guarded: guarded, Mails: []Mail{}}
		if box := s.outboxes[params.Name]; box != nil {
			result.Total, result.Again = box.total, box.again
			for _, mail := range box.mails[max(0, len(box.mails)-shownMails):] {
				mail.Sent = slices.Clone(mail.Sent)
				result.Mails = append(result.Mails, mail)
			}
			slices.Reverse(result.Mails)
		}
		return result, nil
	})
}

// effects reports whether a projection does something to the outside.
func (s *session) effects(name string) bool {
	return slices.ContainsFunc(s.world.Projections, func(p *projection.Projection) bool {
		return p.Name == name && p.Effect != nil
	})
}

package playground

import (
	"context"
	"slices"
	"strings"

	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/schema"
)

const (
	// checkBudget is how many events are folded again in one turn: well under
	// a millisecond in a browser, since nobody waits for it.
	checkBudget = 128
	// checkWhole is how long a log may be to be folded again from event 1.
	checkWhole = 200_000
	// checkPart is how many of the last events of a longer one are.
	checkPart = 20_000
	// checkSmall is how long a log may be to be folded again from its
	// beginning after every few changes, and not only from where the last comparison ended.
	checkSmall = 2_000
	checkAnew  = 32
)

func checkKinds() []Kind {
	return []Kind{
		kind("check", "whether live projections equal what they come to when they are folded again", (*Playground).check),
	}
}

// check is the replay check of a session. What is in it belongs to whoever does the
// session's work, but for known.
type check struct {
	fold    *projection.Check
	under   []projection.State // what is being compared, nil while nothing is
	last    int                // the runner's changes when that was taken
	since   int                // comparisons since the fold began anew
	age     int                // of the rules by which it began
	known   CheckState
	parting map[string]eventstore.Position // where each parted, once it has
	// again says that what was folded reads otherwise now. It is guarded as all
	// that is inside of the session.
	again bool
}

func (p *Playground) check(context.Context, None) (CheckState, error) {
	return locked(p, func(s *session) (CheckState, error) { return s.check.known, nil })
}

// checkSlice compares a little, and reports whether there is more to compare.
func (p *Playground) checkSlice(ctx context.Context, s *session) (more bool, err error) {
	if p.config.Safe {
		return false, nil
	}
	c := &s.check
	if c.under == nil {
		begun, err := p.beginCheck(ctx, s)
		if !begun || err != nil {
			return false, err
		}
	}
	done, err := c.fold.Advance(s.decoded.read, checkBudget)
	if err != nil || !done {
		return !done, err
	}
	found := c.fold.Found()
	c.under = nil
	return true, p.tellCheck(ctx, s, found)
}

// beginCheck takes the live projections as they stand, if they are not what
// was compared last.
func (p *Playground) beginCheck(ctx context.Context, s *session) (bool, error) {
	p.mu.Lock()
	live, rules, head, changes := s.runner.States(), s.runner.Rules(), s.index.head(), s.runner.Changes()
	again := s.check.again
	s.check.again = false
	p.mu.Unlock()
	c := &s.check
	if again {
		c.fold = nil
	}
	if c.fold != nil && changes == c.last {
		return false, nil
	}
	c.last = changes
	anew := c.fold == nil || rules.Age() != c.age || head <= checkSmall && c.since >= checkAnew
	if c.fold == nil {
		c.fold = projection.NewCheck(s.world.Projections)
	}
	if anew {
		c.since, c.age = 0, rules.Age()
		base, err := p.checkBase(ctx, s, head)
		if err != nil {
			return false, err
		}
		c.fold.Anew(base)
	}
	c.since++
	c.under = live
	c.fold.Compare(live, rules)
	return true, nil
}

// checkBase returns the states from which a log of the length is folded again. What
// a long branch shares is folded again on the log that it parted from, and
// not in memory once more.
func (p *Playground) checkBase(ctx context.Context, s *session, head eventstore.Position) ([]projection.State, error) {
	from := s.branch.At
	switch {
	case head <= checkSmall:
		from = 0
	case head-from > checkWhole:
		from = head - checkPart
	}
	if from > 0 {
		m, err := s.timeline.At(ctx, from)
		return m.Projections, err
	}
	var base []projection.State
	for _, p := range s.world.Projections {
		base = append(base, p.Start())
	}
	return base, nil
}

// tellCheck takes note of what a comparison found, and tells the page when it is news.
func (p *Playground) tellCheck(ctx context.Context, s *session, found []projection.Found) error {
	state := CheckState{Status: CheckEqual, From: s.check.fold.From() + 1, Models: len(found), Parted: []PartedModel{}}
	for i, f := range found {
		if i == 0 || f.Checkpoint < state.Position {
			state.Position = f.Checkpoint
		}
		if len(f.Partings) == 0 && f.Problem == "" {
			p.mu.Lock()
			delete(s.check.parting, f.Projection)
			p.mu.Unlock()
			continue
		}
		parted, err := p.describeParted(ctx, s, f)
		if err != nil {
			return err
		}
		state.Status = CheckParted
		state.Parted = append(state.Parted, parted)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	s.check.known = state
	if p.session == s {
		p.config.Push(Push{pushChecked, state})
	}
	return nil
}

func (p *Playground) describeParted(ctx context.Context, s *session, f projection.Found) (PartedModel, error) {
	out := PartedModel{Projection: f.Projection, Problem: sentence(f.Problem)}
	p.mu.Lock()
	progress, err := s.runner.Progress(f.Projection)
	at := s.partedAt(f, progress.Fed != "")
	p.mu.Unlock()
	if err != nil {
		return out, err
	}
	out.Fed = progress.Fed
	var stream eventstore.StreamID
	if at > 0 {
		e, err := s.at(ctx, at)
		if err != nil {
			return out, err
		}
		row := s.row(e)
		out.Event, stream = &row, e.Stream
	}
	s.describeValues(&out, f, stream)
	return out, nil
}

// describeValues tells a value that differs, one that is about the stream where
// there is one.
func (s *session) describeValues(out *PartedModel, f projection.Found, stream eventstore.StreamID) {
	if len(f.Partings) == 0 {
		return
	}
	told := f.Partings[0]
	if i := slices.IndexFunc(f.Partings, func(d projection.Parting) bool { return d.Key == string(stream) }); i >= 0 {
		told = f.Partings[i]
	}
	out.Key, out.Field, out.Live, out.Rebuilt = told.Key, told.Field, told.Is, told.Want
	if out.Live != nil && out.Rebuilt != nil && strings.Contains(*out.Rebuilt, schema.Forgotten) {
		hidden := "a copy of what was forgotten" // which is not to be told once more
		out.Live = &hidden
	}
	for _, model := range s.world.Projections {
		if model.Name == f.Projection {
			out.Field = columnLabel(model, told.Field)
		}
	}
}

// partedAt returns the first event at which a read model parted from its
// rebuild: as whoever feeds it says, or else the first one since both were equal that
// is about what differs. It stays what it was once found.
func (s *session) partedAt(f projection.Found, fed bool) eventstore.Position {
	if at, known := s.check.parting[f.Projection]; known {
		return at
	}
	at := s.feeding[f.Projection]
	if !fed || at == 0 {
		at = s.firstAbout(f)
	}
	at = min(at, s.index.head())
	s.check.parting[f.Projection] = at
	return at
}

// firstAbout returns the first event since both were equal that is of a stream
// of which something differs, or else the one after they were equal.
func (s *session) firstAbout(f projection.Found) eventstore.Position {
	about := map[uint32]bool{}
	for _, d := range f.Partings {
		if number, ok := s.index.numbers[eventstore.StreamID(d.Key)]; ok {
			about[number] = true
		}
	}
	next := s.index.find(f.Equal, false, func(i int) bool { return about[s.index.streamOf.At(i)] })
	if next != nil && *next <= f.Checkpoint {
		return *next
	}
	return f.Equal + 1
}

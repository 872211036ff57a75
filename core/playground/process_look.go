package playground

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"time"

	"playhead/core/eventstore"
	"playhead/core/process"
	"playhead/core/schema"
	"playhead/core/timetravel"
)

func (p *Playground) processes(ctx context.Context, params ProcessesParams) (ProcessesResult, error) {
	s, err := p.current()
	if err != nil {
		return ProcessesResult{}, err
	}
	p.mu.Lock()
	at := s.index.head()
	p.mu.Unlock()
	if params.Position != nil {
		at = min(at, *params.Position)
	}
	result := ProcessesResult{
		Position: at, Managers: []ProcessManager{}, Worlds: []string{}, Rows: []ProcessRow{},
		Drill: Drill{Arranged: []ArrangedFailure{}}, From: max(params.From, 0),
	}
	for _, w := range p.config.Worlds {
		if len(w.Managers) > 0 {
			result.Worlds = append(result.Worlds, w.Name)
		}
	}
	if len(s.world.Managers) == 0 {
		return result, nil
	}
	for _, m := range s.world.Managers {
		result.Managers = append(result.Managers, ProcessManager{m.Name, m.Category, m.About, m.Steps})
	}
	moment, err := s.timeline.At(ctx, at)
	if err != nil {
		return ProcessesResult{}, err
	}
	return locked(p, func(*session) (ProcessesResult, error) {
		return result, s.lookAtProcesses(ctx, &result, moment, params)
	})
}

func (s *session) lookAtProcesses(ctx context.Context, result *ProcessesResult, moment timetravel.Moment, params ProcessesParams) error {
	count := min(params.Count, 100)
	if count <= 0 {
		count = 8
	}
	desk, _ := s.stateIn(moment, process.Drill).Value.(process.Desk)
	result.Drill = describeDesk(desk)
	if result.Position == s.book.Head() { // it knows what waits for the clock
		result.Drill = describeDrill(s.book)
	}
	total, window := s.begun(moment, result.From, count)
	result.Total = total
	for _, stream := range window {
		row, err := s.processRow(ctx, stream, moment)
		if err != nil {
			return err
		}
		result.Rows = append(result.Rows, row)
	}
	if params.Open == "" || s.managerOf(params.Open) == nil {
		return nil
	}
	if _, known := moment.Aggregates.Get(params.Open); !known {
		return nil
	}
	opened, due, err := s.lookAtProcess(ctx, params.Open, moment)
	if err != nil {
		return err
	}
	result.Opened = opened
	if due > 0 && result.Drill.Due == 0 {
		result.Drill.Due = due
	}
	return nil
}

func (s *session) managerOf(stream eventstore.StreamID) *process.Manager {
	for _, m := range s.world.Managers {
		if m.Category == stream.Category() {
			return m
		}
	}
	return nil
}

// begun returns how many processes had begun by a moment, and a window of them,
// the latest first. Of several kinds, those of the first kind come first.
func (s *session) begun(moment timetravel.Moment, from, count int) (total int, window []eventstore.StreamID) {
	for _, m := range s.world.Managers {
		numbers := s.index.categories[m.Category]
		// Streams are numbered in the order in which they began.
		n := sort.Search(len(numbers), func(i int) bool {
			_, there := moment.Aggregates.Get(s.index.streams[numbers[i]].ID)
			return !there
		})
		for i := max(from-total, 0); i < min(from+count-total, n); i++ {
			window = append(window, s.index.streams[numbers[n-1-i]].ID)
		}
		total += n
	}
	return total, window
}

func (s *session) processRow(ctx context.Context, stream eventstore.StreamID, moment timetravel.Moment) (ProcessRow, error) {
	m := s.managerOf(stream)
	state := s.stateIn(moment, stream)
	status := m.StatusOf(state.Value)
	row := ProcessRow{Stream: stream, Manager: m.Name, Status: ProcessStatus(status.Kind), Why: status.Why}
	for e, err := range s.log.Store.ReadStream(ctx, stream, 0) {
		if err != nil {
			return row, fmt.Errorf("read %s: %w", stream, err)
		}
		if e.Position > moment.Position {
			break
		}
		if row.First == 0 {
			row.First, row.Summary = e.Position, s.row(e).Summary
		}
		row.Last = e.Position
	}
	return row, nil
}

const (
	// historyBefore is how far before a process's first event others are
	// looked for that have to do with it: what it began with.
	historyBefore = 100
	// historyWithin is how far behind each of its events others are looked for that
	// it led to: a runner acts at once, and a log of a million is not read for it.
	historyWithin = 100
	// processHistory is how many of them are told of.
	processHistory = 60
)

func (s *session) lookAtProcess(ctx context.Context, stream eventstore.StreamID, moment timetravel.Moment) (opened *Process, due int, err error) {
	m := s.managerOf(stream)
	opened = &Process{Steps: []ProcessStep{}, Waiting: []ProcessAsk{}, History: []EventRow{}}
	if opened.Row, err = s.processRow(ctx, stream, moment); err != nil {
		return nil, 0, err
	}
	book, own, err := process.Look(ctx, s.log.Store, m, s.world.Registry.Read, stream, moment.Position)
	if err != nil {
		return nil, 0, err
	}
	state := s.stateIn(moment, stream)
	opened.Values = compare(schema.Tree(state.Value), schema.Tree(state.Value))
	for _, step := range m.PlanOf(state.Value) {
		opened.Steps = append(opened.Steps, ProcessStep{step.Name, step.About, StepState(step.State), step.Undo})
	}
	for _, ask := range book.Process(stream).Asks {
		opened.Waiting = append(opened.Waiting, describeAsk(s, ask))
	}
	if at, ok := book.NextDue(); ok {
		due = max(1, int((at-book.Desk().Now())/time.Second))
	}
	return opened, due, s.tellHistory(ctx, opened, own, moment.Position)
}

func describeAsk(s *session, a *process.Ask) ProcessAsk {
	out := ProcessAsk{Step: a.Step, Stream: a.Stream, Attempt: a.Attempt + 1, State: AskToSend}
	if a.Due > 0 {
		out.Due = process.ClockText(a.Due)
	}
	switch {
	case a.Command == nil:
		out.State = AskWaits
	case a.Answer != nil:
		out.State = AskAnswered
	case a.Lost():
		out.State = AskLost
	}
	if a.Command != nil {
		if c := s.world.CommandOf(a.Command); c != nil {
			out.Command = summarise(c, a.Command)
		}
	}
	return out
}

// tellHistory tells a process's own events, and those close to them in other
// streams that have its correlation id.
func (s *session) tellHistory(ctx context.Context, opened *Process, own []eventstore.Event, upTo eventstore.Position) error {
	told := eventstore.Position(0) // up to where the log was looked through
	for i, e := range own {
		from, to := max(told, e.Position-1), min(upTo, e.Position+historyWithin)
		if i == 0 {
			from = e.Position - min(e.Position, historyBefore)
		}
		for other, err := range s.log.Store.ReadAll(ctx, from) {
			if err != nil {
				return fmt.Errorf("read what %s led to: %w", e.Stream, err)
			}
			if other.Position > to {
				break
			}
			told = other.Position
			if other.Stream != e.Stream && other.Metadata.CorrelationID != e.Metadata.CorrelationID {
				continue
			}
			if len(opened.History) == processHistory {
				opened.More = true
				return nil
			}
			opened.History = append(opened.History, s.row(other))
		}
	}
	return nil
}

// describeDrill tells the drill as it is now.
func describeDrill(b *process.Book) Drill {
	d := describeDesk(b.Desk())
	if at, ok := b.NextDue(); ok {
		d.Due = max(1, int((at-b.Desk().Now())/time.Second))
	}
	return d
}

func describeDesk(desk process.Desk) Drill {
	d := Drill{
		Clock: desk.Clock, Seconds: desk.Seconds, Held: desk.Held, Crashed: strings.TrimSpace(desk.Crashed),
		Seed: desk.Seed, Percent: desk.Percent, Arranged: []ArrangedFailure{},
	}
	for _, a := range desk.Arranged {
		d.Arranged = append(d.Arranged, ArrangedFailure{FailureKind(a.Failure), a.Step, string(a.Process)})
	}
	return d
}

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
	book := s.book
	if result.Position < book.Head() {
		desk, _ := s.stateIn(moment, process.Drill).Value.(process.Desk)
		result.Drill = describeDesk(desk)
	} else {
		result.Drill = describeDrill(book)
	}
	begun := s.begun(moment)
	result.Total = len(begun)
	for _, stream := range begun[min(result.From, len(begun)):min(result.From+count, len(begun))] {
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

// begun lists the processes that had begun by a moment, the latest first. Of
// several kinds, each in its order, those of the first kind come first.
func (s *session) begun(moment timetravel.Moment) []eventstore.StreamID {
	var begun []eventstore.StreamID
	for _, m := range s.world.Managers {
		numbers := s.index.categories[m.Category]
		// Streams are numbered in the order in which they began.
		n := sort.Search(len(numbers), func(i int) bool {
			_, there := moment.Aggregates.Get(s.index.streams[numbers[i]].ID)
			return !there
		})
		for i := n - 1; i >= 0; i-- {
			begun = append(begun, s.index.streams[numbers[i]].ID)
		}
	}
	return begun
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

// historyWithin is how far behind a process's first event others are looked
// for that it led to, and processHistory how many are told of.
const (
	historyWithin  = 5000
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

// tellHistory tells a process's own events, and those in other streams that
// have its correlation id.
func (s *session) tellHistory(ctx context.Context, opened *Process, own []eventstore.Event, upTo eventstore.Position) error {
	if len(own) == 0 {
		return nil
	}
	first := own[0]
	most := min(upTo, max(first.Position+historyWithin, own[len(own)-1].Position))
	since := first.Position - min(first.Position, correlatedWithin)
	for e, err := range s.log.Store.ReadAll(ctx, since) {
		if err != nil {
			return fmt.Errorf("read what %s led to: %w", first.Stream, err)
		}
		if e.Position > most || e.Position > first.Position+historyWithin {
			break
		}
		if e.Stream == first.Stream || e.Metadata.CorrelationID == first.Metadata.CorrelationID {
			if len(opened.History) == processHistory {
				opened.More = true
				return nil
			}
			opened.History = append(opened.History, s.row(e))
		}
	}
	for _, e := range own { // those of a process that waited for long
		if e.Position > first.Position+historyWithin {
			if len(opened.History) == processHistory {
				opened.More = true
				break
			}
			opened.History = append(opened.History, s.row(e))
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

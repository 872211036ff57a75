package playground

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"playhead/core/eventstore"
	"playhead/core/schema"
	"playhead/core/timetravel"
	"playhead/core/world"
)

func crudKinds() []Kind {
	return []Kind{
		kind("crud", "a table updated in place, and what it and the log can answer", (*Playground).crud),
		kind("storage", "the bytes of tables updated in place and of the log", (*Playground).storageOf),
	}
}

const (
	// crudRows is how many rows of a table are told: what a panel shows.
	crudRows = 6
	// crudLooked is how many events before the moment are looked at for rows
	// that were written last.
	crudLooked = 4096
	// crudHistory is how many events of one stream a question looks at: more
	// would be felt while the playhead moves.
	crudHistory = 20_000
	// crudBecause is how many events an answer names.
	crudBecause = 6
	// crudSlice is how many events are read before others get a turn: to count
	// their bytes takes some 10 ms in a browser.
	crudSlice = 256
)

func (p *Playground) crud(ctx context.Context, params CrudParams) (CrudResult, error) {
	s, err := p.current()
	if err != nil {
		return CrudResult{}, err
	}
	at := p.positionOr(s, params.Position)
	category := params.Stream.Category()
	result := CrudResult{Position: at, Table: category, Columns: []Field{}, Rows: []Row{}, Questions: []Question{}}
	decider := s.world.Deciders[category]
	if decider == nil {
		return result, nil
	}
	before, err := s.timeline.At(ctx, at-min(at, 1))
	if err != nil {
		return result, notThere(err)
	}
	after, err := s.timeline.At(ctx, at)
	if err != nil {
		return result, notThere(err)
	}
	key := Field{Name: "key", Label: strings.ToUpper(category[:1]) + category[1:], Kind: KindText}
	result.Columns = append([]Field{key}, describeFields(schema.Fields(reflect.TypeOf(decider.Initial)))...)
	for _, stream := range p.lastWritten(s, params.Stream, at, &result.Total) {
		if row, ok := tableRow(before, after, stream); ok {
			result.Rows = append(result.Rows, row)
		}
	}
	state, exists := after.Aggregates.Get(params.Stream)
	if result.Exists = exists; exists {
		err = p.askBoth(ctx, s, params.Stream, at, state.Value, &result)
	}
	return result, err
}

// positionOr returns the position that was asked for, within the log, or its
// end.
func (p *Playground) positionOr(s *session, asked *eventstore.Position) eventstore.Position {
	p.mu.Lock()
	defer p.mu.Unlock()
	head := s.index.head()
	if asked != nil {
		return min(*asked, head)
	}
	return head
}

// lastWritten returns the stream and those of its category that were written
// last before a position, and counts the rows of the category then.
func (p *Playground) lastWritten(s *session, stream eventstore.StreamID, at eventstore.Position, total *int) []eventstore.StreamID {
	p.mu.Lock()
	defer p.mu.Unlock()
	x := s.index
	*total = x.begun(stream.Category(), at)
	streams, seen := []eventstore.StreamID{stream}, map[uint32]bool{}
	if number, ok := x.numbers[stream]; ok {
		seen[number] = true
	}
	for i := int(at) - 1; i >= 0 && i >= int(at)-crudLooked && len(streams) < crudRows; i-- {
		number := x.streamOf.At(i)
		if !seen[number] && x.streams[number].Category == stream.Category() {
			streams = append(streams, x.streams[number].ID)
		}
		seen[number] = true
	}
	return streams
}

// begun returns how many streams of a category had begun by a position.
func (x *index) begun(category string, at eventstore.Position) int {
	numbers := x.categories[category]
	if at >= x.head() {
		return len(numbers)
	}
	// Streams are numbered in the order in which they begin, so those that had
	// begun are the ones up to the highest number that occurs by then.
	known := uint32(0)
	for _, run := range x.streamOf.Runs(0, int(at)) {
		for _, number := range run {
			known = max(known, number+1)
		}
	}
	n := 0
	for _, number := range numbers {
		if number < known {
			n++
		}
	}
	return n
}

// tableRow is a row of the table, with what the last step overwrote.
func tableRow(before, after timetravel.Moment, stream eventstore.StreamID) (Row, bool) {
	now, ok := after.Aggregates.Get(stream)
	if !ok || now.Value == nil {
		return Row{}, false
	}
	row := Row{Key: string(stream), Cells: []Cell{{Text: string(stream)}}}
	old, existed := before.Aggregates.Get(stream)
	texts := schema.Values(now.Value)
	var olds []string
	if existed && old.Value != nil {
		olds = schema.Values(old.Value)
	} else {
		row.Change = Added
	}
	for i, text := range texts {
		cell := Cell{Text: text}
		if i < len(olds) && olds[i] != text {
			cell.Before, row.Change = &olds[i], Changed
		}
		row.Cells = append(row.Cells, cell)
	}
	return row, true
}

// askBoth asks the world's questions about a stream of its row and of its
// events.
func (p *Playground) askBoth(ctx context.Context, s *session, stream eventstore.StreamID, at eventstore.Position, row any, result *CrudResult) error {
	history, kept, err := p.historyOf(ctx, s, stream, at, &result.Unread)
	if err != nil {
		return err
	}
	history = world.In(p.config.Now().Location(), history)
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, q := range s.world.Questions {
		if q.Category != stream.Category() {
			continue
		}
		told := Question{Ask: q.Ask, Because: []EventRow{}}
		told.Row, told.Answers = q.Row(row)
		answer := q.Log(history)
		told.Log, told.Events = answer.Text, len(answer.Because)
		for _, e := range answer.Because[:min(len(answer.Because), crudBecause)] {
			told.Because = append(told.Because, s.row(kept[e.Version-1]))
		}
		result.Questions = append(result.Questions, told)
	}
	return nil
}

// historyOf reads a stream's events up to a position.
func (p *Playground) historyOf(ctx context.Context, s *session, stream eventstore.StreamID, at eventstore.Position, unread *int) (history []schema.Recorded, kept []eventstore.Event, err error) {
	for e, err := range s.log.Store.ReadStream(ctx, stream, 0) {
		if err != nil {
			return nil, nil, fmt.Errorf("read %s: %w", stream, err)
		}
		if e.Position > at {
			break
		}
		if len(kept) == crudHistory {
			*unread++
			continue
		}
		kept = append(kept, e)
		history = append(history, s.world.Registry.Read(e))
		if len(kept)%crudSlice == 0 {
			if err := p.config.Pause(ctx); err != nil {
				return nil, nil, err
			}
		}
	}
	return history, kept, nil
}

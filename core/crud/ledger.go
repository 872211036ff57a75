package crud

import (
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/schema"
)

// Sizes is what the tables and the log take up to a position.
type Sizes struct {
	Table       int // bytes of the tables, see Database.Bytes
	Rows        int
	Overwritten int // how often a row took the place of what it was before
	Events      int
	Data        int // bytes of the events' data
	Log         int // bytes of the events with all that is recorded of them
}

// Ledger counts what the tables and the log take, after every event of a log:
// 16 bytes an event, and one pass over the log. It must not be used by several
// goroutines.
type Ledger struct {
	database *Database
	steps    []step
	marks    []Sizes // after every spacing events
	now      Sizes
	buffer   []byte
}

// step is what one event changed.
type step struct {
	table     int32 // bytes; fewer when a row became shorter
	data, log uint32
	grown     uint32 // 1 for a row that is new, 2 for one that was overwritten
}

// spacing is how many events apart the sums are kept: adding up as many takes
// under a microsecond.
const spacing = 1024

// NewLedger returns a ledger that has counted nothing.
func NewLedger(deciders map[string]*aggregate.Decider) *Ledger {
	return &Ledger{database: NewDatabase(deciders)}
}

// Counted returns the position of the last event that was counted.
func (l *Ledger) Counted() eventstore.Position { return eventstore.Position(len(l.steps)) }

// Add counts the next event, which is as it was recorded and as it is read.
func (l *Ledger) Add(stored eventstore.Event, read schema.Recorded) {
	before := l.now
	l.database.Write(read)
	l.buffer = eventstore.AppendEvent(l.buffer[:0], stored)
	l.now = Sizes{
		Table: l.database.Bytes(), Rows: l.database.Rows(), Overwritten: l.database.Overwritten(),
		Events: before.Events + 1, Data: before.Data + len(stored.Data), Log: before.Log + len(l.buffer),
	}
	s := step{table: int32(l.now.Table - before.Table), data: uint32(len(stored.Data)), log: uint32(len(l.buffer))}
	switch {
	case l.now.Rows > before.Rows:
		s.grown = 1
	case l.now.Overwritten > before.Overwritten:
		s.grown = 2
	}
	if l.steps = append(l.steps, s); len(l.steps)%spacing == 0 {
		l.marks = append(l.marks, l.now)
	}
}

// At returns the sizes after the event at a position, and as far as was
// counted when the position is beyond that.
func (l *Ledger) At(position eventstore.Position) Sizes {
	n := min(int(position), len(l.steps))
	var sizes Sizes
	if mark := n / spacing; mark > 0 {
		sizes = l.marks[mark-1]
	}
	for _, s := range l.steps[n/spacing*spacing : n] {
		sizes.Table += int(s.table)
		sizes.Data += int(s.data)
		sizes.Log += int(s.log)
		sizes.Events++
		switch s.grown {
		case 1:
			sizes.Rows++
		case 2:
			sizes.Overwritten++
		}
	}
	return sizes
}

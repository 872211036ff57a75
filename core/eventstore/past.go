package eventstore

import (
	"fmt"
	"sort"

	"github.com/google/uuid"
)

// Past is a log up to a position, as a branch begins with it. The events are
// not copied: the branch reads them where they are. What is recorded in the
// log afterwards does not concern a Past.
type Past struct {
	log     *Memory
	at      Position
	hash    Hash // of the event at the position
	streams int  // how many there are up to the position
}

// Past returns the log up to a position. It fails when the log does not reach
// that far. It takes longer the more streams there are, not the more events.
func (m *Memory) Past(at Position) (*Past, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if end := m.log.end(); at > end {
		return nil, fmt.Errorf("branch at #%d: the log ends at #%d", at, end)
	}
	p := &Past{log: m, at: at, streams: m.log.streamsAt(at)}
	if e, ok := m.log.At(at); ok {
		p.hash = e.Hash
	}
	return p, nil
}

// NewBranch returns a store whose log begins with a past and goes on by itself.
func NewBranch(past *Past) *Memory {
	m := NewMemory()
	m.log.past, m.log.hash, m.log.streams = past, past.hash, past.streams
	return m
}

// Head returns the end of the past: where the branch parts.
func (p *Past) Head() Head { return Head{p.at, p.streams, p.hash} }

// position, version and find answer for a log that may have no past, which is nil.

func (p *Past) position() Position {
	if p == nil {
		return 0
	}
	return p.at
}

func (p *Past) version(stream StreamID) Version {
	if p == nil {
		return 0
	}
	p.log.mu.RLock()
	defer p.log.mu.RUnlock()
	return p.log.log.versionAt(stream, p.at)
}

func (p *Past) event(position Position) (Event, bool) {
	p.log.mu.RLock()
	defer p.log.mu.RUnlock()
	return p.log.log.At(position)
}

func (p *Past) inStream(stream StreamID, version Version) (Event, bool) {
	p.log.mu.RLock()
	defer p.log.mu.RUnlock()
	return p.log.log.InStream(stream, version)
}

func (p *Past) find(id uuid.UUID) Position {
	if p == nil {
		return 0
	}
	p.log.mu.RLock()
	defer p.log.mu.RUnlock()
	position, _ := p.log.log.Find(id)
	if position > p.at {
		return 0
	}
	return position
}

func (p *Past) next(query Query, after, last Position) Position {
	p.log.mu.RLock()
	defer p.log.mu.RUnlock()
	return p.log.log.compile(query).next(after, last)
}

// versionAt returns the version that a stream had at a position.
func (l *Log) versionAt(stream StreamID, at Position) Version {
	if at < l.past.position() {
		m := l.past.log
		m.mu.RLock()
		defer m.mu.RUnlock()
		return m.log.versionAt(stream, at)
	}
	positions := l.streamPositions(stream)
	n := sort.Search(len(positions), func(i int) bool { return Position(positions[i]) > at })
	return l.past.version(stream) + Version(n)
}

// streamsAt returns how many streams there were at a position.
func (l *Log) streamsAt(at Position) int {
	switch {
	case at == l.end():
		return l.streams
	case at < l.past.position():
		m := l.past.log
		m.mu.RLock()
		defer m.mu.RUnlock()
		return m.log.streamsAt(at)
	}
	n := 0
	if l.past != nil {
		n = l.past.streams
	}
	for number, positions := range l.positions {
		if len(positions) > 0 && Position(positions[0]) <= at && l.past.version(StreamID(l.names.list[number])) == 0 {
			n++
		}
	}
	return n
}

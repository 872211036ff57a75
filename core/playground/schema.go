package playground

import (
	"bytes"
	"context"
	"iter"
	"slices"
	"strings"
	"sync"

	"playhead/core/eventstore"
	"playhead/core/evolution"
	"playhead/core/schema"
)

func schemaKinds() []Kind {
	return []Kind{
		kind("schema", "event types in their schema versions, and what upcasters do to the log", (*Playground).schema),
		kind("schemaEvent", "an event at each step from what is stored to what folds read", (*Playground).schemaEvent),
	}
}

const (
	// benchBudget is how many events one request counts at most: some 0.1 s in a
	// browser, so that the page can tell how far it has come.
	benchBudget = 8192
	// benchSlice is how many are counted before others get a turn.
	benchSlice = 256
	// maxStoredShown is how many bytes of an event's data are shown as they are.
	maxStoredShown = 4000
)

// evolving is the bench of a session.
type evolving struct {
	mu    sync.Mutex // held while the bench counts, in slices
	bench *evolution.Bench
}

// forget begins to count anew: what a step makes of an event may be another now.
func (e *evolving) forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.bench = nil
}

func (p *Playground) schema(ctx context.Context, params SchemaParams) (SchemaResult, error) {
	s, err := p.current()
	if err != nil {
		return SchemaResult{}, err
	}
	s.evolving.mu.Lock()
	defer s.evolving.mu.Unlock()
	if s.evolving.bench == nil {
		s.evolving.bench = evolution.NewBench(s.world.Registry)
	}
	bench := s.evolving.bench
	read := func(after eventstore.Position) iter.Seq2[eventstore.Event, error] {
		return s.log.Store.ReadAll(ctx, after)
	}
	for left := benchBudget; left > 0 && bench.Counted() < params.Position; left -= benchSlice {
		before := bench.Counted()
		if err := bench.Count(read, params.Position, benchSlice); err != nil {
			return SchemaResult{}, err
		}
		if bench.Counted() == before {
			break // the log ends here
		}
		if err := p.config.Pause(ctx); err != nil {
			return SchemaResult{}, err
		}
	}
	tally, err := bench.At(read, params.Position)
	if err != nil {
		return SchemaResult{}, err
	}
	return s.describeTally(tally), nil
}

func (s *session) describeTally(t evolution.Tally) SchemaResult {
	result := SchemaResult{
		Counted: t.At, Lifted: t.Lifted, Breaks: t.Breaks, AsStored: int(t.At) - t.Lifted - t.Breaks, Verified: t.Verified,
		Types: []SchemaType{}, Steps: []SchemaStep{}, Unknown: []SchemaUnknown{}, Broken: []SchemaBreak{},
	}
	result.Stored, result.Read = t.Total()
	all := s.world.Registry.All()
	numbers := map[*schema.EventType]int{}
	for i, one := range all {
		numbers[one] = i
	}
	for i, one := range all {
		described := SchemaType{
			Name: one.Name, SchemaVersion: one.SchemaVersion, Colour: -1, Next: []int{}, Fields: describeFields(one.Fields),
			Stored: SchemaCount(t.Stored[one]), Read: SchemaCount(t.Read[one]),
		}
		if colour, ok := s.index.colours[one]; ok {
			described.Colour = int(colour)
		}
		for _, next := range one.Next() {
			described.Next = append(described.Next, numbers[next])
			passed := t.Leaps[evolution.Leap{From: one, To: next}]
			result.Steps = append(result.Steps, SchemaStep{i, numbers[next], passed.Events, passed.Before, passed.After})
		}
		result.Types = append(result.Types, described)
	}
	for key, count := range t.Unknown {
		result.Unknown = append(result.Unknown, SchemaUnknown{key.Name, key.Version, SchemaCount(count)})
	}
	slices.SortFunc(result.Unknown, func(a, b SchemaUnknown) int {
		if order := strings.Compare(a.Name, b.Name); order != 0 {
			return order
		}
		return a.SchemaVersion - b.SchemaVersion
	})
	for _, b := range t.Named {
		result.Broken = append(result.Broken, SchemaBreak{b.Position, b.Stream, b.Type, b.Version, sentence(b.Why)})
	}
	return result
}

func (p *Playground) schemaEvent(ctx context.Context, params SchemaEventParams) (SchemaEventResult, error) {
	return locked(p, func(s *session) (SchemaEventResult, error) {
		e, err := s.at(ctx, params.Position)
		if err != nil {
			return SchemaEventResult{}, err
		}
		result := SchemaEventResult{Position: e.Position, Shapes: []SchemaShape{}}
		result.Stored = string(bytes.ToValidUTF8(e.Data[:min(len(e.Data), maxStoredShown)], []byte("\uFFFD")))
		shapes, err := evolution.Shapes(s.world.Registry, e)
		for _, one := range shapes {
			shape := SchemaShape{one.Type, one.Version, one.Bytes, []SchemaField{}}
			for _, f := range one.Fields {
				shape.Fields = append(shape.Fields, SchemaField{f.Name, f.Value, SchemaChange(f.Change)})
			}
			result.Shapes = append(result.Shapes, shape)
		}
		if err != nil {
			result.Problem = sentence(err.Error())
		}
		return result, nil
	})
}

package timetravel

import (
	"fmt"
	"reflect"
	"slices"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/packed"
)

// Encode writes what differs between two moments of a log, by which Decode makes
// the later one of the earlier again. It fails when a state has no packed form, and when
// a read model of the later does not continue that of the earlier.
func (f Folds) Encode(before, after Moment) ([]byte, error) {
	var w packed.Writer
	w.Uint(uint64(after.Position))
	if err := f.writeAggregates(&w, before, after); err != nil {
		return nil, fmt.Errorf("checkpoint of %d: %w", after.Position, err)
	}
	for i, p := range f.Projections {
		if err := p.WriteChange(&w, before.Projections[i], after.Projections[i]); err != nil {
			return nil, fmt.Errorf("checkpoint of %d: %w", after.Position, err)
		}
	}
	return w.Bytes(), nil
}

// Decode returns the moment that Encode was given as the later one, made of the
// earlier. It fails when the bytes are not what these folds' Encode wrote.
func (f Folds) Decode(before Moment, data []byte) (Moment, error) {
	r := packed.NewReader(data)
	after := Moment{Position: eventstore.Position(r.Uint()), Aggregates: before.Aggregates}
	if err := f.readAggregates(r, &after); err != nil {
		return Moment{}, fmt.Errorf("checkpoint of %d: %w", after.Position, err)
	}
	for i, p := range f.Projections {
		state, err := p.ReadChange(r, before.Projections[i])
		if err != nil {
			return Moment{}, fmt.Errorf("checkpoint of %d: %w", after.Position, err)
		}
		after.Projections = append(after.Projections, state)
	}
	if err := r.End(); err != nil {
		return Moment{}, fmt.Errorf("checkpoint of %d: %w", after.Position, err)
	}
	return after, nil
}

func (f Folds) writeAggregates(w *packed.Writer, before, after Moment) error {
	changed := slices.Collect(after.Aggregates.Diff(before.Aggregates))
	w.Uint(uint64(len(changed)))
	for _, e := range changed {
		if e.After == nil {
			return fmt.Errorf("%s is gone, as no aggregate ever is", e.Key)
		}
		w.Text(string(e.Key))
		w.Uint(uint64(e.After.Version))
		w.Text(e.After.Problem)
		w.Bool(e.After.Value != nil)
		if e.After.Value == nil {
			continue
		}
		form, err := f.formOf(e.Key)
		if err != nil {
			return err
		}
		w.Value(form, e.After.Value)
	}
	return nil
}

func (f Folds) readAggregates(r *packed.Reader, m *Moment) error {
	n := r.Len()
	streams, states := make([]eventstore.StreamID, 0, n), make([]aggregate.State, 0, n)
	for i := range n {
		stream := eventstore.StreamID(r.Text())
		if i > 0 && stream <= streams[i-1] {
			r.Reject() // they were written in their order
			break
		}
		state := aggregate.State{Version: eventstore.Version(r.Uint()), Problem: r.Text()}
		if r.Bool() {
			form, err := f.formOf(stream)
			if err != nil {
				return err
			}
			state.Value = r.Value(form)
		}
		streams, states = append(streams, stream), append(states, state)
	}
	m.Aggregates = m.Aggregates.SetAll(streams, states)
	return r.Err()
}

// formOf returns how the states of a stream's aggregate are written.
func (f Folds) formOf(stream eventstore.StreamID) (*packed.Form, error) {
	d := f.Deciders[stream.Category()]
	if d == nil {
		return nil, fmt.Errorf("%s has a state, and nothing folds its category", stream)
	}
	return packed.FormOf(reflect.TypeOf(d.Initial))
}

package projection

import (
	"fmt"

	"playhead/core/eventstore"
	"playhead/core/packed"
)

// WriteChange writes what differs in the projection's state since an earlier one,
// by which ReadChange makes it of the earlier one again. It fails when the later does
// not continue the earlier, when a row has no packed form, and where events that could
// not be read are shown, which are in no checkpoint.
func (p *Projection) WriteChange(w *packed.Writer, before, after State) error {
	w.Uint(uint64(after.Checkpoint))
	w.Bool(after.Failure != nil)
	if f := after.Failure; f != nil {
		w.Uint(uint64(f.Position))
		w.Text(f.Type)
		w.Text(f.Message)
	}
	if after.Unread != nil {
		return fmt.Errorf("write the checkpoint of %s: it shows events that could not be read", p.Name)
	}
	if err := writeModel(w, before.Model, after.Model); err != nil {
		return fmt.Errorf("write the checkpoint of %s: %w", p.Name, err)
	}
	return nil
}

// ReadChange returns the state that WriteChange was given, made of the earlier one.
// It fails when the bytes are not what was written for this projection.
func (p *Projection) ReadChange(r *packed.Reader, before State) (State, error) {
	after := State{Checkpoint: eventstore.Position(r.Uint())}
	if r.Bool() {
		after.Failure = &Failure{eventstore.Position(r.Uint()), r.Text(), r.Text()}
	}
	var err error
	if after.Model, err = readModel(r, before.Model); err != nil {
		return State{}, fmt.Errorf("read the checkpoint of %s: %w", p.Name, err)
	}
	return after, nil
}

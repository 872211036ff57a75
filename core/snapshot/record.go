package snapshot

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"reflect"
	"strings"

	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/json"
)

// record is a snapshot as it is kept.
type record struct {
	Stream      eventstore.StreamID `json:"stream"`
	Version     eventstore.Version  `json:"version"`
	Fingerprint string              `json:"fold"`
	State       json.RawMessage     `json:"state"`
	Problem     string              `json:"problem,omitempty"`
}

// ErrStale says that other code folded a snapshot than folds today.
var ErrStale = errors.New("the snapshot was folded by other code")

// Fingerprint returns what a snapshot must carry to be used: it differs when the
// state has other fields, when the decider's Fold is another, and with
// every deploy.
func Fingerprint(d *aggregate.Decider, deploys int) string {
	h := fnv.New64a() // made by the same program that compares it; nobody else is kept out
	fmt.Fprintf(h, "%s %d %d", d.Type, d.Fold, deploys)
	shape(h, reflect.TypeOf(d.Initial), map[reflect.Type]bool{})
	return fmt.Sprintf("%016x", h.Sum64())
}

// shape writes what JSON sees of a type.
func shape(w io.Writer, t reflect.Type, seen map[reflect.Type]bool) {
	fmt.Fprintf(w, " %s", t.Kind())
	if seen[t] {
		return
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Slice, reflect.Pointer, reflect.Map:
		shape(w, t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			fmt.Fprintf(w, " %s %q", f.Name, f.Tag.Get("json"))
			shape(w, f.Type, seen)
		}
	}
}

// Encode writes a state down. It fails when the state holds what has no form
// as JSON.
func Encode(stream eventstore.StreamID, state aggregate.State, fingerprint string) ([]byte, error) {
	value, err := json.Marshal(state.Value)
	if err != nil {
		return nil, fmt.Errorf("encode a snapshot of %s: %w", stream, err)
	}
	return json.Marshal(record{stream, state.Version, fingerprint, value, state.Problem})
}

// Decode reads a state back that Encode wrote. It fails with ErrStale when the
// fingerprint is another one, and when the bytes are not a snapshot of
// the stream.
func Decode(d *aggregate.Decider, stream eventstore.StreamID, fingerprint string, data []byte) (aggregate.State, error) {
	var r record
	if err := json.UnmarshalStrict(data, &r); err != nil {
		return aggregate.State{}, fmt.Errorf("read a snapshot of %s: %w", stream, err)
	}
	switch {
	case r.Stream != stream || r.Version == 0:
		return aggregate.State{}, fmt.Errorf("read a snapshot of %s: it is of %s at v%d", stream, r.Stream, r.Version)
	case r.Fingerprint != fingerprint:
		return aggregate.State{}, fmt.Errorf("read a snapshot of %s: %w", stream, ErrStale)
	}
	value := reflect.New(reflect.TypeOf(d.Initial))
	if err := json.UnmarshalStrict(r.State, value.Interface()); err != nil {
		return aggregate.State{}, fmt.Errorf("read a snapshot of %s: %w", stream, err)
	}
	return aggregate.State{Value: value.Elem().Interface(), Version: r.Version, Problem: r.Problem}, nil
}

// Lossless fails with a sentence when a state of the type would come back from a
// snapshot with less in it: fields that JSON does not see are lost.
func Lossless(t reflect.Type) error { return lossless(t, t.Name(), map[reflect.Type]bool{}) }

func lossless(t reflect.Type, path string, seen map[reflect.Type]bool) error {
	if seen[t] {
		return nil
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Slice, reflect.Pointer, reflect.Map:
		return lossless(t.Elem(), path, seen)
	case reflect.Interface, reflect.Func, reflect.Chan, reflect.Array:
		return fmt.Errorf("%s is of a kind that a snapshot cannot hold", path)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if !f.IsExported() || name == "-" {
				return fmt.Errorf("%s.%s would be lost in a snapshot", path, f.Name)
			}
			if err := lossless(f.Type, path+"."+f.Name, seen); err != nil {
				return err
			}
		}
	}
	return nil
}

package packed

import (
	"fmt"
	"reflect"
	"slices"
	"sync"
)

// Form is how the values of a Go type are written.
type Form struct {
	goType reflect.Type
	write  func(*Writer, reflect.Value)
	read   func(*Reader, reflect.Value)
}

var forms = struct {
	sync.Mutex
	made map[reflect.Type]*Form
}{made: map[reflect.Type]*Form{}} // types are few, and asked for with each value

// FormOf returns the form of a type: of texts, truths and whole numbers, and of
// structs and slices of what has one. It fails with a sentence for any other, and for
// a struct with a hidden field, which would be lost.
func FormOf(t reflect.Type) (*Form, error) {
	forms.Lock()
	defer forms.Unlock()
	if known := forms.made[t]; known != nil {
		return known, nil
	}
	form, err := formOf(t, nil)
	if err == nil {
		forms.made[t] = form
	}
	return form, err
}

// formOf makes the form of a type that is part of others.
func formOf(t reflect.Type, within []reflect.Type) (*Form, error) {
	switch {
	case t == nil:
		return nil, fmt.Errorf("packed: nil has no form")
	case slices.Contains(within, t):
		return nil, fmt.Errorf("packed: %s is part of itself", t)
	}
	within = append(slices.Clip(within), t)
	switch t.Kind() {
	case reflect.String:
		return &Form{t,
			func(w *Writer, v reflect.Value) { w.Text(v.String()) },
			func(r *Reader, v reflect.Value) { v.SetString(r.Text()) },
		}, nil
	case reflect.Bool:
		return &Form{t,
			func(w *Writer, v reflect.Value) { w.Bool(v.Bool()) },
			func(r *Reader, v reflect.Value) { v.SetBool(r.Bool()) },
		}, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return &Form{t, func(w *Writer, v reflect.Value) { w.Int(v.Int()) }, readInt}, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return &Form{t, func(w *Writer, v reflect.Value) { w.Uint(v.Uint()) }, readUint}, nil
	case reflect.Slice:
		return formOfSlice(t, within)
	case reflect.Struct:
		return formOfStruct(t, within)
	}
	return nil, fmt.Errorf("packed: %s is of a kind that has no form", t)
}

func readInt(r *Reader, v reflect.Value) {
	n := r.Int()
	if v.OverflowInt(n) {
		r.Reject()
		return
	}
	v.SetInt(n)
}

func readUint(r *Reader, v reflect.Value) {
	n := r.Uint()
	if v.OverflowUint(n) {
		r.Reject()
		return
	}
	v.SetUint(n)
}

// formOfSlice tells a slice of nothing from no slice: worlds compare states.
func formOfSlice(t reflect.Type, within []reflect.Type) (*Form, error) {
	elem, err := formOf(t.Elem(), within)
	if err != nil {
		return nil, err
	}
	write := func(w *Writer, v reflect.Value) {
		w.Bool(v.IsNil())
		if v.IsNil() {
			return
		}
		w.Uint(uint64(v.Len()))
		for i := range v.Len() {
			elem.write(w, v.Index(i))
		}
	}
	read := func(r *Reader, v reflect.Value) {
		if r.Bool() {
			return
		}
		n := r.Len()
		v.Set(reflect.MakeSlice(t, n, n))
		for i := range n {
			elem.read(r, v.Index(i))
		}
	}
	return &Form{t, write, read}, nil
}

func formOfStruct(t reflect.Type, within []reflect.Type) (*Form, error) {
	if t.NumField() == 0 {
		return nil, fmt.Errorf("packed: %s has nothing in it", t) // Len rests on a byte for each element
	}
	fields := make([]*Form, t.NumField())
	for i := range fields {
		if !t.Field(i).IsExported() {
			return nil, fmt.Errorf("packed: %s.%s is hidden and would be lost", t, t.Field(i).Name)
		}
		var err error
		if fields[i], err = formOf(t.Field(i).Type, within); err != nil {
			return nil, err
		}
	}
	write := func(w *Writer, v reflect.Value) {
		for i, f := range fields {
			f.write(w, v.Field(i))
		}
	}
	read := func(r *Reader, v reflect.Value) {
		for i, f := range fields {
			f.read(r, v.Field(i))
		}
	}
	return &Form{t, write, read}, nil
}

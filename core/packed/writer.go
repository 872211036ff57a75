package packed

import (
	"encoding/binary"
	"reflect"
)

// Writer collects what is written. The zero value is empty and ready to use.
type Writer struct {
	bytes []byte
	texts map[string]uint64 // that were written before, numbered from 1
}

// Bytes returns what was written so far.
func (w *Writer) Bytes() []byte { return w.bytes }

// Uint writes a number that is seldom large.
func (w *Writer) Uint(n uint64) { w.bytes = binary.AppendUvarint(w.bytes, n) }

// Int writes a number that is seldom far from zero.
func (w *Writer) Int(n int64) { w.bytes = binary.AppendVarint(w.bytes, n) }

// Bool writes whether something is so.
func (w *Writer) Bool(is bool) {
	if is {
		w.Uint(1)
	} else {
		w.Uint(0)
	}
}

// Text writes a text; from the second time on, only its number.
func (w *Writer) Text(text string) {
	if number, ok := w.texts[text]; ok {
		w.Uint(number)
		return
	}
	if w.texts == nil {
		w.texts = map[string]uint64{}
	}
	w.texts[text] = uint64(len(w.texts)) + 1
	w.Uint(0)
	w.Uint(uint64(len(text)))
	w.bytes = append(w.bytes, text...)
}

// Value writes a value of the form's type.
func (w *Writer) Value(form *Form, value any) { form.write(w, reflect.ValueOf(value)) }

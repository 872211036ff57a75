package packed

import (
	"encoding/binary"
	"errors"
	"reflect"
)

// ErrMalformed says that bytes are not what a Writer wrote, or not of these types.
var ErrMalformed = errors.New("the packed bytes are malformed")

// Reader reads back what a Writer wrote, in the same order. The first thing that
// cannot be read is its end: everything behind that is zero, and Err tells.
type Reader struct {
	rest  []byte
	texts []string
	err   error
}

// NewReader returns a reader of the bytes. It keeps nothing of them.
func NewReader(bytes []byte) *Reader { return &Reader{rest: bytes} }

// Err returns ErrMalformed when something could not be read.
func (r *Reader) Err() error { return r.err }

// End returns Err, and ErrMalformed when something is left.
func (r *Reader) End() error {
	if len(r.rest) > 0 {
		r.Reject()
	}
	return r.err
}

// Reject makes what was read last the end: it makes no sense to whoever reads.
func (r *Reader) Reject() { r.rest, r.err = nil, ErrMalformed }

// Uint reads a number.
func (r *Reader) Uint() uint64 {
	n, length := binary.Uvarint(r.rest)
	if length <= 0 {
		r.Reject()
		return 0
	}
	r.rest = r.rest[length:]
	return n
}

// Int reads a number.
func (r *Reader) Int() int64 {
	zigzag := r.Uint() // as AppendVarint writes it: the sign is the lowest bit
	n := int64(zigzag >> 1)
	if zigzag&1 != 0 {
		n = ^n
	}
	return n
}

// Bool reads whether something is so.
func (r *Reader) Bool() bool {
	n := r.Uint()
	if n > 1 {
		r.Reject()
	}
	return n == 1
}

// Len reads how many things follow. Each of them takes a byte at least, so that
// more than there are bytes are malformed, and never allocated.
func (r *Reader) Len() int {
	n := r.Uint()
	if n > uint64(len(r.rest)) {
		r.Reject()
		return 0
	}
	return int(n)
}

// Text reads a text. The same text is the same string, in memory once.
func (r *Reader) Text() string {
	switch number := r.Uint(); {
	case number > uint64(len(r.texts)):
		r.Reject()
	case number > 0:
		return r.texts[number-1]
	}
	n := r.Len()
	text := string(r.rest[:n])
	r.rest = r.rest[n:]
	if r.err == nil {
		r.texts = append(r.texts, text)
	}
	return text
}

// Value reads a value of a form's type.
func (r *Reader) Value(form *Form) any {
	v := reflect.New(form.goType).Elem()
	form.read(r, v)
	return v.Interface()
}

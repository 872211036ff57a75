package json

import (
	"iter"
	"reflect"
)

// Members yields the names and values of the object that data is, in the order
// in which they are written. A value is as it is written, and shares memory
// with data. What is not an object has no members; where data stops to be
// JSON, they end.
func Members(data []byte) iter.Seq2[string, RawMessage] {
	return func(yield func(string, RawMessage) bool) {
		d := decoder{data: data}
		if d.peek() != '{' {
			return
		}
		for more := d.open('}'); more; more = d.more('}') {
			name := string(d.name())
			value := d.one()
			if d.err != nil || !yield(name, value) {
				return
			}
		}
	}
}

// Elements yields the values of the list that data is, as Members does those
// of an object.
func Elements(data []byte) iter.Seq[RawMessage] {
	return func(yield func(RawMessage) bool) {
		d := decoder{data: data}
		if d.peek() != '[' {
			return
		}
		for more := d.open(']'); more; more = d.more(']') {
			value := d.one()
			if d.err != nil || !yield(value) {
				return
			}
		}
	}
}

// one reads over the next value and returns it as it is written.
func (d *decoder) one() RawMessage {
	d.peek()
	start := d.next
	d.value(reflect.Value{}, &passOver)
	return RawMessage(d.data[start:d.next:d.next])
}

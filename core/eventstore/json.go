package eventstore

import (
	"fmt"
	"unicode/utf8"
)

const (
	// MaxDepth is the deepest nesting of an event's data. Go code in a
	// browser's worker runs out of stack near 2,000 levels; what people model
	// stays below ten.
	MaxDepth = 64
	// MaxKeys is the most keys of one object in an event's data.
	MaxKeys = 1024
)

// jsonScan checks JSON in one pass. It keeps its own stack instead of
// recursing, because the depth of what it reads is the writer's choice.
type jsonScan struct {
	data  []byte
	next  int           // index of the next byte
	depth int           // how many objects and arrays are open
	keys  [MaxDepth]int // of each open object, inArray for an array
}

const inArray = -1

// jsonProblem says why data is not JSON within the limits, or nothing.
func jsonProblem(data []byte) string {
	if !utf8.Valid(data) {
		return "its data is not UTF-8"
	}
	s := jsonScan{data: data}
	for {
		opened, problem := s.value()
		for !opened && problem == "" && s.depth > 0 {
			if opened, problem = s.afterValue(); opened {
				break
			}
		}
		switch {
		case problem != "":
			return problem
		case s.depth == 0:
			return s.end()
		}
	}
}

// value reads a scalar, an empty object or array, or the beginning of one up
// to its first value. It reports whether a value comes next.
func (s *jsonScan) value() (more bool, problem string) {
	switch c := s.peek(); {
	case c == '{':
		return s.open(0, '}')
	case c == '[':
		return s.open(inArray, ']')
	case c == '"':
		return false, s.str()
	case c == '-' || isDigit(c):
		return false, s.number()
	case c == 't':
		return false, s.literal("true")
	case c == 'f':
		return false, s.literal("false")
	case c == 'n':
		return false, s.literal("null")
	default:
		return false, s.unexpected()
	}
}

// open enters an object or an array, and leaves it again if it is empty.
func (s *jsonScan) open(keys int, closing byte) (more bool, problem string) {
	if s.depth == MaxDepth {
		return false, fmt.Sprintf("its data is nested more than %d levels deep", MaxDepth)
	}
	s.keys[s.depth] = keys
	s.depth++
	s.next++
	if s.peek() == closing {
		s.depth--
		s.next++
		return false, ""
	}
	if keys == inArray {
		return true, ""
	}
	return true, s.key()
}

// afterValue reads what follows a value inside an object or an array: a comma
// up to the next value, or the end. It reports whether a value comes next.
func (s *jsonScan) afterValue() (more bool, problem string) {
	array := s.keys[s.depth-1] == inArray
	switch c := s.peek(); {
	case c == ',' && array:
		s.next++
		return true, ""
	case c == ',':
		s.next++
		return true, s.key()
	case c == ']' && array, c == '}' && !array:
		s.next++
		s.depth--
		return false, ""
	default:
		return false, s.unexpected()
	}
}

func (s *jsonScan) key() (problem string) {
	if s.peek() != '"' {
		return s.unexpected()
	}
	if problem := s.str(); problem != "" {
		return problem
	}
	if s.peek() != ':' {
		return s.unexpected()
	}
	s.next++
	if s.keys[s.depth-1]++; s.keys[s.depth-1] > MaxKeys {
		return fmt.Sprintf("its data has an object with more than %d keys", MaxKeys)
	}
	return ""
}

func (s *jsonScan) str() (problem string) {
	for s.next++; s.next < len(s.data); s.next++ {
		switch c := s.data[s.next]; {
		case c == '"':
			s.next++
			return ""
		case c < ' ':
			return s.unexpected()
		case c == '\\':
			s.next++
			if problem := s.escape(); problem != "" {
				return problem
			}
		}
	}
	return s.unexpected()
}

// escape reads what follows a backslash and stops at its last byte.
func (s *jsonScan) escape() (problem string) {
	switch s.at() {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return ""
	case 'u':
		for range 4 {
			s.next++
			if c := s.at(); !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'f') {
				return s.unexpected()
			}
		}
		return ""
	default:
		return s.unexpected()
	}
}

func (s *jsonScan) number() (problem string) {
	if s.at() == '-' {
		s.next++
	}
	if s.at() == '0' {
		s.next++
	} else if problem := s.digits(); problem != "" {
		return problem
	}
	if s.at() == '.' {
		s.next++
		if problem := s.digits(); problem != "" {
			return problem
		}
	}
	if c := s.at(); c == 'e' || c == 'E' {
		s.next++
		if c := s.at(); c == '+' || c == '-' {
			s.next++
		}
		return s.digits()
	}
	return ""
}

func (s *jsonScan) digits() (problem string) {
	if !isDigit(s.at()) {
		return s.unexpected()
	}
	for isDigit(s.at()) {
		s.next++
	}
	return ""
}

func (s *jsonScan) literal(word string) (problem string) {
	for i := range len(word) {
		if s.at() != word[i] {
			return s.unexpected()
		}
		s.next++
	}
	return ""
}

func (s *jsonScan) end() (problem string) {
	if s.peek(); s.next < len(s.data) {
		return s.unexpected()
	}
	return ""
}

// peek passes over white space and returns the byte after it.
func (s *jsonScan) peek() byte {
	for s.next < len(s.data) {
		switch c := s.data[s.next]; c {
		case ' ', '\t', '\n', '\r':
			s.next++
		default:
			return c
		}
	}
	return 0
}

// at returns the next byte, or 0 at the end. A zero byte is never JSON.
func (s *jsonScan) at() byte {
	if s.next < len(s.data) {
		return s.data[s.next]
	}
	return 0
}

func (s *jsonScan) unexpected() (problem string) {
	if s.next >= len(s.data) {
		return "its data is not JSON: it ends too early"
	}
	r, _ := utf8.DecodeRune(s.data[s.next:])
	return fmt.Sprintf("its data is not JSON: unexpected %q at byte %d", r, s.next+1)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

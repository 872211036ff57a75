package playground

import (
	"encoding/json"
	"fmt"
)

// maxRequest is the most bytes of a request: an import of 64 MiB travels in
// pieces, and everything else is small.
const maxRequest = 8 << 20

// maxDepth is how deep a request may be nested. It is scanned before it is
// parsed: deep nesting overflows the stack of a worker long before it reaches
// the parser's own limit.
const maxDepth = 64

// Decode reads a request from JSON. It fails with what to tell the page when
// the text is too long, nested too deeply, or not a request.
func Decode(text []byte, r *Request) *Error {
	switch {
	case len(text) > maxRequest:
		return &Error{Code: CodeBadRequest, Message: fmt.Sprintf("A request is at most %d MiB; send it in pieces.", maxRequest>>20)}
	case depth(text) > maxDepth:
		return &Error{Code: CodeBadRequest, Message: fmt.Sprintf("A request is nested at most %d levels deep.", maxDepth)}
	}
	if err := json.Unmarshal(text, r); err != nil {
		return &Error{Code: CodeBadRequest, Message: fmt.Sprintf("The request is not of the protocol's form: %v.", err)}
	}
	return nil
}

// depth returns how deep JSON text is nested, without recursion. For text that
// is not JSON the answer is some number.
func depth(text []byte) int {
	deepest, now, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			now++
			deepest = max(deepest, now)
		case c == ']' || c == '}':
			now--
		}
	}
	return deepest
}

package playground

import (
	"bytes"
	"fmt"

	"playhead/core/json"
)

// maxRequest is the most bytes of a request: an import of 64 MiB travels in
// pieces, and everything else is small.
const maxRequest = 8 << 20

// attaches stands between the JSON of a request and what is attached to it. In
// JSON it cannot occur.
const attaches = '\x1e' // ASCII's record separator

// Decode reads a request from JSON, and what is attached behind it. Lines of
// JSON that came as a text in JSON would be read twice, and the first time they
// are one text of megabytes with a backslash before each quote. It fails with
// what to tell the page when the text is too long, nested too deeply, or not a
// request.
func Decode(text []byte, r *Request) *Error {
	if len(text) > maxRequest {
		return &Error{Code: CodeBadRequest, Message: fmt.Sprintf("A request is at most %d MiB; send it in pieces.", maxRequest>>20)}
	}
	if end := bytes.IndexByte(text, attaches); end >= 0 {
		text, r.attached = text[:end], string(text[end+1:])
	}
	if err := json.Unmarshal(text, r); err != nil {
		return &Error{Code: CodeBadRequest, Message: fmt.Sprintf("The request is not of the protocol's form: %v.", err)}
	}
	return nil
}

package playground

import (
	"fmt"

	"playhead/core/json"
)

// maxRequest is the most bytes of a request: an import of 64 MiB travels in
// pieces, and everything else is small.
const maxRequest = 8 << 20

// Decode reads a request from JSON. It fails with what to tell the page when
// the text is too long, nested too deeply, or not a request.
func Decode(text []byte, r *Request) *Error {
	if len(text) > maxRequest {
		return &Error{Code: CodeBadRequest, Message: fmt.Sprintf("A request is at most %d MiB; send it in pieces.", maxRequest>>20)}
	}
	if err := json.Unmarshal(text, r); err != nil {
		return &Error{Code: CodeBadRequest, Message: fmt.Sprintf("The request is not of the protocol's form: %v.", err)}
	}
	return nil
}

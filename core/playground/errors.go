package playground

import (
	"context"
	"errors"
	"fmt"

	"playhead/core/eventstore"
)

func (e *Error) Error() string { return e.Message }

func errNoWorld() *Error {
	return &Error{Code: CodeNoWorld, Message: `No world is open. Send "open" with a world first.`}
}

// asError turns whatever went wrong into what the page is told.
func asError(err error) *Error {
	var known *Error
	var name *eventstore.StreamIDError
	var data *eventstore.EventDataError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &name), errors.As(err, &data), errors.Is(err, eventstore.ErrIDReused), errors.Is(err, eventstore.ErrNoEvents):
		return &Error{Code: CodeBadRequest, Message: sentence(err.Error())}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return &Error{Code: CodeCancelled, Message: "The work was given up before it was done. Nothing was changed by that; try again."}
	case errors.Is(err, eventstore.ErrReplaced):
		return &Error{Code: CodeReplaced, Message: "Another tab reset this log. The new one is open now; look at it and send again."}
	case errors.Is(err, eventstore.ErrUnavailable):
		return &Error{Code: CodeUnavailable, Message: fmt.Sprintf("The log could not be reached: %v. Nothing that was recorded is lost; try again, or reload the page.", err)}
	case errors.Is(err, eventstore.ErrCorrupt):
		return &Error{Code: CodeDamaged, Message: fmt.Sprintf("The log is damaged: %v. Nothing was changed.", err)}
	default:
		return &Error{Code: CodeInternal, Message: fmt.Sprintf("Something went wrong that was not foreseen: %v.", err)}
	}
}

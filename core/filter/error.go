package filter

// Error says what keeps a text from being a filter, why, and what would parse.
type Error struct {
	Message  string // one sentence or two
	From, To int    // the part that is meant, in bytes of the text
}

func (e *Error) Error() string { return e.Message }

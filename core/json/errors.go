package json

import "strconv"

// SyntaxError says that text is not JSON.
type SyntaxError struct {
	Offset  int    // how many bytes precede the fault
	Message string // what the fault is, such as "unexpected 'x'"
}

func (e *SyntaxError) Error() string {
	return "not JSON: " + e.Message + " at byte " + strconv.Itoa(e.Offset+1)
}

// TypeError says that a value does not fit the Go type that it was read into.
type TypeError struct {
	Field  string // the path to the value, such as "items.0.price"; empty at the top
	Value  string // what was read, such as "text" or "a number too large"
	Want   string // what would fit, such as "a whole number"
	Offset int    // how many bytes precede the value
}

func (e *TypeError) Error() string {
	field := e.Field
	if field == "" {
		field = "the value"
	}
	return field + " must be " + e.Want + ", not " + e.Value
}

// UnknownFieldError says that an object has a key that the Go struct lacks.
type UnknownFieldError struct {
	Field string // the path to it, such as "items.0.colour"
}

func (e *UnknownFieldError) Error() string { return "there is no field " + e.Field }

// within adds the name of what contains a value to the path of its error.
// Errors learn their path on the way out, so that reading keeps none.
func within(name string, err error) {
	switch err := err.(type) { // made in this package and not wrapped yet
	case *TypeError:
		err.Field = join(name, err.Field)
	case *UnknownFieldError:
		err.Field = join(name, err.Field)
	}
}

func join(name, path string) string {
	if path == "" {
		return name
	}
	return name + "." + path
}

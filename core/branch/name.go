package branch

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is the longest name, in characters: what fits on a lane's label.
const maxName = 40

// NameError says why a branch cannot have a name.
type NameError struct {
	Name   string
	Reason string // such as "it is empty"
}

func (e *NameError) Error() string {
	return fmt.Sprintf("a branch cannot be named %q: %s", e.Name, e.Reason)
}

// validate refuses a name that could not be read or told from others.
func validate(name string) error {
	reason := ""
	switch {
	case strings.TrimSpace(name) == "":
		reason = "it is empty"
	case name != strings.TrimSpace(name):
		reason = "it begins or ends with a space"
	case !utf8.ValidString(name):
		reason = "it is not UTF-8"
	case utf8.RuneCountInString(name) > maxName:
		reason = fmt.Sprintf("it has %d characters and %d are the most", utf8.RuneCountInString(name), maxName)
	case strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }):
		reason = "it has a character that cannot be seen"
	case strings.EqualFold(name, Main):
		reason = "the log that all branches part from has that name"
	}
	if reason == "" {
		return nil
	}
	return &NameError{name, reason}
}

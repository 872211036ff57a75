package eventstore

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
)

const (
	// MaxStreamID is the longest stream name, in bytes. It leaves room for a
	// category, a dash and a UUID, and keeps a name on one line of the page.
	MaxStreamID = 120
	// MaxType is the longest event type, in bytes; it is as long as a stream
	// name for the same reason.
	MaxType = 120
	// MaxName is the longest actor and the longest command name, in bytes.
	MaxName = 200
	// MaxData is the most bytes of JSON that one event may carry.
	MaxData = 256 << 10
)

// The first second of the year 1 and the last one of 9999, since 1970.
const (
	firstSecond = -62_135_596_800
	lastSecond  = 253_402_300_799
)

// Validate refuses a name that could not be read, typed or filtered by. A
// name is at most MaxStreamID bytes of letters of any alphabet, digits and
// the marks - _ . : and @. It fails with a *StreamIDError that says what
// stands in the way.
func (s StreamID) Validate() error {
	switch {
	case s == "":
		return &StreamIDError{s, "it is empty"}
	case len(s) > MaxStreamID:
		return &StreamIDError{s, fmt.Sprintf("it is %d bytes long and %d is the most", len(s), MaxStreamID)}
	case !utf8.ValidString(string(s)):
		return &StreamIDError{s, "it is not UTF-8"}
	}
	if s.isPlain() {
		return nil
	}
	for _, r := range string(s) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.:@", r) {
			return &StreamIDError{s, "it has " + describe(r)}
		}
	}
	return nil
}

// isPlain reports whether a name is of ASCII characters that fit. Nearly all
// are, and then no more is to be looked at.
func (s StreamID) isPlain() bool {
	for i := range len(s) {
		c := s[i]
		if !('a' <= c|0x20 && c|0x20 <= 'z' || isDigit(c) || c == '-' || c == '_' || c == '.' || c == ':' || c == '@') {
			return false
		}
	}
	return true
}

// describe names a character the way a person would.
func describe(r rune) string {
	switch {
	case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
		return "a line break"
	case r == '\t':
		return "a tab"
	case unicode.IsSpace(r):
		return "a space"
	case r == '/':
		return "a slash (/)"
	case r == '\\':
		return `a backslash (\)`
	case strings.ContainsRune("\"'`“”‘’«»", r):
		return fmt.Sprintf("a quotation mark (%c)", r)
	case unicode.IsMark(r):
		return fmt.Sprintf("an accent apart from its letter (U+%04X)", r)
	case !unicode.IsPrint(r):
		return fmt.Sprintf("a character that cannot be seen (U+%04X)", r)
	case r >= 0x1F000 || unicode.Is(unicode.So, r) && r >= 0x2600:
		return fmt.Sprintf("an emoji (%c)", r)
	default:
		return fmt.Sprintf("the character %c", r)
	}
}

// Validate refuses what is not fit to be recorded: an event without an id, a
// type, a schema version or a timestamp, or one whose data is not JSON within
// MaxData, MaxDepth and MaxKeys. It fails with an *EventDataError.
func (d EventData) Validate() error {
	if problem := d.problem(); problem != "" {
		return &EventDataError{d.ID, d.Type, problem}
	}
	return nil
}

func (d EventData) problem() string {
	switch {
	case d.ID == uuid.Nil:
		return "it has no id"
	case d.Type == "":
		return "it has no type"
	case d.SchemaVersion < 1:
		return fmt.Sprintf("its schema version is %d and 1 is the first", d.SchemaVersion)
	case d.SchemaVersion > math.MaxInt32:
		return fmt.Sprintf("its schema version is %d and %d is the most", d.SchemaVersion, math.MaxInt32)
	case d.Timestamp.IsZero():
		return "it has no timestamp"
	case d.Timestamp.Unix() < firstSecond || d.Timestamp.Unix() > lastSecond:
		return fmt.Sprintf("its timestamp is in the year %d", d.Timestamp.UTC().Year())
	case len(d.Data) == 0:
		return "it has no data; use {} for none"
	case len(d.Data) > MaxData:
		return fmt.Sprintf("its data is %d bytes long and %d is the most", len(d.Data), MaxData)
	}
	if problem := textProblem("type", d.Type, MaxType); problem != "" {
		return problem
	}
	if strings.IndexByte(d.Type, ' ') >= 0 || !isPlain(d.Type) && strings.ContainsFunc(d.Type, unicode.IsSpace) {
		return "its type has a space"
	}
	if problem := textProblem("actor", d.Metadata.Actor, MaxName); problem != "" {
		return problem
	}
	if problem := textProblem("command", d.Metadata.Command, MaxName); problem != "" {
		return problem
	}
	return jsonProblem(d.Data)
}

func textProblem(what, text string, most int) string {
	switch {
	case len(text) > most:
		return fmt.Sprintf("its %s is %d bytes long and %d is the most", what, len(text), most)
	case isPlain(text):
		return ""
	case !utf8.ValidString(text):
		return fmt.Sprintf("its %s is not UTF-8", what)
	}
	for _, r := range text {
		if !unicode.IsPrint(r) && !unicode.IsSpace(r) || r == '\n' || r == '\r' {
			return fmt.Sprintf("its %s has %s", what, describe(r))
		}
	}
	return ""
}

// isPlain reports whether a text is of ASCII characters that can be seen, and
// of spaces. Nearly all are, and then no more is to be looked at.
func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

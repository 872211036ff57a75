package filter

import (
	"strings"
	"unicode/utf8"
)

// glob is a text in any case of letters, in which * stands for anything.
type glob struct {
	parts []string // what stands between the stars, in lower case
	some  bool     // only stars, which ask for some text
}

// newGlob reads a pattern; one that is literal has no stars.
func newGlob(pattern string, literal bool) glob {
	pattern = strings.ToLower(pattern)
	if literal {
		return glob{parts: []string{pattern}}
	}
	return glob{strings.Split(pattern, "*"), pattern != "" && strings.Trim(pattern, "*") == ""}
}

// matches reports whether the whole text fits the pattern.
func (g glob) matches(text string) bool {
	if g.some {
		return text != ""
	}
	text = foldable(text)
	last := len(g.parts) - 1
	first, end := len(g.parts[0]), len(text)-len(g.parts[last])
	switch {
	case last == 0:
		return equalFold(text, g.parts[0])
	case first > end:
		return false
	default:
		return equalFold(text[:first], g.parts[0]) &&
			equalFold(text[end:], g.parts[last]) &&
			inOrder(text[first:end], g.parts[1:last])
	}
}

// within reports whether some part of text fits the pattern.
func (g glob) within(text string) bool { return inOrder(foldable(text), g.parts) }

func inOrder(text string, parts []string) bool {
	for _, part := range parts {
		i := indexFold(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return true
}

// foldable returns text so that equalFold can compare it. It copies only text
// with letters beyond ASCII: a scan asks this of every event.
func foldable(text string) string {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return strings.ToLower(text)
		}
	}
	return text
}

// indexFold returns where part, which is in lower case, begins in text, or -1.
func indexFold(text, part string) int {
	for i := 0; i+len(part) <= len(text); i++ {
		if equalFold(text[i:i+len(part)], part) {
			return i
		}
	}
	return -1
}

// equalFold reports whether text, but for ASCII capitals, is lower.
func equalFold(text, lower string) bool {
	if len(text) != len(lower) {
		return false
	}
	for i := range len(text) {
		c := text[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

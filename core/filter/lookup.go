package filter

import (
	"strconv"
	"strings"

	"playhead/core/json"
)

// find calls yes for each value at the path in data, which is JSON, until it
// says true, and reports whether it did. Where the path meets a list without
// naming an element, and where it ends at one, the list's elements are tried.
//
// It walks over bytes instead of decoding them, which takes a twentieth of the time.
// Of text that is not JSON it finds what there is.
func find(data string, path []string, yes func(value string) bool) bool {
	return findAt(data, path, maxSteps, yes)
}

func findAt(data string, path []string, depth int, yes func(value string) bool) bool {
	data = strings.TrimLeft(data, jsonSpace)
	switch {
	case data == "" || depth == 0:
		return false
	case data[0] == '[':
		index, all := -1, true
		if len(path) > 0 {
			if n, err := strconv.Atoi(path[0]); err == nil && isDigits(path[0]) {
				index, all, path = n, false, path[1:]
			}
		}
		i := -1
		return each(data, func(_, value string) bool {
			i++
			return (all || i == index) && findAt(value, path, depth-1, yes)
		})
	case len(path) == 0:
		end := skip(data, 0)
		return end > 0 && yes(data[:end])
	case data[0] == '{':
		return each(data, func(key, value string) bool {
			return isKey(key, path[0]) && findAt(value, path[1:], depth-1, yes)
		})
	default:
		return false
	}
}

const jsonSpace = " \t\r\n"

// each calls yes with the members of the object or list that data begins
// with, until it says true. A key is as it is written, with its quotes.
func each(data string, yes func(key, value string) bool) bool {
	object := data[0] == '{'
	for i := 1; i < len(data); {
		switch data[i] {
		case '}', ']':
			return false
		case ',', ' ', '\t', '\r', '\n':
			i++
			continue
		}
		key := ""
		if object {
			end := skip(data, i)
			key = data[i:end]
			i = end + len(data[end:]) - len(strings.TrimLeft(data[end:], jsonSpace+":"))
		}
		end := skip(data, i)
		if yes(key, data[i:end]) {
			return true
		}
		i = max(end, i+1)
	}
	return false
}

// skip returns where the value that begins at i ends. It does not recurse, so
// no depth overflows it.
func skip(data string, i int) int {
	depth := 0
	for ; i < len(data); i++ {
		switch data[i] {
		case '"':
			if i = stringEnd(data, i); depth == 0 {
				return i
			}
			i--
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i // the end of what holds a bare value
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ':', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return i
			}
		}
	}
	return len(data)
}

// stringEnd returns where the string that begins at i ends.
func stringEnd(data string, i int) int {
	for i++; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(data)
}

// isKey reports whether key, as it is written, is name.
func isKey(key, name string) bool {
	return len(key) == len(name)+2 && key[1:len(key)-1] == name || strings.IndexByte(key, '\\') >= 0 && unquote(key) == name
}

// unquote returns the text of a JSON string as it is written. What is not one
// stays as it is.
func unquote(written string) string {
	if len(written) < 2 || written[0] != '"' {
		return written
	}
	if strings.IndexByte(written, '\\') < 0 {
		return written[1 : len(written)-1]
	}
	var text string
	if json.Unmarshal([]byte(written), &text) != nil {
		return written
	}
	return text
}

// words returns data as bare words look through it: as it is written, with the
// strings' escapes read where there are any.
func words(data string) string {
	if strings.IndexByte(data, '\\') < 0 {
		return data
	}
	var b strings.Builder
	for i := 0; i < len(data); {
		if data[i] != '"' {
			b.WriteByte(data[i])
			i++
			continue
		}
		end := stringEnd(data, i)
		b.WriteByte('"')
		b.WriteString(unquote(data[i:end]))
		b.WriteByte('"')
		i = end
	}
	return b.String()
}

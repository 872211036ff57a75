package json

// Indent returns data laid out over lines, each level two spaces deeper than
// the one around it. Keys keep their order and numbers their digits. It fails
// with a *SyntaxError when data is not one JSON value.
func Indent(data []byte) (string, error) {
	if err := check(data, 0); err != nil {
		return "", err
	}
	b := make([]byte, 0, 2*len(data))
	depth, quoted, empty := 0, false, false
	for i := 0; i < len(data); i++ {
		c := data[i]
		switch {
		case quoted:
			b = append(b, c)
			if c == '\\' {
				i++
				b = append(b, data[i])
			}
			quoted = c != '"'
			continue
		case isSpace(c):
			continue
		case c == '}', c == ']':
			if depth--; !empty {
				b = appendLine(b, depth)
			}
		case empty: // the first in an object or a list
			b = appendLine(b, depth)
		}
		b = append(b, c)
		empty, quoted = c == '{' || c == '[', c == '"'
		switch c {
		case '{', '[':
			depth++
		case ',':
			b = appendLine(b, depth)
		case ':':
			b = append(b, ' ')
		}
	}
	return string(b), nil
}

func appendLine(b []byte, depth int) []byte {
	b = append(b, '\n')
	for range depth {
		b = append(b, "  "...)
	}
	return b
}

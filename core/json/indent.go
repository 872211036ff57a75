package json

// Indent returns data laid out over lines, each level two spaces deeper than
// the one around it. Keys keep their order and numbers their digits. It fails
// with a *SyntaxError when data is not one JSON value.
func Indent(data []byte) (string, error) {
	if err := check(data, 0); err != nil {
		return "", err
	}
	e := encoder{b: make([]byte, 0, 2*len(data))}
	quoted, empty := false, false
	for i := 0; i < len(data); i++ {
		c := data[i]
		switch {
		case quoted:
			if c == '\\' {
				e.byte(c)
				i++
				c = data[i] // a quote is not the last now
			} else if c == '"' {
				quoted = false
			}
			e.byte(c)
			continue
		case isSpace(c):
			continue
		case c == '}', c == ']':
			if e.depth--; !empty {
				e.line()
			}
		case empty: // the first in an object or a list
			e.line()
		}
		e.byte(c)
		empty, quoted = false, c == '"'
		switch c {
		case '{', '[':
			e.depth++
			empty = true
		case ',':
			e.line()
		case ':':
			e.byte(' ')
		}
	}
	return string(e.b), nil
}

// line begins a line at the depth.
func (e *encoder) line() {
	e.byte('\n')
	for range e.depth {
		e.write("  ")
	}
}

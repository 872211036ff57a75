package json

import (
	"unicode/utf16"
	"unicode/utf8"
)

// quoted reads a string and returns what stands between its quotes. It is
// plain when that is the text itself: without escapes and valid UTF-8.
func (d *decoder) quoted() (token []byte, plain bool, err error) {
	start := d.next + 1
	plain, ascii := true, true
	for d.next = start; d.next < len(d.data); d.next++ {
		switch c := d.data[d.next]; {
		case c == '"':
			token = d.data[start:d.next]
			d.next++
			return token, plain && (ascii || utf8.Valid(token)), nil
		case c == '\\':
			plain = false
			if err := d.escape(); err != nil {
				return nil, false, err
			}
		case c < ' ':
			return nil, false, d.unexpected()
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return nil, false, d.unexpected()
}

// escape reads over a backslash and what follows it, up to its last byte.
func (d *decoder) escape() error {
	d.next++
	switch d.at() {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return nil
	case 'u':
		for range 4 {
			d.next++
			if c := d.at(); !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'f') {
				return d.unexpected()
			}
		}
		return nil
	default:
		return d.unexpected()
	}
}

// unquote returns the text that quoted read. Half of a surrogate pair and each
// byte that is not UTF-8 become U+FFFD.
func unquote(token []byte) []byte {
	b := make([]byte, 0, len(token))
	for i := 0; i < len(token); {
		c := token[i]
		if c != '\\' {
			r, size := utf8.DecodeRune(token[i:])
			b = utf8.AppendRune(b, r)
			i += size
			continue
		}
		i += 2
		switch c = token[i-1]; c {
		case 'b':
			c = '\b'
		case 'f':
			c = '\f'
		case 'n':
			c = '\n'
		case 'r':
			c = '\r'
		case 't':
			c = '\t'
		case 'u':
			r := hex4(token[i:])
			i += 4
			if utf16.IsSurrogate(r) {
				whole := rune(utf8.RuneError)
				if len(token) >= i+6 && token[i] == '\\' && token[i+1] == 'u' {
					whole = utf16.DecodeRune(r, hex4(token[i+2:]))
				}
				if r = whole; r != utf8.RuneError {
					i += 6
				}
			}
			b = utf8.AppendRune(b, r)
			continue
		}
		b = append(b, c)
	}
	return b
}

// hex4 reads four digits that escape has seen.
func hex4(token []byte) (r rune) {
	for _, c := range token[:4] {
		if isDigit(c) {
			r = r<<4 | rune(c-'0')
		} else {
			r = r<<4 | rune(c|0x20-'a'+10)
		}
	}
	return r
}

// appendText appends s as a JSON string. U+2028 and U+2029 are escaped, as
// older JavaScript took them for line breaks.
func appendText(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	start := 0 // of what is not appended yet
	for i := 0; i < len(s); {
		c := s[i]
		if ' ' <= c && c < utf8.RuneSelf && c != '"' && c != '\\' {
			i++
			continue
		}
		r, size := rune(c), 1
		if c >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
			if r != '\u2028' && r != '\u2029' && (r != utf8.RuneError || size > 1) {
				i += size
				continue
			}
		}
		b = append(b, s[start:i]...)
		switch r {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, '\\', 'b')
		case '\f':
			b = append(b, '\\', 'f')
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', hex[r>>12], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		}
		i += size
		start = i
	}
	return append(append(b, s[start:]...), '"')
}

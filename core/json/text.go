package json

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// What may follow a backslash, and the bytes that they stand for.
const (
	escapes = `"\/bfnrt`
	escaped = "\"\\/\b\f\n\r\t"
)

// unescaped are the same by the byte after the backslash, 0 for any other.
var unescaped = [256]byte{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

// quoted reads a string and returns what stands between its quotes. It is
// plain when that is the text itself: without escapes and valid UTF-8. An
// import is one string of megabytes: a byte must take no more than its look.
func (d *decoder) quoted() (token []byte, plain bool) {
	data, start := d.data, d.next+1
	plain = true
	var seen byte // its highest bit tells whether anything is not ASCII
	for i := start; i < len(data); i++ {
		c := data[i]
		seen |= c
		switch {
		case c == '"':
			d.next = i + 1
			token = data[start:i]
			return token, plain && (seen < utf8.RuneSelf || utf8.Valid(token))
		case c == '\\':
			plain = false
			if i+1 < len(data) && unescaped[data[i+1]] != 0 {
				i++
			} else if i += d.escape(i); d.err != nil {
				return nil, true
			}
		case c < ' ':
			d.next = i
			d.unexpected()
			return nil, true
		}
	}
	d.next = len(data)
	d.unexpected()
	return nil, true
}

// escape checks the escape of more than one byte that begins at i, and returns
// how many bytes follow the backslash.
func (d *decoder) escape(i int) int {
	d.next = i + 1
	if !d.accept('u') {
		d.unexpected()
	}
	for d.next < len(d.data) && d.next < i+6 && isHex(d.data[d.next]) {
		d.next++
	}
	if d.next < i+6 {
		d.unexpected()
	}
	return 5
}

func isHex(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

// unquoted reads a string and returns its text, which may be a part of the
// data. Half of a surrogate pair and each byte that is not UTF-8 become U+FFFD.
func (d *decoder) unquoted() []byte {
	token, plain := d.quoted()
	if plain {
		return token
	}
	text := make([]byte, 0, len(token))
	for i := 0; i < len(token); {
		c := token[i]
		if c != '\\' && c < utf8.RuneSelf {
			text = append(text, c)
			i++
			continue
		}
		if c == '\\' && unescaped[token[i+1]] != 0 {
			text = append(text, unescaped[token[i+1]])
			i += 2
			continue
		}
		r, size := utf8.DecodeRune(token[i:])
		if c == '\\' {
			r, size = unescape(token[i:])
		}
		text = utf8.AppendRune(text, r)
		i += size
	}
	return text
}

// unescape returns what the escape \u that token begins with stands for, and
// how long it is.
func unescape(token []byte) (r rune, size int) {
	r = codeUnit(token)
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if len(token) >= 12 && token[6] == '\\' && token[7] == 'u' {
		if pair := utf16.DecodeRune(r, codeUnit(token[6:])); pair != utf8.RuneError {
			return pair, 12
		}
	}
	return utf8.RuneError, 6
}

// codeUnit reads the four digits after \u.
func codeUnit(token []byte) (r rune) {
	for _, c := range token[2:6] {
		if c >= 'A' {
			c += 9 // its low bits count from 1
		}
		r = r<<4 | rune(c&15)
	}
	return r
}

// text writes s in quotes. U+2028 and U+2029 are escaped, as older JavaScript
// took them for line breaks.
func (e *encoder) text(s string) {
	const hexDigits = "0123456789abcdef"
	e.byte('"')
	start := 0 // of what is not written yet
	for i := 0; i < len(s); {
		c := s[i]
		if ' ' <= c && c < utf8.RuneSelf && c != '"' && c != '\\' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if size > 1 && r != '\u2028' && r != '\u2029' {
			i += size
			continue
		}
		e.write(s[start:i])
		e.byte('\\')
		if short := strings.IndexByte(escaped, c); short >= 0 {
			e.byte(escapes[short])
		} else {
			e.byte('u')
			for shift := 12; shift >= 0; shift -= 4 {
				e.byte(hexDigits[r>>shift&15])
			}
		}
		i += size
		start = i
	}
	e.write(s[start:])
	e.byte('"')
}

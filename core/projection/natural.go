package projection

import (
	"strconv"
	"strings"
)

// ranked returns a key that sorts by its bytes as people sort the given one:
// account-2 comes before account-10. A tree needs one comparison only, and to
// compare bytes costs the least.
//
// A number stands with its length before it, in the digits of unary nines, and
// without leading zeros; those are listed at the end, where they only part keys
// that are equal otherwise. unranked gives the key back.
func ranked(key string) string {
	out := make([]byte, 0, len(key)+4)
	var zeros []int
	padded := false
	for i := 0; i < len(key); {
		if !isDigit(key[i]) {
			out = append(out, key[i])
			if key[i] == 0 {
				out = append(out, 1) // two zero bytes begin the list
			}
			i++
			continue
		}
		start := i
		for i < len(key) && isDigit(key[i]) {
			i++
		}
		digits := strings.TrimLeft(key[start:i-1], "0") + key[i-1:i]
		zeros = append(zeros, i-start-len(digits))
		padded = padded || i-start > len(digits)
		n := len(digits)
		for ; n >= 9; n -= 9 {
			out = append(out, '9')
		}
		out = append(out, byte('0'+n))
		out = append(out, digits...)
	}
	if padded {
		out = append(out, 0, 0)
		for _, n := range zeros {
			out = append(strconv.AppendInt(out, int64(n), 10), ',')
		}
	}
	return string(out)
}

// unranked is the inverse of ranked.
func unranked(key string) string {
	key, list, _ := strings.Cut(key, "\x00\x00")
	out := make([]byte, 0, len(key))
	for i := 0; i < len(key); {
		if !isDigit(key[i]) {
			out = append(out, key[i])
			if key[i] == 0 {
				i++
			}
			i++
			continue
		}
		n := 0
		for ; key[i] == '9'; i++ {
			n += 9
		}
		n += int(key[i] - '0')
		i++
		zeros, rest, _ := strings.Cut(list, ",")
		list = rest
		padding, _ := strconv.Atoi(zeros) // there is no list when no number is padded
		out = append(out, strings.Repeat("0", padding)...)
		out = append(out, key[i:i+n]...)
		i += n
	}
	return string(out)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

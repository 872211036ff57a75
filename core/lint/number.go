package lint

import (
	"strconv"
	"strings"

	"playhead/core/json"
	"playhead/core/schema"
)

// number is a decimal in ten-thousandths, so that 49.99 is exact and a
// percentage of it nearly so.
type number int64

const one number = 10_000

// largest is the most that is reckoned with, and mostPieces the most pieces of
// something: their product stays within 64 bits.
const (
	largest    = number(10_000_000_000) * one
	mostPieces = number(10_000) * one
)

// numberOf reads a JSON number, or text that holds one. Whole says that it was
// written without a fraction. It is not ok for anything else, for more than
// four decimals and for what is too large.
func numberOf(value json.RawMessage) (n number, whole, ok bool) {
	text := strings.Trim(string(value), `"`)
	text = strings.TrimSuffix(strings.TrimSuffix(text, "%"), " ")
	negative := strings.HasPrefix(text, "-")
	units, fraction, pointed := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if units == "" || len(units) > 12 || len(fraction) > 4 || strings.Trim(units+fraction, "0123456789") != "" {
		return 0, false, false
	}
	digits, err := strconv.ParseInt(units+(fraction + "0000")[:4], 10, 64)
	if err != nil || number(digits) > largest {
		return 0, false, false
	}
	if negative {
		digits = -digits
	}
	return number(digits), !pointed, true
}

func (n number) times(m number) number {
	// Taken apart so that it fits into 64 bits.
	return n/one*m + n%one*m/one
}

// less takes a percentage off.
func (n number) less(percent number) number { return n.times(one - percent/100) }

// money writes a number as the page writes money: amounts without a fraction
// are minor units. Half a minor unit is rounded up.
func (n number) money(whole bool) string {
	minor := one / 100
	if whole {
		minor = one
	}
	return schema.Amount((n + minor/2) / minor).String()
}

// plain writes a number without zeros that say nothing.
func (n number) plain() string {
	return strconv.FormatFloat(float64(n)/float64(one), 'f', -1, 64)
}

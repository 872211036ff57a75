package filter

import (
	"strconv"
	"strings"
)

// decimal is a number with all of its digits: 0.digits × 10^exponent.
type decimal struct {
	negative bool
	digits   string // without zeros at either end; empty for zero
	exponent int
}

// maxExponent bounds exponents, which nobody means: 1e99999999999 counts as
// 1e1000000000.
const maxExponent = 1_000_000_000

// parseDecimal reads a number as JSON has it. A + before it, digits missing on
// one side of the point and leading zeros are let through.
func parseDecimal(text string) (decimal, bool) {
	var d decimal
	if text != "" && (text[0] == '-' || text[0] == '+') {
		d.negative = text[0] == '-'
		text = text[1:]
	}
	if e := strings.IndexAny(text, "eE"); e >= 0 {
		var ok bool
		if d.exponent, ok = parseExponent(text[e+1:]); !ok {
			return decimal{}, false
		}
		text = text[:e]
	}
	whole, fraction, _ := strings.Cut(text, ".")
	if whole+fraction == "" || !isDigits(whole) || !isDigits(fraction) {
		return decimal{}, false
	}
	whole = strings.TrimLeft(whole, "0")
	fraction = strings.TrimRight(fraction, "0")
	if whole == "" {
		trimmed := strings.TrimLeft(fraction, "0")
		d.exponent -= len(fraction) - len(trimmed)
		d.digits = trimmed
	} else {
		d.exponent += len(whole)
		d.digits = strings.TrimRight(whole+fraction, "0")
	}
	if d.digits == "" {
		return decimal{}, true // zero has no sign and no exponent
	}
	return d, true
}

func parseExponent(text string) (int, bool) {
	unsigned := strings.TrimLeft(text, "+-")
	if unsigned == "" || len(text)-len(unsigned) > 1 || !isDigits(unsigned) {
		return 0, false
	}
	n, err := strconv.Atoi(unsigned)
	if err != nil || n > maxExponent {
		n = maxExponent
	}
	if text[0] == '-' {
		n = -n
	}
	return n, true
}

func isDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}

// minor returns a number of major units of money as minor units.
func (d decimal) minor() decimal {
	if d.digits != "" {
		d.exponent += 2
	}
	return d
}

// compare returns -1, 0 or 1 as d is less than, equal to or more than other.
func (d decimal) compare(other decimal) int {
	if d.sign() != other.sign() {
		return d.sign() - other.sign()
	}
	order := d.exponent - other.exponent
	if order == 0 {
		order = strings.Compare(d.digits, other.digits)
	}
	if d.negative {
		return -order
	}
	return order
}

func (d decimal) sign() int {
	switch {
	case d.digits == "":
		return 0
	case d.negative:
		return -1
	default:
		return 1
	}
}

// ungroup takes the commas out of a number in groups of three, 1,284.50. Any
// other text stays as it is.
func ungroup(text string) string {
	whole, _, _ := strings.Cut(text, ".")
	groups := strings.Split(strings.TrimLeft(whole, "+-"), ",")
	for i, group := range groups {
		if !isDigits(group) || group == "" || len(group) > 3 || i > 0 && len(group) < 3 {
			return text
		}
	}
	return strings.ReplaceAll(text, ",", "")
}

// showMoney writes minor units as the page does, without groups: -12345 is
// -123.45. Text that is no whole number stays as it is.
func showMoney(minor string) string {
	sign := ""
	if strings.HasPrefix(minor, "-") {
		sign, minor = "-", minor[1:]
	}
	if minor == "" || !isDigits(minor) {
		return sign + minor
	}
	for len(minor) < 3 {
		minor = "0" + minor
	}
	return sign + minor[:len(minor)-2] + "." + minor[len(minor)-2:]
}

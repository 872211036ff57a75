package schema

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Amount is money in minor units, such as cents. What currency it is in, its
// surroundings say; every currency here has two decimals.
type Amount int64

// MaxAmount is the largest amount a form takes: a billion in major units. Ninety
// million of them fit into an Amount before it overflows.
const MaxAmount Amount = 1_000_000_000_00

// String writes the amount in major units, such as 1,300.00.
func (a Amount) String() string {
	sign, n := "", uint64(a)
	if a < 0 {
		sign, n = "-", -n // right for the smallest Amount as well
	}
	return fmt.Sprintf("%s%s.%02d", sign, group(n/100), n%100)
}

// errAmount tells what an amount looks like.
var errAmount = errors.New("write an amount like 300.00")

// ParseAmount reads an amount in major units: 300, 300.5, 300.00, 1,300.00. It
// fails, with a sentence for a form, on anything else and on more than
// MaxAmount either side of zero.
func ParseAmount(text string) (Amount, error) {
	s, negative := strings.CutPrefix(strings.TrimSpace(text), "-")
	whole, fraction, pointed := strings.Cut(s, ".")
	if pointed && (len(fraction) == 0 || len(fraction) > 2) || !isGrouped(whole) {
		return 0, errAmount
	}
	digits := strings.ReplaceAll(whole, ",", "") + (fraction + "00")[:2]
	if strings.Trim(digits, "0123456789") != "" {
		return 0, errAmount
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || Amount(n) > MaxAmount {
		return 0, fmt.Errorf("is too large: %s is the most", MaxAmount)
	}
	if negative {
		n = -n
	}
	return Amount(n), nil
}

// isGrouped reports whether commas, where there are any, part thousands.
func isGrouped(whole string) bool {
	groups := strings.Split(whole, ",")
	for i, g := range groups {
		if i > 0 && len(g) != 3 || len(g) == 0 || len(groups) > 1 && len(g) > 3 {
			return false
		}
	}
	return true
}

// group writes a number with commas between thousands.
func group(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

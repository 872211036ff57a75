//go:build !js

package site

import (
	"strconv"
	"strings"
)

// identity is the coding of what is sent as it is.
const identity = "identity"

// negotiate returns the form that Accept-Encoding likes best, the smallest
// where it likes several alike, and false when it rules out all of them.
func (f *file) negotiate(lines []string) (form, bool) {
	accepts := parseAccept(lines)
	var best form
	liked := 0.0
	for _, each := range f.forms {
		if q := accepts.quality(each.coding); q > liked {
			best, liked = each, q
		}
	}
	return best, liked > 0
}

// accept is how much each coding is liked, from 0 to 1.
type accept map[string]float64

// parseAccept reads Accept-Encoding. What is not written as it should be
// counts as not liked: the plain form is then the safe answer.
func parseAccept(lines []string) accept {
	a := accept{}
	for _, line := range lines {
		for each := range strings.SplitSeq(line, ",") {
			coding, parameters, _ := strings.Cut(each, ";")
			if coding = strings.ToLower(strings.TrimSpace(coding)); coding != "" {
				a[coding] = parseQuality(parameters)
			}
		}
	}
	return a
}

// parseQuality reads "q=0.5"; nothing at all is 1.
func parseQuality(parameters string) float64 {
	parameters = strings.ToLower(strings.TrimSpace(parameters))
	if parameters == "" {
		return 1
	}
	value, ok := strings.CutPrefix(parameters, "q=")
	q, err := strconv.ParseFloat(value, 64)
	if !ok || err != nil || !(q >= 0 && q <= 1) {
		return 0
	}
	return q
}

// slightly is less than any quality that can be written, and more than none.
const slightly = 0.0001

// quality returns how much a coding is liked. The plain form is taken where
// nothing is said of it, but only when nothing better can be had.
func (a accept) quality(coding string) float64 {
	if q, named := a[coding]; named {
		return q
	}
	if q, named := a["*"]; named {
		return q
	}
	if coding == identity {
		return slightly
	}
	return 0
}

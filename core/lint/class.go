package lint

import "strings"

// class is what the name of a field says about its value.
type class uint8

const (
	personal class = 1 << iota // a person's data
	money                      // an amount of money
	stated                     // a number that a state might derive
)

func classOf(name string) class {
	var c class
	if isBareName(name) || isPersonalAnywhere(name) {
		c |= personal // a name alone may turn out to be of a thing
	}
	if named(totalNames, name) || named(priceNames, name) || named(extraNames, name) || strings.EqualFold(name, "balance") {
		c |= money
	}
	if named(statedNames, name) {
		c |= stated
	}
	return c
}

// maxClasses is how many names' classes are kept: parting a name into words
// takes longer than all else that an event needs, and a log has some dozens.
const maxClasses = 1024

func (l *Log) class(name string) class {
	c, ok := l.classes[name]
	if !ok {
		if len(l.classes) >= maxClasses {
			clear(l.classes)
		}
		c = classOf(name)
		l.classes[name] = c
	}
	return c
}

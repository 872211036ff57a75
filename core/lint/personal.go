package lint

import (
	"slices"
	"strings"
	"unicode"

	"playhead/core/schema"
	"playhead/core/sealing"
)

// personalNames are the names of fields that hold a person's data, written as
// one word in lower case.
var personalNames = strings.Fields(`
	firstname lastname surname fullname givenname familyname middlename maidenname nickname displayname
	username owner ownername holder holdername accountholder customername contact contactname recipient recipientname buyer buyername
	email emailaddress mail phone phonenumber telephone mobile mobilenumber address homeaddress street streetaddress
	shippingaddress deliveryaddress billingaddress postaladdress birthday birthdate dateofbirth dob ssn
	socialsecurity passport passportnumber taxid iban bic creditcard cardnumber ip ipaddress gender nationality`)

// people are words of events that are about a person, whose name is personal
// then; a product has a name too.
var people = strings.Fields(`
	account applicant author candidate child citizen client colleague contact customer driver employee friend guest
	invitation lead member parent participant passenger patient person player profile student subscriber teacher tenant
	user visitor worker`)

// isPersonal reports whether a field of an event of that type probably holds
// data of a person. "customer" is one where it holds a name, not the name of a
// stream.
func isPersonal(event, field string) bool {
	if isBareName(field) {
		return slices.ContainsFunc(split(event), func(word string) bool { return slices.Contains(people, word) })
	}
	return isPersonalAnywhere(field)
}

// isBareName reports whether a field is called name, which says too little.
func isBareName(field string) bool { return strings.EqualFold(field, "name") }

func isPersonalAnywhere(field string) bool {
	return slices.Contains(personalNames, strings.Join(split(field), "")) || strings.EqualFold(field, "customer")
}

// looksPersonal reports whether a text is one, whatever its field is called.
func looksPersonal(text string) bool {
	user, host, ok := strings.Cut(text, "@")
	return ok && user != "" && !strings.ContainsAny(text, " \t\n") && strings.Contains(strings.Trim(host, "."), ".")
}

// inClear reports whether a text of a personal field can be read by anyone: it
// is there, and neither sealed nor a word for nothing.
func inClear(field, text string) bool {
	switch strings.ToLower(text) {
	case "", "unknown", "none", "n/a", schema.Forgotten, schema.Closed:
		return false
	}
	if sealing.IsSealed(text) {
		return false
	}
	// customer-7 names a stream, which names nobody by itself.
	isStream := strings.HasPrefix(strings.ToLower(text), strings.ToLower(field)+"-") || isReference(text)
	return !isStream
}

// isReference reports whether a text looks like the name of a stream: a word,
// a dash, and a number.
func isReference(text string) bool {
	category, number, ok := strings.Cut(text, "-")
	letters := strings.IndexFunc(category, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
	return ok && category != "" && letters && number != "" && strings.Trim(number, "0123456789") == ""
}

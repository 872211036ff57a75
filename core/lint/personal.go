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
	name firstname lastname surname fullname givenname familyname middlename maidenname nickname displayname
	username owner ownername holder holdername accountholder customername contact contactname recipient recipientname buyer buyername
	email emailaddress mail phone phonenumber telephone mobile mobilenumber address homeaddress street streetaddress
	shippingaddress deliveryaddress billingaddress postaladdress birthday birthdate dateofbirth dob ssn
	socialsecurity passport passportnumber taxid iban bic creditcard cardnumber ip ipaddress gender nationality`)

// isPersonal reports whether a field of that name probably holds data of a
// person. "customer" is one where it holds a name, not the name of a stream.
func isPersonal(field string) bool {
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

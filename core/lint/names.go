package lint

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// noun returns what an event is about: its words without the past forms and
// without "event".
func noun(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return isPast(w) || w == "event" })
}

// crud are past forms that say what a database did, not what happened.
var crud = []string{"updated", "changed", "modified", "edited", "saved", "set", "upserted", "patched"}

// anything are the nouns of events that are about nothing in particular.
var anything = []string{"", "action", "data", "entity", "record", "object", "item data", "state", "model", "row", "thing", "message"}

// nameOfEvent looks at an event's name alone. Fields says how many fields its
// data has, and optional whether all of them may be missing.
func nameOfEvent(name string, fields int, optional bool) []Finding {
	words := split(name)
	facts := past(words)
	about := strings.Join(noun(words), " ")
	var found []Finding
	add := func(rule Rule, severity Severity, what, why, do string) {
		found = append(found, Finding{
			Rule: rule, Severity: severity, Subject: Event, Name: name, What: what, Why: why, Do: do,
		})
	}
	switch generic := slices.Contains(anything, about); {
	case generic:
		add(Generic, Risk,
			fmt.Sprintf("%s could be anything: it names no fact of the business.", name),
			"Whoever reads the log has to open the data to learn what happened, and every fold begins with a switch inside of it.",
			"Record one type of event for each thing that can happen, named after it.")
	case len(facts) == 0:
		add(NotPastTense, Risk, notPastSentence(name, words),
			"An event is a fact: it happened, and nobody can refuse it any more. A name in the present reads like a request that might still be.",
			"Name it as it would be told afterwards"+pastSuggestion(words)+".")
	case slices.Contains(crud, facts[len(facts)-1]):
		found = append(found, crudEvent(name, about, facts[len(facts)-1], fields, optional))
	}
	if slices.Contains(words, "and") && len(facts) > 1 {
		add(SeveralFacts, Risk,
			fmt.Sprintf("%s tells %d facts at once: %s.", name, len(facts), strings.Join(facts, " and ")),
			"Who cares for one of them has to take the other, and neither can happen alone later on.",
			"Record one event for each; one append keeps them together.")
	}
	if words[len(words)-1] == "event" && len(words) > 1 {
		add(NameStyle, Hint, fmt.Sprintf("%s says that it is an event.", name),
			"All of them are. The word takes room in every list and tells nothing.",
			fmt.Sprintf("Leave it out: %s.", asCamel(words[:len(words)-1]...)))
	}
	if strings.ContainsAny(name, "_- ./:") || startsLower(name) {
		add(NameStyle, Hint, fmt.Sprintf("%s is not written as the other types are.", name),
			"Filters, folds and people have to remember how each name is spelt.",
			fmt.Sprintf("Write it in one way everywhere: %s.", asCamel(words...)))
	}
	return found
}

func startsLower(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	return unicode.IsLower(first)
}

func notPastSentence(name string, words []string) string {
	switch {
	case isVerb(words[0]):
		return fmt.Sprintf("%s asks for something: it is named like a command.", name)
	case slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(w, "ing") && len(w) > 5 }):
		return fmt.Sprintf("%s is still going on: no word of it is in the past tense.", name)
	default:
		return fmt.Sprintf("%s names a thing: no word of it is in the past tense.", name)
	}
}

// pastSuggestion turns AddItem into ItemAdded, where that can be guessed.
func pastSuggestion(words []string) string {
	if len(words) < 2 || !isVerb(words[0]) {
		return ", with a verb in the past tense, such as OrderShipped"
	}
	return ", such as " + asCamel(append(slices.Clone(words[1:]), pastOf(words[0]))...)
}

func crudEvent(name, about, verb string, fields int, optional bool) Finding {
	f := Finding{Rule: CRUD, Severity: Risk, Subject: Event, Name: name}
	f.Why = "The log keeps that a row was changed, as a table does, and not why. The reason is what an event is recorded for, and it cannot be found later."
	switch {
	case fields > 1 && optional:
		f.What = fmt.Sprintf("%s says that the %s was %s, and any of its %d fields may be there: several facts share one name.", name, about, verb, fields)
		f.Do = "Record what happened to each, such as " + examples(about) + ", each with just the fields that it needs."
	case fields == 1:
		f.Severity = Hint
		f.What = fmt.Sprintf("%s says what was %s, but not why.", name, verb)
		f.Do = "If the business tells reasons apart (a mistake put right, a customer who moved), give each its own event."
	default:
		f.What = fmt.Sprintf("%s says that the %s was %s, as a row of a table is.", name, about, verb)
		f.Do = "Ask what happened to the " + about + " and name it so, such as " + examples(about) + "."
	}
	return f
}

// examples are events that might hide behind an update.
func examples(about string) string {
	words := split(about)
	if len(words) == 0 {
		words = []string{"thing"}
	}
	thing := asCamel(words...)
	switch words[0] {
	case "user", "customer", "person", "account", "profile", "member":
		return thing + "Renamed and EmailAddressCorrected"
	case "price", "product":
		return "PriceRaised and PriceCut"
	case "status", "state":
		return thing + "Confirmed and " + thing + "Suspended"
	default:
		return thing + "Corrected and " + thing + "Moved"
	}
}

// nameOfCommand looks at a command's name. The category is that of the streams
// that it goes to.
func nameOfCommand(name, category string) []Finding {
	words := split(name)
	f := Finding{Rule: NotImperative, Severity: Risk, Subject: Command, Name: name}
	f.Why = "A command asks, and may be refused. A name that does not ask is mistaken for the event that may follow."
	rest := strings.Join(words[1:], " ")
	switch first := words[0]; {
	case len(words) > 1 && words[len(words)-1] == "command":
		f.Rule, f.Severity = NameStyle, Hint
		f.What = fmt.Sprintf("%s says that it is a command.", name)
		f.Why = "All of them are. The word takes room and tells nothing."
		f.Do = fmt.Sprintf("Leave it out: %s.", asCamel(words[:len(words)-1]...))
	case first == category && len(words) > 1 && !isPast(words[len(words)-1]):
		f.What = fmt.Sprintf("%s begins with what it is about, not with what is asked.", name)
		f.Do = fmt.Sprintf("Put the verb first: %s.", asCamel(append(split(rest), first)...))
	case (isVerb(first) || slices.Contains(unchanged, first)) && first != category:
		return nil // MarkPaid asks, though it ends in a past form
	case isPast(first) || len(words) > 1 && isPast(words[len(words)-1]):
		f.What = fmt.Sprintf("%s is in the past tense: it sounds as if it had happened already.", name)
		f.Do = "Name what is asked for, with the verb first, such as AddItem."
	case strings.HasSuffix(first, "ing") && len(first) > 5:
		f.What = fmt.Sprintf("%s names something that goes on, and asks for nothing.", name)
		f.Do = "Begin with the verb as an order: Ship, not Shipping."
	case isNoun(first) || first == "action" || first == "command":
		f.What = fmt.Sprintf("%s names a thing, and asks for nothing.", name)
		f.Do = "Begin with a verb that says what should be done, such as Ship or Cancel."
	default:
		return nil
	}
	return []Finding{f}
}

package lint

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// split parts a name into its words, in lower case: OrderItemAdded,
// order_item_added and order.item-added are all order, item, added.
func split(name string) []string {
	var words []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
			word = word[:0]
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
			continue
		case unicode.IsUpper(r) && i > 0:
			// HTTPCalled is http, called: the last capital belongs to what follows.
			next := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if !unicode.IsUpper(runes[i-1]) || next {
				end()
			}
		}
		word = append(word, r)
	}
	end()
	if len(words) == 0 {
		return []string{name} // of marks alone; it is one word then
	}
	return words
}

// irregular are past forms that do not end in -ed, of verbs that events are
// named after. Where the past is the present (cut, set, put), it counts as past.
var irregular = strings.Fields(`
	became began begun bent bet bid bled blown bought bound broke broken brought built burnt came caught chose chosen
	come cost cut dealt done drawn drew driven drove eaten fallen fed fell felt flown forgotten fought found froze
	frozen gave given gone got gotten grew grown heard held hidden hit hung hurt kept knew known laid led left lent let lit lost
	made meant met mown overdrawn overdue overpaid paid put quit ran read rebuilt redone repaid resent reset rewritten
	risen rose run rung said sang sat saw seen sent set shaken shone shot shown shrunk shut sold sought spent split
	spoken spread stolen stood struck stuck sung sunk swept sworn taken taught thrown told took torn undone understood
	unpaid upheld upset went withdrawn withdrew withheld won worn wound written wrote`)

// notPast end in -ed and are no past forms.
var notPast = strings.Fields(`
	bed bleed breed deed embed exceed feed greed indeed need newsfeed proceed red reed seed shed speed steed succeed
	tweed unneeded weed`)

// unchanged are past forms that are imperatives as well.
var unchanged = strings.Fields(`bet bid cut hit let put quit read reset set shed shut split spread upset`)

// isPast reports whether a word is the past form of a verb.
func isPast(word string) bool {
	if strings.HasSuffix(word, "ed") && len(word) > 3 {
		return !slices.Contains(notPast, word)
	}
	return slices.Contains(irregular, word)
}

// past lists the words of a name that are past forms.
func past(words []string) []string {
	var found []string
	for _, w := range words {
		if isPast(w) {
			found = append(found, w)
		}
	}
	return found
}

// verbs are imperatives that commands usually begin with, and that an event
// which begins with one was probably named after.
var verbs = strings.Fields(`
	accept activate add adjust allocate apply approve archive assign authorize authorise begin block book buy calculate
	cancel capture change charge check clear close complete confirm correct create credit deactivate debit decline
	cut delete deliver deny deposit disable discontinue dispatch do edit enable end enter execute expire fail finish
	forget fulfil fulfill get give grant handle import increase decrease initiate insert invite issue join launch leave
	list lock log lower make mark merge modify move notify open order pack pay perform pick place post process
	promote provide publish purchase put raise receive record refund register reject release remind remove rename renew
	reopen replace request reserve reset resolve restock restore resume retry return revoke rotate run save schedule
	sell send set ship sign split start stop store submit subscribe suspend switch sync take tell terminate transfer
	trigger unblock unlock unsubscribe update upgrade upload upsert use validate verify void withdraw write`)

func isVerb(word string) bool { return slices.Contains(verbs, word) }

// nounEnds are endings of words that name a thing, not a deed.
var nounEnds = strings.Fields(`tion sion ment ance ence ness ship`)

// verbsLikeNouns are verbs all the same.
var verbsLikeNouns = strings.Fields(`
	advance balance comment commence commission condition document enhance experience finance implement issue mention
	partition position provision question reference sequence ship supplement`)

func isNoun(word string) bool {
	if slices.Contains(verbsLikeNouns, word) || isVerb(word) {
		return false
	}
	return slices.ContainsFunc(nounEnds, func(end string) bool {
		return len(word) > len(end) && strings.HasSuffix(word, end)
	})
}

// asCamel writes words as the name of a type.
func asCamel(words ...string) string {
	var b strings.Builder
	for _, w := range words {
		first, size := utf8.DecodeRuneInString(w)
		b.WriteRune(unicode.ToUpper(first))
		b.WriteString(w[size:])
	}
	return b.String()
}

// pastOf guesses the past form of a verb, for a suggestion.
func pastOf(verb string) string {
	known := map[string]string{
		"begin": "begun", "buy": "bought", "do": "done", "get": "got", "give": "given", "leave": "left", "make": "made",
		"pay": "paid", "put": "put", "run": "run", "sell": "sold", "send": "sent", "set": "set", "split": "split",
		"take": "taken", "tell": "told", "withdraw": "withdrawn", "write": "written", "forget": "forgotten", "reset": "reset",
	}
	last := verb[len(verb)-1]
	switch {
	case known[verb] != "":
		return known[verb]
	case last == 'e':
		return verb + "d"
	case last == 'y' && len(verb) > 1 && !strings.ContainsRune("aeiou", rune(verb[len(verb)-2])):
		return verb[:len(verb)-1] + "ied"
	case slices.Contains([]string{"cancel", "ship", "submit", "stop", "transfer", "log", "debit"}, verb):
		if verb == "debit" {
			return "debited"
		}
		return verb + string(last) + "ed"
	default:
		return verb + "ed"
	}
}

package filter

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxOptions is the most completions that are offered at once: a list that
// is looked over, not read.
const maxOptions = 20

// Completion is one way to go on.
type Completion struct {
	Text  string // what is put in place
	About string // what it is, in a few words
}

// Vocabulary is what can be completed in a log. Any part may be missing.
type Vocabulary struct {
	Types      []string
	Categories []string
	Commands   []string
	Actors     []string
	Paths      []Path
	Event      uint64 // the position of an event to ask about, 0 for none
	// Streams returns at most limit names of streams that begin with prefix
	// in any case of letters.
	Streams func(prefix string, limit int) []string
}

// Path is a value that the world's events carry.
type Path struct {
	Name    string   // such as "amount" or "items.price"
	About   string   // such as "money"
	Ordered bool     // whether it is a number, so that it can be compared
	Values  []string // that it can have, where they are few
}

// Complete says what could stand at the caret, which counts bytes of text. Each
// option replaces the text from from to to. There are none where nothing
// is known, or where what stands there is complete.
func Complete(text string, caret int, v Vocabulary) (from, to int, options []Completion) {
	caret = max(0, min(caret, len(text)))
	for caret > 0 && caret < len(text) && !utf8.RuneStart(text[caret]) {
		caret--
	}
	if len(text) > maxLength {
		return caret, caret, nil
	}
	start, end := tokenAt(text, caret)
	for start < caret && text[start] == '-' {
		start++
	}
	if start < end && (text[start] == '"' || text[start] == '#') {
		return caret, caret, nil
	}
	head := start + headEnd(text[start:end])
	op, size := operatorAt(text[head:end])
	c := completer{vocabulary: v}
	switch {
	case op == "" || caret <= head:
		from, to = start, head
		c.head(text[start:min(caret, head)], op == "")
	case caret >= head+size:
		from, to = head+size, end
		c.prefix = strings.TrimPrefix(text[from:caret], `"`)
		c.value(text[start:head])
	default:
		return caret, caret, nil
	}
	if len(c.options) == 1 && c.options[0].Text == text[from:to] {
		return caret, caret, nil
	}
	return from, to, c.options
}

// tokenAt returns the word or term that the caret is in or right behind.
func tokenAt(text string, caret int) (start, end int) {
	for {
		end = tokenEnd(text, start)
		if end >= caret {
			return start, end
		}
		_, size := utf8.DecodeRuneInString(text[end:])
		start = end + size
	}
}

// tokenEnd returns where the token that begins at i ends: at a space or a
// parenthesis, but not at those in a quoted word or value.
func tokenEnd(text string, i int) int {
	for i < len(text) && text[i] == '-' {
		i++
	}
	if i < len(text) && text[i] != '"' {
		i += headEnd(text[i:])
		_, size := operatorAt(text[i:])
		i += size
	}
	if i < len(text) && text[i] == '"' {
		i = stringEnd(text, i)
	}
	if more := strings.IndexFunc(text[i:], ends); more >= 0 {
		return i + more
	}
	return len(text)
}

// completer gathers options.
type completer struct {
	vocabulary Vocabulary
	prefix     string // that they begin with, in any case of letters
	options    []Completion
}

// head offers fields for what was typed of a name, and where no operator
// follows yet, operators, whole terms and OR.
func (c *completer) head(typed string, whole bool) {
	c.prefix = typed
	colon := ""
	if whole {
		colon = string(opIs)
	}
	for _, f := range fields {
		switch {
		case f.kind != inData:
			c.offer(f.name+colon, f.about)
		case !strings.HasPrefix(typed, "data."):
			c.offer("data.", f.about)
		}
	}
	for _, p := range c.vocabulary.Paths {
		c.path(p, typed, whole)
	}
	if !whole || typed == "" {
		return
	}
	for _, t := range c.vocabulary.Types {
		if c.begins(t) {
			c.add("type:"+quoteValue(t), "type")
		}
	}
	for _, s := range c.streams() {
		c.add("stream:"+quoteValue(s), "stream")
	}
	c.offer("OR", "either side will do")
}

// path offers a path into the data; to one that is typed out, its operators.
func (c *completer) path(p Path, typed string, whole bool) {
	name := "data." + p.Name
	last := p.Name[strings.LastIndexByte(p.Name, '.')+1:]
	switch {
	case !whole:
		c.offer(name, p.About)
	case strings.EqualFold(typed, name):
		for _, op := range operators {
			if p.Ordered || !op.orders() {
				c.add(name+string(op), operatorAbout(op))
			}
		}
	case c.begins(name) && strings.HasPrefix(typed, "data.") || typed != "" && c.begins(last):
		op := opIs
		if p.Ordered {
			op = opMoreThan
		}
		c.add(name+string(op), p.About)
	}
}

// value offers values of a field for what was typed of one.
func (c *completer) value(name string) {
	v := c.vocabulary
	switch name {
	case "type":
		c.offerAll(v.Types, "")
	case "stream":
		for _, category := range v.Categories {
			c.offer(category+"-*", "every "+category)
		}
		for _, s := range c.streams() {
			c.add(quoteValue(s), "")
		}
	case "category":
		c.offerAll(v.Categories, "")
	case "command":
		c.offerAll(v.Commands, "")
	case "actor":
		c.offerAll(v.Actors, "")
	case "caused-by":
		if v.Event > 0 && c.prefix == "" {
			c.add("#"+strconv.FormatUint(v.Event, 10), "the newest event")
		}
	case "unknown":
		c.offerAll([]string{"true", "false"}, "")
	case "after", "before", "on":
		c.offer("today", "")
		c.offer("yesterday", "")
		if c.prefix == "" {
			c.add("14:03", "a time of day, with seconds if you like")
			c.add("2026-11-20", "a date")
			c.add("2026-11-20T14:03", "both")
		}
	default:
		for _, p := range v.Paths {
			if name == "data."+p.Name {
				c.offerAll(p.Values, "")
			}
		}
	}
}

func (c *completer) streams() []string {
	if c.vocabulary.Streams == nil || len(c.options) >= maxOptions {
		return nil
	}
	return c.vocabulary.Streams(c.prefix, maxOptions-len(c.options))
}

func (c *completer) offerAll(values []string, about string) {
	for _, value := range values {
		if c.begins(value) {
			c.add(quoteValue(value), about)
		}
	}
}

// offer adds an option that begins with what was typed.
func (c *completer) offer(text, about string) {
	if c.begins(text) {
		c.add(text, about)
	}
}

func (c *completer) add(text, about string) {
	if len(c.options) < maxOptions {
		c.options = append(c.options, Completion{text, about})
	}
}

func (c *completer) begins(text string) bool {
	return strings.HasPrefix(strings.ToLower(text), strings.ToLower(c.prefix))
}

// quoteValue writes a value so that it means just that.
func quoteValue(value string) string {
	var b strings.Builder
	star := strings.IndexByte(value, '*') >= 0
	control := strings.IndexFunc(value, unicode.IsControl) >= 0
	writeQuoted(&b, value, star || control || !isBareValue(value))
	return b.String()
}

func operatorAbout(op operator) string {
	switch op {
	case opIs:
		return "is, in any case; * is anything"
	case opExactly:
		return "is exactly"
	case opNot:
		return "is something else"
	case opMoreThan:
		return "more than"
	case opAtLeast:
		return "at least"
	case opLessThan:
		return "less than"
	default:
		return "at most"
	}
}

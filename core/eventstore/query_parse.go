package eventstore

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The words of a query.
const (
	everything = "*"
	either     = "or"
)

// marks make a value of what stands between them, and are part of nothing else.
const marks = `"\`

// maxQuery is the longest query that is read, in bytes: a dozen streams and
// values of the longest names there are.
const maxQuery = 4 << 10

// QueryError says why a query cannot be read.
type QueryError struct {
	At     int // byte of the text where the trouble begins
	Reason string
}

func (e *QueryError) Error() string { return e.Reason }

// ParseQuery reads a query as people write it: terms that must all fit, and
// "or" between one part and the next.
//
//	type:UsernameChosen data.username=ada or stream:user-7
//
// The terms are type:A,B, category:user, stream:user-1,user-2 and
// data.key=value, where a value with spaces stands in quotation marks. The
// text * is the query that matches every event. ParseQuery fails with a
// *QueryError that says what stands in the way.
func ParseQuery(text string) (Query, error) {
	if len(text) > maxQuery {
		return nil, &QueryError{maxQuery, fmt.Sprintf("the query is %d bytes long and %d is the most", len(text), maxQuery)}
	}
	if !utf8.ValidString(text) {
		return nil, &QueryError{0, "the query is not UTF-8"}
	}
	r := queryReader{text: text}
	var q Query
	for {
		part, err := r.part()
		if err != nil {
			return nil, err
		}
		q = append(q, part)
		if r.word() != either {
			break
		}
	}
	for i := range q {
		if q[i].String() == everything {
			return nil, nil // one part that fits any makes the others idle
		}
	}
	return q, nil
}

// queryReader takes a query's text apart.
type queryReader struct {
	text  string
	next  int // where the last term ended
	start int // where it began
	last  string
}

// word returns the term that was read last.
func (r *queryReader) word() string { return r.last }

// part reads terms up to the next "or", or the end.
func (r *queryReader) part() (Part, error) {
	var p Part
	for n := 0; ; n++ {
		term, err := r.term()
		switch {
		case err != nil:
			return p, err
		case term == "" || term == either:
			if n == 0 {
				return p, &QueryError{r.start, "a query needs a term such as type:MoneyDeposited, or * for every event"}
			}
			return p, nil
		case term == everything:
			continue
		}
		if err := r.take(&p, term); err != nil {
			return p, err
		}
	}
}

// term returns the next run of text without spaces outside of quotation marks.
func (r *queryReader) term() (string, error) {
	rest := r.text[r.next:]
	r.start = r.next + len(rest) - len(strings.TrimLeft(rest, " \t\n"))
	quoted := false
	i := r.start
	for ; i < len(r.text); i++ {
		switch c := r.text[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case (c == ' ' || c == '\t' || c == '\n') && !quoted:
			r.next, r.last = i, r.text[r.start:i]
			return r.last, nil
		}
	}
	if quoted {
		return "", &QueryError{r.start, "a quotation mark is not closed"}
	}
	r.next, r.last = len(r.text), r.text[r.start:]
	return r.last, nil
}

// take adds a term to the part.
func (r *queryReader) take(p *Part, term string) error {
	if tag, ok := strings.CutPrefix(term, "data."); ok {
		key, value, ok := strings.Cut(tag, "=")
		if !ok || key == "" || strings.ContainsAny(key, marks) {
			return &QueryError{r.start, fmt.Sprintf("%s needs a key and a value, such as data.username=ada", term)}
		}
		p.Data = append(p.Data, Tag{key, unquoted(value)})
		return nil
	}
	name, list, ok := strings.Cut(term, ":")
	if !ok || list == "" || strings.ContainsAny(term, marks) {
		return &QueryError{r.start, fmt.Sprintf("%s is not a term; write type:…, stream:…, category:… or data.key=…", term)}
	}
	for _, one := range strings.Split(list, ",") {
		if one == "" {
			return &QueryError{r.start, fmt.Sprintf("%s has a comma with nothing beside it", term)}
		}
		switch name {
		case "type":
			p.Types = append(p.Types, one)
		case "stream":
			if err := StreamID(one).Validate(); err != nil {
				return &QueryError{r.start, err.Error()}
			}
			p.Streams = append(p.Streams, StreamID(one))
		case "category":
			if p.Category != "" {
				return &QueryError{r.start, "a part of a query has one category; put or between two"}
			}
			p.Category = one
		default:
			return &QueryError{r.start, fmt.Sprintf("%s: is not known; write type:…, stream:…, category:… or data.key=…", name)}
		}
	}
	return nil
}

// unquoted returns a value without the quotation marks around it.
func unquoted(value string) string {
	inside, ok := strings.CutPrefix(value, `"`)
	if !ok {
		return value
	}
	inside = strings.TrimSuffix(inside, `"`)
	var b strings.Builder
	for i := 0; i < len(inside); i++ {
		if inside[i] == '\\' && i+1 < len(inside) {
			i++
		}
		b.WriteByte(inside[i])
	}
	return b.String()
}

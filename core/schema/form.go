package schema

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"playhead/core/json"
)

// Problem says what is wrong with one field, in a sentence without a subject,
// such as "must be at least 0.01".
type Problem struct {
	Field   string
	Message string
}

// ParseForm turns text typed into a form into a value of the struct type t, and names
// the fields that it cannot read or that break their rules. The value is of
// use only without problems.
func ParseForm(t reflect.Type, form map[string]string) (any, []Problem) {
	v := reflect.New(t).Elem()
	var problems []Problem
	for _, f := range Fields(t) {
		if err := setText(v.Field(f.index), f, form[f.Name]); err != nil {
			problems = append(problems, Problem{f.Name, err.Error()})
		}
	}
	return v.Interface(), withChecks(v, problems)
}

// Form returns a struct's values as text typed into a form: what ParseForm turns
// into the same values again, spaces around a text aside. What cannot be typed is
// left out.
func Form(value any) map[string]string {
	v := reflect.ValueOf(value)
	form := map[string]string{}
	for _, f := range Fields(v.Type()) {
		switch field := v.Field(f.index); {
		case f.Kind == Flag:
			form[f.Name] = strconv.FormatBool(field.Bool())
		case f.Kind == Number && field.CanInt():
			form[f.Name] = strconv.FormatInt(field.Int(), 10)
		case f.Kind == Number:
			form[f.Name] = strconv.FormatUint(field.Uint(), 10)
		case f.Kind == Money, f.Kind == Text, f.Kind == Choice:
			form[f.Name] = format(field)
		}
	}
	return form
}

// ParseData is ParseForm for JSON.
func ParseData(t reflect.Type, data json.RawMessage) (any, []Problem) {
	v := reflect.New(t)
	err := json.UnmarshalStrict(data, v.Interface())
	var mistyped *json.TypeError
	switch {
	case errors.As(err, &mistyped):
		return nil, []Problem{{mistyped.Field, "must be " + mistyped.Want + ", not " + mistyped.Value}}
	case err != nil:
		return nil, []Problem{{"", err.Error()}}
	}
	return v.Elem().Interface(), withChecks(v.Elem(), nil)
}

// empty is what is wrong with a field that is required and has nothing in it.
const empty = "must not be empty"

func setText(v reflect.Value, f Field, text string) error {
	text = strings.TrimSpace(text)
	if text == "" {
		if f.Required && (f.Kind == Money || f.Kind == Number) {
			return errors.New(empty) // the value would be 0, which breaks another rule or none
		}
		return nil // whether it may be empty is check's question
	}
	switch f.Kind {
	case Money:
		a, err := ParseAmount(text)
		if err != nil {
			return err
		}
		v.SetInt(int64(a))
	case Number:
		n, err := strconv.ParseInt(strings.ReplaceAll(text, ",", ""), 10, 64)
		if errors.Is(err, strconv.ErrRange) || err == nil && !v.CanInt() && n < 0 {
			return errors.New("is out of range")
		}
		if err != nil {
			return errors.New("write a whole number like 3")
		}
		if v.CanInt() {
			v.SetInt(n)
		} else {
			v.SetUint(uint64(n))
		}
	case Flag:
		v.SetBool(text == "true" || text == "on" || text == "yes")
	case Text, Choice:
		v.SetString(text)
	default:
		return fmt.Errorf("cannot be typed into a form")
	}
	return nil
}

// withChecks adds what breaks a rule, for fields that have no problem yet.
func withChecks(v reflect.Value, problems []Problem) []Problem {
	for _, f := range Fields(v.Type()) {
		if slices.ContainsFunc(problems, func(p Problem) bool { return p.Field == f.Name }) {
			continue
		}
		if message := f.check(v.Field(f.index)); message != "" {
			problems = append(problems, Problem{f.Name, message})
		}
	}
	return problems
}

// check returns how v breaks the field's rules, or nothing.
func (f Field) check(v reflect.Value) string {
	switch f.Kind {
	case Text:
		text := v.String()
		switch {
		case f.Required && strings.TrimSpace(text) == "":
			return empty
		case !utf8.ValidString(text):
			return "must be UTF-8 text"
		case f.Max != "" && utf8.RuneCountInString(text) > atoi(f.Max):
			return fmt.Sprintf("must be at most %s characters, not %d", f.Max, utf8.RuneCountInString(text))
		}
	case Choice:
		if text := v.String(); (text != "" || f.Required) && !slices.Contains(f.Choices, text) {
			return "must be one of " + strings.Join(f.Choices, ", ")
		}
	case Money:
		a := Amount(v.Int())
		least, _ := ParseAmount(f.Min)
		most, err := ParseAmount(f.Max)
		if err != nil {
			most = MaxAmount
		}
		if f.Min != "" && a < least {
			return "must be at least " + f.Min
		}
		if a > most || a < -MaxAmount {
			return "must be at most " + most.String()
		}
	case Number:
		if v.CanInt() && f.Min != "" && v.Int() < int64(atoi(f.Min)) {
			return "must be at least " + f.Min
		}
		if v.CanInt() && f.Max != "" && v.Int() > int64(atoi(f.Max)) {
			return "must be at most " + f.Max
		}
	}
	return ""
}

// atoi reads a bound of a tag; that it is a number is a test's promise.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

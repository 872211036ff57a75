package playground

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf16"

	"playhead/core/eventstore"
	"playhead/core/filter"
	"playhead/core/schema"
)

// filterBudget is how many events a filter looks at before others get a turn.
const filterBudget = 2048

// search is a filter with the events that it has found so far. There is one
// at a time: a new filter takes the place of the one before.
type search struct {
	text    string
	matcher *filter.Matcher
	matches []eventstore.Position
	scanned eventstore.Position
}

// maxRows is how many rows one request gets: more than any screen shows.
const maxRows = 500

func (p *Playground) events(ctx context.Context, params EventsParams) (EventsResult, error) {
	return locked(p, func(s *session) (EventsResult, error) {
		if err := p.find(ctx, s, strings.TrimSpace(params.Filter)); err != nil {
			return EventsResult{}, err
		}
		result := EventsResult{Head: s.index.head(), Scanned: s.index.head(), Total: int(s.index.head()), AtIndex: int(min(params.At, s.index.head())), Rows: []EventRow{}}
		position := func(i int) eventstore.Position { return eventstore.Position(i + 1) }
		if f := s.search; f != nil {
			result.Total, result.Scanned = len(f.matches), f.scanned
			result.AtIndex = sort.Search(len(f.matches), func(i int) bool { return f.matches[i] > params.At })
			position = func(i int) eventstore.Position { return f.matches[i] }
		}
		result.From = max(0, min(params.From, result.Total))
		to := min(result.From+max(0, min(params.Count, maxRows)), result.Total)
		for i := result.From; i < to; i++ {
			e, err := s.at(ctx, position(i))
			if err != nil {
				return EventsResult{}, err
			}
			result.Rows = append(result.Rows, s.row(e))
		}
		return result, nil
	})
}

// find makes text the session's filter, and looks at the log's first events:
// a short log is answered at once.
func (p *Playground) find(ctx context.Context, s *session, text string) error {
	if text == "" {
		s.search = nil
		return nil
	}
	if s.search == nil || s.search.text != text {
		parsed, err := filter.Parse(text)
		if err != nil {
			return filterError(text, err)
		}
		s.search = &search{text: text, matcher: parsed.Compile(p.filterEnv(s))}
	}
	more, err := p.filterSlice(ctx, s, filterBudget)
	if more {
		p.signal()
	}
	return err
}

func (p *Playground) filterEnv(s *session) filter.Env {
	return filter.Env{
		Now: p.config.Now(),
		Kind: func(eventType, path string) filter.Kind {
			for _, t := range s.world.Registry.Types(eventType) {
				for _, end := range t.Ends() {
					switch kindAt(end.Fields, path) {
					case schema.Money:
						return filter.Money
					case schema.Time:
						return filter.Time
					}
				}
			}
			return filter.Plain
		},
		ID: func(position uint64) [16]byte {
			e, err := s.at(context.Background(), eventstore.Position(position))
			if err != nil {
				return [16]byte{}
			}
			return e.ID
		},
		Known: func(eventType string, version int) bool {
			return s.world.Registry.Lookup(eventType, version) != nil
		},
	}
}

// kindAt returns the kind of the field at a path such as "items.price".
func kindAt(fields []schema.Field, path string) schema.FieldKind {
	name, rest, nested := strings.Cut(path, ".")
	for _, f := range fields {
		if f.Name == name && nested {
			return kindAt(f.Fields, rest)
		}
		if f.Name == name {
			return f.Kind
		}
	}
	return ""
}

// filterSlice looks at the next events for the session's filter, tells the
// page how far it has come, and reports whether there is more to look at.
func (p *Playground) filterSlice(ctx context.Context, s *session, budget int) (more bool, err error) {
	f := s.search
	if f == nil || f.scanned >= s.index.head() {
		return false, nil
	}
	for e, err := range s.log.Store.ReadAll(ctx, f.scanned) {
		if err != nil {
			return false, fmt.Errorf("filter events: %w", err)
		}
		if f.matcher.Match(&e, func() []byte { return s.encoded(e) }) {
			f.matches = append(f.matches, e.Position)
		}
		f.scanned = e.Position
		if budget--; budget == 0 || f.scanned >= s.index.head() {
			break
		}
	}
	p.config.Push(Push{pushProgress, ProgressPush{
		Task: "filter", Name: f.text, Done: int(f.scanned), Total: int(s.index.head()), Matches: len(f.matches),
	}})
	return f.scanned < s.index.head(), nil
}

func filterError(text string, err error) error {
	var problem *filter.Error
	if !errors.As(err, &problem) {
		return err
	}
	details := describeFilterError(text, problem)
	return &Error{Code: CodeBadFilter, Message: problem.Message, Details: details}
}

func describeFilterError(text string, e *filter.Error) *FilterProblem {
	return &FilterProblem{e.Message, units(text, e.From), units(text, e.To)}
}

// units turns an offset in bytes into one in UTF-16 code units.
func units(text string, bytes int) int {
	return len(utf16.Encode([]rune(text[:max(0, min(bytes, len(text)))])))
}

// bytesAt turns an offset in UTF-16 code units into one in bytes.
func bytesAt(text string, units int) int {
	for i, r := range text {
		if units <= 0 {
			return i
		}
		units -= utf16.RuneLen(r)
	}
	return len(text)
}

func (p *Playground) complete(_ context.Context, params CompleteParams) (CompleteResult, error) {
	return locked(p, func(s *session) (CompleteResult, error) {
		from, to, options := filter.Complete(params.Text, bytesAt(params.Text, params.Caret), s.vocabulary())
		result := CompleteResult{From: units(params.Text, from), To: units(params.Text, to), Options: []Completion{}}
		for _, o := range options {
			result.Options = append(result.Options, Completion{o.Text, o.About})
		}
		var problem *filter.Error
		if _, err := filter.Parse(params.Text); errors.As(err, &problem) {
			result.Problem = describeFilterError(params.Text, problem)
		}
		return result, nil
	})
}

// vocabulary is what can be completed in the session's log.
func (s *session) vocabulary() filter.Vocabulary {
	v := filter.Vocabulary{
		Event:  uint64(s.index.head()),
		Actors: sorted(s.index.actors), Commands: sorted(s.index.command),
		Streams: func(prefix string, limit int) []string {
			var names []string
			for _, stream := range s.index.search(strings.ToLower(prefix), "", limit).Streams {
				names = append(names, string(stream.ID))
			}
			return names
		},
	}
	paths := map[string]filter.Path{}
	for _, t := range s.world.Registry.Newest() {
		v.Types = append(v.Types, t.Name)
		addPaths(paths, "", t.Fields)
	}
	for category := range s.index.categories {
		v.Categories = append(v.Categories, category)
	}
	slices.Sort(v.Categories)
	for _, name := range sorted(paths) {
		v.Paths = append(v.Paths, paths[name])
	}
	return v
}

func addPaths(paths map[string]filter.Path, prefix string, fields []schema.Field) {
	for _, f := range fields {
		name := prefix + f.Name
		ordered := f.Kind == schema.Money || f.Kind == schema.Number || f.Kind == schema.Time
		paths[name] = filter.Path{Name: name, About: string(f.Kind), Ordered: ordered, Values: f.Choices}
		addPaths(paths, name+".", f.Fields)
	}
}

// sorted returns a map's keys in order, without the empty one.
func sorted[V any](m map[string]V) []string {
	var keys []string
	for key := range m {
		if key != "" {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// search finds streams by a part of their names: one of just that name, then
// the ones written last.
func (x *index) search(query, category string, limit int) StreamsResult {
	result := StreamsResult{Streams: []Stream{}}
	for _, stream := range x.streams {
		if category != "" && stream.Category != category || !strings.Contains(strings.ToLower(string(stream.ID)), query) {
			continue
		}
		result.Total++
		result.Streams = append(result.Streams, stream)
	}
	exact := func(s Stream) bool { return strings.ToLower(string(s.ID)) == query }
	slices.SortFunc(result.Streams, func(a, b Stream) int {
		if exact(a) != exact(b) {
			if exact(a) {
				return -1
			}
			return 1
		}
		return int(b.Last) - int(a.Last)
	})
	result.Streams = result.Streams[:min(len(result.Streams), limit)]
	return result
}

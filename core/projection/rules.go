package projection

import (
	"maps"
	"slices"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

// Unknown says what a projection does at an event that cannot be read: of a type or
// schema version that the world does not have, whose data does not fit, or whose upcaster
// failed.
type Unknown string

// What can be done.
const (
	// Ignore passes the event over. It is what projections do unless told otherwise.
	Ignore Unknown = ""
	// Show passes it over and shows it beside the read model as it was recorded.
	Show Unknown = "show"
	// Stop makes the projection fail at it, as at an event that makes no sense.
	Stop Unknown = "stop"
)

// Unread is the events that a projection passed over and shows. It never changes.
type Unread struct {
	Count  int
	Newest []UnreadEvent // the last of them, newest first
}

// UnreadEvent is an event as it was recorded.
type UnreadEvent struct {
	Position eventstore.Position
	schema.Raw
}

// unreadMost is how many unread events are shown: they stand beside a read model.
const unreadMost = 3

// with returns one more unread event.
func (u *Unread) with(e UnreadEvent) *Unread {
	next := &Unread{Count: 1, Newest: []UnreadEvent{e}}
	if u != nil {
		next.Count += u.Count
		next.Newest = append(next.Newest, u.Newest[:min(len(u.Newest), unreadMost-1)]...)
	}
	return next
}

// Rules say what projections do with events out of the ordinary, because somebody
// decided so. They are a value that never changes; the zero value has none.
type Rules struct {
	passed  map[SkipKey]bool
	unknown map[string]Unknown
	age     int // how many decisions led to these
}

// SkipKey names an event for a projection.
type SkipKey struct {
	Projection string
	Position   eventstore.Position
}

// Pass returns rules by which a projection also passes over one event.
func (r Rules) Pass(key SkipKey) Rules {
	r.passed = maps.Clone(r.passed)
	if r.passed == nil {
		r.passed = map[SkipKey]bool{}
	}
	r.passed[key] = true
	r.age++
	return r
}

// Passes reports whether a projection passes over an event.
func (r Rules) Passes(key SkipKey) bool { return r.passed[key] }

// upTo returns the rules for a log that shares this one's past up to a position:
// later events are others there.
func (r Rules) upTo(at eventstore.Position) Rules {
	r.passed = maps.Clone(r.passed)
	maps.DeleteFunc(r.passed, func(key SkipKey, _ bool) bool { return key.Position > at })
	return r
}

// passedBy lists the events that a projection passes over.
func (r Rules) passedBy(name string) []eventstore.Position {
	var positions []eventstore.Position
	for key := range r.passed {
		if key.Projection == name {
			positions = append(positions, key.Position)
		}
	}
	slices.Sort(positions)
	return positions
}

// WithUnknown returns rules by which a projection does something else at events that
// cannot be read.
func (r Rules) WithUnknown(name string, unknown Unknown) Rules {
	r.unknown = maps.Clone(r.unknown)
	if r.unknown == nil {
		r.unknown = map[string]Unknown{}
	}
	r.unknown[name] = unknown
	r.age++
	return r
}

// Unknown returns what a projection does at events that cannot be read.
func (r Rules) Unknown(name string) Unknown { return r.unknown[name] }

// Age tells rules apart that were made one after the other.
func (r Rules) Age() int { return r.age }

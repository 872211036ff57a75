package lint

import (
	"bytes"
	"fmt"
	"slices"

	"playhead/core/eventstore"
	"playhead/core/json"
	"playhead/core/schema"
)

const (
	// fewFields is how many fields a fact may repeat without saying much.
	fewFields = 4
	// maxStreams is how many streams' last events are kept to be compared with.
	// When there are more, all are let go: repetition shows in any of them.
	maxStreams = 1024
	// maxCompared is the most bytes of an event that is compared: larger ones
	// are found for their size.
	maxCompared = 2 << 10
)

// lastEvent is the last event of a stream.
type lastEvent struct {
	name string
	data []byte
}

// repeats says when an event states again nearly all that the one before it,
// of the same type and stream, stated.
func (l *Log) repeats(e eventstore.Event) {
	if len(e.Data) > maxCompared {
		return
	}
	before, ok := l.last[e.Stream]
	if len(l.last) >= maxStreams && !ok {
		clear(l.last)
	}
	l.last[e.Stream] = lastEvent{e.Type, e.Data}
	if !ok || before.name != e.Type {
		return
	}
	if bytes.Count(e.Data, []byte{':'}) < fewFields {
		return // most events: they are not even taken apart
	}
	fields, same := compared(before.data, e.Data)
	if fields < fewFields || same*4 < fields*3 || same == fields {
		return
	}
	l.note(e.Position, Finding{
		Rule: Repeated, Severity: Risk, Subject: Event, Name: e.Type,
		What: fmt.Sprintf("%s states %d fields, of which %d are as in the one before: it repeats the state.", e.Type, fields, same),
		Why:  "What happened has to be found by comparing the two, and whoever forgets a field changes it without meaning to.",
		Do:   "Record only what changed, under a name that says why.",
	})
}

// compared counts the fields of an event's data, and those that the data
// before it has with the same value.
func compared(before, now []byte) (fields, same int) {
	old := map[string]string{}
	for name, value := range json.Members(before) {
		old[name] = string(value)
	}
	for name, value := range json.Members(now) {
		fields++
		if was, ok := old[name]; ok && was == string(value) {
			same++
		}
	}
	return fields, same
}

// wholeState says when an event that does not begin its stream carries nearly
// all that the state consists of.
func (l *Log) wholeState(e eventstore.Event, known *schema.EventType) {
	state := l.world.States[e.Stream.Category()]
	if known == nil || e.Version == 1 || len(state) < fewFields {
		return
	}
	same := 0
	for _, s := range state {
		if slices.ContainsFunc(known.Fields, func(f schema.Field) bool { return f.Name == s.Name && f.Kind == s.Kind }) {
			same++
		}
	}
	if same*5 < len(state)*4 {
		return
	}
	l.note(e.Position, Finding{
		Rule: WholeState, Severity: Risk, Subject: Event, Name: e.Type,
		What: fmt.Sprintf("%s carries %d of the %d fields that the state of %s has.", e.Type, same, len(state), e.Stream.Category()),
		Why:  "It says how things stand, not what happened: two of them have to be compared to find out. It grows with the state.",
		Do:   "Record only what the fact changed. How things stand is what a fold or a snapshot is for.",
	})
}

package durable

import (
	"fmt"

	"playhead/core/eventstore"
)

// Kind says in which way recorded events were found damaged.
type Kind string

// The kinds of damage.
const (
	Gap     Kind = "gap"     // events are missing, and later ones are there
	Fork    Kind = "fork"    // two different events claim the same position, and both fit
	Torn    Kind = "torn"    // the end is missing or cut off
	Flipped Kind = "flipped" // bytes are not those that were written
	Lost    Kind = "lost"    // the whole log was gone from the database
)

// Outcome says what became of damage.
type Outcome string

// The outcomes.
const (
	// Restored events are all there again, from the other copy.
	Restored Outcome = "restored"
	// Quarantined events could not be restored. What was found in their place
	// is kept as it is, aside from the log.
	Quarantined Outcome = "quarantined"
)

// Finding is damage that was met, and what became of it.
type Finding struct {
	Kind    Kind
	From    eventstore.Position // the first event concerned
	To      eventstore.Position // the last one
	Outcome Outcome
}

var kindSentences = map[Kind]string{
	Gap:     "were missing from",
	Fork:    "stand twice, and differently, in",
	Torn:    "were cut off the end of",
	Flipped: "were changed in",
	Lost:    "were gone from",
}

// String tells the finding in a sentence, without its full stop.
func (f Finding) String() string {
	what := fmt.Sprintf("Events #%d to #%d %s the browser’s storage", f.From, f.To, kindSentences[f.Kind])
	if f.From == f.To {
		what = fmt.Sprintf("Event #%d %s the browser’s storage", f.From, singular(kindSentences[f.Kind]))
	}
	if f.Outcome == Restored {
		return what + " and restored from the second copy"
	}
	return what + "; the second copy has no better, and what was found is kept aside"
}

func singular(sentence string) string {
	switch sentence[:4] {
	case "were":
		return "was" + sentence[4:]
	default:
		return "stands" + sentence[len("stand"):]
	}
}

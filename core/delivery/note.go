package delivery

import (
	"strconv"

	"playhead/core/eventstore"
	"playhead/core/projection"
)

// What says what happened to an event at a subscriber.
type What string

// What can happen besides an event being taken once, in its turn.
const (
	Dropped      What = "dropped"      // the channel lost it; Detail says what follows
	Missed       What = "missed"       // it came while the subscriber was down
	Held         What = "held"         // it waits for the one that Detail names
	TooLate      What = "tooLate"      // a later one was taken before
	OutOfOrder   What = "outOfOrder"   // taken before the one of its stream that Detail names
	PassedOver   What = "passedOver"   // it is remembered
	CountedAgain What = "countedAgain" // Detail says what that changed
	Crashed      What = "crashed"      // before the checkpoint was written; Detail counts what was not in it
	Failed       What = "failed"       // the handler will try again
	Lost         What = "lost"         // the handler failed, and nobody tries again
	Parked       What = "parked"       // Detail says why
	Replayed     What = "replayed"     // from the park; Detail says what that changed
	StillParked  What = "stillParked"  // the replay failed as well
)

// Note is one delivery that is worth a look.
type Note struct {
	Tick     int
	Position eventstore.Position
	What     What
	Detail   string
	Harm     bool // the read model can be wrong by this
}

func (r *Run) note(p parcel, what What, detail string, harm bool) {
	r.notes = append(r.notes, Note{r.tick, r.events[p.event].Position, what, detail, harm})
}

// Notes returns what happened so far, in order.
func (r *Run) Notes() []Note { return r.notes }

func number(p eventstore.Position) string { return "#" + strconv.FormatUint(uint64(p), 10) }

func counted(events int) string {
	if events == 1 {
		return "1 event"
	}
	return strconv.Itoa(events) + " events"
}

// changeOf tells what differs between two models one event apart, such as
// "account-1 balance 100.00 to 150.00"; empty when nothing does.
func changeOf(before, after projection.Model) string {
	for d := range projection.Compare(after, before) {
		switch text := d.Key + " " + d.Field; {
		case d.Is == nil:
			return text + " gone"
		case d.Want == nil:
			return text + " " + *d.Is
		default:
			return text + " " + *d.Want + " to " + *d.Is
		}
	}
	return ""
}

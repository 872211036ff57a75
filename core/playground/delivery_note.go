package playground

import (
	"slices"

	"playhead/core/delivery"
)

// note lists what is worth a look, of all subscribers, up to the tick.
func (d *desk) note(result *DeliveryResult, runs []*delivery.Run, harm bool) {
	for i, run := range runs {
		for _, n := range run.Notes() {
			if harm && !n.Harm {
				continue
			}
			result.Total++
			switch {
			case n.Tick < result.Tick && (result.Previous == nil || n.Tick > *result.Previous):
				result.Previous = &n.Tick
			case n.Tick > result.Tick && (result.Next == nil || n.Tick < *result.Next):
				result.Next = &n.Tick
			}
			if n.Tick <= result.Tick {
				result.Notes = append(result.Notes, d.describeNote(i, n))
			}
		}
	}
	slices.SortStableFunc(result.Notes, func(a, b DeliveryNote) int { return b.Tick - a.Tick })
	result.Notes = result.Notes[:min(len(result.Notes), mostNotes)]
}

func (d *desk) describeNote(subscriber int, n delivery.Note) DeliveryNote {
	e := d.events[n.Position-d.events[0].Position]
	return DeliveryNote{
		Tick: n.Tick, Subscriber: subscriber, Position: n.Position, Type: e.Type, Stream: e.Stream,
		Text: noteSentence(n), Harm: n.Harm,
	}
}

func noteSentence(n delivery.Note) string {
	with := func(text, detail string) string {
		if detail == "" {
			return text + "."
		}
		return text + ": " + detail + "."
	}
	switch n.What {
	case delivery.Dropped:
		return "Lost on the way, " + n.Detail + "."
	case delivery.Missed:
		return "Came while the subscriber was down."
	case delivery.Held:
		return "Held back until " + n.Detail + " has come."
	case delivery.TooLate:
		return "Came too late, and was passed over."
	case delivery.OutOfOrder:
		return "Taken before " + n.Detail + " of the same stream."
	case delivery.PassedOver:
		return "Came again, and was passed over."
	case delivery.CountedAgain:
		if n.Detail == "" {
			return "Counted again, which changed nothing."
		}
		return with("Counted again", n.Detail)
	case delivery.Crashed:
		return "Crashed here. Not in the checkpoint: " + n.Detail + "."
	case delivery.Failed:
		return with("Could not be handled, will be tried again", n.Detail)
	case delivery.Lost:
		return with("Could not be handled, and is lost", n.Detail)
	case delivery.Parked:
		return with("Parked", n.Detail)
	case delivery.Replayed:
		return with("Replayed from the park", n.Detail)
	case delivery.StillParked:
		return with("Replayed, and parked again", n.Detail)
	}
	return string(n.What)
}

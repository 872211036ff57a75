package process

import (
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/schema"
)

// Drill is the stream of the simulated clock and of the failures that were
// arranged. They are events like all others, so that every moment, every tab
// and every reload sees the same.
const Drill eventstore.StreamID = "drill"

// ClockAdvanced runs the simulated clock forward, by which processes time out.
type ClockAdvanced struct {
	Seconds int `json:"seconds"`
}

// FailureArranged lets a step fail, once.
type FailureArranged struct {
	Failure Failure `json:"failure"`
	Step    string  `json:"step"`
	// Process is the process that it strikes, or the category of the next one
	// that comes to the step.
	Process eventstore.StreamID `json:"process"`
}

// FailuresSeeded lets steps fail at random, the same ones for the same seed;
// zero percent ends it.
type FailuresSeeded struct {
	Seed    uint64 `json:"seed"`
	Percent int    `json:"percent"`
}

// FailureStruck says that a step was made to fail.
type FailureStruck struct {
	Failure Failure             `json:"failure"`
	Step    string              `json:"step"`
	Process eventstore.StreamID `json:"process"`
	Attempt int                 `json:"attempt,omitempty"`
}

// RunnerRestarted starts the runner again after it crashed.
type RunnerRestarted struct{}

// RunnerHeld stops the runner, until it is released: then steps are taken one
// by one, when somebody asks.
type RunnerHeld struct{}

// RunnerReleased lets the runner go on.
type RunnerReleased struct{}

// Failure is a way for a step to fail.
type Failure string

// The failures.
const (
	Refuse      Failure = "refuse"      // the command is refused and never sent
	CrashBefore Failure = "crashBefore" // the runner stops before it sends the command
	CrashAfter  Failure = "crashAfter"  // the runner stops after the command took effect, before that is noted
	NoAnswer    Failure = "noAnswer"    // the command is lost on its way
)

// Failures lists the failures.
func Failures() []Failure { return []Failure{Refuse, CrashBefore, CrashAfter, NoAnswer} }

// Desk is what the events of the drill add up to.
type Desk struct {
	Clock    string            `json:"clock"`    // since the log began, as people read it
	Seconds  int               `json:"seconds"`  // the same, to reckon with
	Held     bool              `json:"held"`     // whether steps wait for somebody to ask
	Crashed  string            `json:"crashed"`  // where the runner stopped, if it did
	Arranged []FailureArranged `json:"arranged"` // and not struck yet
	Seed     uint64            `json:"seed"`
	Percent  int               `json:"percent"`
}

// mostArranged is how many failures can wait at once: more than a person
// arranges, and few enough to be looked through at every step.
const mostArranged = 100

// Longest is the most that the clock runs forward at once.
const Longest = 366 * 24 * time.Hour

// Now is the time on the simulated clock.
func (d Desk) Now() time.Duration { return time.Duration(d.Seconds) * time.Second }

// Evolve returns the desk after one more event.
func (d Desk) Evolve(e any) Desk {
	switch e := e.(type) {
	case ClockAdvanced:
		d.Seconds += max(e.Seconds, 0)
		d.Clock = ClockText(d.Now())
	case FailureArranged:
		d.Arranged = append(slices.Clone(d.Arranged), e)
		d.Arranged = d.Arranged[max(0, len(d.Arranged)-mostArranged):]
	case FailuresSeeded:
		d.Seed, d.Percent = e.Seed, min(max(e.Percent, 0), 100)
	case FailureStruck:
		i := slices.IndexFunc(d.Arranged, func(a FailureArranged) bool { return a.strikes(e) })
		if i >= 0 {
			d.Arranged = slices.Delete(slices.Clone(d.Arranged), i, i+1)
		}
		if e.Failure == CrashBefore || e.Failure == CrashAfter {
			d.Crashed = e.Step + " of " + string(e.Process)
		}
	case RunnerRestarted:
		d.Crashed = ""
	case RunnerHeld:
		d.Held = true
	case RunnerReleased:
		d.Held = false
	}
	return d
}

func (a FailureArranged) strikes(s FailureStruck) bool {
	return a.Failure == s.Failure && a.meets(s.Process, s.Step)
}

func (a FailureArranged) meets(stream eventstore.StreamID, step string) bool {
	return a.Step == step && (a.Process == stream || string(a.Process) == stream.Category())
}

// arranged returns the failure that is to strike a step of a process, if one
// is: that has not struck yet.
func (d Desk) arranged(stream eventstore.StreamID, a *Ask) (Failure, bool) {
	for _, arranged := range d.Arranged {
		if arranged.meets(stream, a.Step) && !slices.Contains(a.Struck, arranged.Failure) {
			return arranged.Failure, true
		}
	}
	if d.Percent == 0 || len(a.Struck) > 0 {
		return "", false
	}
	// Not the ids, which are others each time: a class that enters one seed sees one run.
	name := strconv.FormatUint(d.Seed, 10) + " " + string(stream) + " " + a.Step + " " + strconv.Itoa(a.Attempt)
	dice := uuid.NewSHA1(uuid.Nil, []byte(name))
	// The last bytes: those in the middle hold what kind of id it is.
	if int(dice[14])<<8+int(dice[15]) >= d.Percent<<16/100 {
		return "", false
	}
	return Failures()[int(dice[13])%len(Failures())], true
}

// ClockText writes a time on the simulated clock as people read it.
func ClockText(at time.Duration) string {
	s := int(at / time.Second)
	text := two(s/3600%24) + ":" + two(s/60%60) + ":" + two(s%60)
	if days := s / 86400; days > 0 {
		text = strconv.Itoa(days) + "d " + text
	}
	return text
}

func two(n int) string { return strconv.Itoa(n/10) + strconv.Itoa(n%10) }

// DeskDecider folds the stream of the drill.
func DeskDecider() *aggregate.Decider {
	return &aggregate.Decider{
		Type: "Drill", Initial: Desk{Clock: ClockText(0)},
		Decide: func(any, any) ([]any, error) {
			return nil, &aggregate.Refusal{Code: "wrong_stream", Message: "no command goes to the drill"}
		},
		Evolve: func(state, event any) any { return state.(Desk).Evolve(event) },
	}
}

// RegisterDrill adds the events of the drill to what a world knows.
func RegisterDrill(r *schema.Registry) {
	for _, e := range []any{
		ClockAdvanced{}, FailureArranged{}, FailuresSeeded{}, FailureStruck{},
		RunnerRestarted{}, RunnerHeld{}, RunnerReleased{},
	} {
		t := reflect.TypeOf(e)
		r.Register(t.Name(), 1, t)
	}
}

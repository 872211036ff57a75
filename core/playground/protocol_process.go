package playground

import (
	"playhead/core/eventstore"
)

// ProcessesParams asks for the processes at a moment.
type ProcessesParams struct {
	// Position is the moment; absent means now.
	Position *eventstore.Position `json:"position,omitempty"`
	From     int                  `json:"from,omitempty"`  // newest first, from 0
	Count    int                  `json:"count,omitempty"` // at most 100; 0 for 8
	// Open names the process to tell all about.
	Open eventstore.StreamID `json:"open,omitempty"`
}

// ProcessesResult is the processes at a moment, those that began last first.
type ProcessesResult struct {
	Position eventstore.Position `json:"position"`
	Managers []ProcessManager    `json:"managers"` // of the open world
	Worlds   []string            `json:"worlds"`   // those that have process managers
	Total    int                 `json:"total"`
	From     int                 `json:"from"`
	Rows     []ProcessRow        `json:"rows"`
	Drill    Drill               `json:"drill"`
	Opened   *Process            `json:"opened,omitempty"`
}

// ProcessManager is a kind of process.
type ProcessManager struct {
	Name     string   `json:"name"`
	Category string   `json:"category"` // of its streams
	About    string   `json:"about"`
	Steps    []string `json:"steps"` // in which failures can be arranged
}

// ProcessStatus says how a process stands.
type ProcessStatus string

// The ways in which a process stands.
const (
	ProcessRunning ProcessStatus = "running"
	ProcessDone    ProcessStatus = "done"
	ProcessUndone  ProcessStatus = "undone"  // what it had done was undone
	ProcessRefused ProcessStatus = "refused" // nothing had to be undone
	ProcessStuck   ProcessStatus = "stuck"   // waits for a person
)

// ProcessRow is a process in a list.
type ProcessRow struct {
	Stream  eventstore.StreamID `json:"stream"`
	Manager string              `json:"manager"`
	Status  ProcessStatus       `json:"status"`
	Why     string              `json:"why"`     // in a few words
	Summary string              `json:"summary"` // of what it began with
	First   eventstore.Position `json:"first"`   // of its events
	Last    eventstore.Position `json:"last"`
}

// Process is all that is known of a process at a moment.
type Process struct {
	Row     ProcessRow    `json:"row"`
	Values  []Value       `json:"values"` // its state
	Steps   []ProcessStep `json:"steps"`
	Waiting []ProcessAsk  `json:"waiting"`
	// History is what it led to, in its own stream and in others, oldest
	// first; More says that there is more than that.
	History []EventRow `json:"history"`
	More    bool       `json:"more"`
}

// ProcessStep is a step of a process.
type ProcessStep struct {
	Name  string    `json:"name"`
	About string    `json:"about"`
	State StepState `json:"state"`
	Undo  string    `json:"undo,omitempty"` // what undoes it
}

// StepState says how far a step has come.
type StepState string

// The states of a step.
const (
	StepLeft    StepState = "left"
	StepNow     StepState = "now"
	StepDone    StepState = "done"
	StepFailed  StepState = "failed"
	StepUndoing StepState = "undoing"
	StepUndone  StepState = "undone"
	StepSkipped StepState = "skipped"
)

// ProcessAsk is what a process waits for.
type ProcessAsk struct {
	Step    string              `json:"step"`
	Stream  eventstore.StreamID `json:"stream,omitempty"`  // where its command goes
	Command string              `json:"command,omitempty"` // in a few words; empty when it waits for somebody
	Attempt int                 `json:"attempt"`           // from 1
	Due     string              `json:"due,omitempty"`     // on the simulated clock
	State   AskState            `json:"state"`
}

// AskState says what became of a request so far.
type AskState string

// The states of a request.
const (
	AskToSend   AskState = "toSend"   // recorded, and not sent: it stands in the outbox
	AskAnswered AskState = "answered" // took effect, and that is not noted yet
	AskLost     AskState = "lost"     // sent, and no answer comes
	AskWaits    AskState = "waits"    // it is for somebody else to act
)

// Drill is the simulated clock and what is to go wrong.
type Drill struct {
	Clock    string            `json:"clock"`
	Seconds  int               `json:"seconds"` // the same, to reckon with
	Due      int               `json:"due"`     // seconds until something times out, 0 when nothing waits
	Held     bool              `json:"held"`
	Crashed  string            `json:"crashed,omitempty"` // where the runner stopped
	Arranged []ArrangedFailure `json:"arranged"`
	Seed     uint64            `json:"seed"`
	Percent  int               `json:"percent"` // of the steps that fail at random
}

// Standstill says whether the runner of processes does nothing by itself, and
// what waits for it. It is the same in all tabs.
type Standstill struct {
	Crashed string `json:"crashed,omitempty"` // where the runner stopped
	Held    bool   `json:"held"`
	// Since is the event that stopped it, 0 while it runs.
	Since     eventstore.Position `json:"since"`
	Timestamp int64               `json:"timestamp"` // of that event, in milliseconds
	// Events counts those that no process has heard of yet, though it should, up
	// to 1,000, and Processes those that are under way.
	Events    int `json:"events"`
	Processes int `json:"processes"`
}

// FailureKind is a way for a step to fail.
type FailureKind string

// The ways to fail.
const (
	FailRefuse      FailureKind = "refuse"
	FailCrashBefore FailureKind = "crashBefore"
	FailCrashAfter  FailureKind = "crashAfter"
	FailNoAnswer    FailureKind = "noAnswer"
)

// ArrangedFailure is a failure that waits for its step.
type ArrangedFailure struct {
	Failure FailureKind `json:"failure"`
	Step    string      `json:"step"`
	// Process is the process that it strikes, or the category of the next one
	// that comes to the step.
	Process string `json:"process"`
}

// RunClockParams runs the simulated clock forward.
type RunClockParams struct {
	Seconds int `json:"seconds"` // at least 1, at most a year
}

// RunnerParams asks something of the runner.
type RunnerParams struct {
	Do RunnerDo `json:"do"`
}

// RunnerDo is what can be asked of the runner.
type RunnerDo string

// What can be asked.
const (
	RunnerHold    RunnerDo = "hold"    // take no step by itself
	RunnerRelease RunnerDo = "release" // go on by itself
	RunnerStep    RunnerDo = "step"    // take one step
	RunnerRestart RunnerDo = "restart" // start again after a crash
)

// SeedFailuresParams lets steps fail at random.
type SeedFailuresParams struct {
	Seed    uint64 `json:"seed"`
	Percent int    `json:"percent"` // 0 to 100
}

// DrillResult is the drill after something was asked of it.
type DrillResult struct {
	Drill Drill               `json:"drill"`
	Head  eventstore.Position `json:"head"`
	// Acted says whether a step that was asked for could be taken.
	Acted bool `json:"acted"`
}

package playground

import "reflect"

// Kind is a kind of request: what it takes and what it answers.
type Kind struct {
	Name   string
	About  string
	Params reflect.Type
	Result reflect.Type
}

func kind[P, R any](name, about string) Kind {
	return Kind{name, about, reflect.TypeFor[P](), reflect.TypeFor[R]()}
}

// Kinds lists every kind of request. web/src/protocol.ts and the README's
// table are generated from it.
func Kinds() []Kind {
	return []Kind{
		kind[None, WorldsResult]("worlds", "the worlds that can be opened"),
		kind[OpenParams, Opened]("open", "open a world with its log"),
		kind[None, Log]("log", "the log at its head"),
		kind[ResetParams, Opened]("reset", "throw the open world's log away and start again"),
		kind[StreamsParams, StreamsResult]("streams", "find streams by name"),
		kind[CommandParams, Outcome]("command", "send a command to a stream"),
		kind[AppendParams, Outcome]("append", "record events as they are, without a command"),
		kind[TrafficParams, Outcome]("traffic", "send the next command of a seeded run"),
		kind[EventsParams, EventsResult]("events", "a window of the events that match a filter"),
		kind[EventParams, EventResult]("event", "all that is known of one event"),
		kind[CompleteParams, CompleteResult]("complete", "what could stand at the caret of a filter"),
		kind[MomentParams, Moment]("moment", "the state of everything at one moment"),
		kind[DiffParams, DiffResult]("diff", "what differs between two moments"),
		kind[TimelineParams, TimelineResult]("timeline", "a stretch of the log, cut into buckets and lanes"),
		kind[LocateParams, LocateResult]("locate", "the moment at a time"),
		kind[StepParams, StepResult]("step", "the next event of the same stream or type"),
		kind[ProjectionParams, ProjectionState]("rebuild", "build a projection again from the first event"),
		kind[ProjectionParams, ProjectionState]("cancel", "give up a rebuild and keep what was there"),
		kind[ResumeParams, ProjectionState]("resume", "let a failed projection go on"),
	}
}

// Pushes lists every kind of push.
func Pushes() []Kind {
	return []Kind{
		kind[None, AppendedPush]("appended", "there are new events at the end of the log"),
		kind[None, ProjectionState]("projected", "a projection moved, failed or was rebuilt"),
		kind[None, ProgressPush]("progress", "a long work came further"),
		kind[None, LogPush]("replaced", "another tab reset the log; this one has opened the new one"),
		kind[None, LogPush]("guarantee", "the log is kept in another way than before"),
	}
}

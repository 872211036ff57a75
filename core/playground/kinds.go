package playground

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"playhead/core/json"
)

// Kind is a kind of request, or of push: what it takes and what it answers.
type Kind struct {
	Name   string
	About  string
	Params reflect.Type
	Result reflect.Type
	serve  func(*Playground, context.Context, Request) (any, error)
}

// kind makes a Kind of a method. Only what must know the types is generic: such
// code is compiled, and downloaded, once for each kind.
func kind[P, R any](name, about string, serve func(*Playground, context.Context, P) (R, error)) Kind {
	return Kind{
		name, about, reflect.TypeFor[P](), reflect.TypeFor[R](),
		func(p *Playground, ctx context.Context, r Request) (any, error) {
			params := new(P)
			if err := readParams(r, params); err != nil {
				return nil, err
			}
			return serve(p, ctx, *params)
		},
	}
}

// readParams reads a request's params into what params points to; a request
// without any has the zero value. What is attached is theirs, if they have
// room for it.
func readParams(r Request, params any) error {
	if with, ok := params.(interface{ attach(text string) }); ok && r.attached != "" {
		with.attach(r.attached)
	}
	if len(r.Params) == 0 {
		return nil
	}
	if err := json.Unmarshal(r.Params, params); err != nil {
		return &Error{Code: CodeBadRequest, Message: fmt.Sprintf("The params of %q cannot be read: %v.", r.Kind, err)}
	}
	return nil
}

// Kinds lists every kind of request. web/src/protocol.ts and the README's
// table are generated from it. What belongs together sits in a list of its own.
func Kinds() []Kind {
	return slices.Concat(
		worldKinds(),
		commandKinds(),
		logKinds(),
		momentKinds(),
		snapshotKinds(),
		schemaKinds(),
		timeKinds(),
		blameKinds(),
		compareKinds(),
		branchKinds(),
		whatIfKinds(),
		undoKinds(),
		lintKinds(),
		forgettingKinds(),
		actorKinds(),
		deliveryKinds(),
		crudKinds(),
		processKinds(),
		paceKinds(),
		checkKinds(),
		topicKinds(),
	)
}

func worldKinds() []Kind {
	return []Kind{
		kind("worlds", "the worlds that can be opened", (*Playground).worlds),
		kind("open", "open a world with its log", (*Playground).open),
		kind("reset", "throw the open world's log away and start again", (*Playground).reset),
	}
}

func commandKinds() []Kind {
	return []Kind{
		kind("command", "send a command to a stream", (*Playground).command),
		kind("append", "record events as they are, without a command", (*Playground).append),
		kind("traffic", "send the next command of a seeded run", (*Playground).traffic),
	}
}

func logKinds() []Kind {
	return []Kind{
		kind("log", "the log at its head", (*Playground).log),
		kind("streams", "find streams by name", (*Playground).streams),
		kind("events", "a window of the events that match a filter", (*Playground).events),
		kind("event", "all that is known of one event", (*Playground).event),
		kind("export", "events as lines of JSON, to be kept in a file", (*Playground).export),
		kind("import", "record events that come as lines of JSON", (*Playground).imports),
		kind("complete", "what could stand at the caret of a filter", (*Playground).complete),
	}
}

func momentKinds() []Kind {
	return []Kind{
		kind("moment", "the state of everything at one moment", (*Playground).moment),
		kind("diff", "what differs between two moments", (*Playground).diff),
		kind("rebuild", "build a projection again from the first event", (*Playground).rebuild),
		kind("cancel", "give up a rebuild and keep what was there", (*Playground).cancel),
		kind("resume", "let a failed projection go on", (*Playground).resume),
		kind("unknown", "say what a projection does at events that cannot be read", (*Playground).unknown),
	}
}

func timeKinds() []Kind {
	return []Kind{
		kind("timeline", "a stretch of the log, cut into buckets and lanes", (*Playground).timeline),
		kind("locate", "the moment at a time", (*Playground).locate),
		kind("step", "the next event of the same stream or type", (*Playground).step),
	}
}

// The kinds of pushes.
const (
	pushAppended  = "appended"
	pushProjected = "projected"
	pushProgress  = "progress"
	pushReplaced  = "replaced"
	pushMended    = "mended"
	pushPreview   = "preview"
	pushGuarantee = "guarantee"
	pushChecked   = "checked"
	pushBranches  = "branches"
	pushForgotten = "forgotten"
)

func push[D any](name, about string) Kind {
	return Kind{Name: name, About: about, Params: reflect.TypeFor[None](), Result: reflect.TypeFor[D]()}
}

// Pushes lists every kind of push.
func Pushes() []Kind {
	return []Kind{
		push[AppendedPush](pushAppended, "there are new events at the end of the log"),
		push[ProjectionState](pushProjected, "a projection moved, failed or was rebuilt"),
		push[ProgressPush](pushProgress, "a long work came further"),
		push[LogPush](pushReplaced, "another tab reset the log; this one has opened the new one"),
		push[LogPush](pushMended, "the log was found damaged, mended, and opened again"),
		push[PreviewPush](pushPreview, "the end of a long log, before it is open"),
		push[BranchesResult](pushBranches, "another tab changed the branches"),
		push[CheckState](pushChecked, "the replay check compared the projections as they stand"),
		push[LogPush](pushGuarantee, "the log is kept in another way than before"),
		push[ForgottenPush](pushForgotten, "persons were forgotten; what was answered about them is to be asked for again"),
	}
}

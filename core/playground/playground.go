// Package playground is the façade of the core: one Playground answers all
// requests of a page. Time, ids, storage and turns are handed in, so that the
// same playground runs in a test, in a worker, and the same way twice.
package playground

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/sealing"
	"playhead/core/world"
)

// Config is what a playground is made of.
type Config struct {
	Worlds  []*world.World
	Storage Storage
	// Now returns the time, in the location that people type times in.
	Now func() time.Time
	// Elapsed returns how long something has been running, by a clock that only goes
	// forward, to measure with. Nil measures with Now.
	Elapsed func() time.Duration
	// NewID returns a new UUIDv7 for the time.
	NewID func(time.Time) uuid.UUID
	// NewKey returns a key that nobody can foresee, for a person's data. Nil
	// records everything in the clear.
	NewKey func() sealing.Key
	// Code names the program that folds, and is another with each that is built: what it
	// kept beside a log is of no use to another. Empty keeps nothing.
	Code string
	// Pause gives others a turn during long work, and ends the work with an
	// error when ctx has ended. Nil only looks at ctx.
	Pause func(context.Context) error
	// Push tells the page something. It must not call the playground. Nil
	// tells nobody.
	Push func(Push)
	// After calls back once after so long. Nil never does; then Work has to be
	// called again for projections that wait.
	After func(time.Duration, func())
	// Safe makes a playground that only reads by itself: it records no
	// history, and neither projections nor the timeline are folded. It is for
	// a log on which the whole playground has failed.
	Safe bool
}

// Playground answers requests about one open world. It is safe for use by
// several goroutines.
type Playground struct {
	config Config
	kinds  map[string]Kind
	way    *way
	wake   chan struct{} // holds at most one: there is work

	opening sync.Mutex // held while a session is replaced
	// forgetting is held while a person is being forgotten, and while a checkpoint is
	// made: what it has of them must not be kept without their key.
	forgetting sync.Mutex
	mu         sync.Mutex // guards what follows, and what is inside of the session
	session    *session
	tree       *tree // that the session is of
}

// New returns a playground in which no world is open.
func New(config Config) *Playground {
	if config.Pause == nil {
		config.Pause = func(ctx context.Context) error { return ctx.Err() }
	}
	if config.Push == nil {
		config.Push = func(Push) {}
	}
	way := &way{}
	config.Pause = way.giving(config.Pause)
	p := &Playground{config: config, way: way, kinds: map[string]Kind{}, wake: make(chan struct{}, 1)}
	for _, k := range Kinds() {
		p.kinds[k.Name] = k
	}
	return p
}

// Handle answers one request. What goes wrong is in the response. A panic is
// not: after one the playground cannot be trusted any more, and whoever runs
// it starts another on the same log.
func (p *Playground) Handle(ctx context.Context, r Request) (response Response) {
	response.ID = r.ID
	k, ok := p.kinds[r.Kind]
	if !ok {
		response.Error = &Error{Code: CodeUnknownKind, Message: fmt.Sprintf("There is no kind of request %q.", r.Kind)}
		return response
	}
	ctx, leave := p.way.enter(ctx, r.Kind)
	defer leave()
	result, err := k.serve(p, ctx, r)
	if err != nil {
		response.Error = asError(err)
		return response
	}
	response.Result = result
	return response
}

// Run does the work that is nobody's request: it keeps projections up to date,
// rebuilds, and looks through the log for a filter, in slices, until ctx ends.
func (p *Playground) Run(ctx context.Context) error {
	for {
		more, err := p.Work(ctx)
		if err != nil && ctx.Err() == nil {
			p.config.Push(Push{pushGuarantee, LogPush{p.unreadable(err)}})
		}
		if more && err == nil {
			if err := p.config.Pause(ctx); err != nil {
				return err
			}
			continue
		}
		select {
		case <-p.wake:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Work does one slice of what Run does and reports whether there is more to
// do. It fails when the log cannot be read.
func (p *Playground) Work(ctx context.Context) (more bool, err error) {
	t, s, err := p.planted()
	if err != nil {
		return false, nil // nothing is open, nothing to do
	}
	p.settle(ctx, t)
	if err := p.catchUp(ctx, s, true); err != nil {
		return false, err
	}
	p.grown(ctx, t)
	p.mu.Lock()
	sending := s.sending > 0
	p.mu.Unlock()
	if sending {
		// An append is a handful of turns, each of which would wait for a slice.
		return false, nil
	}
	acted, err := p.actOnce(ctx, s, false)
	if err != nil {
		return false, err
	}
	folding, err := p.foldSlice(ctx, s)
	if err != nil {
		return false, err
	}
	p.mu.Lock()
	filtering, err := p.filterSlice(ctx, s, filterBudget)
	p.mu.Unlock()
	if acted || folding || filtering || err != nil {
		return true, err
	}
	return p.checkSlice(ctx, s) // when there is nothing that somebody waits for
}

// unreadable describes the log after it could not be read.
func (p *Playground) unreadable(err error) Log {
	log, _ := locked(p, func(s *session) (Log, error) { return s.describeLog(), nil })
	log.Why = asError(err).Message
	return log
}

func (p *Playground) log(context.Context, None) (Log, error) {
	return locked(p, func(s *session) (Log, error) { return s.describeLog(), nil })
}

// Changed says that the open log may have grown: another tab wrote to it.
func (p *Playground) Changed() { p.signal() }

// Kept says that the open log is kept in another way than before, and tells
// the page.
func (p *Playground) Kept() {
	log, err := locked(p, func(s *session) (Log, error) { return s.describeLog(), nil })
	if err == nil { // without a log there is nothing to tell
		p.config.Push(Push{pushGuarantee, LogPush{log}})
	}
}

// Progress says how far the opening or verifying of a log has come, and tells
// the page.
func (p *Playground) Progress(task, name string, done, total eventstore.Position) {
	p.config.Push(Push{pushProgress, ProgressPush{Task: task, Name: name, Done: int(done), Total: int(total)}})
}

// Preview shows the page the end of a log that is being opened and takes a
// while: its head, and the events before it.
func (p *Playground) Preview(name string, head eventstore.Position, events []eventstore.Event) {
	for _, w := range p.config.Worlds {
		if w.Name != name {
			continue
		}
		s := session{world: w, index: newIndex(w.Registry)} // as much of one as rows need
		push := PreviewPush{World: name, Head: head, Rows: []EventRow{}}
		for _, e := range events {
			push.Rows = append(push.Rows, s.row(e))
		}
		p.config.Push(Push{pushPreview, push})
	}
}

// Damaged says that the open log is not what was recorded. It is opened again,
// which mends it as far as it can be, and the page is told. It fails when
// it cannot be opened.
func (p *Playground) Damaged(ctx context.Context) error {
	s, err := p.opened()
	if err != nil {
		return nil
	}
	return p.reopen(ctx, s, pushMended)
}

// Replaced says that another tab reset the open log. The new one is opened and
// the page is told. It fails when the new log cannot be opened.
func (p *Playground) Replaced(ctx context.Context) error {
	s, err := p.opened()
	if err != nil {
		return nil
	}
	return p.reopen(ctx, s, pushReplaced)
}

func (p *Playground) signal() {
	select {
	case p.wake <- struct{}{}:
	default: // it will look anyway
	}
}

// current returns the open session, or an Error when no world is open.
func (p *Playground) current() (*session, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.session == nil {
		return nil, errNoWorld()
	}
	return p.session, nil
}

// opened returns the open session, once an opening that is under way has ended:
// a log can turn out to be damaged before the rest of its world is there.
func (p *Playground) opened() (*session, error) {
	p.opening.Lock()
	defer p.opening.Unlock()
	return p.current()
}

// locked calls f with the open session while nothing else uses it.
func locked[R any](p *Playground, f func(*session) (R, error)) (R, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.session == nil {
		var zero R
		return zero, errNoWorld()
	}
	return f(p.session)
}

// sentence makes a sentence of an error's text.
func sentence(text string) string {
	if text == "" {
		return text
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}

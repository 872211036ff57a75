package durable

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/google/uuid"
	"playhead/core/eventstore"
)

// ErrLost says that the browser has deleted the log, or a part of it, while
// this store had it open. The next append puts it back.
var ErrLost error = lost{}

type lost struct{}

func (lost) Error() string {
	return "the browser has deleted events of this log that this page still holds; the next command puts them back"
}

// Is makes ErrLost an eventstore.ErrUnavailable.
func (lost) Is(target error) bool { return target == eventstore.ErrUnavailable }

// Guarantee says how safe acknowledged events are.
type Guarantee int

// The guarantees, the weaker first.
const (
	OneCopy   Guarantee = iota // in the database alone
	TwoCopies                  // in the database and in files
)

// Options say how a Store behaves. NewID must be set.
type Options struct {
	// Past is what the log begins with when it is a branch of another, nil
	// otherwise. It must be the same each time that the log is opened.
	Past *eventstore.Past
	// NewID returns a text that was never returned before, here or elsewhere,
	// and that can be part of a file's name.
	NewID func() string
	// Changed is called after events were added to the log, and says whether
	// somebody else added some of them. It must not wait for the store.
	Changed func(elsewhere bool)
	// Replaced is called once, when it turns out that the log was reset
	// elsewhere. It must not wait for the store, which is closed by then.
	Replaced func()
	// Announce tells other tabs that the log has changed. That they hear it is
	// not relied on.
	Announce func()
	// Thorough makes Open verify every hash before it returns, and mend what it
	// finds; otherwise that is left to Verify.
	Thorough bool
	// Progress is called while Open reads a long log.
	Progress func(done, total eventstore.Position)

	layout layout // of tests that want short segments
}

func (o *Options) fill() {
	if o.layout.events == 0 {
		o.layout = segments()
	}
	if o.Changed == nil {
		o.Changed = func(bool) {}
	}
	if o.Replaced == nil {
		o.Replaced = func() {}
	}
	if o.Announce == nil {
		o.Announce = func() {}
	}
	if o.Progress == nil {
		o.Progress = func(eventstore.Position, eventstore.Position) {}
	}
}

// Store keeps one log. Any number of stores, in any number of tabs, may use
// the same log.
type Store struct {
	db      Database
	options Options
	layout  layout
	mirror  *eventstore.Memory // what is recorded, as far as this store has seen it

	turn      chan struct{} // holds a token when nobody uses what follows
	log       Entry         // whose head is not kept up to date: the mirror's is
	sealed    eventstore.Position
	began     bool
	thorough  bool       // whether hashes are verified as the log is read
	leftovers []leftover // files to be tidied once the log is verified
	opened    bool
	elsewhere bool // since the last call of Changed, others have added events
	gone      error
	copy      *copied // nil when there is no second copy
	noCopy    error   // why
	findings  []Finding
}

var _ eventstore.Store = (*Store)(nil)

// Open opens the log and begins it if there is none. It compares both copies
// and mends what it can; Findings tells what it met. files may be nil where
// the browser has none. It fails as Transact of Database does.
func Open(ctx context.Context, db Database, files Files, options Options) (*Store, error) {
	return open(ctx, db, files, options, (*Store).enter)
}

// open makes a store, whose log enter reads or begins.
func open(ctx context.Context, db Database, files Files, options Options, enter func(*Store, context.Context) error) (*Store, error) {
	options.fill()
	s := &Store{db: db, options: options, layout: options.layout, thorough: options.Thorough, turn: make(chan struct{}, 1)}
	s.forget()
	s.noCopy = errors.New("this browser offers no files to keep a second copy in")
	if files != nil {
		s.copy = &copied{files: files, newID: options.NewID}
	}
	if err := enter(s, ctx); err != nil {
		s.end(err)
		return nil, err
	}
	s.opened = true
	s.yield()
	return s, nil
}

// forget lets go of all that was read, but not of what the log begins with.
func (s *Store) forget() {
	s.mirror, s.sealed = eventstore.NewMemory(), 0
	if past := s.options.Past; past != nil {
		s.mirror, s.sealed = eventstore.NewBranch(past), past.Head().Position
	}
}

// start returns the position that the log's own events follow on.
func (s *Store) start() eventstore.Head {
	if s.options.Past == nil {
		return eventstore.Head{}
	}
	return s.options.Past.Head()
}

// Past returns the log up to a position, for a branch to begin with. See
// eventstore.Memory for when it fails.
func (s *Store) Past(at eventstore.Position) (*eventstore.Past, error) { return s.mirror.Past(at) }

// Began reports whether opening the log began it: whether it is new.
func (s *Store) Began() bool { return s.began }

// Guarantee says how safe acknowledged events are now, and why not safer.
func (s *Store) Guarantee() (Guarantee, error) {
	<-s.turn
	defer s.yield()
	if s.copy != nil && s.noCopy == nil {
		return TwoCopies, nil
	}
	return OneCopy, s.noCopy
}

// Findings tells what was found damaged since the store was opened, and what
// became of it.
func (s *Store) Findings() []Finding {
	<-s.turn
	defer s.yield()
	return append([]Finding(nil), s.findings...)
}

// Close lets go of the database and the files, and ends all subscriptions.
// What was read can still be read.
func (s *Store) Close(reason error) {
	<-s.turn
	defer s.yield()
	s.end(reason)
}

// end makes the store refuse everything from now on.
func (s *Store) end(reason error) {
	if s.gone != nil {
		return
	}
	s.gone = reason
	if s.copy != nil {
		s.copy.close()
	}
	s.db.Close()
	s.mirror.Close(reason)
}

// Append records the events. See eventstore.Store for when it fails.
func (s *Store) Append(ctx context.Context, stream eventstore.StreamID, expected eventstore.ExpectedVersion, data ...eventstore.EventData) ([]eventstore.Event, error) {
	return s.append(ctx, "append to "+string(stream), func() ([]eventstore.Event, bool, error) {
		return s.mirror.Prepare(stream, expected, data...)
	})
}

// AppendAll records the events that are not recorded yet. See eventstore.Store
// for when it fails.
func (s *Store) AppendAll(ctx context.Context, data ...eventstore.Addressed) ([]eventstore.Event, error) {
	return s.append(ctx, "append all", func() ([]eventstore.Event, bool, error) {
		events, err := s.mirror.PrepareAll(data)
		return events, len(events) == 0, err
	})
}

// AppendIf records the events if nothing that the condition's query matches
// came after its position. See eventstore.Store for when it fails.
func (s *Store) AppendIf(ctx context.Context, condition eventstore.Condition, data ...eventstore.Addressed) ([]eventstore.Event, error) {
	return s.append(ctx, "append if", func() ([]eventstore.Event, bool, error) {
		return s.mirror.PrepareIf(condition, data)
	})
}

// Refresh reads what others have added to the log. Owners call it on a hint
// and now and then, since hints get lost. It fails with ErrLost, with
// eventstore.ErrReplaced when the log was reset, and as Open does.
func (s *Store) Refresh(ctx context.Context) error {
	err := s.take(ctx)
	if err == nil {
		err = s.db.Transact(ctx, false, func(tx Tx) error {
			return s.catchUp(tx, func() error { return nil })
		}, func() {})
		s.leave(err)
	}
	if err != nil {
		return fmt.Errorf("look for new events: %w", err)
	}
	return nil
}

// ReadStream yields the stream's events with a version above after.
func (s *Store) ReadStream(ctx context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[eventstore.Event, error] {
	return s.mirror.ReadStream(ctx, stream, after)
}

// ReadAll yields the events with a position above after.
func (s *Store) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Event, error] {
	return s.mirror.ReadAll(ctx, after)
}

// ReadMatching yields the events that the query matches.
func (s *Store) ReadMatching(ctx context.Context, query eventstore.Query, after eventstore.Position) iter.Seq2[eventstore.Event, error] {
	return s.mirror.ReadMatching(ctx, query, after)
}

// Subscribe yields the events with a position above after, and then those
// that come, whoever records them. It ends with eventstore.ErrReplaced when
// the log was reset.
func (s *Store) Subscribe(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Event, error] {
	return s.mirror.Subscribe(ctx, after)
}

// Find returns the position of the event with the id as far as this store has
// seen the log, 0 when there is none.
func (s *Store) Find(ctx context.Context, id uuid.UUID) (eventstore.Position, error) {
	return s.mirror.Find(ctx, id)
}

// Head returns the end of the log as far as this store has seen it.
func (s *Store) Head(ctx context.Context) (eventstore.Head, error) { return s.mirror.Head(ctx) }

// head returns the position of the last event that this store has seen.
func (s *Store) head() eventstore.Position {
	head, _ := s.mirror.Head(context.Background())
	return head.Position
}

// take waits for the turn to use the store. It fails when the store is gone
// and when ctx ends.
func (s *Store) take(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	select {
	case <-s.turn:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if s.gone != nil {
		defer s.yield()
		return s.gone
	}
	return nil
}

func (s *Store) yield() { s.turn <- struct{}{} }

// leave ends a turn in which the log may have grown, or turned out to be
// another one, and tells the owner.
func (s *Store) leave(err error) {
	replaced := s.gone == nil && errors.Is(err, eventstore.ErrReplaced)
	if replaced {
		s.end(eventstore.ErrReplaced)
		if s.copy != nil && s.copy.name != "" {
			_ = s.copy.remove(s.copy.name, always) // of a log that is no more; if it stays, the next store removes it
		}
	}
	elsewhere := s.elsewhere
	s.elsewhere = false
	s.yield()
	switch {
	case replaced:
		s.options.Replaced()
	case elsewhere:
		s.options.Changed(true)
	}
}

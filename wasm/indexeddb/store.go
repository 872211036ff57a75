//go:build js && wasm

package indexeddb

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"github.com/hack-pad/safejs"

	"playhead/core/eventstore"
	"playhead/core/uuid"
)

// Options say how a Store behaves. The zero value is fine.
type Options struct {
	// Database is the name of the database, "playhead" if empty.
	Database string
	// Within is how long the browser may take to open the database, to append
	// or to refresh, 10 s if zero.
	Within time.Duration
	// Changed is called after events were added to the log, in a goroutine of
	// its own. It says whether that happened elsewhere: by another tab or
	// another Store.
	Changed func(elsewhere bool)
	// Replaced is called once, in a goroutine of its own, when it turns out
	// that the log was reset elsewhere. The Store is closed by then.
	Replaced func()
	// Progress is called while Open reads a long log. It must not block.
	Progress func(done, total eventstore.Position)
}

// Store keeps one log in the browser's IndexedDB. Any number of stores, in any
// number of tabs, may use the same log.
type Store struct {
	name    string
	id      string // of the log; a reset gives it another
	began   bool
	options Options
	mirror  *eventstore.Memory // what is recorded, as far as this store has seen it
	channel *channel

	turn   chan struct{} // holds a token when nobody uses what follows
	conn   *connection   // nil when there is none that works
	opened bool
	gone   error // why the store is of no more use
}

var _ eventstore.Store = (*Store)(nil)

// Open opens the log of a name, and begins it if there is none. It fails with
// an *UnavailableError when the database cannot be opened or read, with a
// *eventstore.DamageError that names the first event that cannot be read back,
// and with ctx's error.
func Open(ctx context.Context, name string, options Options) (*Store, error) {
	s, err := open(ctx, name, options, false)
	if err != nil {
		return nil, fmt.Errorf("open log %s: %w", name, err)
	}
	return s, nil
}

// Reset throws away the log of a name, readable or not, and begins it anew.
// Stores that have the old one open learn that it was replaced. It fails as
// Open does.
func Reset(ctx context.Context, name string, options Options) (*Store, error) {
	s, err := open(ctx, name, options, true)
	if err != nil {
		return nil, fmt.Errorf("reset log %s: %w", name, err)
	}
	s.channel.post(name)
	return s, nil
}

func open(ctx context.Context, name string, options Options, replace bool) (*Store, error) {
	if options.Database == "" {
		options.Database = "playhead"
	}
	if options.Within == 0 {
		options.Within = 10 * time.Second
	}
	s := &Store{name: name, options: options, mirror: eventstore.NewMemory(), turn: make(chan struct{}, 1)}
	s.channel = listen(options.Database, name, s.look) // before reading, so that nothing falls in between
	if err := s.enter(ctx, replace); err != nil {
		s.end(err)
		return nil, err
	}
	s.opened = true
	s.yield()
	return s, nil
}

// enter finds or begins the log and reads it.
func (s *Store) enter(ctx context.Context, replace bool) error {
	if !replace { // without keeping others from writing, since the log may be long
		err := s.transact(ctx, readOnly, func(tx *transaction) error { return s.adopt(tx, readOnly, false) }, nothing)
		if err != nil || s.id != "" {
			return err
		}
	}
	return s.transact(ctx, readWrite, func(tx *transaction) error { return s.adopt(tx, readWrite, replace) }, nothing)
}

func nothing() {}

// adopt takes the id of the log that is there and reads its events, or begins
// a log, if the transaction may write.
func (s *Store) adopt(tx *transaction, m mode, replace bool) error {
	found, err := tx.logs.Call("get", s.name)
	return tx.request(found, err, func(result safejs.Value) error {
		old, err := readRecord(result)
		switch {
		case err != nil && !replace:
			return err
		case old.id != "" && !replace:
			s.id = old.id
			return s.load(tx, old.head, func() error { return nil })
		case m == readOnly:
			return nil
		case old.id != "":
			if err := tx.deleteBatches(old.id); err != nil {
				return err
			}
		}
		s.id, s.began = uuid.V7(time.Now(), rand.Uint64).String(), true
		return tx.putRecord(s.name, record{s.id, 0})
	})
}

// Began reports whether opening the log began it: whether it is new.
func (s *Store) Began() bool { return s.began }

// Close lets go of the database and ends all subscriptions. What was read can
// still be read.
func (s *Store) Close() {
	<-s.turn
	defer s.yield()
	s.end(&UnavailableError{Cause: CauseClosed})
}

// end makes the store refuse everything from now on.
func (s *Store) end(reason error) {
	if s.gone != nil {
		return
	}
	s.gone = reason
	s.channel.close()
	s.disconnect()
	s.mirror.Close(reason)
}

// Append records the events. See eventstore.Store for when it fails. Being
// unavailable is an *UnavailableError.
func (s *Store) Append(ctx context.Context, stream eventstore.StreamID, expected eventstore.ExpectedVersion, data ...eventstore.EventData) ([]eventstore.Event, error) {
	events, err := s.append(ctx, func() ([]eventstore.Event, bool, error) {
		return s.mirror.Prepare(stream, expected, data...)
	})
	if err != nil {
		return nil, fmt.Errorf("append to %s: %w", stream, err)
	}
	return events, nil
}

// AppendAll records the events that are not recorded yet. See eventstore.Store
// for when it fails. Being unavailable is an *UnavailableError.
func (s *Store) AppendAll(ctx context.Context, data ...eventstore.Addressed) ([]eventstore.Event, error) {
	events, err := s.append(ctx, func() ([]eventstore.Event, bool, error) {
		events, err := s.mirror.PrepareAll(data)
		return events, len(events) == 0, err
	})
	if err != nil {
		return nil, fmt.Errorf("append all: %w", err)
	}
	return events, nil
}

func (s *Store) append(ctx context.Context, ask func() ([]eventstore.Event, bool, error)) ([]eventstore.Event, error) {
	ctx, cancel := s.deadline(ctx)
	defer cancel()
	if err := s.take(ctx); err != nil {
		return nil, err
	}
	defer s.yield()
	a := appending{store: s, ask: ask}
	a.prepare()
	if a.err != nil && !errors.Is(a.err, eventstore.ErrConcurrency) && !errors.Is(a.err, eventstore.ErrIDReused) {
		return nil, a.err // not fit to be recorded, whatever others have written
	}
	err := s.transact(ctx, readWrite, func(tx *transaction) error {
		return s.catchUp(tx, func() error { return a.write(tx) })
	}, a.recorded)
	return a.events, errors.Join(err, a.err)
}

// Refresh reads what others have added to the log. Owners call it when the
// page comes to the front, in case a hint was lost. It fails with
// eventstore.ErrReplaced when the log was reset, and as Open does.
func (s *Store) Refresh(ctx context.Context) error {
	ctx, cancel := s.deadline(ctx)
	defer cancel()
	err := s.take(ctx)
	if err == nil {
		defer s.yield()
		err = s.transact(ctx, readOnly, func(tx *transaction) error {
			return s.catchUp(tx, func() error { return nil })
		}, nothing)
	}
	if err != nil {
		return fmt.Errorf("refresh log %s: %w", s.name, err)
	}
	return nil
}

// look follows a hint that the log has changed.
func (s *Store) look() {
	// Whatever goes wrong is told to the next who appends or refreshes.
	_ = s.Refresh(context.Background())
}

// ReadStream yields the stream's events with a version above after.
func (s *Store) ReadStream(ctx context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[eventstore.Event, error] {
	return s.mirror.ReadStream(ctx, stream, after)
}

// ReadAll yields the events with a position above after.
func (s *Store) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Event, error] {
	return s.mirror.ReadAll(ctx, after)
}

// Subscribe yields the events with a position above after, and then those
// that come, whoever records them. It ends with eventstore.ErrReplaced when
// the log was reset.
func (s *Store) Subscribe(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Event, error] {
	return s.mirror.Subscribe(ctx, after)
}

// Head returns the end of the log as far as this store has seen it.
func (s *Store) Head(ctx context.Context) (eventstore.Head, error) { return s.mirror.Head(ctx) }

// head returns the position of the last event that this store has seen.
func (s *Store) head() eventstore.Position {
	head, _ := s.mirror.Head(context.Background())
	return head.Position
}

// deadline bounds what the browser may take, whatever the caller says.
func (s *Store) deadline(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, s.options.Within, &UnavailableError{Cause: CauseTimeout})
}

// take waits until nobody else in this tab uses the database.
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

// transact runs a transaction to its end. A connection that turns out to be
// dead is replaced by a new one, once.
func (s *Store) transact(ctx context.Context, m mode, body func(*transaction) error, complete func()) error {
	tx, err := s.begin(ctx, m, complete)
	if err != nil {
		return err
	}
	if err := body(tx); err != nil {
		tx.fail(err)
	}
	err = tx.wait(ctx)
	var unavailable *UnavailableError
	switch {
	case errors.Is(err, eventstore.ErrReplaced) && s.opened:
		s.end(eventstore.ErrReplaced)
		if s.options.Replaced != nil {
			go s.options.Replaced()
		}
	case errors.As(err, &unavailable) && unavailable.Cause == CauseFailed:
		s.disconnect() // whatever it is, it is not to be trusted again
	}
	return err
}

func (s *Store) begin(ctx context.Context, m mode, complete func()) (*transaction, error) {
	var last error
	for range 2 {
		if s.conn == nil {
			conn, err := connect(ctx, s.options.Database, schemaVersion, s.options.Within)
			if err != nil {
				return nil, err
			}
			s.conn = conn
		}
		tx, err := s.conn.begin(m, complete)
		if err == nil {
			return tx, nil
		}
		last = err
		s.disconnect()
	}
	return nil, failed(last)
}

func (s *Store) disconnect() {
	if s.conn != nil {
		s.conn.close()
		s.conn = nil
	}
}

// grown tells the owner that the log has more events than before.
func (s *Store) grown(elsewhere bool) {
	if s.opened && s.options.Changed != nil {
		go s.options.Changed(elsewhere) // not here: this is a handler, and the owner may wait for us
	}
}

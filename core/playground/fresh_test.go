package playground

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/eventstore/storetest"
)

func TestFreshLog(t *testing.T) {
	storetest.Run(t, func(t *testing.T) eventstore.Store {
		past, err := eventstore.NewMemory().Past(0)
		require.NoError(t, err)
		return newFreshLog(past, nil, func(context.Context) (OpenLog, error) {
			return OpenLog{Store: eventstore.NewBranch(past)}, nil
		})
	})
}

// What is being opened when the log is closed is closed as well, and nothing is
// opened afterwards.
func TestFreshLog_Close_WhileOpening(t *testing.T) {
	past, err := eventstore.NewMemory().Past(0)
	require.NoError(t, err)
	opening, open, closed := make(chan struct{}), make(chan struct{}), make(chan struct{})
	f := newFreshLog(past, nil, func(context.Context) (OpenLog, error) {
		close(opening)
		<-open
		return OpenLog{Store: eventstore.NewBranch(past), Close: func() { close(closed) }}, nil
	})
	var all sync.WaitGroup
	all.Go(func() { _, _ = f.settle(t.Context()) })
	<-opening
	all.Go(f.close)
	close(open)
	all.Wait()
	<-closed

	never := newFreshLog(past, nil, func(context.Context) (OpenLog, error) {
		assert.Fail(t, "it is opened")
		return OpenLog{}, nil
	})
	never.close()
	_, err = never.settle(t.Context())
	require.ErrorIs(t, err, errFreshClosed)
}

// watched is a storage that writes down what is done to the logs in it.
type watched struct {
	Memory
	fail error // of opening a branch's log
	done []string
	read int // events
}

func (w *watched) Open(ctx context.Context, name string, past *eventstore.Past) (OpenLog, error) {
	w.done = append(w.done, "open "+kindOf(name))
	if w.fail != nil && kindOf(name) == "branch" {
		return OpenLog{}, w.fail
	}
	log, err := w.Memory.Open(ctx, name, past)
	log.Store = watchedStore{log.Store, w, kindOf(name)}
	return log, err
}

func (w *watched) Head(ctx context.Context, name string) (eventstore.Position, error) {
	w.done = append(w.done, "look at "+kindOf(name))
	return w.Memory.Head(ctx, name)
}

// kindOf tells what a log is for by its name.
func kindOf(name string) string {
	switch _, part, parted := strings.Cut(name, "~"); {
	case !parted:
		return "main"
	case part == "branches":
		return "list"
	}
	return "branch"
}

type watchedStore struct {
	eventstore.Store
	w    *watched
	kind string
}

func (s watchedStore) Append(ctx context.Context, stream eventstore.StreamID, expected eventstore.ExpectedVersion, data ...eventstore.EventData) ([]eventstore.Event, error) {
	s.w.done = append(s.w.done, "append to "+s.kind)
	return s.Store.Append(ctx, stream, expected, data...)
}

func (s watchedStore) AppendAll(ctx context.Context, data ...eventstore.Addressed) ([]eventstore.Event, error) {
	s.w.done = append(s.w.done, "append to "+s.kind)
	return s.Store.AppendAll(ctx, data...)
}

func (s watchedStore) AppendIf(ctx context.Context, condition eventstore.Condition, data ...eventstore.Addressed) ([]eventstore.Event, error) {
	s.w.done = append(s.w.done, "append to "+s.kind)
	return s.Store.AppendIf(ctx, condition, data...)
}

func (s watchedStore) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Event, error] {
	return s.counting(s.Store.ReadAll(ctx, after))
}

func (s watchedStore) ReadStream(ctx context.Context, stream eventstore.StreamID, after eventstore.Version) iter.Seq2[eventstore.Event, error] {
	return s.counting(s.Store.ReadStream(ctx, stream, after))
}

func (s watchedStore) counting(events iter.Seq2[eventstore.Event, error]) iter.Seq2[eventstore.Event, error] {
	return func(yield func(eventstore.Event, error) bool) {
		for e, err := range events {
			s.w.read++
			if !yield(e, err) {
				return
			}
		}
	}
}

// since returns what was done by f.
func (w *watched) since(f func()) []string {
	w.done = nil
	f()
	return w.done
}

func newWatchedPage(t *testing.T) (*page, *watched) {
	w := &watched{}
	p := newPageOn(t, w)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.settle()
	return p, w
}

func branchAt(p *page, name string, at int) Switched {
	p.Helper()
	return ask[Switched](p, "branch", fmt.Sprintf(`{"name":%q,"position":%d}`, name, at))
}

// Whoever makes a branch waits for one append, that of the list of branches. The
// branch's own log is opened behind the answer.
func TestPlayground_Branch_WaitsForOneAppend(t *testing.T) {
	p, w := newWatchedPage(t)
	assert.Equal(t, []string{"append to list"}, w.since(func() { branchAt(p, "one", 10) }))
	assert.Equal(t, []string{"open branch"}, w.since(p.settle))
	assert.Equal(t, []string{"append to list"}, w.since(func() { branchAt(p, "two", 5) }), "of a branch")
	assert.Equal(t, []string{"open branch"}, w.since(p.settle))
	assert.Empty(t, w.since(func() { ask[Switched](p, "switch", `{"name":"main"}`) }))
}

// That holds beside branches that nobody has looked at since the page was opened. How
// far they go is known by then, and looked at again behind the answer: another
// tab may be at work there.
func TestPlayground_Branch_BesideOthers(t *testing.T) {
	first, w := newWatchedPage(t)
	branchAt(first, "one", 10)
	branchAt(first, "two", 8)
	p := newPageOn(t, w)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	p.settle()
	assert.Equal(t, []string{"append to list"}, w.since(func() { branchAt(p, "three", 5) }))
	assert.Equal(t, []string{"open branch", "look at branch", "look at branch"}, w.since(p.settle))
	assert.Empty(t, p.pushes("branches"), "nothing is news")

	deposit(first, "1") // on two
	switched := ask[Switched](p, "switch", `{"name":"main"}`)
	assert.Equal(t, eventstore.Position(8), switched.Branches.Branches[1].Head, "it has not heard of it")
	p.settle()
	told := p.pushes("branches")
	require.Len(t, told, 1)
	assert.Equal(t, eventstore.Position(9), told[0].Data.(BranchesResult).Branches[1].Head)
}

// However long the log is: no event is copied, and those that are read are the few
// behind the last moment that is remembered.
func TestPlayground_Branch_ReadsFewEvents(t *testing.T) {
	p, w := newWatchedPage(t)
	appendMany(p, 5_000)
	w.read = 0
	branchAt(p, "one", 4_000)
	assert.LessOrEqual(t, w.read, advanceBudget+decodedBlock)
}

// A branch is there when the page dies before its log was opened.
func TestPlayground_Branch_DiesBeforeItsLogIsOpen(t *testing.T) {
	p, w := newWatchedPage(t)
	branchAt(p, "one", 10)
	again := newPageOn(t, w)
	opened := ask[Opened](again, "open", `{"world":"Bank","branch":"one"}`)
	assert.Equal(t, "one", opened.Log.Branch)
	assert.Equal(t, eventstore.Position(10), opened.Log.Head)
	deposit(again, "1")
	assert.Equal(t, eventstore.Position(11), ask[Log](again, "log", ``).Head)
}

// What is recorded at once waits for the log to be opened, and is kept.
func TestPlayground_Branch_AppendsAtOnce(t *testing.T) {
	p, w := newWatchedPage(t)
	assert.Equal(t, []string{"append to list", "open branch", "append to branch"}, w.since(func() {
		branchAt(p, "one", 10)
		deposit(p, "1")
	}))
	branchAt(p, "two", 11) // and what parts from it shares that
	deposit(p, "2")
	again := newPageOn(t, w)
	assert.Equal(t, eventstore.Position(12), ask[Opened](again, "open", `{"world":"Bank","branch":"two"}`).Log.Head)
	assert.Equal(t, eventstore.Position(11), ask[Switched](again, "switch", `{"name":"one"}`).Log.Head)
	assert.Equal(t, eventstore.Position(24), ask[Switched](again, "switch", `{"name":"main"}`).Log.Head)
}

// A branch of a branch, neither of whose logs is open yet.
func TestPlayground_Branch_OfAFreshBranch(t *testing.T) {
	p, w := newWatchedPage(t)
	branchAt(p, "one", 10)
	branchAt(p, "two", 8)
	deposit(p, "2")
	p.settle()
	again := newPageOn(t, w)
	assert.Equal(t, eventstore.Position(9), ask[Opened](again, "open", `{"world":"Bank","branch":"two"}`).Log.Head)
	assert.Equal(t, eventstore.Position(10), ask[Switched](again, "switch", `{"name":"one"}`).Log.Head)
}

// Another tab goes to a branch, and records on it, before the one that made it has
// opened its log.
func TestPlayground_Branch_AnotherTabIsFaster(t *testing.T) {
	for _, c := range []struct {
		name string
		look func(p *page)
	}{
		{"while it is shown", func(p *page) { p.settle() }},
		{"before it is gone to again", func(p *page) {
			ask[Switched](p, "switch", `{"name":"main"}`)
			ask[Switched](p, "switch", `{"name":"one"}`)
		}},
		{"before something is recorded", func(p *page) {
			outcome := ask[Outcome](p, "append", `{"stream":"account-1","expectedVersion":4,"events":[{"type":"MoneyDeposited","schemaVersion":2,"data":{"amount":1}}]}`)
			assert.Equal(p, OutcomeConflict, outcome.Kind, "the version that the page saw is not the newest")
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, w := newWatchedPage(t)
			branchAt(p, "one", 10)
			other := newPageOn(t, w)
			ask[Opened](other, "open", `{"world":"Bank","branch":"one"}`)
			deposit(other, "1")
			c.look(p)
			p.settle()
			assert.Equal(t, eventstore.Position(11), ask[Log](p, "log", ``).Head)
			deposit(p, "2")
			other.settle()
			assert.Equal(t, eventstore.Position(12), ask[Log](other, "log", ``).Head)
			assert.Equal(t, ask[Log](other, "log", ``).Hash, ask[Log](p, "log", ``).Hash)
		})
	}
}

// A branch that is deleted before its log was opened leaves nothing, and its log is
// not opened any more.
func TestPlayground_DeleteBranch_BeforeItsLogIsOpen(t *testing.T) {
	p, w := newWatchedPage(t)
	branchAt(p, "one", 10)
	assert.Equal(t, []string{"append to list"}, w.since(func() { ask[Switched](p, "deleteBranch", `{"name":"one"}`) }))
	assert.Empty(t, w.since(p.settle))
	assert.Equal(t, eventstore.Position(3), branchAt(p, "one", 3).Log.Head)
	deposit(p, "1")
	assert.Equal(t, eventstore.Position(4), ask[Log](p, "log", ``).Head)
}

// When its log cannot be opened, the branch is there all the same; the page is told,
// what is sent is refused, and taken as soon as the log can be opened.
func TestPlayground_Branch_LogDoesNotOpen(t *testing.T) {
	p, w := newWatchedPage(t)
	w.fail = fmt.Errorf("the disk sleeps: %w", eventstore.ErrUnavailable)
	assert.Equal(t, eventstore.Position(10), branchAt(p, "one", 10).Log.Head)
	p.settle()
	told := p.pushes("guarantee")
	require.NotEmpty(t, told)
	assert.Contains(t, told[len(told)-1].Data.(LogPush).Log.Why, "the disk sleeps")
	const params = `{"stream":"account-1","command":"Deposit","form":{"amount":"1"}}`
	response := p.send("command", params)
	require.NotNil(t, response.Error)
	assert.Contains(t, response.Error.Message, "disk sleeps")
	w.fail = nil
	assert.Equal(t, OutcomeRecorded, ask[Outcome](p, "command", params).Kind)
	assert.Equal(t, eventstore.Position(11), ask[Log](p, "log", ``).Head)
}

// The page hears how a branch is kept, once that is known.
func TestPlayground_Branch_Kept(t *testing.T) {
	p, _ := newWatchedPage(t)
	made := branchAt(p, "one", 10)
	assert.Equal(t, GuaranteeMemory, made.Log.Guarantee, "as the log that it parts from")
	before := len(p.pushes("guarantee"))
	p.settle()
	assert.Len(t, p.pushes("guarantee"), before+1)
}

// Branches take memory for what differs: here an event each, beside what does not
// grow with the log.
func TestPlayground_Branch_TakesMemoryForWhatDiffers(t *testing.T) {
	p, _ := newWatchedPage(t)
	for range 6 {
		appendMany(p, 5_000)
	}
	p.settle()
	visit := func(branches int) {
		for range branches {
			ask[Switched](p, "branch", `{"position":30000}`)
			deposit(p, "1")
			p.settle()
			ask[Switched](p, "switch", `{"name":"main"}`)
			p.settle()
		}
	}
	visit(1) // afterwards main has what it takes to be looked at
	const branches = 10
	before := heapInUse()
	visit(branches)
	assert.Less(t, (heapInUse()-before)/branches, int64(400<<10), "bytes a branch")
	runtime.KeepAlive(p)
}

package durable

import (
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/eventstore"
)

var (
	seeds = flag.Uint64("seeds", 2000, "how many simulations to run")
	seed  = flag.Uint64("seed", 0, "the one simulation to run, as a failure names it")
)

// TestSimulation runs tabs that append, retry, read, close and reset while
// the browser fails in every way it can, and then checks that nothing
// acknowledged was lost and nothing was invented.
func TestSimulation(t *testing.T) {
	if *seed != 0 {
		require.NoError(t, simulate(*seed))
		return
	}
	var next atomic.Uint64
	var failed sync.Map
	var running sync.WaitGroup
	for range 2 {
		running.Go(func() {
			for n := next.Add(1); n <= *seeds; n = next.Add(1) {
				if err := simulate(n); err != nil {
					failed.Store(n, err)
					return
				}
			}
		})
	}
	running.Wait()
	failed.Range(func(n, err any) bool {
		t.Errorf("go test ./core/eventstore/durable -run Simulation -seed %d\n%v", n, err)
		return true
	})
}

// play is one simulation.
type play struct {
	*browser
	tabs      []*tab
	attempts  []*attempt
	problem   error
	flipped   bool // a record was damaged
	disasters int
	busy      int // tabs that are in the middle of opening or appending
	resets    []*attempt
	events    uint64
}

// attempt is an append, or a reset, that a tab tried.
type attempt struct {
	log      string // its id
	stream   eventstore.StreamID
	expected eventstore.ExpectedVersion
	data     []eventstore.EventData
	// condition stands in the place of expected, if it is there.
	condition *eventstore.Condition
	state     state
	era       uint64
	safe      bool // two copies
	recorded  []eventstore.Event
}

type state int

const (
	unknown state = iota
	acknowledged
	refused
)

const (
	simTabs  = 3
	simSteps = 400
)

// short are segments that a simulation fills in no time.
var short = layout{events: 8, bytes: 1 << 20}

func simulate(seed uint64) error {
	p := &play{browser: newBrowser(seed)}
	if p.chance(3) {
		p.past = pastOf(1 + p.random.IntN(20))
	}
	for range simTabs {
		p.tabs = append(p.tabs, p.start(p.visit))
	}
	for range simSteps {
		i := p.random.IntN(len(p.tabs))
		t := p.tabs[i]
		if _, alive := t.next(); !alive || p.chance(120) {
			p.kill(t)
			if t.problem != nil && p.problem == nil {
				p.problem = t.problem
			}
			p.tabs[i] = p.start(p.visit)
		}
		if p.chance(150) {
			p.disaster()
		}
		if p.problem != nil {
			return p.problem
		}
	}
	for _, t := range p.tabs {
		p.kill(t)
	}
	return p.check()
}

// pastOf returns the past of a branch that parts in the middle of a log.
func pastOf(at int) *eventstore.Past {
	trunk := eventstore.NewMemory()
	for i := range at + 3 {
		stream := eventstore.StreamID(fmt.Sprintf("account-%d", i%2))
		d := eventstore.EventData{ID: uuid.UUID{0: 1, 6: 0x70, 15: byte(i)}, Type: "AccountOpened", SchemaVersion: 1, Data: []byte(`{}`), Timestamp: time.UnixMilli(0)}
		if _, err := trunk.Append(context.Background(), stream, eventstore.Any, d); err != nil {
			panic(err)
		}
	}
	past, err := trunk.Past(eventstore.Position(at))
	if err != nil {
		panic(err)
	}
	return past
}

// disaster strikes one of the copies, when the other is whole.
func (p *play) disaster() {
	if !p.mended {
		return
	}
	p.mended = false
	p.disasters++
	which := p.random.IntN(5)
	if which == 1 || p.busy > 0 || p.chance(2) { // the browser died as well
		for i, t := range p.tabs {
			p.kill(t)
			p.tabs[i] = p.start(p.visit)
		}
	}
	if which != 1 {
		p.older = nil // what is lost now does not come back later
	}
	switch which {
	case 0: // the database is wiped
		p.kept = newBrowser(0).kept
	case 1: // it is what it was a while ago
		if len(p.older) > 0 {
			i := p.random.IntN(len(p.older))
			p.kept, p.older = p.older[i], p.older[:i]
		}
	case 2: // a bit of it is another
		p.flipped = true
		keys := slices.SortedFunc(maps.Keys(p.kept.records), func(a, b recordKey) int { return int(a.first) - int(b.first) })
		if len(keys) > 0 {
			key := keys[p.random.IntN(len(keys))]
			p.kept = p.kept.clone()
			b := slices.Clone(p.kept.records[key])
			b[p.random.IntN(len(b))] ^= 1 << p.random.IntN(8)
			p.kept.records[key] = b
		}
	case 3: // files that nobody has open are gone
		maps.DeleteFunc(p.files, func(_ string, f *simFile) bool { return f.owner == nil })
	case 4: // a bit of one is another
		names := slices.Sorted(maps.Keys(p.files))
		if len(names) > 0 {
			if f := p.files[names[p.random.IntN(len(names))]]; len(f.bytes) > 0 && f.owner == nil {
				f.bytes[p.random.IntN(len(f.bytes))] ^= 1 << p.random.IntN(8)
			}
		}
	}
}

// visit is what one tab does.
func (p *play) visit(t *tab) {
	ctx := context.Background()
	disasters := p.disasters
	store, err := p.open(ctx, t)
	if err != nil {
		p.bear(err)
		return
	}
	t.store = store
	for _, f := range store.findings {
		if f.Outcome == Quarantined {
			p.older = nil // to fall back behind that is one mishap too many
		}
	}
	if disasters == p.disasters && store.log.ID == p.kept.entry.ID {
		p.notePromises(store)
	}
	for {
		switch n := p.random.IntN(20); {
		case n < 12:
			p.append(ctx, t, p.invent(t))
		case n < 15:
			if a := p.unanswered(store.log.ID); a != nil {
				p.append(ctx, t, a)
			}
		case n < 18:
			if err := store.Refresh(ctx); err != nil && !p.bear(err) {
				return
			}
		case n < 19:
			store.Close(errors.New("closed"))
			return
		case p.chance(3):
			store.Close(errors.New("closed"))
			p.reset(ctx, t)
			return
		}
		if store.gone != nil {
			return
		}
	}
}

func (p *play) open(ctx context.Context, t *tab) (*Store, error) {
	p.busy++
	defer func() { p.busy-- }()
	return verified(ctx, t)
}

// verified opens a log as the page does: quickly, then verified, and once more
// if that finds damage.
func verified(ctx context.Context, t *tab) (*Store, error) {
	options := Options{NewID: t.browser.newID, layout: short, Past: t.browser.past}
	store, err := Open(ctx, simDatabase{t}, simFiles{t}, options)
	if err != nil {
		return nil, err
	}
	err = store.Verify(ctx, func(context.Context) error { t.step(); return nil }, func(eventstore.Position, eventstore.Position) {})
	if !errors.Is(err, eventstore.ErrCorrupt) {
		return store, err
	}
	store.Close(err)
	options.Thorough = true
	return Open(ctx, simDatabase{t}, simFiles{t}, options)
}

// notePromises notes that what is in both copies may be lost from one.
func (p *play) notePromises(store *Store) {
	if g, _ := store.Guarantee(); g != TwoCopies {
		return
	}
	head := store.head()
	for _, a := range p.attempts {
		if a.state == acknowledged && a.log == store.log.ID && len(a.recorded) > 0 && a.recorded[len(a.recorded)-1].Position <= head {
			a.safe = true
		}
	}
	p.mended = !slices.ContainsFunc(p.attempts, func(a *attempt) bool { return a.state == acknowledged && !a.safe && a.log == store.log.ID })
}

func (p *play) append(ctx context.Context, t *tab, a *attempt) {
	p.busy++
	defer func() { p.busy-- }()
	events, err := t.try(ctx, a)
	if err != nil {
		switch {
		case errors.Is(err, eventstore.ErrConcurrency), errors.Is(err, eventstore.ErrCondition):
			if a.state == unknown && a.recorded == nil && !slices.ContainsFunc(p.attempts, func(other *attempt) bool { return other == a }) {
				a.state = refused
			}
		case errors.Is(err, eventstore.ErrIDReused) && p.flipped && a.state == unknown:
			// It was cut off inside of a segment before it had two copies.
		default:
			p.bear(err)
		}
		return
	}
	g, _ := t.store.Guarantee()
	a.state, a.recorded, a.safe = acknowledged, events, g == TwoCopies
	if !a.safe {
		p.mended = false
	}
	if a.condition != nil {
		for e := range t.store.ReadMatching(ctx, a.condition.Query, a.condition.After) {
			if e.Position < events[0].Position {
				p.problem = fmt.Errorf("was recorded at #%d although #%d came after #%d", events[0].Position, e.Position, a.condition.After)
			}
			break
		}
		return
	}
	if a.expected >= 0 && events[0].Version != eventstore.Version(a.expected)+1 {
		p.problem = fmt.Errorf("expected %v and was recorded as v%d", a.expected, events[0].Version)
	}
}

// try makes the append, by stream or by query.
func (t *tab) try(ctx context.Context, a *attempt) ([]eventstore.Event, error) {
	if a.condition == nil {
		return t.store.Append(ctx, a.stream, a.expected, a.data...)
	}
	var data []eventstore.Addressed
	for _, d := range a.data {
		data = append(data, eventstore.Addressed{Stream: a.stream, EventData: d})
	}
	return t.store.AppendIf(ctx, *a.condition, data...)
}

func (p *play) reset(ctx context.Context, t *tab) {
	// On a full disk the second copy is given up, whoever believes in it.
	t.room = func() {
		p.mended = false
		for _, a := range p.attempts {
			a.safe = false
		}
	}
	store, err := Reset(ctx, simDatabase{t}, simFiles{t}, Options{NewID: p.newID, layout: short, Past: p.past})
	t.room = nil
	if err != nil {
		p.bear(err)
		return
	}
	if g, _ := store.Guarantee(); g != TwoCopies {
		p.mended = false
		return // if the database falls back now, the old log returns
	}
	p.resets = append(p.resets, &attempt{log: store.log.ID, era: store.log.Era})
	t.store = store
	for range 3 {
		p.append(ctx, t, p.invent(t))
	}
}

// bear reports whether a tab can go on after an error, and notes one that
// should not have come.
func (p *play) bear(err error) bool {
	switch {
	case errors.Is(err, errQuota), errors.Is(err, errTimeout), errors.Is(err, ErrLost):
		return true
	case errors.Is(err, eventstore.ErrReplaced), errors.Is(err, eventstore.ErrUnavailable):
		return false
	case errors.Is(err, eventstore.ErrCorrupt) && !p.mended:
		return false // it is mended when the log is opened the next time
	}
	if p.problem == nil {
		p.problem = fmt.Errorf("unexpected: %w", err)
	}
	return false
}

// invent makes an append that was never tried, which may be refused.
func (p *play) invent(t *tab) *attempt {
	a := &attempt{log: t.store.log.ID, stream: eventstore.StreamID(fmt.Sprintf("account-%d", p.random.IntN(3)))}
	version := eventstore.Version(0)
	for e := range t.store.ReadStream(context.Background(), a.stream, 0) {
		version = e.Version
	}
	a.expected = []eventstore.ExpectedVersion{eventstore.Any, eventstore.Exactly(version), eventstore.NoStream}[p.random.IntN(3)]
	if p.chance(4) { // nothing in two of the streams since what it has seen
		a.condition = &eventstore.Condition{
			Query: eventstore.Query{{Streams: []eventstore.StreamID{a.stream}}, {Streams: []eventstore.StreamID{"account-0"}, Types: []string{"MoneyDeposited"}}},
			After: t.store.head(),
		}
	}
	count := 1 + p.random.IntN(3)
	if p.chance(15) {
		count = 4 + p.random.IntN(30)
	}
	for range count {
		p.events++
		d := eventstore.EventData{Type: "MoneyDeposited", SchemaVersion: 1, Data: []byte(`{"amount":1}`), Timestamp: time.UnixMilli(int64(p.events))}
		binary.BigEndian.PutUint64(d.ID[8:], p.events)
		d.ID[6] = 0x70
		a.data = append(a.data, d)
	}
	p.attempts = append(p.attempts, a)
	return a
}

// unanswered returns an append whose answer was lost, to be tried again.
func (p *play) unanswered(log string) *attempt {
	for _, a := range p.attempts {
		if a.state != refused && a.log == log && p.chance(2) {
			return a
		}
	}
	return nil
}

// check opens the log when all is over, and again without either copy.
func (p *play) check() error {
	p.calm = true
	p.older = nil
	first, err := p.inspect("afterwards")
	if err != nil {
		return err
	}
	p.kept = newBrowser(0).kept
	restored, err := p.inspect("after the database was wiped")
	if err != nil {
		return err
	}
	clear(p.files)
	copied, err := p.inspect("after the files were wiped")
	if err != nil {
		return err
	}
	if first != restored || restored != copied {
		return fmt.Errorf("the head was %v, and %v from the files, and %v from the database", first, restored, copied)
	}
	return nil
}

func (p *play) inspect(when string) (eventstore.Hash, error) {
	ctx := context.Background()
	t := &tab{browser: p.browser}
	store, err := verified(ctx, t)
	if err != nil {
		return eventstore.Hash{}, fmt.Errorf("open %s: %w", when, err)
	}
	defer func() {
		store.Close(errors.New("closed"))
	}()
	if err := eventstore.Verify(store.ReadAll(ctx, 0)); err != nil {
		return eventstore.Hash{}, fmt.Errorf("verify %s: %w", when, err)
	}
	known := map[uuid.UUID]*attempt{}
	for _, a := range p.attempts {
		for _, d := range a.data {
			known[d.ID] = a
		}
	}
	at := map[uuid.UUID]eventstore.Event{}
	for e := range store.ReadAll(ctx, store.start().Position) {
		a := known[e.ID]
		if a == nil || a.log != store.log.ID {
			return eventstore.Hash{}, fmt.Errorf("%s there is #%d that was never appended to this log", when, e.Position)
		}
		if a.state == refused {
			return eventstore.Hash{}, fmt.Errorf("%s there is #%d that was refused", when, e.Position)
		}
		at[e.ID] = e
	}
	for _, a := range p.attempts {
		if a.state != acknowledged || a.log != store.log.ID {
			continue
		}
		for _, e := range a.recorded {
			if got, ok := at[e.ID]; !ok || got.Hash != e.Hash {
				if !a.safe && !ok {
					continue // it had one copy, and that was struck
				}
				return eventstore.Hash{}, fmt.Errorf("%s #%d, which was acknowledged, is lost (found %v, safe %v)", when, e.Position, ok, a.safe)
			}
		}
	}
	for _, r := range p.resets {
		if r.era > store.log.Era {
			return eventstore.Hash{}, fmt.Errorf("%s the log of era %d is back, era %d had begun", when, store.log.Era, r.era)
		}
	}
	head, err := store.Head(ctx)
	return head.Hash, err
}

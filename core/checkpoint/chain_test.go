package checkpoint

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/projection"
	"playhead/core/schema"
	"playhead/core/sealing"
	"playhead/core/timetravel"
	"playhead/core/world"
	"playhead/core/world/bank"
	"playhead/core/world/mall"
	"playhead/core/world/orders"
	"playhead/core/world/users"
	"playhead/core/world/worldtest"
)

// apart is how many events apart the checkpoints of these tests are.
const apart = 16

// site is a log with its keys and its checkpoints.
type site struct {
	world    *world.World
	log      eventstore.Store
	keys     *sealing.MemoryKeys
	store    *Memory
	code     string
	timeline *timetravel.Timeline
	chain    *Chain
}

// drawSite returns a site with the traffic of a world.
func drawSite(t *rapid.T) *site {
	worlds := []*world.World{bank.World(), mall.World(), orders.World(), users.World()}
	w := worlds[rapid.IntRange(0, len(worlds)-1).Draw(t, "world")]
	s := &site{keys: &sealing.MemoryKeys{}, store: &Memory{}, code: "core-1"}
	s.world = sealedWorld(w, s.ring())
	s.log = worldtest.Drive(t, s.world, rapid.IntRange(20, 120).Draw(t, "commands"))
	s.reopen()
	return s
}

func sealedWorld(w *world.World, ring *sealing.Ring) *world.World {
	with := *w
	with.Registry = w.Registry.With(ring)
	return &with
}

func (s *site) ring() *sealing.Ring {
	n := byte(0)
	ring := sealing.NewRing(s.keys, func() sealing.Key { n++; return sealing.Key{n, 1} })
	_, _ = ring.Reload(context.Background()) // which never fails in memory
	return ring
}

// reopen begins with nothing but what is kept.
func (s *site) reopen() {
	ring := s.ring()
	s.world = sealedWorld(s.world, ring)
	folds := timetravel.Folds{Deciders: s.world.Deciders, Projections: s.world.Projections}
	s.timeline = timetravel.New(folds, s.events, nil)
	s.chain = New(s.code, folds, ring, s.hash)
	s.chain.every = apart
}

func (s *site) events(after eventstore.Position) iter.Seq2[schema.Recorded, error] {
	return func(yield func(schema.Recorded, error) bool) {
		for e, err := range s.log.ReadAll(context.Background(), after) {
			if !yield(s.world.Registry.Read(e), err) {
				return
			}
		}
	}
}

func (s *site) hash(at eventstore.Position) (hash eventstore.Hash, err error) {
	for e, err := range s.log.ReadAll(context.Background(), at-1) {
		return e.Hash, err
	}
	return hash, fmt.Errorf("there is no event %d", at)
}

func (s *site) head(t require.TestingT) eventstore.Position {
	head, err := s.log.Head(context.Background())
	require.NoError(t, err)
	return head.Position
}

// keep adds a checkpoint for each position that is due behind the chain's end.
func (s *site) keep(t require.TestingT) {
	for at := s.chain.Last().Position + apart; at <= s.head(t); at += apart {
		m, err := s.timeline.At(context.Background(), at)
		require.NoError(t, err)
		require.NoError(t, s.chain.Add(context.Background(), s.store, m, s.persons(t, at)))
		require.Equal(t, at, s.chain.Last().Position)
	}
}

// persons returns those of whom there is something in the last events up to a position.
func (s *site) persons(t require.TestingT, at eventstore.Position) (persons []eventstore.StreamID) {
	for e, err := range s.log.ReadAll(context.Background(), at-apart) {
		require.NoError(t, err)
		if e.Position <= at {
			persons = append(persons, s.world.Registry.Persons(e)...)
		}
	}
	return persons
}

// restore reads the chain to its end and returns its moments.
func (s *site) restore(t require.TestingT) (moments []timetravel.Moment) {
	for {
		m, ok, err := s.chain.Next(context.Background(), s.store, s.head(t))
		require.NoError(t, err)
		if !ok {
			return moments
		}
		moments = append(moments, m)
	}
}

func (s *site) kept() []eventstore.Position {
	return slices.Sorted(maps.Keys(s.store.kept))
}

// assertFolded fails unless each moment is what the first events come to.
func (s *site) assertFolded(t require.TestingT, moments []timetravel.Moment) {
	for _, m := range moments {
		folded, err := s.timeline.At(context.Background(), m.Position)
		require.NoError(t, err)
		for d := range s.timeline.Diff(folded, m) {
			require.Fail(t, "a checkpoint is not what the events come to", "at %d: %+v", m.Position, d)
		}
		for i, p := range s.world.Projections {
			was, is := folded.Projections[i], m.Projections[i]
			assert.Equal(t, was.Checkpoint, is.Checkpoint, p.Name)
			assert.Equal(t, was.Failure, is.Failure, p.Name)
			assertSameLines(t, was.Model, is.Model)
		}
		assert.Equal(t, folded.Aggregates.Len(), m.Aggregates.Len())
		for stream, state := range folded.Aggregates.All() {
			is, _ := m.Aggregates.Get(stream)
			require.Equal(t, state, is)
		}
	}
}

func assertSameLines(t require.TestingT, was, is projection.Model) {
	lines, ok := was.(projection.Lines)
	if !ok {
		return
	}
	require.Equal(t, lines.Keys(), is.(projection.Lines).Keys())
	for i := range lines.Keys() {
		n, points := lines.Line(lines.Key(i), 1000)
		m, others := is.(projection.Lines).Line(lines.Key(i), 1000)
		require.Equal(t, n, m)
		require.Equal(t, points, others)
	}
}

// What is restored is what the first events come to, in every world, and folding
// goes on from there as if nothing had happened.
func TestChain_Next_EqualsFolding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSite(t)
		s.keep(t)
		want := s.kept()
		s.reopen()
		moments := s.restore(t)
		require.Len(t, moments, len(want))
		s.assertFolded(t, moments)
		if len(moments) == 0 {
			return
		}
		straight, err := s.timeline.At(context.Background(), s.head(t))
		require.NoError(t, err)
		s.reopen()
		s.timeline.Learn(moments[len(moments)-1])
		on, err := s.timeline.At(context.Background(), s.head(t))
		require.NoError(t, err)
		for d := range s.timeline.Diff(straight, on) {
			require.Fail(t, "folding from a checkpoint comes to something else", "%+v", d)
		}
	})
}

// After whatever was done to what is kept, what is restored is right, perhaps less of
// it, and what is of no use is gone, so that the next session keeps it anew.
func TestChain_Next_OnlyWhatIsRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSite(t)
		s.keep(t)
		whole := s.kept()
		if len(whole) == 0 {
			return
		}
		hit := rapid.IntRange(0, len(whole)-1).Draw(t, "hit")
		data := bytes.Clone(s.store.kept[whole[hit]])
		left := hit
		switch rapid.SampledFrom([]string{"flip", "cut", "lose", "swap", "code"}).Draw(t, "fault") {
		case "flip":
			data[rapid.IntRange(0, len(data)-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
			s.store.kept[whole[hit]] = data
		case "cut":
			s.store.kept[whole[hit]] = data[:rapid.IntRange(0, len(data)-1).Draw(t, "length")]
		case "lose":
			delete(s.store.kept, whole[hit])
		case "swap": // it stands in another's place
			other := rapid.IntRange(0, len(whole)-1).Draw(t, "other")
			if other == hit {
				return
			}
			s.store.kept[whole[hit]] = s.store.kept[whole[other]]
		case "code":
			s.code, left = "core-2", 0
		}
		s.reopen()
		moments := s.restore(t)
		require.Len(t, moments, left)
		s.assertFolded(t, moments)
		assert.ElementsMatch(t, whole[:left], s.kept(), "the rest was thrown away")

		if next := s.chain.Last().Position + apart; next <= s.head(t) { // whatever is added now can be read later
			m, err := s.timeline.At(context.Background(), next)
			require.NoError(t, err)
			require.NoError(t, s.chain.Add(context.Background(), s.store, m, s.persons(t, next)))
			added := len(s.kept())
			s.reopen()
			assert.Len(t, s.restore(t), added)
		}

		s.reopen()
		s.restore(t)
		s.keep(t)
		assert.Equal(t, whole, s.kept())
		s.reopen()
		assert.Len(t, s.restore(t), len(whole))
	})
}

// When a person is forgotten, nothing that was made of their data can be read any more,
// by nobody who has all that is kept, and the chain is made anew without them.
func TestChain_Next_Forgotten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSite(t)
		s.keep(t)
		whole := s.kept()
		s.reopen()
		var persons []eventstore.StreamID
		first := map[eventstore.StreamID]eventstore.Position{}
		for e, err := range s.log.ReadAll(context.Background(), 0) {
			require.NoError(t, err)
			for _, person := range s.world.Registry.Persons(e) {
				if first[person] == 0 {
					persons, first[person] = append(persons, person), e.Position
				}
			}
		}
		if len(persons) == 0 || len(whole) == 0 {
			return
		}
		person := rapid.SampledFrom(persons).Draw(t, "person")
		require.NoError(t, s.keys.Destroy(context.Background(), person))
		s.reopen()
		moments := s.restore(t)
		before := 0 // as many checkpoints were taken before there was anything of theirs
		for before < len(whole) && whole[before] < first[person] {
			before++
		}
		require.Len(t, moments, before)
		s.assertFolded(t, moments)
		s.keep(t)
		s.reopen()
		moments = s.restore(t)
		assert.Len(t, moments, len(whole))
		s.assertFolded(t, moments)
	})
}

// A checkpoint of another log is not taken, though it is of the same code and place.
func TestChain_Next_OtherLog(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one, two := drawSite(t), drawSite(t)
		one.keep(t)
		two.store = one.store
		moments := two.restore(t)
		two.assertFolded(t, moments)
	})
}

func FuzzChain(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 1, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &site{world: bank.World(), log: eventstore.NewMemory(), keys: &sealing.MemoryKeys{}, store: &Memory{}}
		_, err := s.log.Append(t.Context(), "account-1", eventstore.Any, eventstore.EventData{ID: uuid.UUID{1}, Timestamp: time.UnixMilli(1_800_000_000_000), Type: "AccountOpened", SchemaVersion: 2, Data: []byte(`{}`)})
		require.NoError(t, err)
		s.reopen()
		require.NoError(t, s.store.Put(t.Context(), 1, data))
		_, ok, err := s.chain.Next(t.Context(), s.store, 1)
		require.NoError(t, err)
		assert.False(t, ok, "nobody can seal but who has the keys")

		// Nor does what is inside of the seal make it panic.
		folds := timetravel.Folds{Deciders: s.world.Deciders, Projections: s.world.Projections}
		if m, err := folds.Decode(folds.Start(), data); err == nil {
			again, err := folds.Encode(folds.Start(), m)
			require.NoError(t, err)
			_, err = folds.Decode(folds.Start(), again)
			require.NoError(t, err)
		}
	})
}

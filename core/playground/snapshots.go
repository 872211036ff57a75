package playground

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"playhead/core/eventstore"
	"playhead/core/json"
	"playhead/core/snapshot"
)

func snapshotKinds() []Kind {
	return []Kind{
		kind("snapshots", "the snapshots that a policy has taken of a stream, and what they save", (*Playground).snapshots),
		kind("load", "load an aggregate from its newest snapshot, and what that took", (*Playground).load),
		kind("saves", "record a new stream in saves of several events each", (*Playground).saves),
		kind("snapshotMarks", "where a stream's snapshots lie in a stretch of the log", (*Playground).snapshotMarks),
	}
}

const (
	usualSnapshots   = 8 // rows, as of a read model
	maxSnapshots     = 200
	maxSnapshotMarks = 1000
	maxDeploys       = 100
)

// shelves keeps the snapshots that were asked for last: the tabs and the
// timeline ask for those of the same stream.
type shelves struct {
	mu    sync.Mutex // held while the shelf catches up, in slices
	key   string
	shelf *snapshot.Shelf
}

// forget throws the snapshots away: they may hold data of persons whose keys
// are gone.
func (s *shelves) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.key, s.shelf = "", nil
}

// shelf calls f with the shelf of a stream, which has caught up with the log.
// It fails when the plan or the stream cannot be, and when the log cannot be read.
func (p *Playground) shelf(ctx context.Context, stream eventstore.StreamID, asked SnapshotPlan, f func(*session, *snapshot.Shelf) error) error {
	s, err := p.current()
	if err != nil {
		return err
	}
	plan, err := planOf(asked)
	if err != nil {
		return err
	}
	decider := s.world.Deciders[stream.Category()]
	if decider == nil {
		return &Error{Code: CodeNotFound, Message: fmt.Sprintf("This world folds no stream of category %s, so there is nothing to take a snapshot of.", stream.Category())}
	}
	s.shelves.mu.Lock()
	defer s.shelves.mu.Unlock()
	if key := fmt.Sprint(stream, plan); s.shelves.key != key {
		s.shelves.key, s.shelves.shelf = key, snapshot.NewShelf(s.world.Registry, decider, stream, plan)
	}
	if err := p.fill(ctx, s, stream); err != nil {
		s.shelves.key = "" // it may hold half of a save
		return err
	}
	return f(s, s.shelves.shelf)
}

// fill shows the shelf the events that it has not seen.
func (p *Playground) fill(ctx context.Context, s *session, stream eventstore.StreamID) error {
	shelf := s.shelves.shelf
	budget := advanceBudget
	for e, err := range s.log.Store.ReadStream(ctx, stream, shelf.Version()) {
		if err != nil {
			return fmt.Errorf("read %s: %w", stream, err)
		}
		shelf.Add(e)
		if budget--; budget == 0 {
			budget = advanceBudget
			if err := p.config.Pause(ctx); err != nil {
				return err
			}
		}
	}
	shelf.Settle()
	return nil
}

func planOf(asked SnapshotPlan) (snapshot.Plan, error) {
	plan := snapshot.Plan{
		Policy:  snapshot.Policy{Rule: snapshot.Rule(asked.Rule)},
		Deploys: slices.Sorted(slices.Values(asked.Deploys)),
	}
	if plan.Rule == snapshot.Time {
		plan.Age = time.Duration(min(max(asked.Seconds, 0), 1<<30)) * time.Second
	} else if plan.Rule != snapshot.Never {
		plan.N = asked.N
	}
	if err := plan.Validate(); err != nil {
		return plan, &Error{Code: CodeBadRequest, Message: sentence(err.Error())}
	}
	if len(plan.Deploys) > maxDeploys {
		return plan, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("At most %d deploys are kept apart, not %d.", maxDeploys, len(plan.Deploys))}
	}
	return plan, nil
}

func (p *Playground) snapshots(ctx context.Context, params SnapshotsParams) (result SnapshotsResult, err error) {
	err = p.shelf(ctx, params.Stream, params.Plan, func(s *session, shelf *snapshot.Shelf) error {
		result, err = p.describeShelf(ctx, s, shelf, params)
		return err
	})
	return result, err
}

func (p *Playground) describeShelf(ctx context.Context, s *session, shelf *snapshot.Shelf, params SnapshotsParams) (SnapshotsResult, error) {
	result := SnapshotsResult{Snapshots: []SnapshotRow{}, Costs: []SnapshotCost{}}
	if why := shelf.Why(); why != nil {
		result.Why = sentence(why.Error())
	}
	taken := shelf.Taken(params.Position)
	count := params.Count
	if count <= 0 {
		count = usualSnapshots
	}
	result.Total = len(taken)
	for i := len(taken) - 1; i >= 0; i-- {
		one := taken[i]
		stale := shelf.Stale(one, params.Position)
		if result.Bytes += one.Bytes; stale {
			result.Stale++
		}
		if len(result.Snapshots) < min(count, maxSnapshots) {
			result.Snapshots = append(result.Snapshots, SnapshotRow{
				one.Version, one.Position, one.Timestamp.UnixMilli(), one.Bytes, shelf.Fingerprint(one.Fold)[:8], stale,
			})
		}
	}
	with, timed, err := p.timed(ctx, func(pause func(context.Context) error) (snapshot.Loading, error) {
		return shelf.Load(ctx, s.log.Store, params.Position, pause)
	})
	if err != nil {
		return result, err
	}
	result.With = timed
	without, timed, err := p.timed(ctx, func(pause func(context.Context) error) (snapshot.Loading, error) {
		return shelf.Without(ctx, s.log.Store, params.Position, pause)
	})
	if err != nil {
		return result, err
	}
	result.Without, result.Version = timed, without.State.Version
	result.Same = sameState(with, without)
	numbers := snapshot.Numbers(without.State.Version, params.Plan.N)
	for _, c := range shelf.Costs(snapshot.Rule(params.Plan.Rule), numbers, params.Position) {
		result.Costs = append(result.Costs, SnapshotCost(c))
	}
	return result, nil
}

// sameState reports whether two loads came to the same state.
func sameState(a, b snapshot.Loading) bool {
	one, err := json.Marshal(a.State.Value)
	other, err2 := json.Marshal(b.State.Value)
	return err == nil && err2 == nil && bytes.Equal(one, other) &&
		a.State.Version == b.State.Version && a.State.Problem == b.State.Problem
}

func (p *Playground) load(ctx context.Context, params LoadParams) (result Loading, err error) {
	err = p.shelf(ctx, params.Stream, params.Plan, func(s *session, shelf *snapshot.Shelf) error {
		_, result, err = p.timed(ctx, func(pause func(context.Context) error) (snapshot.Loading, error) {
			return shelf.Load(ctx, s.log.Store, params.Position, pause)
		})
		return err
	})
	return result, err
}

const (
	// timedEnough is how long a load is repeated, so that it can be timed: a
	// browser tells the time to 0.1 ms, or to 1 ms.
	timedEnough = time.Millisecond
	timedMost   = 64 // loads, where the clock does not move
	timedRuns   = 3
	// timedOnce is how many events make a load long enough to be timed by itself.
	// Fewer are read without a pause.
	timedOnce = 250
)

// timed loads until that can be timed. What others do in a pause does not count.
func (p *Playground) timed(ctx context.Context, load func(pause func(context.Context) error) (snapshot.Loading, error)) (snapshot.Loading, Loading, error) {
	var paused time.Duration
	pause := func(ctx context.Context) error {
		began := p.elapsed()
		defer func() { paused += p.elapsed() - began }()
		return p.config.Pause(ctx)
	}
	began := p.elapsed()
	loaded, err := load(pause)
	took := p.elapsed() - began - paused
	if err != nil || loaded.Events > timedOnce {
		return loaded, described(loaded, took), err
	}
	// The first load also paid for what the browser had yet to compile, and any run of
	// loads may be held up by something else: the quickest run tells what it takes.
	quickest := time.Duration(-1)
	for range timedRuns {
		began = p.elapsed()
		for times := 1; ; times++ {
			if loaded, err = load(p.config.Pause); err != nil {
				return loaded, Loading{}, err
			}
			took = p.elapsed() - began
			if took < timedEnough && times < timedMost {
				continue
			}
			if mean := took / time.Duration(times); quickest < 0 || mean < quickest {
				quickest = mean
			}
			break
		}
	}
	return loaded, described(loaded, quickest), nil
}

func described(l snapshot.Loading, took time.Duration) Loading {
	return Loading{LoadOutcome(l.Outcome), l.From, l.Events, l.Bytes, int(max(took, 0) / time.Microsecond)}
}

func (p *Playground) elapsed() time.Duration {
	if p.config.Elapsed == nil {
		return time.Duration(p.config.Now().UnixNano())
	}
	return p.config.Elapsed()
}

func (p *Playground) snapshotMarks(ctx context.Context, params SnapshotMarksParams) (result SnapshotMarksResult, err error) {
	result.Marks = []SnapshotMark{}
	err = p.shelf(ctx, params.Stream, params.Plan, func(_ *session, shelf *snapshot.Shelf) error {
		taken := shelf.Taken(params.To)
		taken = taken[len(shelf.Taken(max(params.From, 1)-1)):]
		most := max(1, min(params.Most, maxSnapshotMarks))
		for i := range min(most, len(taken)) {
			one := taken[i*len(taken)/min(most, len(taken))]
			result.Marks = append(result.Marks, SnapshotMark{one.Position, one.Fold})
		}
		return nil
	})
	return result, err
}

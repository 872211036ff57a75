package playground

import (
	"context"
	"sort"

	"playhead/core/eventstore"
)

// compareBranches compares another branch with the one that is open.
func (p *Playground) compareBranches(ctx context.Context, params CompareBranchesParams) (CompareBranchesResult, error) {
	t, s, err := p.planted()
	if err != nil {
		return CompareBranchesResult{}, err
	}
	b, err := t.find(params.Branch)
	if err != nil {
		return CompareBranchesResult{}, err
	}
	other, err := p.enter(ctx, t, b)
	if err != nil {
		return CompareBranchesResult{}, err
	}
	if params.Limit <= 0 {
		params.Limit = usualCompared
	}
	params.Limit = min(params.Limit, mostCompared)
	there, err := p.placeThere(s, other, params)
	if err != nil {
		return CompareBranchesResult{}, err
	}
	common, err := common(ctx, other, s, min(there, params.To))
	if err != nil {
		return CompareBranchesResult{}, err
	}
	result := CompareBranchesResult{
		Compared: CompareResult{From: there, To: params.To, Places: []ComparedPlace{}, Events: []EventRow{}, Types: []TypeCount{}},
		Common:   common, There: []EventRow{}, ThereTotal: int(there - common),
	}
	from, err := other.timeline.At(ctx, there)
	if err != nil {
		return result, notThere(err)
	}
	to, err := s.timeline.At(ctx, params.To)
	if err != nil {
		return result, notThere(err)
	}
	was, err := pairing(ctx, other, s, common, there, params.To)
	if err != nil {
		return result, err
	}
	s.place(&result.Compared, from, to, s.timeline.DiffMoved(from, to, common, was), params.Limit)
	return locked(p, func(*session) (CompareBranchesResult, error) {
		beyond := CompareResult{From: common, To: there, Events: []EventRow{}, Types: []TypeCount{}}
		if err := other.between(ctx, &beyond); err != nil {
			return result, err
		}
		result.There = beyond.Events
		here := CompareResult{From: common, To: params.To, Events: []EventRow{}, Types: []TypeCount{}}
		err := s.between(ctx, &here)
		result.Compared.Events, result.Compared.Types, result.Compared.Total = here.Events, here.Types, here.Total
		return result, err
	})
}

// placeThere returns the position of the other log: its end, or where it was at
// the time of the event that the open one is at.
func (p *Playground) placeThere(s, other *session, params CompareBranchesParams) (eventstore.Position, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	head := other.index.head()
	if !params.SameTime || params.To == 0 {
		return head, nil
	}
	if params.To > s.index.head() {
		return 0, &Error{Code: CodeNotFound, Message: "The log does not reach that far."}
	}
	return min(head, other.timeline.Locate(unixMilli(s.index.times[params.To-1]))), nil
}

// common returns the last position up to which two logs are the same: what one
// has shared with the other, however they came to part.
func common(ctx context.Context, a, b *session, most eventstore.Position) (eventstore.Position, error) {
	var failed error
	n := sort.Search(int(most), func(i int) bool {
		position := eventstore.Position(i + 1)
		left, err := a.at(ctx, position)
		if err != nil {
			failed = err
			return true
		}
		right, err := b.at(ctx, position)
		if err != nil {
			failed = err
		}
		return left.Hash != right.Hash
	})
	return eventstore.Position(n), failed
}

// pairedMost is how many events behind the common past are paired by their ids.
const pairedMost = 20_000

// pairing tells which event of the other log an event of this one is: the one
// with its id, as a what-if leaves it, or else the one in its place.
func pairing(ctx context.Context, other, s *session, common, there, to eventstore.Position) (func(eventstore.Position) eventstore.Position, error) {
	pairs, taken := map[eventstore.Position]eventstore.Position{}, map[eventstore.Position]bool{}
	ids := map[[16]byte]eventstore.Position{}
	for e, err := range other.log.Store.ReadAll(ctx, common) {
		if err != nil {
			return nil, err
		}
		if e.Position > min(there, common+pairedMost) {
			break
		}
		ids[e.ID] = e.Position
	}
	for e, err := range s.log.Store.ReadAll(ctx, common) {
		if err != nil {
			return nil, err
		}
		if e.Position > min(to, common+pairedMost) {
			break
		}
		if before, ok := ids[e.ID]; ok {
			pairs[e.Position], taken[before] = before, true
		}
	}
	return func(position eventstore.Position) eventstore.Position {
		before, ok := pairs[position]
		switch {
		case ok:
			return before
		case position <= there && !taken[position]:
			return position
		}
		return 0
	}, nil
}

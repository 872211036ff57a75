package playground

import (
	"context"
	"fmt"
	"sort"

	"playhead/core/eventstore"
)

// compareBranches compares another branch with the one that is open.
func (p *Playground) compareBranches(ctx context.Context, params CompareBranchesParams) (CompareBranchesResult, error) {
	other, s, err := p.beside(ctx, params.Branch)
	if err != nil {
		return CompareBranchesResult{}, err
	}
	if err := p.reaches(s, params.To); err != nil {
		return CompareBranchesResult{}, err
	}
	there := p.placeThere(s, other, params)
	common, err := common(ctx, other, s, min(there, params.To))
	if err != nil {
		return CompareBranchesResult{}, err
	}
	c := comparing(there, params.To, params.After, params.Limit)
	result := CompareBranchesResult{Common: common, There: []EventRow{}, ThereTotal: int(there - common)}
	if params.After == nil {
		if err := p.between(ctx, s, common, params.To, &c.CompareResult); err != nil {
			return result, err
		}
		_, err = locked(p, func(*session) (None, error) { return None{}, other.firstOf(ctx, common, there, &result.There) })
		if err != nil {
			return result, err
		}
	}
	pairs, err := s.pairs(ctx, p, other, common, there, params.To)
	if err != nil {
		return result, err
	}
	result.Unpaired = pairs.unpaired()
	if pairs.done() {
		err = c.part(ctx, p, other, s, pairs.moved())
	} else {
		c.Progress = &ComparedProgress{WorkPair, pairs.paired(), pairs.all()}
	}
	result.Compared = c.CompareResult
	return result, err
}

// beside returns the session of another branch, and the one that is open.
func (p *Playground) beside(ctx context.Context, branch string) (other, open *session, err error) {
	t, s, err := p.planted()
	if err != nil {
		return nil, nil, err
	}
	b, err := t.find(branch)
	if err != nil {
		return nil, nil, err
	}
	other, err = p.enter(ctx, t, b)
	return other, s, err
}

// placeThere returns the position of the other log: its end, or where it was at
// the time of the event that the open one is at.
func (p *Playground) placeThere(s, other *session, params CompareBranchesParams) eventstore.Position {
	p.mu.Lock()
	defer p.mu.Unlock()
	head := other.index.head()
	if !params.SameTime || params.To == 0 {
		return head
	}
	return min(head, other.timeline.Locate(unixMilli(s.index.times.At(int(params.To-1)))))
}

// common returns the last position up to which two logs are the same: what one
// has shared with the other, however they came to part.
func common(ctx context.Context, a, b *session, most eventstore.Position) (eventstore.Position, error) {
	if a == b {
		return most, nil
	}
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
	if failed != nil {
		return 0, fmt.Errorf("find where the branches part: %w", failed)
	}
	return eventstore.Position(n), nil
}

package playground

import (
	"context"
	"errors"
	"fmt"

	"playhead/core/branch"
)

func (p *Playground) bookmark(ctx context.Context, params BookmarkParams) (BranchesResult, error) {
	return p.changeBookmarks(ctx, func(l *branch.List, s *session) error {
		head, err := s.log.Store.Head(ctx)
		if err != nil {
			return err
		}
		if params.Position > head.Position {
			return &Error{Code: CodeNotFound, Message: fmt.Sprintf(
				"There is no event %d to put a bookmark at: the log ends at #%d.", params.Position, head.Position)}
		}
		now := p.config.Now()
		return l.Place(ctx, s.branch.ID, params.Position, params.Note, p.config.NewID(now), now)
	})
}

func (p *Playground) removeBookmark(ctx context.Context, params RemoveBookmarkParams) (BranchesResult, error) {
	return p.changeBookmarks(ctx, func(l *branch.List, s *session) error {
		now := p.config.Now()
		err := l.Remove(ctx, s.branch.ID, params.Position, p.config.NewID(now), now)
		if errors.Is(err, branch.ErrNotFound) {
			return &Error{Code: CodeNotFound, Message: fmt.Sprintf("There is no bookmark at event %d.", params.Position)}
		}
		return err
	})
}

func (p *Playground) changeBookmarks(ctx context.Context, change func(*branch.List, *session) error) (BranchesResult, error) {
	t, s, err := p.planted()
	if err != nil {
		return BranchesResult{}, err
	}
	if err := t.branches(func(l *branch.List) error { return change(l, s) }); err != nil {
		return BranchesResult{}, asBranchError(err)
	}
	return p.describeBranches(ctx, t), nil
}

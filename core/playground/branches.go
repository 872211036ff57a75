package playground

import (
	"context"
	"errors"
	"fmt"

	"playhead/core/branch"
	"playhead/core/eventstore"
)

func branchKinds() []Kind {
	return []Kind{
		kind("branches", "the branches of the open world's log", (*Playground).branches),
		kind("branch", "make a branch of the open log, and go to it", (*Playground).branch),
		kind("switch", "go to another branch of the open world's log", (*Playground).switchTo),
		kind("renameBranch", "give a branch another name", (*Playground).renameBranch),
		kind("deleteBranch", "throw a branch's own events away", (*Playground).deleteBranch),
		kind("bookmark", "put a bookmark behind an event, or give it another note", (*Playground).bookmark),
		kind("removeBookmark", "take a bookmark away", (*Playground).removeBookmark),
	}
}

// planted returns the open world with its branches, and the session that is
// looked at.
func (p *Playground) planted() (*tree, *session, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.session == nil {
		return nil, nil, errNoWorld()
	}
	return p.tree, p.session, nil
}

func (p *Playground) branches(ctx context.Context, _ None) (BranchesResult, error) {
	t, _, err := p.planted()
	if err != nil {
		return BranchesResult{}, err
	}
	if err := t.branches(func(l *branch.List) error { return l.Refresh(ctx) }); err != nil {
		return BranchesResult{}, err
	}
	return p.lookAtBranches(ctx, t), nil
}

// lookAtBranches describes the branches as they are now.
func (p *Playground) lookAtBranches(ctx context.Context, t *tree) BranchesResult {
	p.mu.Lock()
	t.ends = nil
	p.mu.Unlock()
	return p.describeBranches(ctx, t)
}

// describeBranches describes the branches as far as is known.
func (p *Playground) describeBranches(ctx context.Context, t *tree) BranchesResult {
	result := BranchesResult{Branches: []Branch{}, Bookmarks: []Bookmark{}}
	var all []branch.Branch
	var bookmarks []branch.Bookmark
	_ = t.branches(func(l *branch.List) error { // without a list there are none to show
		all, bookmarks, result.Unused = l.All(), l.Bookmarks(), l.Unused()
		return nil
	})
	names := map[string]string{"": branch.Main}
	for _, b := range all {
		names[b.ID] = b.Name
	}
	for _, b := range all {
		result.Branches = append(result.Branches, Branch{
			Name: b.Name, Parent: names[b.Parent], At: b.At, Head: p.endOf(ctx, t, b), Made: b.Made.UnixMilli(),
		})
	}
	for _, b := range bookmarks {
		result.Bookmarks = append(result.Bookmarks, Bookmark{names[b.Branch], b.At, b.Note})
	}
	main, err := t.main().log.Store.Head(ctx)
	if err == nil {
		result.Main = main.Position
	}
	return result
}

func (p *Playground) branch(ctx context.Context, params BranchParams) (Switched, error) {
	t, s, err := p.planted()
	if err != nil {
		return Switched{}, err
	}
	head, err := s.log.Store.Head(ctx)
	if err != nil {
		return Switched{}, err
	}
	at := head.Position
	if params.Position != nil {
		at = *params.Position
	}
	var own []eventstore.Addressed
	if params.WhatIf != nil {
		outcome, err := p.try(ctx, s, *params.WhatIf)
		if err != nil {
			return Switched{}, err
		}
		at, own = outcome.At, outcome.Events
	}
	past, err := s.log.Store.Past(at)
	if err != nil {
		return Switched{}, notThere(err)
	}
	now := p.config.Now()
	var made branch.Branch
	err = t.branches(func(l *branch.List) (err error) {
		name := params.Name
		if name == "" {
			name = l.Unused()
		}
		made, err = l.Make(ctx, name, s.branch.ID, past.Head(), p.config.NewID(now), now)
		return err
	})
	if err != nil {
		return Switched{}, asBranchError(err)
	}
	branched := p.sprout(t, s, made, past)
	if len(own) > 0 {
		if _, err := branched.log.Store.AppendAll(ctx, own...); err != nil {
			return Switched{}, fmt.Errorf("record the events of the branch: %w", err)
		}
		if err := p.catchUp(ctx, branched, false); err != nil {
			return Switched{}, err
		}
	}
	return p.show(ctx, t, branched)
}

func (p *Playground) switchTo(ctx context.Context, params BranchNameParams) (Switched, error) {
	t, _, err := p.planted()
	if err != nil {
		return Switched{}, err
	}
	_ = t.branches(func(l *branch.List) error { return l.Refresh(ctx) }) // it may have been made in another tab
	b, err := t.find(params.Name)
	if err != nil {
		return Switched{}, err
	}
	return p.goTo(ctx, t, b)
}

// goTo makes a branch the one that is looked at.
func (p *Playground) goTo(ctx context.Context, t *tree, b branch.Branch) (Switched, error) {
	s, err := p.enter(ctx, t, b)
	if err != nil {
		return Switched{}, err
	}
	return p.show(ctx, t, s)
}

// show makes a session of the tree the one that is looked at.
func (p *Playground) show(ctx context.Context, t *tree, s *session) (Switched, error) {
	// First, since it may wait: what is pushed of a session comes behind the answer
	// that shows it.
	branches := p.describeBranches(ctx, t)
	p.mu.Lock()
	if p.tree == t { // another world may have been opened meanwhile
		if p.session != s {
			p.session.decoded.forget() // it is there to be quick where somebody looks
		}
		p.session = s
	}
	t.dated = true
	_, err := p.advance(s)
	log := s.describeLog()
	p.mu.Unlock()
	p.signal()
	return Switched{Log: log, Branches: branches}, err
}

func (p *Playground) renameBranch(ctx context.Context, params RenameBranchParams) (BranchesResult, error) {
	t, _, err := p.planted()
	if err != nil {
		return BranchesResult{}, err
	}
	b, err := t.find(params.Name)
	if err != nil {
		return BranchesResult{}, err
	}
	if b.ID == "" {
		return BranchesResult{}, &Error{Code: CodeBadRequest, Message: "The log that all branches part from keeps its name, main."}
	}
	now := p.config.Now()
	err = t.branches(func(l *branch.List) error { return l.Rename(ctx, b.ID, params.To, p.config.NewID(now), now) })
	if err != nil {
		return BranchesResult{}, asBranchError(err)
	}
	p.renamed(t)
	return p.describeBranches(ctx, t), nil
}

// deleteBranch takes a branch off the list first: if it ends there, what is
// left is kept and of no harm.
func (p *Playground) deleteBranch(ctx context.Context, params BranchNameParams) (Switched, error) {
	t, s, err := p.planted()
	if err != nil {
		return Switched{}, err
	}
	b, err := t.find(params.Name)
	if err != nil {
		return Switched{}, err
	}
	if b.ID == "" {
		return Switched{}, &Error{Code: CodeBadRequest, Message: "Main is no branch. Start over throws its events away."}
	}
	now := p.config.Now()
	parent := branch.Branch{}
	err = t.branches(func(l *branch.List) error {
		if b.Parent != "" {
			parent, _ = l.Find(b.Parent) // if it is gone, there is main
		}
		return l.Delete(ctx, b.ID, p.config.NewID(now), now)
	})
	if err != nil {
		return Switched{}, asBranchError(err)
	}
	next := s.branch
	if next.ID == b.ID {
		next = parent
	}
	switched, err := p.goTo(ctx, t, next)
	if err != nil {
		return switched, err
	}
	return switched, p.fell(ctx, t, b.ID)
}

// asBranchError makes a sentence of what a rule of the list says.
func asBranchError(err error) error {
	var name *branch.NameError
	var parent *branch.ParentError
	var note *branch.NoteError
	var full *branch.FullError
	switch {
	case errors.As(err, &name):
		return &Error{Code: CodeBadRequest, Message: fmt.Sprintf("A branch cannot be named %q: %s.", name.Name, name.Reason)}
	case errors.As(err, &parent):
		return &Error{Code: CodeBadRequest, Message: sentence(parent.Error())}
	case errors.As(err, &note), errors.As(err, &full):
		return &Error{Code: CodeBadRequest, Message: sentence(err.Error())}
	case errors.Is(err, branch.ErrNotFound):
		return &Error{Code: CodeNotFound, Message: "That branch is not there any more; another tab may have deleted it."}
	case errors.Is(err, eventstore.ErrCondition):
		return &Error{Code: CodeUnavailable, Message: "Other tabs keep changing the branches. Try again in a moment."}
	}
	return err
}

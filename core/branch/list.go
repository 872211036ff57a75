package branch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/json"
)

// List is the branches of one log, and the bookmarks in them. It is not safe for use by several
// goroutines; any number of lists, in any number of tabs, may use one store.
type List struct {
	store     eventstore.Store
	branches  []Branch   // in the order in which they were made
	bookmarks []Bookmark // by position, then by branch
	position  eventstore.Position
}

// ErrNotFound says that there is no such branch: perhaps not any more.
var ErrNotFound = errors.New("there is no such branch")

// Read returns the list that a store keeps. It fails when the store cannot be
// read.
func Read(ctx context.Context, store eventstore.Store) (*List, error) {
	l := &List{store: store}
	return l, l.Refresh(ctx)
}

// Refresh takes up what others have changed. It fails when the store cannot be
// read.
func (l *List) Refresh(ctx context.Context) error {
	for e, err := range l.store.ReadAll(ctx, l.position) {
		if err != nil {
			return fmt.Errorf("read the branches: %w", err)
		}
		l.evolve(e)
		l.position = e.Position
	}
	return nil
}

// evolve takes up an event. One that it cannot read changes nothing.
func (l *List) evolve(e eventstore.Event) {
	id := strings.TrimPrefix(string(e.Stream), category)
	i := l.index(id)
	switch e.Type {
	case typeMade:
		var made branchMade
		if i < 0 && json.Unmarshal(e.Data, &made) == nil {
			l.branches = append(l.branches, Branch{id, made.Name, made.Parent, made.At, hashOf(made.Hash), e.Timestamp})
		}
	case typeRenamed:
		var renamed branchRenamed
		if i >= 0 && json.Unmarshal(e.Data, &renamed) == nil {
			l.branches[i].Name = renamed.Name
		}
	case typeDeleted:
		if i >= 0 {
			l.branches = slices.Delete(l.branches, i, i+1)
			l.bookmarks = slices.DeleteFunc(l.bookmarks, func(b Bookmark) bool { return b.Branch == id })
		}
	case typePlaced:
		var placed bookmarkPlaced
		if json.Unmarshal(e.Data, &placed) == nil {
			l.place(placed)
		}
	case typeRemoved:
		var removed bookmarkRemoved
		if json.Unmarshal(e.Data, &removed) == nil {
			l.remove(removed)
		}
	}
}

func (l *List) index(id string) int {
	return slices.IndexFunc(l.branches, func(b Branch) bool { return b.ID == id })
}

// Position returns how far the list has read its events.
func (l *List) Position() eventstore.Position { return l.position }

// All returns the branches in the order in which they were made.
func (l *List) All() []Branch { return slices.Clone(l.branches) }

// Find returns a branch by its ID. It fails with ErrNotFound.
func (l *List) Find(id string) (Branch, error) {
	if i := l.index(id); i >= 0 {
		return l.branches[i], nil
	}
	return Branch{}, ErrNotFound
}

// Named returns a branch by its name. It fails with ErrNotFound.
func (l *List) Named(name string) (Branch, error) {
	for _, b := range l.branches {
		if b.Name == name {
			return b, nil
		}
	}
	return Branch{}, ErrNotFound
}

// Unused returns a name that no branch has yet: a few words and a number.
func (l *List) Unused() string {
	for n := 1; ; n++ {
		name := fmt.Sprintf("what if %d", n)
		if l.taken(name, "") == nil {
			return name
		}
	}
}

// Make adds a branch of the name that parts from parent, which is a branch's
// ID or empty for main, behind the event that ends past. It fails with a
// *NameError when the name is not fit or is taken, with ErrNotFound when the
// parent was deleted, and when the store cannot be written.
func (l *List) Make(ctx context.Context, name, parent string, past eventstore.Head, id uuid.UUID, now time.Time) (Branch, error) {
	made := branchMade{name, parent, past.Position, past.Hash.String()}
	err := l.decide(ctx, category+id.String(), typeMade, made, id, now, func() error {
		if parent != "" && l.index(parent) < 0 {
			return ErrNotFound
		}
		return errors.Join(validate(name), l.taken(name, ""))
	})
	if err != nil {
		return Branch{}, err
	}
	return l.Find(id.String())
}

// Rename gives a branch another name. It fails as Make does.
func (l *List) Rename(ctx context.Context, id, name string, event uuid.UUID, now time.Time) error {
	return l.decide(ctx, category+id, typeRenamed, branchRenamed{name}, event, now, func() error {
		if l.index(id) < 0 {
			return ErrNotFound
		}
		return errors.Join(validate(name), l.taken(name, id))
	})
}

// Delete takes a branch off the list. It fails with a *ParentError while
// others part from it, with ErrNotFound, and when the store cannot be written.
func (l *List) Delete(ctx context.Context, id string, event uuid.UUID, now time.Time) error {
	return l.decide(ctx, category+id, typeDeleted, branchDeleted{}, event, now, func() error {
		i := l.index(id)
		if i < 0 {
			return ErrNotFound
		}
		for _, b := range l.branches {
			if b.Parent == id {
				return &ParentError{l.branches[i].Name, b.Name}
			}
		}
		return nil
	})
}

// ParentError says that a branch is needed by one that parts from it.
type ParentError struct{ Parent, Child string }

func (e *ParentError) Error() string {
	return fmt.Sprintf("%q cannot be deleted: %q parts from it and shares its events; delete that one first", e.Parent, e.Child)
}

func (l *List) taken(name, except string) error {
	for _, b := range l.branches {
		if b.ID != except && strings.EqualFold(b.Name, name) {
			return &NameError{name, "another branch has that name"}
		}
	}
	return nil
}

// maxRaces is how often a decision starts over when somebody else changes the
// list meanwhile. People make branches, and not that many at a time.
const maxRaces = 8

// decide records an event if the rule, which looks at the whole list, allows
// it. That the list is still as the rule saw it is the condition of the append.
func (l *List) decide(ctx context.Context, stream, eventType string, data any, event uuid.UUID, now time.Time, rule func() error) error {
	encoded, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("encode %s: %w", eventType, err)
	}
	for race := 0; ; race++ {
		if err := l.Refresh(ctx); err != nil {
			return err
		}
		if err := rule(); err != nil {
			return err
		}
		_, err := l.store.AppendIf(ctx, eventstore.Condition{After: l.position}, eventstore.Addressed{
			Stream: eventstore.StreamID(stream),
			EventData: eventstore.EventData{
				ID: event, Type: eventType, SchemaVersion: 1, Data: encoded, Timestamp: now,
			},
		})
		if errors.Is(err, eventstore.ErrCondition) && race < maxRaces {
			continue
		}
		if err != nil {
			return fmt.Errorf("record %s: %w", eventType, err)
		}
		return l.Refresh(ctx)
	}
}

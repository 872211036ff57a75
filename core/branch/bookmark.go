package branch

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"playhead/core/eventstore"
)

// Bookmark is a moment of a log that somebody means to come back to.
type Bookmark struct {
	Branch string              // the ID of the branch whose event it is, empty for main
	At     eventstore.Position // the event behind which it stands, 0 for before the first
	Note   string              // may be empty
}

// The events of bookmarks. Each bookmark is a stream: there is one at most
// behind an event.

type bookmarkPlaced struct {
	Branch string              `json:"branch,omitempty"`
	At     eventstore.Position `json:"at"`
	Note   string              `json:"note,omitempty"`
}

type bookmarkRemoved struct {
	Branch string              `json:"branch,omitempty"`
	At     eventstore.Position `json:"at"`
}

const (
	typePlaced  = "BookmarkPlaced"
	typeRemoved = "BookmarkRemoved"
)

const (
	// maxNote is the longest note, in characters: a thought, not a text. It has
	// to fit into an address beside all else.
	maxNote = 200
	// maxBookmarks is how many there may be: what a menu can show, and the
	// timeline draw.
	maxBookmarks = 500
)

// NoteError says why a note cannot be kept.
type NoteError struct{ Reason string } // such as "it is not UTF-8"

func (e *NoteError) Error() string {
	return "this note cannot be kept: " + e.Reason
}

// FullError says that there are as many bookmarks as there may be.
type FullError struct{ Most int }

func (e *FullError) Error() string {
	return fmt.Sprintf("there are %d bookmarks, which are the most; remove one first", e.Most)
}

// Bookmarks returns the bookmarks of all branches in the order of their events.
func (l *List) Bookmarks() []Bookmark { return slices.Clone(l.bookmarks) }

// Owner returns the ID of the branch whose own event stands at a position of
// the branch given, empty for main: what branches share has one owner.
func (l *List) Owner(id string, at eventstore.Position) string {
	for {
		i := l.index(id)
		if i < 0 || at > l.branches[i].At {
			return id
		}
		id = l.branches[i].Parent
	}
}

// Place puts a bookmark behind an event of a branch, or gives the one that is
// there another note. It fails with a *NoteError when the note is not fit, with
// a *FullError when there are too many, with ErrNotFound when the branch was
// deleted, and when the store cannot be written.
func (l *List) Place(ctx context.Context, branch string, at eventstore.Position, note string, event uuid.UUID, now time.Time) error {
	note = strings.TrimSpace(note)
	placed := bookmarkPlaced{l.Owner(branch, at), at, note}
	return l.decide(ctx, bookmarkStream(placed.Branch, at), typePlaced, placed, event, now, func() error {
		if placed.Branch != "" && l.index(placed.Branch) < 0 {
			return ErrNotFound
		}
		if _, there := l.bookmarkAt(placed.Branch, at); !there && len(l.bookmarks) >= maxBookmarks {
			return &FullError{maxBookmarks}
		}
		return validateNote(note)
	})
}

// Remove takes the bookmark behind an event of a branch away. It fails with
// ErrNotFound when there is none, and when the store cannot be written.
func (l *List) Remove(ctx context.Context, branch string, at eventstore.Position, event uuid.UUID, now time.Time) error {
	owner := l.Owner(branch, at)
	return l.decide(ctx, bookmarkStream(owner, at), typeRemoved, bookmarkRemoved{owner, at}, event, now, func() error {
		if _, there := l.bookmarkAt(owner, at); !there {
			return ErrNotFound
		}
		return nil
	})
}

func bookmarkStream(branch string, at eventstore.Position) string {
	if branch == "" {
		branch = Main
	}
	return fmt.Sprintf("bookmark-%s-%d", branch, at)
}

// bookmarkAt finds a bookmark, or the place where it would be put.
func (l *List) bookmarkAt(branch string, at eventstore.Position) (int, bool) {
	return slices.BinarySearchFunc(l.bookmarks, Bookmark{Branch: branch, At: at}, func(a, b Bookmark) int {
		return cmp.Or(cmp.Compare(a.At, b.At), strings.Compare(a.Branch, b.Branch))
	})
}

func (l *List) place(placed bookmarkPlaced) {
	b := Bookmark(placed)
	i, there := l.bookmarkAt(b.Branch, b.At)
	if there {
		l.bookmarks[i] = b
		return
	}
	l.bookmarks = slices.Insert(l.bookmarks, i, b)
}

func (l *List) remove(removed bookmarkRemoved) {
	if i, there := l.bookmarkAt(removed.Branch, removed.At); there {
		l.bookmarks = slices.Delete(l.bookmarks, i, i+1)
	}
}

// validateNote refuses a note that could not be read on one line.
func validateNote(note string) error {
	switch {
	case !utf8.ValidString(note):
		return &NoteError{"it is not UTF-8"}
	case utf8.RuneCountInString(note) > maxNote:
		return &NoteError{fmt.Sprintf("it has %d characters and %d are the most", utf8.RuneCountInString(note), maxNote)}
	case strings.ContainsFunc(note, func(r rune) bool { return !unicode.IsPrint(r) }):
		return &NoteError{"it has a character that cannot be seen"}
	}
	return nil
}

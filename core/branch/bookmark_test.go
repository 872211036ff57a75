package branch

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/eventstore"
)

func place(t *testing.T, l *List, branch string, at eventstore.Position, note string) {
	t.Helper()
	require.NoError(t, l.Place(t.Context(), branch, at, note, uuid.New(), now))
}

// There is one bookmark at most behind an event, and it is there for whoever
// reads the list anew.
func TestList_Place(t *testing.T) {
	l, store := empty(t)
	place(t, l, "", 9, "later")
	place(t, l, "", 0, "")
	place(t, l, "", 3, "before")
	place(t, l, "", 3, " after ")
	want := []Bookmark{{At: 0}, {At: 3, Note: "after"}, {At: 9, Note: "later"}}
	assert.Equal(t, want, l.Bookmarks())

	again, err := Read(t.Context(), store)
	require.NoError(t, err)
	assert.Equal(t, want, again.Bookmarks())
}

// What a branch shares with its parent is its parent's: the bookmark of an
// event is the same wherever the event is seen, and stays when the branch goes.
func TestList_Place_Shared(t *testing.T) {
	l, _ := empty(t)
	parent := made(t, l, "parent", "") // after event 7
	child, err := l.Make(t.Context(), "child", parent.ID, eventstore.Head{Position: 9}, uuid.New(), now)
	require.NoError(t, err)
	place(t, l, child.ID, 7, "of main")
	place(t, l, child.ID, 9, "of its parent")
	place(t, l, child.ID, 10, "its own")
	assert.Equal(t, []Bookmark{{"", 7, "of main"}, {parent.ID, 9, "of its parent"}, {child.ID, 10, "its own"}}, l.Bookmarks())

	place(t, l, "", 7, "the same")
	require.NoError(t, l.Remove(t.Context(), child.ID, 9, uuid.New(), now))
	require.NoError(t, l.Delete(t.Context(), child.ID, uuid.New(), now))
	assert.Equal(t, []Bookmark{{"", 7, "the same"}}, l.Bookmarks())
}

func TestList_Place_NoteError(t *testing.T) {
	l, _ := empty(t)
	for note, reason := range map[string]string{
		"a\nb":                   "it has a character that cannot be seen",
		"\xff":                   "it is not UTF-8",
		strings.Repeat("é", 201): "it has 201 characters and 200 are the most",
	} {
		err := l.Place(t.Context(), "", 1, note, uuid.New(), now)
		assert.EqualError(t, err, "this note cannot be kept: "+reason)
	}
	assert.Empty(t, l.Bookmarks())
}

func TestList_Place_FullError(t *testing.T) {
	l, _ := empty(t)
	for at := range eventstore.Position(maxBookmarks) {
		place(t, l, "", at, "")
	}
	err := l.Place(t.Context(), "", maxBookmarks, "", uuid.New(), now)
	require.EqualError(t, err, "there are 500 bookmarks, which are the most; remove one first")
	place(t, l, "", 0, "what is there can be noted")
}

// Who comes too late learns that it is gone.
func TestList_Remove_ErrNotFound(t *testing.T) {
	l, store := empty(t)
	b := made(t, l, "gone", "")
	place(t, l, b.ID, 8, "")
	other, err := Read(t.Context(), store)
	require.NoError(t, err)
	require.NoError(t, other.Remove(t.Context(), b.ID, 8, uuid.New(), now))
	require.ErrorIs(t, l.Remove(t.Context(), b.ID, 8, uuid.New(), now), ErrNotFound)
	require.NoError(t, other.Delete(t.Context(), b.ID, uuid.New(), now))
	require.ErrorIs(t, l.Place(t.Context(), b.ID, 8, "", uuid.New(), now), ErrNotFound)
}

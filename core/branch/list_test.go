package branch

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/eventstore"
)

var now = time.UnixMilli(1_790_000_000_000).UTC()

func empty(t *testing.T) (*List, eventstore.Store) {
	t.Helper()
	store := eventstore.NewMemory()
	l, err := Read(t.Context(), store)
	require.NoError(t, err)
	return l, store
}

func made(t *testing.T, l *List, name, parent string) Branch {
	t.Helper()
	b, err := l.Make(t.Context(), name, parent, eventstore.Head{Position: 7, Hash: eventstore.Hash{1}}, uuid.New(), now)
	require.NoError(t, err)
	return b
}

// What was made, renamed and deleted is there for whoever reads the list anew.
func TestList_Read(t *testing.T) {
	l, store := empty(t)
	first := made(t, l, "what if", "")
	second := made(t, l, "deeper", first.ID)
	gone := made(t, l, "gone", "")
	require.NoError(t, l.Rename(t.Context(), first.ID, "earlier", uuid.New(), now))
	require.NoError(t, l.Delete(t.Context(), gone.ID, uuid.New(), now))

	again, err := Read(t.Context(), store)
	require.NoError(t, err)
	first.Name = "earlier"
	assert.Equal(t, []Branch{first, second}, again.All())
	assert.Equal(t, eventstore.Position(7), second.At)
	assert.Equal(t, eventstore.Hash{1}, second.Hash)
	named, err := again.Named("deeper")
	require.NoError(t, err)
	assert.Equal(t, second, named)
}

// A name is taken in every tab as soon as it is in one.
func TestList_Make_NameTaken(t *testing.T) {
	l, store := empty(t)
	other, err := Read(t.Context(), store)
	require.NoError(t, err)
	made(t, l, "What if", "")
	for _, name := range []string{"What if", "what IF"} {
		_, err = other.Make(t.Context(), name, "", eventstore.Head{}, uuid.New(), now)
		var problem *NameError
		require.ErrorAs(t, err, &problem)
		assert.Equal(t, "another branch has that name", problem.Reason)
	}
}

func TestList_Make_BadName(t *testing.T) {
	l, _ := empty(t)
	for name, reason := range map[string]string{
		"":                      "it is empty",
		"  ":                    "it is empty",
		" a":                    "it begins or ends with a space",
		"Main":                  "the log that all branches part from has that name",
		"a\x00b":                "it has a character that cannot be seen",
		"\xff":                  "it is not UTF-8",
		strings.Repeat("é", 41): "it has 41 characters and 40 are the most",
	} {
		_, err := l.Make(t.Context(), name, "", eventstore.Head{}, uuid.New(), now)
		var problem *NameError
		require.ErrorAs(t, err, &problem, "%q", name)
		assert.Equal(t, reason, problem.Reason)
	}
	assert.Empty(t, l.All())
}

// A branch that others part from stays: they share its events.
func TestList_Delete_Parent(t *testing.T) {
	l, _ := empty(t)
	parent := made(t, l, "parent", "")
	child := made(t, l, "child", parent.ID)
	err := l.Delete(t.Context(), parent.ID, uuid.New(), now)
	assert.EqualError(t, err, `"parent" cannot be deleted: "child" parts from it and shares its events; delete that one first`)
	require.NoError(t, l.Delete(t.Context(), child.ID, uuid.New(), now))
	require.NoError(t, l.Delete(t.Context(), parent.ID, uuid.New(), now))
	assert.Empty(t, l.All())
}

// Who comes too late learns that the branch is gone.
func TestList_ErrNotFound(t *testing.T) {
	l, store := empty(t)
	b := made(t, l, "gone", "")
	other, err := Read(t.Context(), store)
	require.NoError(t, err)
	require.NoError(t, l.Delete(t.Context(), b.ID, uuid.New(), now))

	require.ErrorIs(t, other.Rename(t.Context(), b.ID, "back", uuid.New(), now), ErrNotFound)
	require.ErrorIs(t, other.Delete(t.Context(), b.ID, uuid.New(), now), ErrNotFound)
	_, err = other.Make(t.Context(), "child", b.ID, eventstore.Head{}, uuid.New(), now)
	require.ErrorIs(t, err, ErrNotFound)
	_, err = other.Find(b.ID)
	assert.ErrorIs(t, err, ErrNotFound)
	_, err = other.Named("gone")
	assert.ErrorIs(t, err, ErrNotFound)
}

// A branch may keep its own name, and a suggested one is free.
func TestList_Unused(t *testing.T) {
	l, _ := empty(t)
	b := made(t, l, l.Unused(), "")
	assert.Equal(t, "what if 1", b.Name)
	assert.Equal(t, "what if 2", l.Unused())
	require.NoError(t, l.Rename(t.Context(), b.ID, "What if 1", uuid.New(), now))
}

package playground

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Bookmarks are of a world's log: they are there when it is opened again, on
// every branch, and go with the log when it is begun anew.
func TestPlayground_Bookmark(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[BranchesResult](p, "bookmark", `{"position":9,"note":"before the withdrawal"}`)
	ask[Switched](p, "branch", `{"name":"richer","position":10}`)
	deposit(p, "1000000")
	list := ask[BranchesResult](p, "bookmark", `{"position":11,"note":"rich"}`)
	want := []Bookmark{{"main", 9, "before the withdrawal"}, {"richer", 11, "rich"}}
	assert.Equal(t, want, list.Bookmarks)

	opened := ask[Opened](p, "open", `{"world":"Bank"}`)
	assert.Equal(t, want, opened.Branches.Bookmarks)
	list = ask[BranchesResult](p, "removeBookmark", `{"position":9}`)
	assert.Equal(t, want[1:], list.Bookmarks)
	assert.Empty(t, ask[Switched](p, "deleteBranch", `{"name":"richer"}`).Branches.Bookmarks)

	ask[BranchesResult](p, "bookmark", `{"position":0,"note":""}`)
	assert.Empty(t, ask[Opened](p, "reset", `{"to":"example"}`).Branches.Bookmarks)
	assert.Empty(t, ask[Opened](p, "open", `{"world":"Bank"}`).Branches.Bookmarks)
}

func TestPlayground_Bookmark_Error(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	assert.Equal(t, "There is no event 1000 to put a bookmark at: the log ends at #24.", p.fail(CodeNotFound, "bookmark", `{"position":1000}`).Message)
	assert.Equal(t, "This note cannot be kept: it has a character that cannot be seen.",
		p.fail(CodeBadRequest, "bookmark", `{"position":1,"note":"a\u0000b"}`).Message)
	assert.Equal(t, "There is no bookmark at event 1.", p.fail(CodeNotFound, "removeBookmark", `{"position":1}`).Message)
}

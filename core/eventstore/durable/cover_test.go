package durable

import (
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fullDisk is files in which there is no room, and counts how often they are looked at.
type fullDisk struct {
	Files
	full   bool
	looked int
}

func (f *fullDisk) Create(name string) (File, error) {
	if f.full {
		return nil, ErrFull
	}
	return f.Files.Create(name)
}

func (f *fullDisk) List() ([]string, error) {
	f.looked++
	return f.Files.List()
}

// To find out what a copy lacks is to read all of it: one that fails again and
// again does not make every append of a long log wait for that.
func TestStore_Append_CopyFails(t *testing.T) {
	own := &tab{browser: calm()}
	disk := &fullDisk{Files: simFiles{own}, full: true}
	s, err := Open(t.Context(), oneAtATime{simDatabase{own}, new(sync.Mutex)}, disk, Options{NewID: own.browser.newID, layout: short})
	require.NoError(t, err)
	t.Cleanup(func() { s.Close(errors.New("closed")) })
	guarantee := func() Guarantee {
		g, _ := s.Guarantee()
		return g
	}

	require.Equal(t, OneCopy, guarantee())
	disk.looked = 0
	const appends = 500
	for range appends {
		record(t, s, 1)
	}
	assert.Equal(t, OneCopy, guarantee())
	assert.Less(t, disk.looked, 20)

	disk.full = false
	for range restsAtMost + 1 {
		record(t, s, 1)
	}
	assert.Equal(t, TwoCopies, guarantee(), "when there is room again, the copy is made whole")

	disk.full = true
	s.copy.close() // so that the next append begins another file
	record(t, s, 1)
	require.Equal(t, OneCopy, guarantee())
	disk.full = false
	record(t, s, 1)
	assert.Equal(t, TwoCopies, guarantee(), "what failed once is tried again at once")
	s.copy.close() // what a file in use holds may not be flushed yet
	found, err := s.survey()
	require.NoError(t, err)
	assert.Empty(t, s.uncopied(found))
}

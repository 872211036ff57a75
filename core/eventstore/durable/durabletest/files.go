package durabletest

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore/durable"
)

// RunFiles tests the files that open returns: two handles, as two tabs have
// them, on the files of a log's name of its own, of which there are none yet.
func RunFiles(t *testing.T, open func(t *testing.T) (a, b durable.Files)) {
	for _, test := range filing {
		t.Run(test.name, func(t *testing.T) {
			a, b := open(t)
			test.run(tabs{t, a, b})
		})
	}
}

type filesTest struct {
	name string
	run  func(f tabs)
}

// tabs are two handles on the same files, with what makes tests short.
type tabs struct {
	*testing.T
	a, b durable.Files
}

func (f tabs) create(in durable.Files, name string) durable.File {
	f.Helper()
	file, err := in.Create(name)
	require.NoError(f, err)
	f.Cleanup(func() { file.Close() })
	return file
}

// write writes and flushes.
func (f tabs) write(file durable.File, text string) {
	f.Helper()
	require.NoError(f, file.Write([]byte(text)))
	require.NoError(f, file.Flush())
}

// sure is sure of a file when it holds the text.
func sure(text string) func([]byte) bool {
	return func(content []byte) bool { return string(content) == text }
}

func always([]byte) bool { return true }

func (f tabs) requireList(in durable.Files, want ...string) {
	f.Helper()
	names, err := in.List()
	require.NoError(f, err)
	require.ElementsMatch(f, want, names)
}

func (f tabs) requireContent(in durable.Files, name, want string) {
	f.Helper()
	got, err := in.Read(name)
	require.NoError(f, err)
	require.Equal(f, want, string(got))
}

var filing = []filesTest{
	{"Empty", func(f tabs) {
		f.requireList(f.a)
		_, err := f.a.Read("1-abc-1")
		require.Error(f, err)
		f.requireList(f.b)
	}},
	{"Create", func(f tabs) {
		// A file is there as soon as it is made, for both.
		file := f.create(f.a, "1-abc-1")
		f.requireList(f.a, "1-abc-1")
		f.requireList(f.b, "1-abc-1")
		require.NoError(f, file.Flush())
		f.requireContent(f.b, "1-abc-1", "")
	}},
	{"Create_Taken", func(f tabs) {
		// Nobody makes a file that is there, open or not, and nothing in it is
		// lost by the attempt.
		file := f.create(f.a, "1-abc-1")
		f.write(file, "one")
		_, err := f.b.Create("1-abc-1")
		require.ErrorIs(f, err, durable.ErrInUse)
		require.NoError(f, file.Close())
		_, err = f.b.Create("1-abc-1")
		require.Error(f, err)
		f.requireContent(f.b, "1-abc-1", "one")
	}},
	{"Write", func(f tabs) {
		// What was flushed is read by the other while the file is open, and
		// later writes come behind it.
		file := f.create(f.a, "1-abc-1")
		want := ""
		for i := range 20 {
			text := fmt.Sprintf("frame %d;", i)
			want += text
			f.write(file, text)
			f.requireContent(f.b, "1-abc-1", want)
			f.requireContent(f.a, "1-abc-1", want)
		}
		require.NoError(f, file.Write([]byte("one, ")))
		require.NoError(f, file.Write(nil))
		require.NoError(f, file.Write([]byte("two")))
		require.NoError(f, file.Flush())
		f.requireContent(f.b, "1-abc-1", want+"one, two")
		require.NoError(f, file.Close())
		f.requireContent(f.b, "1-abc-1", want+"one, two")
	}},
	{"Write_Long", func(f tabs) {
		// A megabyte at a time comes back as it was.
		file := f.create(f.a, "1-abc-1")
		var want []byte
		for i := range 4 {
			part := make([]byte, 1<<20)
			for j := range part {
				part[j] = byte(j * (j + i) >> 5)
			}
			want = append(want, part...)
			require.NoError(f, file.Write(part))
			clear(part)
		}
		require.NoError(f, file.Flush())
		got, err := f.b.Read("1-abc-1")
		require.NoError(f, err)
		assert.True(f, bytes.Equal(want, got), "%d bytes, want %d", len(got), len(want))
	}},
	{"Write_SideBySide", func(f tabs) {
		// Files of two tabs do not disturb each other.
		one, other := f.create(f.a, "1-abc-1"), f.create(f.b, "1-def-1")
		for range 3 {
			f.write(one, "a")
			f.write(other, "b")
		}
		f.requireList(f.a, "1-abc-1", "1-def-1")
		f.requireContent(f.b, "1-abc-1", "aaa")
		f.requireContent(f.a, "1-def-1", "bbb")
	}},
	{"Write_Closed", func(f tabs) {
		file := f.create(f.a, "1-abc-1")
		f.write(file, "one")
		require.NoError(f, file.Close())
		require.Error(f, file.Write([]byte("two")))
		require.Error(f, file.Flush())
		f.requireContent(f.b, "1-abc-1", "one")
	}},
	{"Read_WhileWritten", func(f tabs) {
		// Whoever reads while the owner writes gets all that was flushed before
		// it asked, whole frames or not.
		file := f.create(f.a, "1-abc-1")
		const frames, long = 100, 4096
		done := make(chan error, 1)
		go func() {
			for i := range frames {
				if err := file.Write(bytes.Repeat([]byte{byte(i)}, long)); err != nil {
					done <- err
					return
				}
				if err := file.Flush(); err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
		for last, ended := 0, false; !ended; {
			select {
			case err := <-done:
				require.NoError(f, err)
				ended = true
			default:
			}
			got, err := f.b.Read("1-abc-1")
			require.NoError(f, err)
			require.GreaterOrEqual(f, len(got), last)
			last = len(got)
			for i, b := range got {
				require.Equal(f, byte(i/long), b, "byte %d", i)
			}
			if ended {
				require.Equal(f, frames*long, last)
			}
		}
	}},
	{"Remove", func(f tabs) {
		f.write(f.create(f.a, "1-abc-1"), "one")
		file := f.create(f.a, "1-abc-2")
		f.write(file, "two")
		require.NoError(f, file.Close())
		require.NoError(f, f.b.Remove("1-abc-2", sure("two")))
		f.requireList(f.a, "1-abc-1")
		_, err := f.a.Read("1-abc-2")
		require.Error(f, err)
		f.write(f.create(f.b, "1-abc-2"), "again")
		f.requireContent(f.a, "1-abc-2", "again")
	}},
	{"Remove_NotSure", func(f tabs) {
		// A file stays when it holds what the one who asks did not expect.
		file := f.create(f.a, "1-abc-1")
		f.write(file, "one")
		require.NoError(f, file.Close())
		require.NoError(f, f.b.Remove("1-abc-1", sure("two")))
		f.requireContent(f.a, "1-abc-1", "one")
		require.NoError(f, f.a.Remove("1-abc-1", sure("one")))
		f.requireList(f.b)
	}},
	{"Remove_InUse", func(f tabs) {
		// A file that somebody writes to stays, whoever asks.
		file := f.create(f.a, "1-abc-1")
		f.write(file, "one")
		require.ErrorIs(f, f.b.Remove("1-abc-1", always), durable.ErrInUse)
		require.ErrorIs(f, f.a.Remove("1-abc-1", always), durable.ErrInUse)
		f.write(file, ", two")
		f.requireContent(f.b, "1-abc-1", "one, two")
	}},
}

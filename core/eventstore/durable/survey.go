package durable

import (
	"errors"
	"fmt"
	"slices"
)

// survey is what the files hold of one log.
type survey struct {
	log    Entry // whose files these are; Head is the last position in them
	others []leftover
}

// leftover is a file that a store wrote, perhaps one that is gone.
type leftover struct {
	name    string
	log     Entry
	records []Record // without their bytes
	flushed int      // how many of them surely are
	size    int
	whole   bool // nothing in it is damaged
}

// readAll takes all files apart. A store that tidies up moves what files hold
// into others: if one is gone that was listed, all begins anew.
func readAll(files Files) (names []string, all []contents, err error) {
	for range mendTries {
		names, all, err = readListed(files)
		if !errors.Is(err, ErrGone) {
			break
		}
	}
	return names, all, err
}

func readListed(files Files) (names []string, all []contents, err error) {
	names, err = files.List()
	if err != nil {
		return nil, nil, fmt.Errorf("list the files of the second copy: %w", err)
	}
	slices.Sort(names)
	for _, name := range names {
		used := files.Remove(name, never)
		b, err := files.Read(name)
		if err != nil {
			return nil, nil, fmt.Errorf("read the second copy's file %s: %w", name, err)
		}
		c := readFile(b)
		if used == nil {
			c.flushed = len(c.records) // nobody writes to it any more
		}
		all = append(all, c)
	}
	return names, all, nil
}

func never([]byte) bool { return false }

func always([]byte) bool { return true }

// look reads all files and returns what they hold of the newest log in them.
func look(files Files) (survey, error) {
	names, all, err := readAll(files)
	if err != nil {
		return survey{}, err
	}
	var s survey
	for i, c := range all {
		f := leftover{name: names[i], log: c.log, size: c.size, whole: c.damaged == nil || errors.Is(c.damaged, errTorn)}
		for i, r := range c.records {
			r.Bytes = nil
			f.records = append(f.records, r)
			if i < c.flushed {
				f.flushed = len(f.records)
			}
		}
		s.others = append(s.others, f)
		if c.log.ID != "" && (s.log.ID == "" || c.log.Era > s.log.Era) {
			s.log = c.log
		}
	}
	for _, f := range s.others {
		if f.log.ID != s.log.ID {
			continue
		}
		for _, r := range f.records {
			s.log.Head = max(s.log.Head, r.Last)
		}
	}
	return s, nil
}

// spans returns where the files of a log hold what holds says is right.
func (s *survey) spans(id string, holds func(Record) bool) []span {
	var spans []span
	for _, f := range s.others {
		if f.log.ID == id {
			spans = append(spans, f.spans(holds)...)
		}
	}
	return union(spans)
}

func (f *leftover) spans(holds func(Record) bool) []span {
	var spans []span
	for _, r := range f.records[:f.flushed] {
		if holds(r) {
			spans = append(spans, span{r.First, r.Last})
		}
	}
	return spans
}

package durable

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"playhead/core/eventstore"
)

const (
	// fileMost is how large a file grows before the next one is begun: large
	// enough for a few files to hold a million events, small enough to be read
	// at once.
	fileMost = 16 << 20
	// smallFiles is how many files of tabs that are gone are put up with.
	// Every tab leaves one behind.
	smallFiles = 4
	// restsAtMost is for how many appends a copy that fails again and again is
	// let be: it costs reading all files to try, seconds in a log of a million
	// events, and a visitor who makes room should not have to reload the page.
	restsAtMost = 64
)

// copied is the second copy as one store has it in hand.
type copied struct {
	files  Files
	newID  func() string
	log    Entry
	own    File // nil before anything was written
	name   string
	size   int
	number int // of files that were begun

	// upTo is the last position up to which all files together are known to
	// hold, flushed, every event.
	upTo eventstore.Position

	rests  int // for how many appends it is let be after it failed
	rested int // for how many it was
}

// due reports whether a copy that failed is to be tried again with this append:
// with the next one at first, and half as often after each time in vain.
func (c *copied) due() bool {
	if c.rested < c.rests {
		c.rested++
		return false
	}
	c.rests, c.rested = min(2*c.rests+1, restsAtMost), 0
	return true
}

// records reads all the runs of events in the files of the log, and which file
// each is from.
func (c *copied) records() (records []Record, from []string, err error) {
	names, all, err := readAll(c.files)
	for i, found := range all {
		if found.log.ID != c.log.ID { // the events of any log would fit at the beginning of an empty one
			continue
		}
		for _, r := range found.records {
			records, from = append(records, r), append(from, names[i])
		}
	}
	return records, from, err
}

// write makes events safe in this store's own file, and begins the next file
// when that one is long. more says that what belongs to them follows. After a
// failure the next write begins a file of its own: nobody knows what the last
// one holds.
func (c *copied) write(records []Record, more bool) error {
	for i, r := range records {
		if err := c.begin(); err != nil {
			return err
		}
		frame := appendEventsFrame(nil, r, more || i < len(records)-1)
		if err := c.own.Write(frame); err != nil {
			c.close()
			return err
		}
		c.size += len(frame)
	}
	if more {
		return nil
	}
	err := c.flush()
	if c.size >= fileMost {
		c.close()
	}
	return err
}

// begin makes this store's own file if there is none.
func (c *copied) begin() error {
	if c.own != nil {
		return nil
	}
	name := c.nextName()
	own, err := c.files.Create(name)
	if err != nil {
		return fmt.Errorf("begin a file of the second copy: %w", err)
	}
	about := appendLogFrame(nil, c.log)
	c.own, c.name, c.size = own, name, len(about)
	if err := own.Write(about); err != nil {
		c.close()
		return err
	}
	return nil
}

// nextName names a file, by the era of its log first: that can be told of a file
// without reading it.
func (c *copied) nextName() string {
	c.number++
	return fmt.Sprintf("%d-%s-%d", c.log.Era, c.newID(), c.number)
}

// eraOf returns the era that a file is of by its name, 0 if it is not such a name.
func eraOf(name string) uint64 {
	digits, _, _ := strings.Cut(name, "-")
	era, err := strconv.ParseUint(digits, 10, 64)
	if err != nil {
		return 0
	}
	return era
}

// flush makes safe what was written.
func (c *copied) flush() error {
	if c.own == nil || flaw == flawNoFlush {
		return nil
	}
	if err := c.own.Flush(); err != nil {
		c.close()
		return err
	}
	return nil
}

// close lets go of this store's own file.
func (c *copied) close() {
	if c.own != nil {
		c.own.Close() // what matters was flushed
		c.own = nil
	}
}

// tidy replaces the small files that tabs which are gone have left behind by
// one, and removes those of logs that were reset. A file with anything that
// the log does not hold stays. write copies a span of the log. What tidy does
// not get to, the next store does.
func (c *copied) tidy(others []leftover, holds func(Record) bool, write func(span) error) error {
	var small []leftover
	var spans []span
	for _, f := range others {
		switch {
		case f.name == c.name, f.log.ID == "", f.log.Era > c.log.Era:
			// It is ours, or nobody knows whose it is, or it is newer than we are.
		case f.log.ID != c.log.ID:
			if err := c.remove(f.name, always); err != nil {
				return err
			}
		case f.whole && f.size < fileMost/2 && !slices.ContainsFunc(f.records, func(r Record) bool { return !holds(r) }):
			small = append(small, f)
			spans = append(spans, f.spans(holds)...)
		}
	}
	if len(small) < smallFiles {
		return nil
	}
	// Even without events a file says which log is the newest.
	if err := errors.Join(c.begin(), c.flush()); err != nil {
		return err
	}
	for _, s := range union(spans) {
		if err := write(s); err != nil {
			return err
		}
	}
	for _, f := range small {
		// Its tab may have written to it since it was looked at.
		same := func(content []byte) bool { return len(content) == f.size }
		if err := c.remove(f.name, same); err != nil {
			return err
		}
	}
	return nil
}

// remove removes a file unless a store still writes to it.
func (c *copied) remove(name string, sure func(content []byte) bool) error {
	if err := c.files.Remove(name, sure); err != nil && !errors.Is(err, ErrInUse) {
		return fmt.Errorf("remove the second copy's file %s: %w", name, err)
	}
	return nil
}

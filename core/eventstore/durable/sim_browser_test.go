package durable

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"

	"playhead/core/eventstore"
)

// This file simulates what a browser keeps: a database and files that several
// tabs share, and what goes wrong with them. Tabs are coroutines that give way
// at every step, so that a seed decides all that happens.

// Faults of the browser. All are typed errors that a store must bear.
var (
	errQuota   = fmt.Errorf("a disk that is simulated: %w", ErrFull)
	errTimeout = errors.New("the browser did not answer in time")
	errFile    = errors.New("the file cannot be written")
)

// killed unwinds a tab that was killed.
type killed struct{}

// browser is what all tabs share.
type browser struct {
	random *rand.Rand
	calm   bool // nothing goes wrong

	kept   database
	older  []database // earlier states, which it may fall back to
	writer *tab       // whose transaction runs
	files  map[string]*simFile
	ids    int
	// mended is whether both copies are known to hold everything, so that one
	// of them may be lost.
	mended bool
	past   *eventstore.Past // of the log, when it is a branch
}

// database is what IndexedDB keeps. It is changed by replacing it.
type database struct {
	entry   Entry
	records map[recordKey][]byte
	asides  map[asideKey]Aside
}

type recordKey struct {
	id    string
	first eventstore.Position
}

type asideKey struct {
	id    string
	first eventstore.Position
	from  string
}

func (d database) clone() database {
	d.records, d.asides = maps.Clone(d.records), maps.Clone(d.asides)
	return d
}

type simFile struct {
	bytes   []byte
	flushed int
	owner   *tab // nil when nobody has it open
}

func newBrowser(seed uint64) *browser {
	b := &browser{random: rand.New(rand.NewPCG(seed, 1)), files: map[string]*simFile{}}
	b.kept = database{records: map[recordKey][]byte{}, asides: map[asideKey]Aside{}}
	return b
}

// chance reports whether something happens that does so once in n times.
func (b *browser) chance(n int) bool { return b.random.IntN(n) == 0 }

// fault reports whether something goes wrong that does so once in n times.
func (b *browser) fault(n int) bool { return !b.calm && b.chance(n) }

func (b *browser) newID() string {
	b.ids++
	return fmt.Sprintf("id%d", b.ids)
}

// tab is a coroutine that uses the browser.
type tab struct {
	browser *browser
	yield   func(struct{}) bool
	next    func() (struct{}, bool)
	stop    func()
	store   *Store
	late    []func() // completes that have not been heard of yet
	room    func()   // hears that a second copy is given up to make room, if somebody is to
	problem error
}

// start runs a tab up to its first step.
func (b *browser) start(run func(t *tab)) *tab {
	t := &tab{browser: b}
	t.next, t.stop = iter.Pull(func(yield func(struct{}) bool) {
		defer func() {
			switch reason := recover(); reason {
			case nil, killed{}:
			default:
				t.problem = fmt.Errorf("panic: %v", reason)
			}
		}()
		t.yield = yield
		run(t)
	})
	return t
}

// step lets others go first. A tab that is killed does not come back from it.
func (t *tab) step() {
	if t.yield == nil {
		return // outside of the simulation
	}
	if !t.yield(struct{}{}) {
		panic(killed{})
	}
	if len(t.late) > 0 && t.browser.chance(3) {
		late := t.late
		t.late = nil
		for _, complete := range late {
			complete()
		}
	}
}

// kill ends a tab wherever it is. What it wrote to its files without flushing
// may be there, or a part of it, or garbled.
func (b *browser) kill(t *tab) {
	t.stop()
	if b.writer == t {
		b.writer = nil
	}
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		if f := b.files[name]; f.owner == t {
			f.owner = nil
			b.tear(f)
		}
	}
}

func (b *browser) tear(f *simFile) {
	if loose := len(f.bytes) - f.flushed; loose > 0 && !b.calm {
		f.bytes = f.bytes[:f.flushed+b.random.IntN(loose+1)]
		if n := len(f.bytes); n > f.flushed && b.chance(3) {
			f.bytes[f.flushed+b.random.IntN(n-f.flushed)] ^= 1 << b.random.IntN(8)
		}
	}
	f.flushed = len(f.bytes)
}

// simDatabase is a tab's way to the database.
type simDatabase struct{ tab *tab }

func (d simDatabase) Close() {}

func (d simDatabase) Transact(ctx context.Context, write bool, body func(Tx) error, complete func()) error {
	t, b := d.tab, d.tab.browser
	t.step()
	if b.fault(60) {
		return errQuota
	}
	for b.writer != nil {
		t.step()
	}
	b.writer = t
	tx := &simTx{tab: t, write: write, data: b.kept.clone()}
	err := body(tx)
	if err == nil {
		err = tx.err
	}
	t.step()
	b.writer = nil
	switch {
	case err != nil:
		return err
	case b.fault(40):
		return errQuota // it aborts as late as it can
	}
	if write {
		if b.chance(4) {
			b.older = append(b.older[max(0, len(b.older)-3):], b.kept)
		}
		if tx.data.entry.ID != b.kept.entry.ID {
			b.mended = false // of the new log there is one copy so far
		}
		b.kept = tx.data
	}
	if b.fault(30) {
		t.late = append(t.late, complete)
		return errTimeout // it was kept, and nobody said so
	}
	t.step()
	complete()
	return nil
}

type simTx struct {
	tab   *tab
	write bool
	data  database
	err   error
}

func (tx *simTx) then(err error) error {
	if err != nil && tx.err == nil {
		tx.err = err
	}
	return nil // a continuation's failure is the transaction's, not the request's
}

func (tx *simTx) Entry(then func(Entry) error) error {
	tx.tab.step()
	return tx.then(then(tx.data.entry))
}

func (tx *simTx) Records(id string, from, to eventstore.Position, then func([]Record) error) error {
	tx.tab.step()
	var found []Record
	for key, b := range tx.data.records {
		if key.id == id && key.first >= from && key.first <= to {
			found = append(found, Record{First: key.first, Bytes: bytes.Clone(b)})
		}
	}
	slices.SortFunc(found, func(a, b Record) int { return int(a.First) - int(b.First) })
	return tx.then(then(found))
}

func (tx *simTx) PutEntry(e Entry) error {
	tx.data.entry = e
	return nil
}

func (tx *simTx) Add(id string, r Record) error {
	key := recordKey{id, r.First}
	if _, taken := tx.data.records[key]; taken {
		tx.err = &eventstore.DamageError{Position: r.First, Reason: "another event stands where the next one belongs"}
	}
	tx.data.records[key] = bytes.Clone(r.Bytes)
	return nil
}

func (tx *simTx) Delete(id string, from, to eventstore.Position) error {
	maps.DeleteFunc(tx.data.records, func(key recordKey, _ []byte) bool {
		return key.id == id && key.first >= from && key.first <= to
	})
	return nil
}

func (tx *simTx) SetAside(id string, a Aside) error {
	tx.data.asides[asideKey{id, a.First, a.From}] = a
	return nil
}

func (tx *simTx) Asides(id string, then func([]Aside) error) error {
	var found []Aside
	for key, a := range tx.data.asides {
		if key.id == id {
			found = append(found, a)
		}
	}
	return tx.then(then(found))
}

// simFiles is a tab's way to the files.
type simFiles struct{ tab *tab }

func (f simFiles) Create(name string) (File, error) {
	t, b := f.tab, f.tab.browser
	t.step()
	if b.fault(80) {
		return nil, errFile
	}
	if b.files[name] != nil {
		return nil, ErrInUse
	}
	file := &simFile{owner: t}
	b.files[name] = file
	return openFile{f.tab, file}, nil
}

func (f simFiles) List() ([]string, error) {
	f.tab.step()
	if f.tab.browser.mended && f.tab.browser.fault(80) { // two mishaps at once are one too many
		return nil, errFile
	}
	return slices.Sorted(maps.Keys(f.tab.browser.files)), nil
}

func (f simFiles) Read(name string) ([]byte, error) {
	f.tab.step()
	file := f.tab.browser.files[name]
	if file == nil {
		return nil, ErrGone
	}
	return bytes.Clone(file.bytes), nil
}

func (f simFiles) Remove(name string, sure func([]byte) bool) error {
	f.tab.step()
	file := f.tab.browser.files[name]
	switch {
	case file != nil && file.owner != nil:
		return ErrInUse
	case file != nil && sure(file.bytes):
		if sure(nil) && f.tab.room != nil { // whatever it holds
			f.tab.room()
		}
		delete(f.tab.browser.files, name)
	}
	return nil
}

type openFile struct {
	tab  *tab
	file *simFile
}

func (o openFile) Write(b []byte) error {
	if o.tab.browser.fault(80) {
		o.file.bytes = append(o.file.bytes, b[:len(b)/2]...) // a disk that filled up
		return errFile
	}
	o.file.bytes = append(o.file.bytes, b...)
	o.tab.step()
	return nil
}

func (o openFile) Flush() error {
	o.tab.step()
	if o.tab.browser.fault(80) {
		return errFile
	}
	o.file.flushed = len(o.file.bytes)
	return nil
}

func (o openFile) Close() error {
	o.file.owner = nil
	o.file.flushed = len(o.file.bytes)
	return nil
}

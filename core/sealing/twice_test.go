package sealing

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/eventstore"
)

var (
	errDied = errors.New("the tab died")
	errBusy = errors.New("somebody holds it")
)

// disk is what outlives tabs: a table and a vault's file.
type disk struct {
	found   Tabled
	file    []byte // flushed
	written []byte // as its holder sees it
	holder  *tab
	step    func(*tab) error // is asked before each thing that a tab does
}

func newDisk() *disk {
	d := &disk{step: func(*tab) error { return nil }}
	d.wipeTable()
	return d
}

func (d *disk) wipeTable() {
	d.found = Tabled{map[eventstore.StreamID]Key{}, map[Destroyed]bool{}, false}
}

func (d *disk) wipeFile() { d.file, d.written = nil, nil }

// dense returns keys of which some bytes are enough to tell them.
func dense() func() Key {
	numbers := numbered()
	return func() Key {
		n := numbers()
		return sha256.Sum256(n[:])
	}
}

// has reports whether a key stands anywhere, or the beginning of one.
func (d *disk) has(key Key) bool {
	for _, kept := range d.found.Keys {
		if kept == key {
			return true
		}
	}
	return bytes.Contains(d.file, key[:8])
}

// tab is a table and a vault as one tab has them.
type tab struct {
	*disk
	closed  bool // to vaults, as a private window is
	refuses error
}

func (d *disk) tab() (*tab, *Twice) {
	t := &tab{disk: d}
	return t, NewTwice(t, t)
}

func (t *tab) Look(context.Context) (Tabled, error) {
	err := t.step(t)
	return Tabled{maps.Clone(t.found.Keys), maps.Clone(t.found.Destroyed), t.found.Begun}, err
}

func (t *tab) Find(_ context.Context, person eventstore.StreamID) (Key, bool, bool, error) {
	err := t.step(t)
	key, ok := t.found.Keys[person]
	return key, ok, t.found.Begun, err
}

func (t *tab) Ensure(_ context.Context, person eventstore.StreamID, offered Key) (Key, bool, error) {
	if err := t.step(t); err != nil || !t.found.Begun {
		return Key{}, false, err
	}
	if _, ok := t.found.Keys[person]; !ok {
		t.found.Keys[person] = offered
	}
	return t.found.Keys[person], true, t.step(t)
}

func (t *tab) Begin(_ context.Context, keys map[eventstore.StreamID]Key) error {
	if err := t.step(t); err != nil {
		return err
	}
	for person, key := range keys {
		if _, ok := t.found.Keys[person]; !ok {
			t.found.Keys[person] = key
		}
	}
	t.found.Begun = true
	return t.step(t)
}

func (t *tab) Destroy(_ context.Context, person eventstore.StreamID) error {
	if err := t.step(t); err != nil {
		return err
	}
	if key, ok := t.found.Keys[person]; ok {
		t.found.Destroyed[Destroyed{person, key.Fingerprint()}] = true
		delete(t.found.Keys, person)
	}
	return t.step(t)
}

func (t *tab) Clear(context.Context) error {
	if err := t.step(t); err != nil {
		return err
	}
	t.wipeTable()
	t.found.Begun = true
	return t.step(t)
}

func (t *tab) Hold(context.Context) (Held, error) {
	if err := t.step(t); err != nil {
		return nil, err
	}
	switch {
	case t.closed:
		return nil, ErrNoVault
	case t.refuses != nil:
		return nil, t.refuses
	case t.holder != nil:
		return nil, errBusy
	}
	t.holder = t
	return t, nil
}

func (t *tab) Size() (int, error)    { return len(t.written), nil }
func (t *tab) Read() ([]byte, error) { return bytes.Clone(t.written), t.step(t) }
func (t *tab) Close()                { t.holder = nil }

func (t *tab) WriteAt(b []byte, at int) error {
	if grow := at + len(b) - len(t.written); grow > 0 {
		t.written = append(t.written, make([]byte, grow)...)
	}
	copy(t.written[at:], b)
	return t.step(t)
}

func (t *tab) Truncate(size int) error {
	t.written = t.written[:size]
	return t.step(t)
}

func (t *tab) Flush() error {
	t.file = bytes.Clone(t.written)
	return t.step(t)
}

// torn is what may be left of a file when who writes it dies: the beginning of
// what was written, and behind it what stood there before.
func torn(before, written []byte, at int) []byte {
	left := bytes.Clone(written[:at])
	if at < len(before) {
		left = append(left, before[at:]...)
	}
	return left
}

// life is a random life of keys: tabs ensure and destroy them, die in the
// middle of it, do so at once, and either place is lost now and then.
type life struct {
	*rapid.T
	*disk
	newKey    func() Key
	tabs      []*Twice
	known     map[eventstore.StreamID]Key // that was ensured, and nobody began to destroy
	destroyed []Key                       // that was said to be
	destroys  map[eventstore.StreamID]int // that were begun
	alone     bool                        // whether a key may be in the table alone
	nested    bool
}

func (l *life) person() eventstore.StreamID {
	return rapid.SampledFrom([]eventstore.StreamID{"user-1", "user-2", "account-7"}).Draw(l.T, "person")
}

func (l *life) open() *Twice {
	_, twice := l.tab()
	require.NoError(l, twice.Mend(l.Context()))
	return twice
}

// act does something in one of the tabs, which may die of it.
func (l *life) act() error {
	twice := rapid.SampledFrom(l.tabs).Draw(l.T, "tab")
	person := l.person()
	destroys := l.destroys[person]
	if rapid.IntRange(0, 2).Draw(l.T, "what") > 0 {
		key, err := twice.Ensure(l.Context(), person, l.newKey())
		if err == nil {
			if l.destroys[person] == destroys { // and not by another tab, meanwhile
				l.known[person] = key
			}
			l.alone = l.alone || twice.Once() != nil
		}
		return err
	}
	key, had := l.known[person]
	delete(l.known, person)
	l.destroys[person]++
	err := twice.Destroy(l.Context(), person)
	switch {
	case errors.Is(err, errBusy) && had && l.known[person] == (Key{}):
		l.known[person] = key // nothing was done
	case !errors.Is(err, errBusy):
		delete(l.known, person) // also one that was made meanwhile
	}
	if had && err == nil {
		l.destroyed = append(l.destroyed, key)
	}
	return err
}

// meanwhile is another tab's doing between two steps of one.
func (l *life) meanwhile(fuse int) func(*tab) error {
	dead := false
	return func(*tab) error {
		if l.nested {
			return nil
		}
		if fuse--; fuse == 0 {
			dead = true
		}
		if dead { // and does nothing any more
			return errDied
		}
		if rapid.IntRange(0, 9).Draw(l.T, "meanwhile") == 0 {
			l.nested = true
			defer func() { l.nested = false }()
			if err := l.act(); err != nil {
				require.ErrorIs(l, err, errBusy)
			}
		}
		return nil
	}
}

// check opens a tab that has seen nothing, and looks whether what was said holds.
func (l *life) check() {
	twice := l.open()
	require.NoError(l, twice.Once())
	l.alone = false
	for person, want := range l.known {
		got, ok, err := twice.Find(l.Context(), person)
		require.NoError(l, err)
		require.True(l, ok, "the key of %s is lost", person)
		require.Equal(l, want, got)
	}
	for _, key := range l.destroyed {
		require.False(l, l.has(key), "a destroyed key stands somewhere")
	}
}

// No key that was ensured is lost and none that was destroyed comes back,
// whoever dies when, and whichever place is lost.
func TestTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := &life{T: t, disk: newDisk(), newKey: dense(), known: map[eventstore.StreamID]Key{}, destroys: map[eventstore.StreamID]int{}}
		l.tabs = []*Twice{l.open(), l.open()}
		for range rapid.IntRange(5, 30).Draw(t, "n") {
			l.step = l.meanwhile(rapid.IntRange(-20, 20).Draw(t, "fuse"))
			err := l.act()
			l.step = func(*tab) error { return nil }
			if errors.Is(err, errDied) {
				l.holder = nil
				l.file = torn(l.file, l.written, rapid.IntRange(0, len(l.written)).Draw(t, "torn"))
				l.written = bytes.Clone(l.file)
				l.tabs[0], l.tabs[1] = l.open(), l.open()
			} else if err != nil {
				require.ErrorIs(t, err, errBusy)
			}
			switch rapid.IntRange(0, 5).Draw(t, "loss") {
			case 0:
				if !l.alone {
					l.wipeTable()
					l.check()
				}
			case 1:
				l.wipeFile()
				l.check() // what is lost before is lost twice
			case 2:
				l.check()
			}
		}
		l.check()
	})
}

// A database that is lost under an open tab is made anew from the vault, by
// whichever call meets it first.
func TestTwice_LostWhileOpen(t *testing.T) {
	for name, call := range map[string]func(*Twice) (Key, error){
		"Find": func(k *Twice) (Key, error) {
			key, _, err := k.Find(t.Context(), "user-1")
			return key, err
		},
		"Ensure": func(k *Twice) (Key, error) { return k.Ensure(t.Context(), "user-1", Key{2}) },
		"All": func(k *Twice) (Key, error) {
			all, err := k.All(t.Context())
			return all["user-1"], err
		},
	} {
		d := newDisk()
		_, keys := d.tab()
		_, err := keys.Ensure(t.Context(), "user-1", Key{1})
		require.NoError(t, err, name)
		d.wipeTable()
		key, err := call(keys)
		require.NoError(t, err, name)
		assert.Equal(t, Key{1}, key, name)
	}
}

// Where the vault cannot be written to, a new key is in the table alone, which
// is said; one is not destroyed by halves.
func TestTwice_VaultFails(t *testing.T) {
	d := newDisk()
	tab, keys := d.tab()
	_, err := keys.Ensure(t.Context(), "user-1", Key{1})
	require.NoError(t, err)
	tab.refuses = errBusy
	_, err = keys.Ensure(t.Context(), "user-2", Key{2})
	require.NoError(t, err)
	require.ErrorIs(t, keys.Once(), errBusy)
	require.ErrorIs(t, keys.Destroy(t.Context(), "user-1"), errBusy)
	require.ErrorIs(t, keys.Clear(t.Context()), errBusy)
	assert.True(t, d.has(Key{1}))
	tab.refuses = nil
	require.NoError(t, keys.Mend(t.Context()))
	require.NoError(t, keys.Once())
	d.wipeTable()
	all, err := keys.All(t.Context())
	require.NoError(t, err)
	assert.Equal(t, map[eventstore.StreamID]Key{"user-1": {1}, "user-2": {2}}, all)

	require.NoError(t, keys.Clear(t.Context()))
	all, err = keys.All(t.Context())
	require.NoError(t, err)
	assert.Empty(t, all)
	assert.Empty(t, d.file)
}

// A vault that cannot be used at all keeps nobody from getting a key.
func TestTwice_VaultAlwaysFails(t *testing.T) {
	d := newDisk()
	tab, keys := d.tab()
	tab.refuses = errBusy
	key, err := keys.Ensure(t.Context(), "user-1", Key{1})
	require.NoError(t, err)
	assert.Equal(t, Key{1}, key)
	require.ErrorIs(t, keys.Once(), errBusy)
	_, ok, err := keys.Find(t.Context(), "user-1")
	require.NoError(t, err)
	assert.True(t, ok)
}

// A key that was destroyed while there was no vault does not come back from it.
func TestTwice_DestroyedWithoutVault(t *testing.T) {
	d := newDisk()
	_, keys := d.tab()
	_, err := keys.Ensure(t.Context(), "user-1", Key{1})
	require.NoError(t, err)
	tab, private := d.tab()
	tab.closed = true
	require.NoError(t, private.Destroy(t.Context(), "user-1"))
	require.NoError(t, private.Once())
	_, keys = d.tab()
	require.NoError(t, keys.Mend(t.Context()))
	_, ok, err := keys.Find(t.Context(), "user-1")
	require.NoError(t, err)
	assert.False(t, ok)
	assert.False(t, d.has(Key{1}))
}

// Whatever stands in the file, it is read without a panic, and what is read
// was written.
func FuzzReadSlots(f *testing.F) {
	good := appendSlot(appendSlot(nil, "user-1", Key{1}), "user-2", Key{2})
	f.Add(good)
	f.Add(good[:slotSize+7])
	f.Add(make([]byte, slotSize))
	f.Fuzz(func(t *testing.T, b []byte) {
		slots, _ := readSlots(b)
		for _, s := range slots {
			assert.Equal(t, appendSlot(nil, s.person, s.key), b[s.at:s.at+slotSize])
		}
	})
}

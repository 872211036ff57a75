package sealing

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"

	"playhead/core/eventstore"
)

// Table keeps the keys of a log's persons in a database. Each call is one
// transaction, and those of all tabs run one after the other.
type Table interface {
	// Look returns all that the table holds.
	Look(ctx context.Context) (Tabled, error)
	// Find returns a person's key, not ok when there is none, and whether the table
	// was begun.
	Find(ctx context.Context, person eventstore.StreamID) (key Key, ok, begun bool, err error)
	// Ensure returns a person's key, the offered one where there was none. It does
	// nothing in a table that was not begun.
	Ensure(ctx context.Context, person eventstore.StreamID, offered Key) (key Key, begun bool, err error)
	// Begin adds the keys of persons who have none, and begins the table.
	Begin(ctx context.Context, keys map[eventstore.StreamID]Key) error
	// Destroy deletes a person's key and takes down that it did.
	Destroy(ctx context.Context, person eventstore.StreamID) error
	// Clear deletes everything, and begins the table.
	Clear(ctx context.Context) error
}

// Tabled is what a Table holds.
type Tabled struct {
	Keys map[eventstore.StreamID]Key
	// Destroyed are the keys that were destroyed, by person and fingerprint.
	Destroyed map[Destroyed]bool
	// Begun says that the table was begun. A database that was lost is made anew,
	// and then it was not.
	Begun bool
}

func (t Tabled) destroyed(s slot) bool { return t.Destroyed[Destroyed{s.person, s.key.Fingerprint()}] }

// Destroyed names a key that was destroyed.
type Destroyed struct {
	Person      eventstore.StreamID
	Fingerprint string
}

// ErrNoVault says that there is no place for a second copy.
var ErrNoVault = errors.New("there is no place for a second copy of the keys")

// Vault is a file for a second copy of the keys.
type Vault interface {
	// Hold waits until nobody else holds the file, in any tab, and holds it. It
	// fails with ErrNoVault, and when that takes long: it is held for milliseconds.
	Hold(ctx context.Context) (Held, error)
}

// Held is a file that nobody else can use.
type Held interface {
	Size() (int, error)
	Read() ([]byte, error)
	// WriteAt writes bytes, also behind the end. They are safe after the next Flush.
	WriteAt(b []byte, at int) error
	Truncate(size int) error
	Flush() error
	Close()
}

// Twice keeps keys in a table and once more in a vault, so that none is lost
// when the browser loses its database. What keeps a destroyed key from coming
// back is the order: it is overwritten in the vault first, and whoever adds a
// key to the vault looks whether the table still has it, which nobody changes
// meanwhile who does not hold the vault.
type Twice struct {
	table Table
	vault Vault // nil where there is no place for one

	mu   sync.Mutex
	safe map[eventstore.StreamID]Key // that the vault is known to hold
	once error                       // why keys are in one place only
}

var _ Keys = (*Twice)(nil)

// NewTwice returns keys in a table and a vault, which may be nil.
func NewTwice(table Table, vault Vault) *Twice {
	return &Twice{table: table, vault: vault, safe: map[eventstore.StreamID]Key{}}
}

// begins is how often a call is tried: once, once more where the table was to be
// begun first, and once more when it is lost in between.
const begins = 3

// Once returns why keys may be in the table alone, nil while all are in both
// places, or while there is no vault.
func (t *Twice) Once() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.once
}

// All returns every person's key. It fails when the keys cannot be reached.
func (t *Twice) All(ctx context.Context) (map[eventstore.StreamID]Key, error) {
	for range begins {
		found, err := t.table.Look(ctx)
		if err != nil || found.Begun {
			return found.Keys, err
		}
		if err := t.Mend(ctx); err != nil {
			return nil, err
		}
	}
	return nil, errLost
}

// errLost says that the table is lost faster than it is mended.
var errLost = errors.New("the database of the keys is lost again and again")

// Find returns a person's key. It fails when the keys cannot be reached.
func (t *Twice) Find(ctx context.Context, person eventstore.StreamID) (Key, bool, error) {
	for range begins {
		key, ok, begun, err := t.table.Find(ctx, person)
		if err != nil || begun {
			return key, ok, err
		}
		if err := t.Mend(ctx); err != nil {
			return key, false, err
		}
	}
	return Key{}, false, errLost
}

// Ensure returns a person's key when it is in both places. Where the vault
// fails it is in one, and Once says why. Whoever destroys the person's keys at
// the same time may destroy it as well. It fails when the table does.
func (t *Twice) Ensure(ctx context.Context, person eventstore.StreamID, offered Key) (Key, error) {
	for range begins {
		key, begun, err := t.table.Ensure(ctx, person, offered)
		if err != nil {
			return key, err
		}
		if !begun {
			if err := t.Mend(ctx); err != nil {
				return key, err
			}
			continue
		}
		there, err := t.keep(ctx, person, key, key == offered)
		if err != nil || there || key == offered {
			return key, err // a new one that is destroyed already forgets what it seals at once
		}
		// It was destroyed since: the next one is another.
	}
	return Key{}, errLost
}

// keep adds a key to the vault, and reports whether the table still has it.
func (t *Twice) keep(ctx context.Context, person eventstore.StreamID, key Key, fresh bool) (bool, error) {
	t.mu.Lock()
	done := t.vault == nil || t.safe[person] == key || t.once != nil
	t.mu.Unlock()
	if done {
		return true, nil // or the next Mend adds it
	}
	held, err := t.hold(ctx)
	if held == nil {
		t.failed(err)
		return true, nil
	}
	defer held.Close()
	now, ok, begun, err := t.table.Find(ctx, person)
	if err != nil || !begun || !ok || now != key {
		return false, err
	}
	t.failed(t.write(held, map[eventstore.StreamID]Key{person: key}, fresh))
	return true, nil
}

// hold holds the vault; nil where there is none.
func (t *Twice) hold(ctx context.Context) (Held, error) {
	if t.vault == nil {
		return nil, nil
	}
	held, err := t.vault.Hold(ctx)
	if errors.Is(err, ErrNoVault) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open the second copy of the keys: %w", err)
	}
	return held, nil
}

// failed takes down how writing to the vault went.
func (t *Twice) failed(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.once = err
}

// write adds keys to the held vault: those that it does not have, unless they
// are fresh, which nobody else can have added.
func (t *Twice) write(held Held, keys map[eventstore.StreamID]Key, fresh bool) error {
	size, err := held.Size()
	if err != nil {
		return err
	}
	missing := maps.Clone(keys)
	if !fresh {
		content, err := held.Read()
		if err != nil {
			return err
		}
		slots, _ := readSlots(content)
		for _, s := range slots {
			if missing[s.person] == s.key {
				delete(missing, s.person)
			}
		}
	}
	var slots []byte
	for person, key := range missing {
		slots = appendSlot(slots, person, key)
	}
	if len(slots) > 0 {
		if err := errors.Join(held.WriteAt(slots, behind(size)), held.Flush()); err != nil {
			return err
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	maps.Copy(t.safe, keys)
	return nil
}

// Mend compares both places and mends either from the other. A key that only
// the vault has was lost, unless the table says that it was destroyed. It fails
// when the table does; a vault that fails is told by Once, and is compared with
// the next time.
func (t *Twice) Mend(ctx context.Context) error {
	held, err := t.hold(ctx)
	var content []byte
	if held != nil {
		defer held.Close()
		content, err = held.Read()
	}
	if held == nil || err != nil {
		t.failed(err)
		return t.table.Begin(ctx, nil)
	}
	found, err := t.table.Look(ctx)
	if err != nil {
		return err
	}
	lost := map[eventstore.StreamID]Key{}
	slots, _ := readSlots(content)
	for _, s := range slots {
		if _, has := found.Keys[s.person]; !has && !found.destroyed(s) {
			lost[s.person] = s.key
		}
	}
	if err := t.table.Begin(ctx, lost); err != nil {
		return err
	}
	maps.Copy(lost, found.Keys)
	// A destroyed key stands there after a time without a vault.
	t.failed(errors.Join(overwrite(held, found.destroyed), t.write(held, lost, false)))
	return nil
}

// Destroy overwrites a person's key in the vault, then deletes it from the
// table, and returns when neither has it. When it fails, the key may still be
// there.
func (t *Twice) Destroy(ctx context.Context, person eventstore.StreamID) error {
	if _, err := t.All(ctx); err != nil { // which begins the table where it was lost
		return err
	}
	held, err := t.hold(ctx)
	if err != nil {
		return err
	}
	if held != nil {
		defer held.Close()
		if err := overwrite(held, func(s slot) bool { return s.person == person }); err != nil {
			return fmt.Errorf("overwrite the second copy of the key: %w", err)
		}
	}
	t.mu.Lock()
	delete(t.safe, person)
	t.mu.Unlock()
	return t.table.Destroy(ctx, person)
}

// overwrite puts zeros in the place of keys, and of what is none.
func overwrite(held Held, which func(slot) bool) error {
	content, err := held.Read()
	if err != nil {
		return err
	}
	slots, gone := readSlots(content)
	for _, s := range slots {
		if which(s) {
			gone = append(gone, s.at)
		}
	}
	for _, at := range gone {
		if err := held.WriteAt(make([]byte, slotSize), at); err != nil {
			return err
		}
	}
	if len(gone) == 0 {
		return nil
	}
	return held.Flush()
}

// Clear destroys all keys. When it fails, any of them may still be there.
func (t *Twice) Clear(ctx context.Context) error {
	held, err := t.hold(ctx)
	if err != nil {
		return err
	}
	if held != nil {
		defer held.Close()
		size, err := held.Size()
		if err == nil {
			err = errors.Join(held.WriteAt(make([]byte, size), 0), held.Flush(), held.Truncate(0), held.Flush())
		}
		if err != nil {
			return fmt.Errorf("overwrite the second copy of the keys: %w", err)
		}
	}
	t.mu.Lock()
	clear(t.safe)
	t.mu.Unlock()
	return t.table.Clear(ctx)
}

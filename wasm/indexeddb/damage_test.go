//go:build js && wasm

package indexeddb

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/eventstore/durable"
	"playhead/core/eventstore/storetest"
)

// damages are what can happen to a record, and what it is taken for.
var damages = map[string]struct {
	do   func(t *testing.T, l log)
	kind durable.Kind
}{
	"a bit":                {func(t *testing.T, l log) { l.spoil(3, flipped(t, l.record(3))) }, durable.Flipped},
	"its end":              {func(t *testing.T, l log) { l.spoil(3, l.record(3)[:len(l.record(3))-1]) }, durable.Flipped},
	"its beginning":        {func(t *testing.T, l log) { l.spoil(3, []byte{9}) }, durable.Flipped},
	"all of it":            {func(t *testing.T, l log) { l.spoil(3, "gone") }, durable.Flipped},
	"another in its place": {func(t *testing.T, l log) { l.spoil(3, l.record(4)) }, durable.Flipped},
	"its absence": {func(t *testing.T, l log) {
		id := l.entry().ID
		l.raw(func(tx *transaction) error { return tx.Delete(id, 3, 3) })
	}, durable.Gap},
}

func TestOpen_Damaged_TwoCopies(t *testing.T) {
	// Damage to the database is mended from the files, and told.
	for what, damage := range damages {
		t.Run(what, func(t *testing.T) {
			l := newLog(t)
			l.thorough = true
			want := l.session(5)
			damage.do(t, l)
			s := l.open()
			requireHead(t, want, s)
			requireFinding(t, s, damage.kind, 3, durable.Restored)
			requireTwoCopies(t, s)
			s.Close(errDone)
			again := l.open()
			assert.Empty(t, again.Findings(), "it is mended")
			requireHead(t, want, again)
		})
	}
}

func TestOpen_Damaged_OneCopy(t *testing.T) {
	// Without a second copy the log ends before the damage, and what was found
	// there is kept as it was.
	for what, damage := range damages {
		t.Run(what, func(t *testing.T) {
			l := newLog(t)
			l.oneCopy, l.thorough = true, true
			l.session(5)
			last := l.record(5)
			damage.do(t, l)
			s := l.open()
			assert.Equal(t, eventstore.Position(2), head(t, s))
			requireFinding(t, s, damage.kind, 3, durable.Quarantined)
			assert.Equal(t, eventstore.Position(5), s.Findings()[len(s.Findings())-1].To)
			requireAside(t, l, 5, last)
			record1(t, s, eventstore.Exactly(2))
			storetest.Check(t, s)
			assert.True(t, l.resets())
		})
	}
}

// resets reports whether the log can be begun anew.
func (l log) resets() bool { return l.reset().Began() }

func TestOpen_Damaged_BothCopies(t *testing.T) {
	// Where both copies are damaged, the raw bytes are kept.
	l := newLog(t)
	l.thorough = true
	l.session(5)
	spoilt := flipped(t, l.record(3))
	frame := l.record(3)
	l.spoil(3, spoilt)
	l.changeFiles(func(b []byte) []byte {
		if i := bytes.Index(b, frame); i >= 0 {
			b[i+len(frame)-10] ^= 4
		}
		return b
	})
	s := l.open()
	assert.Equal(t, eventstore.Position(2), head(t, s))
	requireFinding(t, s, durable.Flipped, 3, durable.Quarantined)
	requireAside(t, l, 3, spoilt)
	storetest.Check(t, s)
	record1(t, s, eventstore.Exactly(2))
	s.Close(errDone)
	assert.Equal(t, eventstore.Position(3), head(t, l.open()))
}

func TestStore_Verify_ErrCorrupt(t *testing.T) {
	// What opening did not look at is found behind it.
	l := newLog(t)
	l.session(5)
	l.spoil(3, flipped(t, l.record(3)))
	s := l.open()
	pause := func(ctx context.Context) error { return ctx.Err() }
	err := s.Verify(t.Context(), pause, func(eventstore.Position, eventstore.Position) {})
	var damage *eventstore.DamageError
	require.ErrorAs(t, err, &damage)
	assert.Equal(t, eventstore.Position(3), damage.Position)
}

func TestOpen_DatabaseGone(t *testing.T) {
	// A browser that was killed while it wrote may lose the whole database.
	l := newLog(t)
	want := l.session(40)
	deleteDatabase(t, l.database)
	s := l.open()
	assert.False(t, s.Began())
	requireHead(t, want, s)
	requireFinding(t, s, durable.Lost, 1, durable.Restored)
	requireTwoCopies(t, s)
	record1(t, s, eventstore.Exactly(40))
	s.Close(errDone)
	deleteDatabase(t, l.database)
	s = l.open()
	assert.Equal(t, eventstore.Position(41), head(t, s))
	storetest.Check(t, s)
}

func TestOpen_FilesGone(t *testing.T) {
	// The second copy is made again from the database.
	l := newLog(t)
	want := l.session(40)
	l.removeFiles()
	s := l.open()
	assert.Empty(t, s.Findings(), "no event was missing anywhere")
	requireTwoCopies(t, s)
	s.Close(errDone)
	deleteDatabase(t, l.database)
	requireHead(t, want, l.open())
}

func TestOpen_RolledBack(t *testing.T) {
	// A database that went back to what it was earlier is brought forward.
	l := newLog(t)
	l.session(3)
	earlier := l.entry()
	want := l.session(2)
	l.raw(func(tx *transaction) error {
		if err := tx.Delete(earlier.ID, 4, 5); err != nil {
			return err
		}
		return tx.PutEntry(earlier)
	})
	s := l.open()
	requireHead(t, want, s)
	requireFinding(t, s, durable.Torn, 4, durable.Restored)
}

func TestOpen_TornFile(t *testing.T) {
	// A tab that died while it wrote leaves half a frame, which costs nothing.
	l := newLog(t)
	want := l.session(5)
	l.changeFiles(func(b []byte) []byte { return b[:len(b)-7] })
	s := l.open()
	requireTwoCopies(t, s)
	s.Close(errDone)
	deleteDatabase(t, l.database)
	requireHead(t, want, l.open())
}

func requireHead(t *testing.T, want eventstore.Head, s *durable.Store) {
	t.Helper()
	got, err := s.Head(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, got)
	storetest.Check(t, s)
}

func requireFinding(t *testing.T, s *durable.Store, kind durable.Kind, from eventstore.Position, outcome durable.Outcome) {
	t.Helper()
	found := s.Findings()
	require.NotEmpty(t, found)
	got := durable.Finding{Kind: found[0].Kind, From: found[0].From, Outcome: found[0].Outcome}
	require.Equal(t, durable.Finding{Kind: kind, From: from, Outcome: outcome}, got)
}

func requireAside(t *testing.T, l log, first eventstore.Position, want []byte) {
	t.Helper()
	require.True(t, slices.ContainsFunc(l.asides(), func(a durable.Aside) bool {
		return a.First == first && bytes.Equal(a.Bytes, want)
	}), "#%d is kept as it was", first)
}

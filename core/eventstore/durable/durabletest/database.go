package durabletest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
	"playhead/core/eventstore/durable"
)

// RunDatabase tests the databases that open returns: two handles on a log's
// name of its own, of which nothing is kept yet.
func RunDatabase(t *testing.T, open func(t *testing.T) (a, b durable.Database)) {
	for _, group := range [][]databaseTest{keeping, ranges, failing, sharing} {
		for _, test := range group {
			t.Run(test.name, func(t *testing.T) {
				a, b := open(t)
				test.run(databases{t, a, b})
			})
		}
	}
}

type databaseTest struct {
	name string
	run  func(d databases)
}

// databases are two handles on the same log, with what makes tests short.
type databases struct {
	*testing.T
	a, b durable.Database
}

const log = "01J0-log"

func nothing() {}

// write runs a writing transaction that must not fail.
func (d databases) write(db durable.Database, body func(durable.Tx) error) {
	d.Helper()
	completed := false
	require.NoError(d, db.Transact(d.Context(), true, body, func() { completed = true }))
	require.True(d, completed, "complete is called before Transact returns")
}

// add adds records of one event each, all in one transaction.
func (d databases) add(db durable.Database, firsts ...eventstore.Position) {
	d.Helper()
	d.write(db, func(tx durable.Tx) error {
		for _, first := range firsts {
			if err := tx.Add(log, record(first)); err != nil {
				return err
			}
		}
		return nil
	})
}

func record(first eventstore.Position) durable.Record {
	return durable.Record{First: first, Last: first, Bytes: fmt.Appendf(nil, "event %d", first)}
}

// found is all that a database keeps.
type found struct {
	Entry   durable.Entry
	Records []string // position and bytes
	Asides  []durable.Aside
}

// everything reads all that a database keeps.
func (d databases) everything(db durable.Database) found {
	d.Helper()
	var f found
	err := db.Transact(d.Context(), false, func(tx durable.Tx) error {
		return tx.Entry(func(e durable.Entry) error {
			f.Entry = e
			return tx.Records(log, 0, 1<<52, func(records []durable.Record) error {
				f.Records = texts(records)
				return tx.Asides(log, func(asides []durable.Aside) error {
					f.Asides = asides
					return nil
				})
			})
		})
	}, nothing)
	require.NoError(d, err)
	return f
}

// records reads the records of a range.
func (d databases) records(from, to eventstore.Position) (all []string) {
	d.Helper()
	err := d.a.Transact(d.Context(), false, func(tx durable.Tx) error {
		return tx.Records(log, from, to, func(records []durable.Record) error {
			all = texts(records)
			return nil
		})
	}, nothing)
	require.NoError(d, err)
	return all
}

func texts(records []durable.Record) []string {
	var all []string
	for _, r := range records {
		all = append(all, fmt.Sprintf("#%d %s", r.First, r.Bytes))
	}
	return all
}

func want(firsts ...eventstore.Position) []string {
	var all []string
	for _, first := range firsts {
		all = append(all, fmt.Sprintf("#%d event %d", first, first))
	}
	return all
}

var keeping = []databaseTest{
	{"Empty", func(d databases) {
		assert.Equal(d, found{}, d.everything(d.a))
	}},
	{"PutEntry", func(d databases) {
		// The last entry counts, and numbers are kept whole.
		for _, e := range []durable.Entry{{ID: log, Era: 1}, {ID: log, Era: 7, Head: 1<<52 - 1}, {ID: "another", Era: 8, Hash: eventstore.Hash{0: 1, 31: 255}, Mended: "01J0-mended"}} {
			d.write(d.a, func(tx durable.Tx) error { return tx.PutEntry(e) })
			assert.Equal(d, e, d.everything(d.b).Entry)
		}
	}},
	{"Add", func(d databases) {
		// What one adds the other finds, in order, whatever order it came in.
		d.add(d.a, 3, 1, 2, 1000, 256, 65536)
		assert.Equal(d, want(1, 2, 3, 256, 1000, 65536), d.everything(d.b).Records)
	}},
	{"Add_Bytes", func(d databases) {
		// Records of any length come back as they were, and the caller may go
		// on to use the bytes.
		long := make([]byte, 1<<20)
		for i := range long {
			long[i] = byte(i * i >> 3)
		}
		for i, bytes := range [][]byte{{}, {0}, []byte("\xff\x00\xfe"), long} {
			handed := slices.Clone(bytes)
			first := eventstore.Position(i + 1)
			d.write(d.a, func(tx durable.Tx) error {
				defer clear(handed)
				return tx.Add(log, durable.Record{First: first, Bytes: handed})
			})
			err := d.b.Transact(d.Context(), false, func(tx durable.Tx) error {
				return tx.Records(log, first, first, func(records []durable.Record) error {
					require.Len(d, records, 1)
					assert.True(d, slices.Equal(bytes, records[0].Bytes), "%d bytes", len(bytes))
					return nil
				})
			}, nothing)
			require.NoError(d, err)
		}
	}},
	{"SetAside", func(d databases) {
		// Bytes found in one place twice are both kept when they came from
		// different copies.
		one := durable.Aside{First: 3, From: "database", Reason: "it does not follow", Bytes: []byte{1, 2}}
		other := durable.Aside{First: 3, From: "1-abc-1", Reason: "it does not follow", Bytes: []byte{3}}
		far := durable.Aside{First: 40, From: "database", Reason: "it is cut off", Bytes: []byte{4}}
		d.write(d.a, func(tx durable.Tx) error {
			return errors.Join(tx.SetAside(log, far), tx.SetAside(log, one), tx.SetAside("another", one), tx.SetAside(log, other))
		})
		assert.ElementsMatch(d, []durable.Aside{one, other, far}, d.everything(d.b).Asides)
	}},
	{"Logs", func(d databases) {
		// Logs of different ids do not mix, also when one begins like the other.
		d.add(d.a, 1, 2)
		d.write(d.a, func(tx durable.Tx) error {
			return errors.Join(tx.Add(log+"0", record(1)), tx.Add("01J0-lo", record(5)), tx.Delete(log+"0", 2, 9), tx.Delete("01J0-lo", 1, 4))
		})
		assert.Equal(d, want(1, 2), d.everything(d.a).Records)
	}},
}

var ranges = []databaseTest{
	{"Records", func(d databases) {
		// Both ends belong to the range.
		d.add(d.a, 1, 2, 3, 10, 11)
		assert.Equal(d, want(2, 3, 10), d.records(2, 10))
		assert.Equal(d, want(3), d.records(3, 3))
		assert.Equal(d, want(10), d.records(4, 10))
		assert.Empty(d, d.records(4, 9))
		assert.Empty(d, d.records(12, 1<<52))
		assert.Equal(d, want(1, 2, 3, 10, 11), d.records(0, 1<<52))
	}},
	{"Delete", func(d databases) {
		d.add(d.a, 1, 2, 3, 4, 5)
		d.write(d.a, func(tx durable.Tx) error { return tx.Delete(log, 2, 4) })
		assert.Equal(d, want(1, 5), d.everything(d.b).Records)
		d.write(d.a, func(tx durable.Tx) error { return tx.Delete(log, 5, 5) })
		d.write(d.a, func(tx durable.Tx) error { return tx.Delete(log, 2, 1<<52) })
		assert.Equal(d, want(1), d.everything(d.b).Records)
	}},
	{"Delete_Add", func(d databases) {
		// In one transaction, a place that was cleared can be taken again, and
		// reads see what was written before.
		d.add(d.a, 1, 2)
		var seen []string
		d.write(d.a, func(tx durable.Tx) error {
			if err := errors.Join(tx.Delete(log, 1, 2), tx.Add(log, record(2))); err != nil {
				return err
			}
			return tx.Records(log, 0, 9, func(records []durable.Record) error {
				seen = texts(records)
				return nil
			})
		})
		assert.Equal(d, want(2), seen)
		assert.Equal(d, want(2), d.everything(d.b).Records)
	}},
}

var errMine = errors.New("a reason of the caller's own")

var failing = []databaseTest{
	{"Add_Taken", func(d databases) {
		// A record is never written over, and what else the transaction wrote
		// is undone.
		d.add(d.a, 1, 2)
		before := d.everything(d.a)
		err := d.b.Transact(d.Context(), true, func(tx durable.Tx) error {
			taken := record(2)
			taken.Bytes = []byte("another")
			return errors.Join(tx.Delete(log, 1, 1), tx.Add(log, taken), tx.Add(log, record(3)), tx.PutEntry(durable.Entry{ID: log, Head: 3}))
		}, d.mustNotComplete())
		var damage *eventstore.DamageError
		require.ErrorAs(d, err, &damage)
		assert.Equal(d, before, d.everything(d.a))
		d.add(d.b, 3)
	}},
	{"Body", func(d databases) {
		// A body that fails undoes what it wrote.
		d.add(d.a, 1)
		before := d.everything(d.a)
		err := d.a.Transact(d.Context(), true, func(tx durable.Tx) error {
			return errors.Join(tx.Add(log, record(2)), tx.Delete(log, 1, 1), tx.PutEntry(durable.Entry{ID: log, Head: 2}), tx.SetAside(log, durable.Aside{First: 1}), errMine)
		}, d.mustNotComplete())
		require.ErrorIs(d, err, errMine)
		assert.Equal(d, before, d.everything(d.b))
	}},
	{"Body_NoRequest", func(d databases) {
		err := d.a.Transact(d.Context(), true, func(durable.Tx) error { return errMine }, d.mustNotComplete())
		require.ErrorIs(d, err, errMine)
		d.write(d.a, func(durable.Tx) error { return nil })
	}},
	{"Continuation", func(d databases) {
		// So does a continuation, however late it fails, and nothing that
		// comes behind it is called.
		d.add(d.a, 1)
		before := d.everything(d.a)
		err := d.a.Transact(d.Context(), true, func(tx durable.Tx) error {
			return tx.Entry(func(durable.Entry) error {
				if err := errors.Join(tx.Add(log, record(2)), tx.PutEntry(durable.Entry{ID: log, Head: 2})); err != nil {
					return err
				}
				return tx.Records(log, 0, 9, func([]durable.Record) error { return errMine })
			})
		}, d.mustNotComplete())
		require.ErrorIs(d, err, errMine)
		assert.Equal(d, before, d.everything(d.b))
	}},
	{"Context", func(d databases) {
		// Whoever comes with a context that has ended gets its error.
		ctx, cancel := context.WithCancelCause(d.Context())
		cancel(errMine)
		err := d.a.Transact(ctx, true, func(tx durable.Tx) error { return tx.Add(log, record(1)) }, nothing)
		require.ErrorIs(d, err, errMine)
	}},
	{"Close", func(d databases) {
		// One handle can go, and the other does not notice.
		d.add(d.a, 1)
		d.a.Close()
		d.add(d.b, 2)
		assert.Equal(d, want(1, 2), d.everything(d.b).Records)
	}},
}

func (d databases) mustNotComplete() func() {
	return func() { d.Error("complete was called") }
}

var sharing = []databaseTest{
	{"Transact_OneAfterTheOther", func(d databases) {
		// Writing transactions of both handles run each on what the one before
		// left: no count is lost.
		const each = 25
		errs := make(chan error, 2)
		for _, db := range []durable.Database{d.a, d.b} {
			go func() {
				for range each {
					if err := db.Transact(d.Context(), true, count, nothing); err != nil {
						errs <- err
						return
					}
				}
				errs <- nil
			}()
		}
		require.NoError(d, errors.Join(<-errs, <-errs))
		got := d.everything(d.a)
		assert.Equal(d, eventstore.Position(2*each), got.Entry.Head)
		assert.Len(d, got.Records, 2*each)
	}},
	{"Transact_Reads", func(d databases) {
		// What was complete on one handle is seen by the other's next look.
		for n := range eventstore.Position(20) {
			writer, reader := d.a, d.b
			if n%2 == 1 {
				writer, reader = d.b, d.a
			}
			d.write(writer, count)
			assert.Equal(d, n+1, d.everything(reader).Entry.Head)
		}
	}},
}

// count adds the next record and moves the head to it.
func count(tx durable.Tx) error {
	return tx.Entry(func(e durable.Entry) error {
		return tx.Records(log, 0, 1<<52, func(records []durable.Record) error {
			if len(records) != int(e.Head) {
				return fmt.Errorf("%d records and a head of %d", len(records), e.Head)
			}
			if err := tx.Add(log, record(e.Head+1)); err != nil {
				return err
			}
			return tx.PutEntry(durable.Entry{ID: log, Era: 1, Head: e.Head + 1})
		})
	})
}

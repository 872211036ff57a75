package playground

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// The four questions of the order in the articles: the table says gone, the
// log answers with its events.
func TestPlayground_Crud_Orders(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Orders"}`)
	now := ask[CrudResult](p, "crud", `{"stream":"order-1"}`)
	assert.Equal(t, "order", now.Table)
	assert.Equal(t, 4, now.Total)
	assert.Equal(t, "order-1", now.Rows[0].Key)
	assert.Equal(t, "143.98", now.Rows[0].Cells[6].Text)
	type told struct {
		answers bool
		log     string
		because []eventstore.Position
	}
	got := map[string]told{}
	for _, q := range now.Questions {
		row := told{answers: q.Answers, log: q.Log}
		for _, e := range q.Because {
			row.because = append(row.because, e.Position)
		}
		got[q.Ask] = row
	}
	when := got["When did the discount come, and why?"]
	assert.True(t, strings.HasPrefix(when.log, "20 % on "), when.log)
	assert.True(t, strings.HasSuffix(when.log, ", by shop: late delivery last time"), when.log)
	delete(got, "When did the discount come, and why?")
	assert.Equal(t, map[string]told{
		"Where was it to be sent first?":          {false, "1 Harbour Road", []eventstore.Position{1}},
		"What was taken out again?":               {false, "nothing", nil},
		"What was the total before the discount?": {false, "179.97", []eventstore.Position{8}},
		"What is the total now?":                  {true, "143.98", nil},
	}, got)
	other := ask[CrudResult](p, "crud", `{"stream":"order-2"}`)
	assert.Equal(t, "2 × notebook", other.Questions[2].Log)
	assert.False(t, other.Questions[2].Answers)
}

// At an earlier moment the table is what it was then, and the row that the
// step changed tells what was overwritten.
func TestPlayground_Crud_AtAMoment(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Orders"}`)
	then := ask[CrudResult](p, "crud", `{"stream":"order-1","position":7}`)
	assert.Equal(t, 2, then.Total)
	require.Len(t, then.Rows, 2)
	address := then.Rows[0].Cells[2]
	assert.Equal(t, "9 Station Street", address.Text)
	assert.Equal(t, "1 Harbour Road", *address.Before)
	assert.Equal(t, Changed, then.Rows[0].Change)
	assert.True(t, then.Questions[1].Answers, "no discount came yet, which the row knows")
	none := ask[CrudResult](p, "crud", `{"stream":"order-4","position":7}`)
	assert.False(t, none.Exists)
	assert.Empty(t, none.Questions)
	unknown := ask[CrudResult](p, "crud", `{"stream":"nothing-1"}`)
	assert.Empty(t, unknown.Columns)
}

// Bytes at a position are the same whichever positions were asked for before.
func TestPlayground_Storage(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Orders"}`)
	early := ask[StorageResult](p, "storage", `{"position":3}`)
	now := ask[StorageResult](p, "storage", `{}`)
	assert.Equal(t, early, ask[StorageResult](p, "storage", `{"position":3}`))
	assert.Equal(t, 3, early.Events)
	assert.Equal(t, 1, early.Rows)
	assert.Equal(t, 2, early.Overwritten)
	assert.Equal(t, 17, now.Events)
	assert.Equal(t, 4, now.Rows)
	assert.Equal(t, 13, now.Overwritten)
	assert.Greater(t, now.Log, now.Data)
	assert.Greater(t, now.Data, early.Data)
	assert.Equal(t, StorageResult{}, ask[StorageResult](p, "storage", `{"position":0}`))
}

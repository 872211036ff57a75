package playground

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

func askSchema(p *page, position int) SchemaResult {
	return ask[SchemaResult](p, "schema", fmt.Sprintf(`{"position":%d}`, position))
}

// stepOf finds an upcaster's way by the names of its ends.
func stepOf(r SchemaResult, from, to string) SchemaStep {
	name := func(i int) string { return fmt.Sprintf("%s v%d", r.Types[i].Name, r.Types[i].SchemaVersion) }
	for _, s := range r.Steps {
		if name(s.From) == from && name(s.To) == to {
			return s
		}
	}
	return SchemaStep{From: -1}
}

// The Bank's history holds two AccountCreated, two deposits of version 1, and
// money that moved in and out.
func TestPlayground_Schema(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	got := askSchema(p, 24)
	assert.Equal(t, eventstore.Position(24), got.Counted)
	assert.Equal(t, eventstore.Position(24), got.Verified)
	assert.Equal(t, 2, stepOf(got, "AccountCreated v1", "AccountOpened v2").Events)
	assert.Equal(t, 1, stepOf(got, "MoneyMoved v1", "MoneyDeposited v1").Events)
	assert.Equal(t, 1, stepOf(got, "MoneyMoved v1", "MoneyWithdrawn v1").Events)
	assert.Equal(t, 3, stepOf(got, "MoneyDeposited v1", "MoneyDeposited v2").Events)
	assert.Equal(t, 6, got.Lifted)
	assert.Equal(t, 18, got.AsStored)
	assert.Zero(t, got.Breaks)
	lifted := stepOf(got, "MoneyDeposited v1", "MoneyDeposited v2")
	assert.Greater(t, lifted.After, lifted.Before)

	before := askSchema(p, 5)
	assert.Equal(t, eventstore.Position(5), before.Counted)
	assert.Zero(t, stepOf(before, "MoneyMoved v1", "MoneyDeposited v1").Events)
	assert.Equal(t, eventstore.Position(24), askSchema(p, 99).Counted)
}

// What cannot be read is named, and what its data is is shown.
func TestPlayground_Schema_Breaks(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Orders"}`)
	ask[Outcome](p, "append", `{"stream":"order-9","events":[
		{"type":"OrderClosed","data":{"outcome":"lost"}},{"type":"LightningStruck","data":{"volts":7}}]}`)
	got := askSchema(p, 19)
	require.Equal(t, 2, got.Breaks)
	assert.Equal(t, SchemaBreak{18, "order-9", "OrderClosed", 1, `The upcaster of OrderClosed v1 failed: an order whose outcome is "lost" was neither sent nor given up.`}, got.Broken[0])
	require.Len(t, got.Unknown, 1)
	assert.Equal(t, SchemaCount{1, len(`{"volts":7}`), 19}, got.Unknown[0].Stored)

	event := ask[SchemaEventResult](p, "schemaEvent", `{"position":18}`)
	assert.Contains(t, event.Problem, `"lost"`)
	assert.Equal(t, `{"outcome":"lost"}`, event.Stored)
	require.Len(t, event.Shapes, 1)
	p.fail(CodeNotFound, "schemaEvent", `{"position":20}`)
}

// An event is shown at each step, with what the step did to its fields.
func TestPlayground_SchemaEvent(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	event := ask[SchemaEventResult](p, "schemaEvent", `{"position":6}`)
	require.Len(t, event.Shapes, 3)
	assert.Equal(t, SchemaShape{"MoneyDeposited", 2, 51, []SchemaField{
		{"amount", "6250", FieldSame}, {"currency", `"USD"`, FieldAdded}, {"source", `"unknown"`, FieldAdded},
	}}, event.Shapes[2])
}

// A long log is counted in several requests, each of which tells how far.
func TestPlayground_Schema_LongLog(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	one := `{"type":"MoneyDeposited","data":{"amount":1}},`
	for range 10 {
		ask[Outcome](p, "append", `{"stream":"account-1","events":[`+strings.TrimSuffix(strings.Repeat(one, 1000), ",")+`]}`)
	}
	got := askSchema(p, 10_024)
	assert.Equal(t, eventstore.Position(benchBudget), got.Counted)
	got = askSchema(p, 10_024)
	assert.Equal(t, eventstore.Position(10_024), got.Counted)
	assert.Equal(t, 10_006, got.Lifted)
}

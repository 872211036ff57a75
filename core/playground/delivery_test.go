package playground

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const desk4 = `"subscribers":[
	{"name":"A","guarantee":"atLeastOnce"},
	{"name":"B","guarantee":"atLeastOnce","idempotent":true,"ordered":true},
	{"name":"C","guarantee":"effectivelyOnce"},
	{"name":"D","guarantee":"atMostOnce"}]`

func deliver(p *page, more string) DeliveryResult {
	p.Helper()
	return ask[DeliveryResult](p, "delivery", fmt.Sprintf(`{"projection":"Balances","seed":7,%s,%s}`, more, desk4))
}

// A naive subscriber invents money when events come twice, and one that
// delivers at most once loses some; the other two are right.
func TestDelivery_MoneyInventedAndLost(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	result := deliver(p, `"faults":{"duplicate":30,"drop":20}`)
	naive, careful, exact, hasty := result.Subscribers[0], result.Subscribers[1], result.Subscribers[2], result.Subscribers[3]
	assert.False(t, naive.Equal)
	assert.Positive(t, naive.Again)
	assert.NotEmpty(t, naive.Sums[0].Invented+naive.Sums[0].Missing)
	assert.Equal(t, "USD", naive.Sums[0].Currency)
	assert.NotZero(t, naive.First)
	assert.True(t, careful.Equal)
	assert.True(t, exact.Equal)
	assert.Equal(t, strings.Repeat("1", 24), exact.Marks)
	assert.False(t, hasty.Equal)
	assert.Positive(t, hasty.Lost)
	assert.Contains(t, noteTexts(result), "Counted again: account-1 balance 880.00 to 1,880.00.")
}

func noteTexts(result DeliveryResult) []string {
	var texts []string
	for _, n := range result.Notes {
		texts = append(texts, n.Text)
	}
	return texts
}

// A run can be looked at at each of its ticks, and goes on from there as it
// would have: what is in the read model is compared with what was taken.
func TestDelivery_Tick(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	whole := deliver(p, `"faults":{"duplicate":30}`)
	begin := deliver(p, `"faults":{"duplicate":30},"tick":0`)
	assert.Equal(t, whole.Ticks, begin.Ticks)
	assert.Equal(t, strings.Repeat(".", 24), begin.Subscribers[0].Marks)
	assert.True(t, begin.Subscribers[0].Equal)
	assert.Empty(t, begin.Notes)
	require.NotNil(t, begin.Next)
	first := deliver(p, fmt.Sprintf(`"faults":{"duplicate":30},"tick":%d`, *begin.Next))
	require.NotEmpty(t, first.Notes)
	assert.Equal(t, *begin.Next, first.Notes[0].Tick)
	assert.Equal(t, whole, deliver(p, fmt.Sprintf(`"faults":{"duplicate":30},"tick":%d`, whole.Ticks)))
}

// What cannot be handled is parked with all that is behind it in its stream,
// and replayed when the handler has been mended.
func TestDelivery_Park(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	exact := deliver(p, `"faults":{"poison":10}`).Subscribers[2]
	require.Positive(t, exact.InPark)
	require.Len(t, exact.Parked, exact.InPark)
	assert.Equal(t, "The handler cannot take it.", exact.Parked[0].Why)
	assert.Contains(t, exact.Parked[1].Why, "Behind #")
	assert.False(t, exact.Equal)
	replayed := ask[DeliveryResult](p, "delivery", `{"projection":"Balances","seed":7,"faults":{"poison":10},
		"subscribers":[{"name":"C","guarantee":"effectivelyOnce","replay":true}]}`).Subscribers[0]
	assert.Zero(t, replayed.InPark)
	assert.True(t, replayed.Equal)
}

// Only the last events are delivered where that is asked for, to somebody who
// has taken what was before.
func TestDelivery_LastEvents(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	result := deliver(p, `"faults":{},"events":5,"at":20`)
	assert.EqualValues(t, 16, result.From)
	assert.EqualValues(t, 20, result.To)
	for _, s := range result.Subscribers {
		assert.Equal(t, "11111", s.Marks)
		assert.True(t, s.Equal)
	}
}

// An empty log has nothing to deliver, and that is no problem.
func TestDelivery_EmptyLog(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	result := deliver(p, `"faults":{"crash":50},"at":0`)
	assert.Zero(t, result.Ticks)
	assert.True(t, result.Subscribers[0].Equal)
}

// What cannot be is said in a sentence.
func TestDelivery_BadSettings(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	for params, want := range map[string]string{
		`{"projection":"Balances","seed":1,"subscribers":[]}`:                                                 "From 1 to 6 subscribers can be compared, not 0.",
		`{"projection":"Balances","seed":1,"faults":{"drop":51},"subscribers":[{"guarantee":"atLeastOnce"}]}`: "The rate of drop is from 0 to 50 %, not 51 %.",
		`{"projection":"Balances","seed":1,"checkpointEvery":-1,"subscribers":[{"guarantee":"atLeastOnce"}]}`: "A checkpoint is written after 1 to 100 events, not -1.",
		`{"projection":"Balances","seed":1,"events":2001,"subscribers":[{"guarantee":"atLeastOnce"}]}`:        "From 1 to 2000 events are delivered, not 2001.",
		`{"projection":"Balances","seed":1,"subscribers":[{"guarantee":"always"}]}`:                           `A subscriber is atMostOnce, atLeastOnce or effectivelyOnce, not "always".`,
	} {
		assert.Equal(t, want, p.fail(CodeBadRequest, "delivery", params).Message)
	}
	p.fail(CodeNotFound, "delivery", `{"projection":"Moon","seed":1,"subscribers":[{"guarantee":"atLeastOnce"}]}`)
}

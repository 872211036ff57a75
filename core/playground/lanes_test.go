package playground

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Lanes hold each event once, in the bucket of its position.
func TestPlayground_Timeline(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	all := ask[TimelineResult](p, "timeline", `{"from":1,"to":24,"buckets":7,"lanes":{"from":0,"count":10},"stream":"account-3"}`)
	assert.Equal(t, 5, all.LaneTotal)
	assert.EqualValues(t, "account-3", all.Lanes[0].Stream)
	assert.Len(t, all.Times, 8)
	events := 0
	for _, lane := range all.Lanes {
		for i, n := range lane.Counts {
			events += int(n)
			assert.Equal(t, n == 0, lane.Colours[i] == 0)
		}
	}
	assert.Equal(t, 24, events)
	few := ask[TimelineResult](p, "timeline", `{"from":23,"to":999,"buckets":100,"lanes":{"from":1,"count":1}}`)
	assert.Equal(t, 2, few.Buckets, "no more buckets than events")
	assert.Len(t, few.Lanes, 1)
	p.fail(CodeBadRequest, "timeline", `{"from":1,"to":24,"buckets":0}`)
	ask[Opened](p, "reset", `{"to":"empty"}`)
	assert.Zero(t, ask[TimelineResult](p, "timeline", `{"from":1,"to":24,"buckets":5}`).Buckets)
}

// The tempo of a stretch is its events by the time they took, also of the first
// and the last event, and of a log of one.
func TestPlayground_Timeline_Tempo(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	ask[Opened](p, "reset", `{"to":"empty"}`)
	for i := range 4 { // the clock goes on by two seconds with each
		ask[Outcome](p, "append", fmt.Sprintf(`{"stream":"account-%d","events":[{"type":"Noted","data":{}}]}`, i))
	}
	whole := ask[TimelineResult](p, "timeline", `{"from":1,"to":4,"buckets":4}`).Tempo
	assert.Equal(t, []byte{whole[0], whole[0], whole[0], whole[0]}, whole)
	ask[Opened](p, "reset", `{"to":"empty"}`)
	ask[Outcome](p, "append", `{"stream":"account-1","events":[{"type":"Noted","data":{}}]}`)
	assert.Len(t, ask[TimelineResult](p, "timeline", `{"from":1,"to":1,"buckets":4}`).Tempo, 1)
}

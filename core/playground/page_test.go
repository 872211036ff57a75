package playground

import (
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/sealing"
	"playhead/core/world"
	"playhead/core/world/bank"
	"playhead/core/world/mall"
	"playhead/core/world/orders"
	"playhead/core/world/users"
)

// page is a playground with a clock and ids that repeat, and what it pushed.
type page struct {
	*testing.T
	*Playground
	storage *Memory
	mu      sync.Mutex
	pushed  []Push
	clock   time.Time
	ids     uint64
	keys    uint64
}

func newPage(t *testing.T) *page {
	return newPageOn(t, &Memory{Why: "a test keeps nothing"})
}

func newPageOn(t *testing.T, storage Storage) *page {
	p := &page{T: t, clock: time.Date(2026, 11, 21, 14, 0, 0, 0, time.UTC)}
	p.storage, _ = storage.(*Memory)
	p.Playground = New(Config{
		Worlds:  []*world.World{bank.World(), orders.World(), mall.World(), users.World()},
		Storage: storage, Code: "this core",
		Now:    func() time.Time { return p.tick() },
		NewID:  func(at time.Time) uuid.UUID { return p.id(at) },
		NewKey: p.key,
		Push: func(push Push) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.pushed = append(p.pushed, push)
		},
	})
	return p
}

func (p *page) tick() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clock = p.clock.Add(time.Second)
	return p.clock
}

func (p *page) id(at time.Time) uuid.UUID {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ids++
	ms := at.UnixMilli()
	return uuid.UUID{
		byte(ms >> 40), byte(ms >> 32), byte(ms >> 24), byte(ms >> 16), byte(ms >> 8), byte(ms), 0x70, 0,
		0x80, 14: byte(p.ids >> 8), 15: byte(p.ids),
	}
}

// key returns keys that differ, and repeat.
func (p *page) key() sealing.Key {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys++
	return sealing.Key{byte(p.keys >> 8), byte(p.keys)}
}

func (p *page) pushes(kind string) []Push {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found []Push
	for _, push := range p.pushed {
		if push.Kind == kind {
			found = append(found, push)
		}
	}
	return found
}

// settle does all the work that is there to do.
func (p *page) settle() {
	p.Helper()
	for {
		more, err := p.Work(p.Context())
		require.NoError(p, err)
		if !more {
			return
		}
	}
}

func (p *page) send(kind, params string) Response {
	return p.Handle(p.Context(), Request{ID: 1, Kind: kind, Params: []byte(params)})
}

// ask sends a request that must succeed.
func ask[R any](p *page, kind, params string) R {
	p.Helper()
	response := p.send(kind, params)
	require.Nil(p, response.Error, "%s %s", kind, params)
	result, ok := response.Result.(R)
	require.True(p, ok, "%s answers %T", kind, response.Result)
	return result
}

// fail sends a request that must fail with the code.
func (p *page) fail(code Code, kind, params string) *Error {
	p.Helper()
	response := p.send(kind, params)
	require.NotNil(p, response.Error, "%s %s", kind, params)
	assert.Equal(p, code, response.Error.Code, response.Error.Message)
	assert.NotEmpty(p, response.Error.Message)
	return response.Error
}

func appendMany(p *page, n int) {
	p.Helper()
	for n > 0 {
		var events []string
		for range min(n, 1000) {
			events = append(events, `{"type":"MoneyDeposited","schemaVersion":2,"data":{"amount":100,"currency":"USD","source":"cash"}}`)
		}
		n -= len(events)
		ask[Outcome](p, "append", `{"stream":"account-1","events":[`+strings.Join(events, ",")+`]}`)
	}
}

// heapInUse is how many bytes of the heap are in use once the garbage is gone.
func heapInUse() int64 {
	runtime.GC()
	runtime.GC() // what the first one finalized
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

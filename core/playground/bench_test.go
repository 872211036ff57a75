package playground

import (
	"context"
	"fmt"
	"runtime"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/json"
	"playhead/core/world"
	"playhead/core/world/bank"
)

// largeBank opens a Bank of 100,000 events over 1,000 accounts, folded ahead.
func largeBank(b *testing.B) *Playground {
	b.Helper()
	return pausingBank(b, 100, func(context.Context) error { return nil })
}

// pausingBank opens a Bank of 1,000 accounts with so many events each, and calls pause
// between two slices of long work.
func pausingBank(b *testing.B, rounds int, pause func(context.Context) error) *Playground {
	b.Helper()
	p := New(Config{
		Worlds: []*world.World{bank.World()}, Storage: &Memory{}, Pause: pause,
		Now:   func() time.Time { return time.UnixMilli(1_800_000_000_000) },
		NewID: func(time.Time) uuid.UUID { return uuid.Must(uuid.NewV7()) },
	})
	send := func(kind, params string) {
		response := p.Handle(b.Context(), Request{Kind: kind, Params: []byte(params)})
		require.Nil(b, response.Error)
	}
	send("open", `{"world":"Bank"}`)
	send("reset", `{"to":"empty"}`)
	event := func(kind string, version int, data string) string {
		return fmt.Sprintf(`{"type":%q,"schemaVersion":%d,"data":%s}`, kind, version, data)
	}
	for round := range rounds {
		for account := 0; account < 1000; account += 10 {
			var events []string
			for i := range 10 {
				if round == 0 && i == 0 {
					events = append(events, event("AccountOpened", 2, `{"owner":"Ada","currency":"USD"}`))
					continue
				}
				events = append(events, event("MoneyDeposited", 2, `{"amount":1250,"currency":"USD","source":"cash"}`))
			}
			send("append", fmt.Sprintf(`{"stream":"account-%d","events":[%s]}`, (account+round%10)%1000, strings.Join(events, ",")))
		}
	}
	for {
		more, err := p.Work(context.Background())
		require.NoError(b, err)
		if !more {
			return p
		}
	}
}

// What the core does for one step of the playhead, the answer's text included.
func BenchmarkPlayground_Moment(b *testing.B) {
	p := largeBank(b)
	for _, c := range []struct {
		name string
		next func(i int) int
	}{
		{"random", func(i int) int { return 1 + i*7919%100_000 }},
		{"forward", func(i int) int { return 1 + (50_000+i)%100_000 }},
		{"back", func(i int) int { return 100_000 - i%100_000 }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				response := p.Handle(b.Context(), Request{Kind: "moment", Params: []byte(fmt.Sprintf(`{"position":%d,"stream":"account-7"}`, c.next(i)))})
				_, err := json.Marshal(response)
				require.NoError(b, err)
			}
		})
	}
}

// Opening a log of 100,000 events until every projection has caught up.
func BenchmarkPlayground_Open(b *testing.B) {
	p := largeBank(b)
	b.ReportAllocs()
	for b.Loop() {
		require.Nil(b, p.Handle(b.Context(), Request{Kind: "open", Params: []byte(`{"world":"Bank"}`)}).Error)
		for more := true; more; {
			var err error
			more, err = p.Work(context.Background())
			require.NoError(b, err)
		}
	}
}

// Importing 10,000 events at a time, up to 100,000 over 1,000 accounts: as an export has
// them, and without the ids that an import then makes.
func BenchmarkPlayground_Import(b *testing.B) {
	for name, ids := range map[string]string{
		"exported":    `"id":"019353a0-0000-7000-8000-%012[1]x","correlationId":"019353a0-00c0-7000-8000-%012[1]x","causationId":"019353a0-00c0-7000-8000-%012[1]x",`,
		"without ids": "",
	} {
		var parts [10]string
		for i := range parts {
			var lines strings.Builder
			for j := i * maxImported; j < (i+1)*maxImported; j++ {
				fmt.Fprintf(&lines, `{"position":%d,`, j+1)
				if ids != "" {
					fmt.Fprintf(&lines, ids, uint32(j+1)*0x9e3779b1)
				}
				fmt.Fprintf(&lines, `"stream":"account-%d","type":"MoneyDeposited","schemaVersion":2,"timestamp":%d,"actor":"Ada","data":{"amount":%d,"currency":"USD","source":"cash"}}`+"\n", j%1000, 1_800_000_000_000+j, j+1)
			}
			parts[i] = lines.String()
		}
		b.Run(name, func(b *testing.B) {
			p := pausingBank(b, 0, func(context.Context) error { return nil })
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if i%len(parts) == 0 {
					b.StopTimer()
					require.Nil(b, p.Handle(b.Context(), Request{Kind: "reset", Params: []byte(`{"to":"empty"}`)}).Error)
					b.StartTimer()
				}
				response := p.Handle(b.Context(), Request{Kind: "import", attached: parts[i%len(parts)]})
				require.Equal(b, ImportResult{Recorded: maxImported, Problems: []LineProblem{}}, response.Result)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/maxImported, "µs/event")
		})
	}
}

// What the panels beside the moment ask for with every step of the playhead,
// at positions all over a log of 100,000 events.
func BenchmarkPlayground_Panels(b *testing.B) {
	p := largeBank(b)
	const topic = `"key":"stream","partitions":3,"consumers":2`
	for _, c := range []struct{ name, kind, params string }{
		{"seen", "seen", `{"at":%d,"stream":"account-7","command":"Withdraw","form":{"amount":"1"}}`},
		{"seen by type", "seen", `{"at":%d,"stream":"account-7","query":"type:MoneyWithdrawn"}`},
		{"seen by data", "seen", `{"at":%d,"stream":"account-7","query":"data.source=cash"}`},
		{"crud", "crud", `{"position":%d,"stream":"account-7"}`},
		{"storage", "storage", `{"position":%d}`},
		{"topic", "topic", `{"position":%d,"stream":"account-7",` + topic + `}`},
		{"topic, everything tried", "topic", `{"position":%d,"stream":"account-7",` + topic + `,"try":["expected","order","entity","retention","compaction","rebalance"]}`},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				response := p.Handle(b.Context(), Request{Kind: c.kind, Params: []byte(fmt.Sprintf(c.params, 50_000+i%1000))})
				require.Nil(b, response.Error)
			}
		})
	}
}

// How long a step of the playhead may have to wait for what a panel asked: the
// longest turn between two pauses, at the first question and at a later one.
func BenchmarkPlayground_Turns(b *testing.B) {
	var began time.Time
	var longest time.Duration
	turn := func(context.Context) error {
		now := time.Now()
		longest, began = max(longest, now.Sub(began)), now
		return nil
	}
	p := pausingBank(b, 100, turn)
	for _, c := range []struct{ name, kind, params string }{
		{"moment", "moment", `{"position":%d,"stream":"account-7"}`},
		{"crud", "crud", `{"position":%d,"stream":"account-7"}`},
		{"storage", "storage", `{"position":%d}`},
		{"topic", "topic", `{"position":%d,"stream":"account-7","key":"stream","partitions":3,"consumers":2,"try":["expected","order","entity","retention","compaction","rebalance"]}`},
		{"snapshots", "snapshots", `{"position":%d,"stream":"account-7","plan":{"rule":"every","n":100,"deploys":[]}}`},
		{"schema", "schema", `{"position":%d,"known":0}`},
		{"compare", "compare", `{"from":1,"to":%d}`},
		{"lint", "lint", `{"position":%d,"looked":0}`},
		{"delivery", "delivery", `{"at":%d,"projection":"Balances","events":2000,"seed":1,"faults":{"duplicate":5,"crash":2},"subscribers":[{"name":"a","guarantee":"atLeastOnce"}]}`},
		{"processes", "processes", `{"position":%d,"from":0,"count":20}`},
		{"over", "over", `{"position":%d,"where":"Open accounts","key":""}`},
		{"people", "people", `{"position":%d,"query":"","limit":20}`},
		{"holding", "holding", `{"rebuilding":[]}`},
		{"blame", "blame", `{"position":%d,"where":"Balances","key":"account-7","field":"balance","count":20}`},
		{"former", "former", `{"position":%d,"name":"Balances"}`},
		{"whatIf", "whatIf", `{"kind":"leaveOut","position":80007}`},
	} {
		b.Run(c.name, func(b *testing.B) {
			ask := func(position int) time.Duration {
				params := c.params
				if strings.Contains(params, "%d") {
					params = fmt.Sprintf(params, position)
				}
				longest, began = 0, time.Now()
				response := p.Handle(b.Context(), Request{Kind: c.kind, Params: []byte(params)})
				_ = turn(b.Context())
				if response.Error != nil {
					b.Fatal(response.Error.Message)
				}
				return longest
			}
			first := ask(90_000)
			var later time.Duration
			for i := 0; b.Loop(); i++ {
				later = max(later, ask(50_000+i*7919%40_000))
			}
			b.ReportMetric(float64(first.Microseconds())/1e3, "ms/first")
			b.ReportMetric(float64(later.Microseconds())/1e3, "ms/later")
		})
	}
}

// The replay check of a log of 100,000 events over 1,000 accounts: all of it, and what one
// more event adds. A slice is what a step of the playhead may have to wait for.
func BenchmarkPlayground_Check(b *testing.B) {
	p := largeBank(b)
	s, err := p.current()
	require.NoError(b, err)
	run := func(b *testing.B, before func()) {
		var slices []time.Duration
		for b.Loop() {
			before()
			for more := true; more; {
				begun := time.Now()
				more, err = p.checkSlice(context.Background(), s)
				require.NoError(b, err)
				slices = append(slices, time.Since(begun))
			}
		}
		sort.Slice(slices, func(i, j int) bool { return slices[i] < slices[j] })
		b.ReportMetric(float64(slices[len(slices)/2].Microseconds()), "µs/slice-p50")
		b.ReportMetric(float64(slices[len(slices)*99/100].Microseconds()), "µs/slice-p99")
	}
	b.Run("whole", func(b *testing.B) { run(b, func() { s.check.fold = nil }) })
	b.Run("again", func(b *testing.B) { run(b, func() { s.check.last = -1 }) })
}

// longBank is a storage with a Bank of n events over 1,000 accounts, of which one has a
// tenth.
func longBank(b *testing.B, n int) *Memory {
	b.Helper()
	storage := &Memory{}
	store := storage.begin("Bank", nil)
	var opened [1000]bool
	for done := 0; done < n; {
		var events []eventstore.Addressed
		for ; done < n && len(events) < 1000; done++ {
			account := done % 1000
			if done%10 == 0 {
				account = 7
			}
			e := eventstore.EventData{
				ID: uuid.NewSHA1(uuid.Nil, fmt.Append(nil, done)), Type: "MoneyDeposited", SchemaVersion: 2,
				Data: []byte(`{"amount":1250,"currency":"USD","source":"cash"}`), Timestamp: time.UnixMilli(1_800_000_000_000 + int64(done)),
			}
			if !opened[account] {
				opened[account], e.Type, e.Data = true, "AccountOpened", []byte(`{"owner":"Ada","currency":"USD"}`)
			}
			events = append(events, eventstore.Addressed{Stream: eventstore.StreamID(fmt.Sprintf("account-%d", account)), EventData: e})
		}
		_, err := store.AppendAll(b.Context(), events...)
		require.NoError(b, err)
	}
	return storage
}

// openLong opens such a log; with warm all of it is folded once, as the page does when
// nothing else is to be done.
func openLong(b *testing.B, storage *Memory, warm bool) *Playground {
	b.Helper()
	p := New(Config{
		Worlds: []*world.World{bank.World()}, Storage: storage,
		Now:   func() time.Time { return time.UnixMilli(1_800_000_000_000) },
		NewID: func(time.Time) uuid.UUID { return uuid.Must(uuid.NewV7()) },
	})
	require.Nil(b, p.Handle(b.Context(), Request{Kind: "open", Params: []byte(`{"world":"Bank"}`)}).Error)
	for more := warm; more; {
		var err error
		more, err = p.Work(b.Context())
		require.NoError(b, err)
	}
	return p
}

// inPartsOf asks as the page does until nothing is left, and reports how long the first
// answer took, the longest, and all of them.
func inPartsOf(b *testing.B, ask func() (more bool)) {
	var first, longest, whole time.Duration
	parts := 0
	for b.Loop() {
		for more := true; more; {
			begun := time.Now()
			more = ask()
			took := time.Since(begun)
			if parts == 0 {
				first = took
			}
			longest, whole, parts = max(longest, took), whole+took, parts+1
		}
	}
	b.ReportMetric(float64(first.Microseconds())/1000, "ms/first")
	b.ReportMetric(float64(longest.Microseconds())/1000, "ms/longest")
	b.ReportMetric(float64(whole.Microseconds())/1000, "ms/whole")
	b.ReportMetric(float64(parts), "parts")
}

// long runs a benchmark over logs of two lengths, folded before and not. One run of it is
// what is measured: -benchtime 1x.
func long(b *testing.B, run func(b *testing.B, n int, p *Playground)) {
	for _, n := range []int{100_000, 1_000_000} {
		storage := longBank(b, n)
		for _, warm := range []bool{true, false} {
			name := map[bool]string{true: "warm", false: "cold"}[warm]
			b.Run(fmt.Sprintf("%d/%s", n, name), func(b *testing.B) { run(b, n, openLong(b, storage, warm)) })
		}
	}
}

// Comparing the end of a long log with what it was at a third.
func BenchmarkPlayground_Compare(b *testing.B) {
	long(b, func(b *testing.B, n int, p *Playground) {
		params := CompareParams{From: eventstore.Position(n / 3), To: eventstore.Position(n)}
		inPartsOf(b, func() bool {
			part, err := p.compareMoments(b.Context(), params)
			require.NoError(b, err)
			params.After = part.Next
			return part.Progress != nil
		})
	})
}

// Blaming a value that every tenth event changes, one that only the first did, and one that
// does not know what touches it.
func BenchmarkPlayground_Blame(b *testing.B) {
	for _, params := range []BlameParams{
		{Where: "aggregates", Key: "account-7", Field: "balance"},
		{Where: "aggregates", Key: "account-7", Field: "owner"},
		{Where: "Balances", Key: "account-7", Field: "balance"},
		{Where: "Open accounts"},
	} {
		b.Run(strings.ReplaceAll(params.Where+" "+params.Field, " ", "_"), func(b *testing.B) {
			long(b, func(b *testing.B, n int, p *Playground) {
				params.Position = eventstore.Position(n)
				inPartsOf(b, func() bool {
					part, err := p.blame(b.Context(), params)
					require.NoError(b, err)
					return goesOn(part)
				})
			})
		})
	}
}

// What a long log and all that is folded of it hold on the heap, the log's own bytes included.
func BenchmarkPlayground_Memory(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			before := heapInUse()
			storage := longBank(b, n)
			log := heapInUse() - before
			p := openLong(b, storage, true)
			folded := heapInUse() - before - log
			for b.Loop() {
				runtime.KeepAlive(p)
			}
			b.ReportMetric(float64(log)/float64(n), "B/event-log")
			b.ReportMetric(float64(folded)/float64(n), "B/event-folded")
		})
	}
}

package bank

import (
	"testing"

	"playhead/core/world"
)

// Folding a log of accounts that take turns: what is left when nothing is
// read and nothing decoded. web/bench/peers/account.ts does the same.
func BenchmarkAccount_Evolve(b *testing.B) {
	const accounts, count = 1000, 100_000
	events := make([]world.Event, count)
	for i := range events {
		switch round := i / accounts; {
		case round == 0:
			events[i] = AccountOpened{Owner: "Owner", Currency: "USD"}
		case round%3 == 0:
			events[i] = MoneyWithdrawn{Amount: world.Amount(500 + round), Currency: "USD"}
		default:
			events[i] = MoneyDeposited{Amount: world.Amount(1000 + i%accounts), Currency: "USD", Source: "card"}
		}
	}
	for b.Loop() {
		var states [accounts]Account
		for i, event := range events {
			account := &states[i%accounts]
			*account = account.Evolve(event)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/count, "ns/event")
}

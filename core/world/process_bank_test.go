package world_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/eventstore"
	"playhead/core/world"
	"playhead/core/world/bank"
)

// Whatever fails, crashes or comes late in two runners at once: the money of
// the bank adds up at every moment, and each transfer ends with the money in
// exactly one place.
func TestBank_Transfers_MoneyAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newPlay(t, worlds()["bank"])
		p.openAccounts()
		for step := range rapid.IntRange(5, 60).Draw(t, "moves") {
			if rapid.IntRange(0, 2).Draw(t, "transfer") == 0 {
				p.transfer()
			}
			p.move(step)
		}
		p.adds()
		p.settle(func(stranded eventstore.StreamID) {
			state := p.transferOf(stranded)
			account := p.seen.Next("account")
			p.send(account, bank.Open{Owner: "Eve", Currency: state.Currency})
			p.send(stranded, bank.Redirect{To: account})
		})
		p.adds()
		p.nothingTwice()
		p.eachTransferEnded()
	})
}

func (p *play) openAccounts() {
	for i := range 4 {
		account := p.seen.Next("account")
		p.send(account, bank.Open{Owner: "Ada", Currency: []string{"USD", "USD", "EUR", "USD"}[i]})
		p.send(account, bank.Deposit{Amount: 100_00, Source: "cash"})
	}
}

func (p *play) transfer() {
	accounts := p.seen.Names["account"]
	from, to := rapid.SampledFrom(accounts).Draw(p.T, "from"), rapid.SampledFrom(accounts).Draw(p.T, "to")
	p.send(p.seen.Next("transfer"), bank.Transfer{From: from, To: to, Amount: world.Amount(rapid.IntRange(1, 90_00).Draw(p.T, "amount"))})
	if rapid.IntRange(0, 5).Draw(p.T, "close") == 0 {
		p.send(rapid.SampledFrom(accounts).Draw(p.T, "closed"), bank.Close{Reason: "moved"})
	}
}

func (p *play) transferOf(stream eventstore.StreamID) bank.MoneyTransfer {
	for s, state := range p.all("transfer") {
		if s == stream {
			return state.(bank.MoneyTransfer)
		}
	}
	return bank.MoneyTransfer{}
}

// adds checks that what the accounts hold is what people put in less what they
// took out, less what transfers took and have not given to anybody yet.
func (p *play) adds() {
	held, paid := map[string]world.Amount{}, map[string]world.Amount{}
	for _, state := range p.all("account") {
		account := state.(bank.Account)
		require.GreaterOrEqual(p, account.Balance, world.Amount(0))
		held[account.Currency] += account.Balance
	}
	for e, err := range p.store.ReadAll(p.Context(), 0) {
		require.NoError(p, err)
		sign, by := world.Amount(1), paid
		if e.Metadata.Actor == "process Transfer" {
			sign, by = -1, held // what it takes is on its way, what it gives no more
		}
		switch d := p.w.Registry.Read(e).Event.(type) {
		case bank.MoneyDeposited:
			by[d.Currency] += sign * d.Amount
		case bank.MoneyWithdrawn:
			by[d.Currency] -= sign * d.Amount
		}
	}
	for currency := range held {
		require.Equal(p, paid[currency], held[currency], currency)
	}
}

// eachTransferEnded checks that every transfer moved its money once, brought it
// back once, or moved nothing.
func (p *play) eachTransferEnded() {
	withdrawn := p.count("process Transfer", "MoneyWithdrawn")
	deposited := p.count("process Transfer", "MoneyDeposited")
	for stream, state := range p.all("transfer") {
		transfer, root := state.(bank.MoneyTransfer), p.root(stream)
		want := 1
		switch transfer.Status {
		case "done", "refunded":
		case "refused":
			want = 0
		default:
			require.Fail(p, "not at its end", "%s %+v", stream, transfer)
		}
		require.Equal(p, want, withdrawn[root], "debits of %s", stream)
		require.Equal(p, want, deposited[root], "credits of %s", stream)
	}
}

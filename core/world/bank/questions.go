package bank

import (
	"fmt"

	"playhead/core/world"
)

// What one may want to know of an account. A row of a table holds the balance
// and no way that led to it.

// most asks for the most that the account ever held.
func most(history []world.Recorded) world.Answer {
	var account Account
	var peak world.Amount
	var at []world.Recorded
	for _, e := range history {
		if account = account.Evolve(e.Event); account.Balance > peak {
			peak, at = account.Balance, []world.Recorded{e}
		}
	}
	return world.Because(peak.String(), at...)
}

// inCash asks how much was ever paid in by cash.
func inCash(history []world.Recorded) world.Answer {
	var sum world.Amount
	var events []world.Recorded
	for _, e := range history {
		if d, ok := e.Event.(MoneyDeposited); ok && d.Source == "cash" {
			sum += d.Amount
			events = append(events, e)
		}
	}
	return world.Because(sum.String(), events...)
}

// lastOut asks for the last withdrawal.
func lastOut(history []world.Recorded) world.Answer {
	e, d, ok := world.Last[MoneyWithdrawn](history)
	if !ok {
		return world.Because("nothing was taken out")
	}
	return world.Because(fmt.Sprintf("%s on %s", d.Amount, world.When(e)), e)
}

// balance asks for the balance, which a row knows as well.
func balance(history []world.Recorded) world.Answer {
	var account Account
	for _, e := range history {
		account = account.Evolve(e.Event)
	}
	return world.Because(account.Balance.String())
}

func askQuestions(account world.Handlers[Account]) {
	holds := func(a Account) (string, bool) { return fmt.Sprintf("holds %s, as it is now", a.Balance), false }
	world.Ask(account, "What is the most that it ever held?", holds, most)
	world.Ask(account, "How much was paid in as cash?", holds, inCash)
	world.Ask(account, "What was taken out last, and when?", holds, lastOut)
	world.Ask(account, "What does it hold now?",
		func(a Account) (string, bool) { return a.Balance.String(), true }, balance)
}

package bank

import "playhead/core/world"

// What undoes what. A statement that has been sent out is not rewritten: a bank
// books the opposite, and both can be read.

// Opposite tells what undoes an event that met the account.
func (a Account) Opposite(e world.Event) world.Opposite {
	switch e := e.(type) {
	case AccountOpened:
		return world.UndoneBy(Close{},
			"That an account was opened stays known; one that holds nothing can be closed.")
	case MoneyDeposited:
		return world.UndoneBy(Withdraw{e.Amount},
			"The money was there, and the statement says so; taking out as much is a movement of its own.")
	case MoneyWithdrawn:
		return world.UndoneBy(Deposit{e.Amount, sourceOr("")},
			"The money was gone, and the statement says so; putting in as much is a movement of its own.")
	case AccountClosed:
		return world.Final("Nothing undoes the closing of an account: a closed one takes no commands. Open another one.")
	}
	return world.Opposite{}
}

// Opposite tells what undoes an event that met the transfer.
func (t MoneyTransfer) Opposite(e world.Event) world.Opposite {
	switch e.(type) {
	case TransferCredited:
		return world.UndoneBy(Transfer{t.To, t.From, t.Amount},
			"The money has arrived, and both accounts show it; it comes back by a transfer of its own.")
	case TransferRequested, TransferRedirected:
		return world.Final("Nobody calls back what a process acts on already. Once the money has arrived, TransferCredited can be undone.")
	}
	return world.Opposite{}
}

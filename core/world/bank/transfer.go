package bank

import (
	"fmt"
	"time"

	"playhead/core/world"
)

// A transfer takes money from one account and gives it to another. No
// transaction spans the two: a process manager asks the first, then the second,
// and gives the money back when the second does not take it. What it knows is
// the events below, and nothing else.

// TransferRequested begins a transfer.
type TransferRequested struct {
	From   world.Stream `json:"from"`
	To     world.Stream `json:"to"`
	Amount world.Amount `json:"amount"`
}

// TransferDebited says that the money has left the first account.
type TransferDebited struct {
	Currency string `json:"currency"`
}

// TransferCredited says that the second account has it: the transfer is done.
type TransferCredited struct{}

// TransferRefused says that no money moved, and why.
type TransferRefused struct {
	Reason string `json:"reason"`
}

// TransferTurnedBack says that the second account does not take the money, and
// why: it goes back.
type TransferTurnedBack struct {
	Reason string `json:"reason"`
}

// TransferRefunded says that the first account has its money again.
type TransferRefunded struct{}

// TransferDelayed says that no answer came in time. Not to know is not to be
// refused: the same command is sent again, and takes effect once.
type TransferDelayed struct {
	Step string `json:"step"`
}

// TransferStranded says that the money can go neither on nor back: a person
// has to say where to.
type TransferStranded struct {
	Reason string `json:"reason"`
}

// TransferRedirected says where money that was stranded goes instead.
type TransferRedirected struct {
	To world.Stream `json:"to"`
}

// MoneyTransfer is one transfer.
type MoneyTransfer struct {
	From     world.Stream `json:"from"`
	To       world.Stream `json:"to"`
	Amount   world.Amount `json:"amount"`
	Currency string       `json:"currency"`
	Status   string       `json:"status"`
	Reason   string       `json:"reason"`
	Delays   int          `json:"delays"`
	Detours  int          `json:"detours"`
}

// The statuses of a transfer; before it is requested it has none.
const (
	transferRequested = "requested"
	transferDebited   = "debited"
	transferDone      = "done"
	transferRefused   = "refused"
	transferBack      = "going back"
	transferRefunded  = "refunded"
	transferStranded  = "stranded"
)

// Evolve returns the transfer after one more event.
func (t MoneyTransfer) Evolve(e world.Event) MoneyTransfer {
	if _, delayed := e.(TransferDelayed); !delayed {
		t.Delays = 0
	}
	switch e := e.(type) {
	case TransferRequested:
		t.From, t.To, t.Amount, t.Status = e.From, e.To, e.Amount, transferRequested
	case TransferDebited:
		t.Currency, t.Status = e.Currency, transferDebited
	case TransferCredited:
		t.Status = transferDone
	case TransferRefused:
		t.Status, t.Reason = transferRefused, e.Reason
	case TransferTurnedBack:
		t.Status, t.Reason = transferBack, e.Reason
	case TransferRefunded:
		t.Status = transferRefunded
	case TransferDelayed:
		t.Delays++
	case TransferStranded:
		t.Status, t.Reason = transferStranded, e.Reason
	case TransferRedirected:
		t.To, t.Status = e.To, transferDebited
		t.Detours++
	}
	return t
}

// Commands of people.

// Transfer asks for money to go from one account to another.
type Transfer struct {
	From   world.Stream `json:"from" max:"60" default:"account-1"`
	To     world.Stream `json:"to" max:"60" default:"account-2"`
	Amount world.Amount `json:"amount" min:"0.01" default:"50.00"`
}

// Request refuses what cannot be a transfer. Whether the accounts agree is for
// them to say, one after the other.
func (t MoneyTransfer) Request(c Transfer) ([]world.Event, error) {
	switch {
	case t.Status != "":
		return nil, world.Refuse("already_requested", "this transfer was requested before")
	case c.From == c.To:
		return nil, world.Refuse("same_account", "the money is in %s already", c.From)
	case c.From.Category() != "account" || c.To.Category() != "account":
		return nil, world.Refuse("not_an_account", "money goes from one account to another, such as account-2")
	case c.Amount <= 0:
		return nil, world.Refuse("amount_not_positive", "the amount must be above zero, not %s", c.Amount)
	}
	return world.Record(TransferRequested(c))
}

// Redirect asks for money that was stranded to go to another account.
type Redirect struct {
	To world.Stream `json:"to" max:"60"`
}

// Redirect refuses a transfer whose money is not stranded.
func (t MoneyTransfer) Redirect(c Redirect) ([]world.Event, error) {
	switch {
	case t.Status != transferStranded:
		return nil, world.Refuse("not_stranded", "only money that can go neither on nor back can be redirected")
	case c.To.Category() != "account":
		return nil, world.Refuse("not_an_account", "money goes to an account, such as account-2")
	}
	return world.Record(TransferRedirected(c))
}

// Credit asks an account to take the money of a transfer.
type Credit struct {
	Amount   world.Amount `json:"amount"`
	Currency string       `json:"currency"`
}

// Credit refuses what is in another currency, and an account that is not open.
func (a Account) Credit(c Credit) ([]world.Event, error) {
	if err := a.mustBeOpen(); err != nil {
		return nil, err
	}
	if a.Currency != c.Currency {
		return nil, world.Refuse("other_currency", "this account is in %s, the money is in %s", a.Currency, c.Currency)
	}
	return world.Record(MoneyDeposited{c.Amount, c.Currency, "transfer"})
}

// The process: what it waits for, and what it makes of what it hears.

// answerWithin is how long an account is waited for: long for a bank's
// machine, short for somebody who runs the clock forward.
const answerWithin = 30 * time.Second

// The steps of a transfer.
const (
	stepDebit  = "debit"
	stepCredit = "credit"
	stepRefund = "refund"
)

// creditStep names the step of giving the money to the second account; one
// that it was redirected to is another step.
func (t MoneyTransfer) creditStep() string {
	if t.Detours == 0 {
		return stepCredit
	}
	return fmt.Sprintf("%s, detour %d", stepCredit, t.Detours)
}

// Pending returns what a transfer waits for.
func (t MoneyTransfer) Pending() []world.Request {
	ask := func(step string, account world.Stream, command any) []world.Request {
		return []world.Request{{Step: step, Stream: account, Command: command, Within: answerWithin, Attempt: t.Delays}}
	}
	switch t.Status {
	case transferRequested:
		return ask(stepDebit, t.From, Withdraw{t.Amount})
	case transferDebited:
		return ask(t.creditStep(), t.To, Credit{t.Amount, t.Currency})
	case transferBack:
		return ask(stepRefund, t.From, Credit{t.Amount, t.Currency})
	}
	return nil
}

// React returns what a transfer records of what it hears.
func (t MoneyTransfer) React(n world.News) []world.Event {
	if n.Kind == world.TimedOut {
		return []world.Event{TransferDelayed{n.Step}}
	}
	switch done := n.Kind == world.Done; {
	case t.Status == transferRequested && done:
		withdrawn, _ := n.Event.(MoneyWithdrawn)
		return []world.Event{TransferDebited{currencyOr(withdrawn.Currency)}}
	case t.Status == transferRequested:
		return []world.Event{TransferRefused{n.Reason}}
	case t.Status == transferDebited && done:
		return []world.Event{TransferCredited{}}
	case t.Status == transferDebited && t.Detours > 0:
		return []world.Event{TransferStranded{n.Reason}}
	case t.Status == transferDebited:
		return []world.Event{TransferTurnedBack{n.Reason}}
	case t.Status == transferBack && done:
		return []world.Event{TransferRefunded{}}
	case t.Status == transferBack:
		return []world.Event{TransferStranded{n.Reason}}
	}
	return nil
}

// Plan tells what was done, what is left, and what would undo it.
func (t MoneyTransfer) Plan() []world.Step {
	debit := world.Step{Name: stepDebit, About: fmt.Sprintf("take %s from %s", t.Amount, t.From), Undo: "give it back to " + string(t.From), State: world.StepDone}
	credit := world.Step{Name: t.creditStep(), About: fmt.Sprintf("give it to %s", t.To), State: world.StepLeft}
	switch t.Status {
	case transferRequested:
		debit.State = world.StepNow
	case transferDebited:
		credit.State = world.StepNow
	case transferDone:
		credit.State = world.StepDone
	case transferRefused:
		debit.State, credit.State = world.StepFailed, world.StepSkipped
	case transferBack:
		debit.State, credit.State = world.StepUndoing, world.StepFailed
	case transferRefunded:
		debit.State, credit.State = world.StepUndone, world.StepFailed
	case transferStranded:
		credit.State = world.StepFailed
	}
	return []world.Step{debit, credit}
}

// Standing says how a transfer stands.
func (t MoneyTransfer) Standing() world.Standing {
	switch t.Status {
	case transferDone:
		return world.Standing{Kind: world.Succeeded, Why: fmt.Sprintf("%s has the money", t.To)}
	case transferRefused:
		return world.Standing{Kind: world.GivenUp, Why: t.Reason}
	case transferRefunded:
		return world.Standing{Kind: world.Compensated, Why: t.Reason}
	case transferStranded:
		return world.Standing{Kind: world.Stuck, Why: t.Reason + "; redirect the money to an account that takes it"}
	}
	return world.Standing{Kind: world.Running, Why: t.doing()}
}

// doing says what a transfer that runs is about.
func (t MoneyTransfer) doing() string {
	switch t.Status {
	case transferRequested:
		return fmt.Sprintf("asks %s for the money", t.From)
	case transferDebited:
		return fmt.Sprintf("asks %s to take the money", t.To)
	}
	return "gives the money back: " + t.Reason
}

// MoneyOnTheWay is what has left one account and not come to another: with the
// balances it adds up to what was paid in less what was paid out.
func MoneyOnTheWay(rows world.Table[OnTheWay], e world.Recorded) world.Table[OnTheWay] {
	row, known := rows.Get(e.Stream)
	switch d := e.Event.(type) {
	case TransferRequested:
		return rows.Set(e.Stream, OnTheWay{From: d.From, To: d.To, Transfer: MoneyTransfer{}.Evolve(d)})
	case TransferCredited, TransferRefunded, TransferRefused:
		return rows.Delete(e.Stream)
	case TransferDebited, TransferTurnedBack, TransferStranded, TransferRedirected:
		if !known {
			return rows
		}
		row.Transfer = row.Transfer.Evolve(d)
		row.Amount, row.Currency, row.To = row.Transfer.Amount, row.Transfer.Currency, row.Transfer.To
		return rows.Set(e.Stream, row)
	}
	return rows
}

// OnTheWay is a row of Money on the way.
type OnTheWay struct {
	From     world.Stream  `json:"from"`
	To       world.Stream  `json:"to"`
	Amount   world.Amount  `json:"amount"`
	Currency string        `json:"currency"`
	Transfer MoneyTransfer `json:"-"` // what the row is derived from
}

// addTransfers adds transfers to the bank, whose accounts take part in them.
func addTransfers(w *world.World, account world.Handlers[Account]) {
	transfer := world.Aggregate(w, "transfer", MoneyTransfer.Evolve,
		TransferRequested{}, TransferDebited{}, TransferCredited{}, TransferRefused{}, TransferTurnedBack{},
		TransferRefunded{}, TransferDelayed{}, TransferStranded{}, TransferRedirected{})
	world.Handle(transfer, "Move money from one account to another; a process sees it through.", MoneyTransfer.Request)
	world.Handle(transfer, "Say where money goes that can go neither on nor back.", MoneyTransfer.Redirect)
	world.Internal(account, "Take the money of a transfer.", Account.Credit)
	world.Compensate(transfer, MoneyTransfer.Opposite)
	world.Manage(transfer, world.Process[MoneyTransfer]{
		Name: "Transfer", About: "Takes money from one account, gives it to another, and gives it back when that one does not take it.",
		Steps:   []string{stepDebit, stepCredit, stepRefund},
		Pending: MoneyTransfer.Pending, React: MoneyTransfer.React, Plan: MoneyTransfer.Plan, Standing: MoneyTransfer.Standing,
	})
	world.Project(w, world.View{Name: "Money on the way", About: "What has left one account and not come to another.", Key: "transfer"}, MoneyOnTheWay)
}

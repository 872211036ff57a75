// Package bank is the world of accounts: money goes in and out, and an account
// keeps its rules. Read it top to bottom: what can happen, what it adds up to,
// what may be asked for, and what is shown.
package bank

import (
	"errors"
	"time"

	"playhead/core/world"
)

// Events: what can happen to an account. They are facts, in the past tense.
// What is personal is sealed with a key of that account's own when it is recorded.

// AccountOpened begins an account.
type AccountOpened struct {
	Owner    string `json:"owner" personal:"true"`
	Currency string `json:"currency"`
}

// MoneyDeposited adds money.
type MoneyDeposited struct {
	Amount   world.Amount `json:"amount"`
	Currency string       `json:"currency"`
	Source   string       `json:"source"`
}

// MoneyWithdrawn takes money out.
type MoneyWithdrawn struct {
	Amount   world.Amount `json:"amount"`
	Currency string       `json:"currency"`
}

// AccountClosed ends an account.
type AccountClosed struct {
	Reason string `json:"reason"`
}

// State: what the events of one account add up to.

// Account is one account.
type Account struct {
	Owner    string       `json:"owner"`
	Balance  world.Amount `json:"balance"`
	Currency string       `json:"currency"`
	Status   string       `json:"status"`
}

// The statuses of an account; before it is opened it has none.
const (
	open   = "open"
	closed = "closed"
)

// Evolve returns the account after one more event. It decides nothing: what
// happened, happened.
func (a Account) Evolve(e world.Event) Account {
	switch e := e.(type) {
	case AccountOpened:
		a.Owner, a.Currency, a.Status = e.Owner, currencyOr(e.Currency), open
	case MoneyDeposited:
		a.Balance += e.Amount
	case MoneyWithdrawn:
		a.Balance -= e.Amount
	case AccountClosed:
		a.Status = closed
	}
	return a
}

// Commands: what someone may ask for, and the rules that answer.

// Open asks for a new account.
type Open struct {
	Owner    string `json:"owner" max:"80"`
	Currency string `json:"currency,omitempty" choices:"USD,EUR,GBP" default:"USD"`
}

// Open refuses to open an account twice.
func (a Account) Open(c Open) ([]world.Event, error) {
	if a.Status != "" {
		return nil, world.Refuse("already_opened", "this account was opened before, for %s", a.Owner)
	}
	return world.Record(AccountOpened{c.Owner, currencyOr(c.Currency)})
}

// Deposit asks to put money in.
type Deposit struct {
	Amount world.Amount `json:"amount" min:"0.01" default:"100.00"`
	Source string       `json:"source,omitempty" choices:"cash,card,transfer" default:"cash"`
}

// Deposit refuses money for an account that is not open.
func (a Account) Deposit(c Deposit) ([]world.Event, error) {
	if err := a.mustBeOpen(); err != nil {
		return nil, err
	}
	if c.Amount <= 0 {
		return nil, world.Refuse("amount_not_positive", "the amount must be above zero, not %s", c.Amount)
	}
	return world.Record(MoneyDeposited{c.Amount, a.Currency, sourceOr(c.Source)})
}

// Withdraw asks to take money out.
type Withdraw struct {
	Amount world.Amount `json:"amount" min:"0.01" default:"20.00"`
}

// Withdraw refuses what the account does not hold.
func (a Account) Withdraw(c Withdraw) ([]world.Event, error) {
	if err := a.mustBeOpen(); err != nil {
		return nil, err
	}
	if c.Amount <= 0 {
		return nil, world.Refuse("amount_not_positive", "the amount must be above zero, not %s", c.Amount)
	}
	if a.Balance < c.Amount {
		return nil, world.Refuse("insufficient_funds", "insufficient funds: the balance is %s, asked for %s", a.Balance, c.Amount)
	}
	return world.Record(MoneyWithdrawn{c.Amount, a.Currency})
}

// Close asks to end the account.
type Close struct {
	Reason string `json:"reason,omitempty" max:"120"`
}

// Close refuses while there is money in the account.
func (a Account) Close(c Close) ([]world.Event, error) {
	if err := a.mustBeOpen(); err != nil {
		return nil, err
	}
	if a.Balance != 0 {
		return nil, world.Refuse("balance_not_zero", "the account still holds %s; withdraw it first", a.Balance)
	}
	return world.Record(AccountClosed{c.Reason})
}

func (a Account) mustBeOpen() error {
	switch a.Status {
	case open:
		return nil
	case closed:
		return world.Refuse("account_closed", "this account is closed")
	default:
		return world.Refuse("account_not_open", "this account has not been opened")
	}
}

// Projections: questions that are asked of all accounts at once.

// Balance is a row of Balances.
type Balance struct {
	Owner    string       `json:"owner"`
	Balance  world.Amount `json:"balance"`
	Currency string       `json:"currency"`
}

// Balances lists every account that is open. It stops at money for an account
// that nobody opened: such a log needs a person's eyes.
func Balances(rows world.Table[Balance], e world.Recorded) world.Table[Balance] {
	switch d := e.Event.(type) {
	case AccountOpened:
		return rows.Set(e.Stream, Balance{Owner: d.Owner, Currency: currencyOr(d.Currency)})
	case MoneyDeposited:
		return rows.Update(e.Stream, func(b *Balance) { b.Balance += d.Amount })
	case MoneyWithdrawn:
		return rows.Update(e.Stream, func(b *Balance) { b.Balance -= d.Amount })
	case AccountClosed:
		return rows.Delete(e.Stream)
	}
	return rows
}

// BalancesAtFirst was Balances before anybody had closed an account: such accounts
// stay in its list. It is kept to be compared.
func BalancesAtFirst(rows world.Table[Balance], e world.Recorded) world.Table[Balance] {
	if _, closes := e.Event.(AccountClosed); closes {
		return rows
	}
	return Balances(rows, e)
}

// BalanceOverTime draws each account's balance.
func BalanceOverTime(s world.Series[world.Amount], e world.Recorded) world.Series[world.Amount] {
	switch d := e.Event.(type) {
	case AccountOpened:
		return s.Record(e, e.Stream, 0)
	case MoneyDeposited:
		return s.Add(e, e.Stream, d.Amount)
	case MoneyWithdrawn:
		return s.Add(e, e.Stream, -d.Amount)
	}
	return s
}

// OpenAccounts counts the accounts that are open.
func OpenAccounts(n world.Number[int64], e world.Recorded) world.Number[int64] {
	switch e.Event.(type) {
	case AccountOpened:
		return n.Add(1)
	case AccountClosed:
		return n.Add(-1)
	}
	return n
}

// Movement is an entry of Statement.
type Movement struct {
	Account world.Stream `json:"account"`
	What    string       `json:"what"`
	Amount  world.Amount `json:"amount"`
}

// Statement lists every movement of money, newest first.
func Statement(l world.List[Movement], e world.Recorded) world.List[Movement] {
	switch d := e.Event.(type) {
	case MoneyDeposited:
		return l.Add(e, Movement{e.Stream, "deposit, " + d.Source, d.Amount})
	case MoneyWithdrawn:
		return l.Add(e, Movement{e.Stream, "withdrawal", -d.Amount})
	}
	return l
}

// Old schema versions: events are never rewritten, they are read as what they
// mean today.

// AccountCreated is what AccountOpened was called at first.
type AccountCreated struct {
	Owner string `json:"owner" personal:"true"`
}

// MoneyDepositedV1 is from the days of one currency.
type MoneyDepositedV1 struct {
	Amount world.Amount `json:"amount"`
}

// MoneyMoved is what the counters recorded before deposits and withdrawals were
// told apart: money in is above zero, money out below.
type MoneyMoved struct {
	Amount world.Amount `json:"amount"`
}

// movedApart tells by the sign which of the two an event was. It stays one
// event, so that the account's versions stay what they were.
func movedApart(old MoneyMoved) (world.Event, error) {
	switch {
	case old.Amount > 0:
		return MoneyDepositedV1{old.Amount}, nil
	case old.Amount < 0:
		return MoneyWithdrawn{-old.Amount, "USD"}, nil
	}
	return nil, errors.New("an amount of zero is neither a deposit nor a withdrawal")
}

func openedFromCreated(old AccountCreated) AccountOpened {
	return AccountOpened{Owner: old.Owner, Currency: "USD"}
}

func depositedFromV1(old MoneyDepositedV1) MoneyDeposited {
	return MoneyDeposited{Amount: old.Amount, Currency: "USD", Source: "unknown"}
}

func currencyOr(c string) string {
	if c == "" {
		return "USD"
	}
	return c
}

func sourceOr(s string) string {
	if s == "" {
		return "cash"
	}
	return s
}

// Traffic asks for plausible things: mostly money in and out of accounts that
// are there, now and then more than they hold, now and then a new account.
func Traffic(g world.Glance) (world.Intent, bool) {
	account, state, ok := world.Pick[Account](g, "account")
	chance := g.Roll(100)
	switch {
	case !ok || chance < 6:
		owner := world.One(g.Dice, "Alice", "Bruno", "Chen", "Dana", "Emeka", "Farah", "Goran", "Hana")
		currency := world.One(g.Dice, "USD", "USD", "EUR", "GBP")
		return world.Intent{Stream: g.New("account"), Command: Open{owner, currency}}, true
	case state.Status == closed:
		return world.Intent{Stream: account, Command: Deposit{Amount: 10_00, Source: "card"}}, true
	case chance < 8 && state.Balance == 0:
		return world.Intent{Stream: account, Command: Close{"no longer needed"}}, true
	case chance >= 94 && g.Streams.Len("account") > 1:
		to, _, _ := world.Pick[Account](g, "account")
		return world.Intent{Stream: g.New("transfer"), Command: Transfer{account, to, world.Amount(g.Between(1, 30) * 500)}}, true
	case chance < 58:
		amount := world.Amount(g.Between(1, 60) * 500)
		return world.Intent{Stream: account, Command: Deposit{amount, world.One(g.Dice, "cash", "card", "transfer")}}, true
	default:
		amount := world.Amount(g.Between(1, 40) * 500)
		return world.Intent{Stream: account, Command: Withdraw{amount}}, true
	}
}

// World returns the Bank.
func World() *world.World {
	w := world.New("Bank", "Accounts, money in and out, and the rules that keep them honest.")
	w.Try = "Withdraw more than account-1 holds and see what is refused; then drag the playhead back."
	w.Example = "account-1"

	account := world.Aggregate(w, "account", Account.Evolve,
		AccountOpened{}, MoneyDeposited{}, MoneyWithdrawn{}, AccountClosed{})
	world.Handle(account, "Start an account for someone.", Account.Open)
	world.Handle(account, "Put money in.", Account.Deposit)
	world.Handle(account, "Take money out.", Account.Withdraw)
	world.Handle(account, "End the account; it must be empty.", Account.Close)

	world.Compensate(account, Account.Opposite)
	askQuestions(account)

	world.Upcast(w, openedFromCreated)
	world.Upcast(w, depositedFromV1)
	world.Split(w, movedApart, MoneyDepositedV1{}, MoneyWithdrawn{})

	world.Project(w, world.View{Name: "Balances", About: "Every open account and what it holds.", Key: "account"}, Balances)
	world.Project(w, world.View{Name: "Balance over time", About: "The selected account's balance, event by event.", Key: "account"}, BalanceOverTime)
	world.Project(w, world.View{Name: "Open accounts", About: "How many accounts are open."}, OpenAccounts)
	world.Project(w, world.View{Name: "Statement", About: "Every movement of money, newest first.", Key: "event"}, Statement)

	addTransfers(w, account)

	world.Once(w, "Balances", "It did not know that accounts can be closed, and went on listing them.", BalancesAtFirst)

	w.Traffic = Traffic
	w.History = history()
	return w
}

// history is a few days in the life of a small bank. Its first events have the
// schemas of their time; the counter where Bruno goes was the last to change.
func history() []world.Past {
	past := world.Earlier
	const h, m = time.Hour, time.Minute
	return []world.Past{
		past(75*h, "account-1", "alice", "Open", AccountCreated{"Alice"}),
		past(75*h-2*m, "account-1", "alice", "Deposit", MoneyDepositedV1{1_000_00}),
		past(74*h, "account-2", "bruno", "Open", AccountCreated{"Bruno"}),
		past(74*h-5*m, "account-2", "bruno", "Deposit", MoneyDepositedV1{350_00}),
		past(72*h, "account-1", "alice", "Withdraw", MoneyWithdrawn{120_00, "USD"}),
		past(70*h, "account-2", "bruno", "Deposit", MoneyMoved{62_50}),
		past(52*h, "account-3", "chen", "Open", AccountOpened{"Chen", "EUR"}),
		past(52*h-3*m, "account-3", "chen", "Deposit", MoneyDeposited{240_00, "EUR", "transfer"}),
		past(50*h, "account-1", "alice", "Deposit", MoneyDeposited{420_00, "USD", "card"}),
		past(49*h, "account-3", "chen", "Withdraw", MoneyWithdrawn{161_80, "EUR"}),
		past(30*h, "account-4", "dana", "Open", AccountOpened{"Dana", "USD"}),
		past(30*h-1*m, "account-4", "dana", "Deposit", MoneyDeposited{75_00, "USD", "cash"}),
		past(29*h, "account-2", "bruno", "Withdraw", MoneyMoved{-200_00}),
		past(28*h, "account-1", "alice", "Withdraw", MoneyWithdrawn{300_00, "USD"}),
		past(27*h, "account-4", "dana", "Withdraw", MoneyWithdrawn{75_00, "USD"}),
		past(27*h-4*m, "account-4", "dana", "Close", AccountClosed{"moved abroad"}),
		past(8*h, "account-5", "emeka", "Open", AccountOpened{"Emeka", "GBP"}),
		past(8*h-6*m, "account-5", "emeka", "Deposit", MoneyDeposited{1_200_00, "GBP", "transfer"}),
		past(6*h, "account-3", "chen", "Deposit", MoneyDeposited{90_00, "EUR", "cash"}),
		past(5*h, "account-1", "alice", "Deposit", MoneyDeposited{300_00, "USD", "cash"}),
		past(3*h, "account-5", "emeka", "Withdraw", MoneyWithdrawn{455_25, "GBP"}),
		past(2*h, "account-2", "bruno", "Deposit", MoneyDeposited{200_00, "USD", "transfer"}),
		past(40*m, "account-1", "alice", "Withdraw", MoneyWithdrawn{300_00, "USD"}),
		past(12*m, "account-3", "chen", "Withdraw", MoneyWithdrawn{48_20, "EUR"}),
	}
}

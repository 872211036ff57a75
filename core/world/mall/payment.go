package mall

import "playhead/core/world"

// PaymentRequested says that the card asks its holder first.
type PaymentRequested struct {
	Order    world.Stream `json:"order"`
	Amount   world.Amount `json:"amount"`
	Currency string       `json:"currency"`
}

// PaymentCharged says that the money is ours.
type PaymentCharged struct {
	Order    world.Stream `json:"order"`
	Amount   world.Amount `json:"amount"`
	Currency string       `json:"currency"`
}

// PaymentReturned gives back what was charged, if anything was. From then on
// nothing can be charged.
type PaymentReturned struct {
	Amount   world.Amount `json:"amount"`
	Currency string       `json:"currency"`
	Reason   string       `json:"reason"`
}

// Payment is the payment of one order.
type Payment struct {
	Order  world.Stream `json:"order"`
	Amount world.Amount `json:"amount"`
	Status string       `json:"status"`
}

// The statuses of a payment; before it is asked for it has none.
const (
	requested = "waits for the holder"
	charged   = "charged"
	returned  = "returned"
)

// Evolve returns the payment after one more event.
func (p Payment) Evolve(e world.Event) Payment {
	switch e := e.(type) {
	case PaymentRequested:
		p.Order, p.Amount, p.Status = e.Order, e.Amount, requested
	case PaymentCharged:
		p.Order, p.Amount, p.Status = e.Order, e.Amount, charged
	case PaymentReturned:
		p.Status = returned
	}
	return p
}

// ChargeCard asks for money.
type ChargeCard struct {
	Order  world.Stream `json:"order"`
	Amount world.Amount `json:"amount"`
	Card   string       `json:"card"`
}

// Charge refuses what the card refuses. A card that asks its holder neither
// pays nor refuses: that takes as long as the holder takes.
func (p Payment) Charge(c ChargeCard) ([]world.Event, error) {
	switch {
	case p.Status == returned:
		return nil, world.Refuse("payment_given_up", "this payment was given up before it was charged")
	case p.Status != "":
		return nil, world.Refuse("already_asked", "this payment was asked for before; it is %s", p.Status)
	case c.Card == cardDeclines:
		return nil, world.Refuse("card_declined", "the card is declined: %s %s are not covered", c.Amount, currency)
	case c.Card == cardAsks:
		return world.Record(PaymentRequested{c.Order, c.Amount, currency})
	}
	return world.Record(PaymentCharged{c.Order, c.Amount, currency})
}

// ApprovePayment is the holder's yes.
type ApprovePayment struct{}

// Approve refuses when nothing waits for the holder.
func (p Payment) Approve(ApprovePayment) ([]world.Event, error) {
	if p.Status != requested {
		return nil, world.Refuse("nothing_to_approve", "no payment waits here for its holder")
	}
	return world.Record(PaymentCharged{p.Order, p.Amount, currency})
}

// ReturnPayment asks for the money to be given back.
type ReturnPayment struct {
	Reason string `json:"reason" max:"200"`
}

// Return refuses to give back twice. What was not charged is given up: a
// charge comes too late from then on.
func (p Payment) Return(c ReturnPayment) ([]world.Event, error) {
	switch p.Status {
	case returned:
		return nil, world.Refuse("already_returned", "this payment was given back before")
	case charged:
		return world.Record(PaymentReturned{p.Amount, currency, c.Reason})
	}
	return world.Record(PaymentReturned{0, currency, c.Reason})
}

// Takings adds up what was charged and not given back.
func Takings(n world.Number[world.Amount], e world.Recorded) world.Number[world.Amount] {
	switch d := e.Event.(type) {
	case PaymentCharged:
		return n.Add(d.Amount)
	case PaymentReturned:
		return n.Add(-d.Amount)
	}
	return n
}

// addPayments adds payments and their projection.
func addPayments(w *world.World) {
	payment := world.Aggregate(w, "payment", Payment.Evolve, PaymentRequested{}, PaymentCharged{}, PaymentReturned{})
	world.Internal(payment, "Ask for money.", Payment.Charge)
	world.Continue(payment, "Say yes, as the holder of the card.", Payment.Approve)
	world.Internal(payment, "Give the money back.", Payment.Return)
	world.Compensate(payment, Payment.Opposite)
	world.Project(w, world.View{Name: "Takings", About: "What was charged and not given back, in EUR."}, Takings)
}

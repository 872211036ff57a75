package mall

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"playhead/core/world"
)

// A checkout sees a basket through: it places an order, reserves the goods,
// charges the card, ships, confirms, and tells the customer. Where a step
// fails, it undoes what was done, the last first. Below are the events that are
// its progress, then what it waits for, then what it makes of what it hears.

// CheckoutStarted begins a checkout, because a basket was checked out.
type CheckoutStarted struct {
	Customer string       `json:"customer" personal:"basket"`
	Total    world.Amount `json:"total"`
	Currency string       `json:"currency"`
	Card     string       `json:"card"`
	Address  string       `json:"address" personal:"basket"`
	Basket   world.Stream `json:"basket"`
	Lines    []Line       `json:"lines"`
}

// CheckoutPlaced says that there is an order.
type CheckoutPlaced struct{}

// CheckoutReserved says that the goods are put aside.
type CheckoutReserved struct{}

// HolderAsked says that the card asks its holder: that takes as long as it takes.
type HolderAsked struct{}

// CheckoutPaid says that the money is there.
type CheckoutPaid struct{}

// CheckoutShipped says that the goods are on their way.
type CheckoutShipped struct{}

// CheckoutConfirmed says that the order counts as done.
type CheckoutConfirmed struct{}

// CheckoutFailed says which step failed: from here on it goes back.
type CheckoutFailed struct {
	Step   string `json:"step"`
	Reason string `json:"reason"`
	// Unknown is whether the step may have taken effect all the same: then it
	// is undone as well, which is written so that it harms nobody.
	Unknown bool `json:"unknown,omitempty"`
}

// CheckoutDelayed says that a step is tried again, and why.
type CheckoutDelayed struct {
	Step   string `json:"step"`
	Reason string `json:"reason"`
}

// StepUndone says that what a step did is undone.
type StepUndone struct {
	Step string `json:"step"`
}

// CheckoutStranded says that a step could not be undone: a person has to look.
type CheckoutStranded struct {
	Step   string `json:"step"`
	Reason string `json:"reason"`
}

// CheckoutResumed says that a person has looked, and that it goes on.
type CheckoutResumed struct{}

// CheckoutFinished ends a checkout, well or undone.
type CheckoutFinished struct {
	Untold string `json:"untold,omitempty"` // why the customer could not be told
}

// Checkout is one checkout.
type Checkout struct {
	Customer string       `json:"customer"`
	Total    world.Amount `json:"total"`
	Card     string       `json:"card"`
	Address  string       `json:"address"`
	Basket   world.Stream `json:"basket"`
	Lines    []Line       `json:"lines"`
	Status   string       `json:"status"`
	Done     int          `json:"done" label:"Steps done"`
	Undo     int          `json:"undo" label:"Steps to undo"`
	Failed   string       `json:"failed"` // the step that failed
	Reason   string       `json:"reason"`
	Delays   int          `json:"delays"`
}

// The statuses of a checkout; before it starts it has none.
const (
	going     = "going"
	asking    = "waits for the holder"
	goingBack = "going back"
	stranded  = "stranded"
	telling   = "telling the customer"
	finished  = "finished"
)

// The steps of a checkout, and what undoes them.
const (
	stepPlace, undoPlace     = "place", "cancel"
	stepReserve, undoReserve = "reserve", "release"
	stepCharge, undoCharge   = "charge", "return"
	stepShip, undoShip       = "ship", "recall"
	stepConfirm              = "confirm"
	stepNotify               = "notify"
	waitApproval             = "approval"
)

func forward() []string { return []string{stepPlace, stepReserve, stepCharge, stepShip, stepConfirm} }

// Evolve returns the checkout after one more event.
func (c Checkout) Evolve(e world.Event) Checkout {
	if _, delayed := e.(CheckoutDelayed); !delayed {
		c.Delays = 0
	}
	switch e := e.(type) {
	case CheckoutStarted:
		c = Checkout{Customer: e.Customer, Total: e.Total, Card: e.Card, Address: e.Address, Basket: e.Basket, Lines: e.Lines, Status: going}
	case HolderAsked:
		c.Status = asking
	case CheckoutPlaced, CheckoutReserved, CheckoutPaid, CheckoutShipped:
		c.Done, c.Status = c.Done+1, going
	case CheckoutConfirmed:
		c.Done, c.Status = c.Done+1, telling
	case CheckoutFailed:
		c.Failed, c.Reason, c.Undo = e.Step, e.Reason, c.Done
		if e.Unknown {
			c.Undo++
		}
		c.Status = goingBack
	case StepUndone:
		c.Undo--
	case CheckoutDelayed:
		c.Delays++
	case CheckoutStranded:
		c.Status = stranded
	case CheckoutResumed:
		c.Status = goingBack
	case CheckoutFinished:
		c.Status = finished
	}
	if c.Status == goingBack && c.Undo == 0 {
		c.Status = telling
	}
	return c
}

// sibling names the stream of another category that belongs to this checkout:
// basket-7 is ordered as order-7 and paid as payment-7.
func sibling(category string, of world.Stream) world.Stream {
	return world.Stream(category + strings.TrimPrefix(string(of), of.Category()))
}

const (
	// answerWithin is how long an aggregate is waited for.
	answerWithin = time.Minute
	// approveWithin is how long a card's holder has to say yes.
	approveWithin = 15 * time.Minute
	// mostDelays is how often a step is tried again before a person is asked.
	mostDelays = 2
)

// Pending returns what a checkout waits for.
func (c Checkout) Pending() []world.Request {
	order, payment := sibling("order", c.Basket), sibling("payment", c.Basket)
	ask := func(step string, stream world.Stream, command any) []world.Request {
		return []world.Request{{Step: step, Stream: stream, Command: command, Within: answerWithin, Attempt: c.Delays}}
	}
	switch c.Status {
	case going:
		switch forward()[c.Done] {
		case stepPlace:
			return ask(stepPlace, order, PlaceOrder{c.Customer, c.Total, c.Address, c.Lines})
		case stepReserve:
			return ask(stepReserve, depot, ReserveStock{order, c.Lines})
		case stepCharge:
			return ask(stepCharge, payment, ChargeCard{order, c.Total, c.Card})
		case stepShip:
			return ask(stepShip, depot, ShipGoods{order, c.Address})
		}
		return ask(stepConfirm, order, ConfirmOrder{})
	case asking:
		return []world.Request{{Step: waitApproval, Stream: payment, Within: approveWithin}}
	case goingBack:
		switch forward()[c.Undo-1] {
		case stepPlace:
			return ask(undoPlace, order, CancelOrder{c.Reason})
		case stepReserve:
			return ask(undoReserve, depot, ReleaseStock{order})
		case stepCharge:
			return ask(undoCharge, payment, ReturnPayment{c.Reason})
		}
		return ask(undoShip, depot, RecallGoods{order})
	case telling:
		return ask(stepNotify, sibling("notification", c.Basket), NotifyCustomer{c.Customer, c.message()})
	}
	return nil
}

func (c Checkout) message() string {
	if c.Failed == "" {
		return fmt.Sprintf("Your order of %s %s is on its way to %s.", c.Total, currency, c.Address)
	}
	return fmt.Sprintf("Your order of %s %s is cancelled: %s.", c.Total, currency, c.Reason)
}

// React returns what a checkout records of what it hears.
func (c Checkout) React(n world.News) []world.Event {
	switch n.Kind {
	case world.Happened:
		return c.hear(n)
	case world.Done:
		return c.advance(n)
	}
	switch {
	case c.Status == telling && (n.Kind == world.Refused || c.Delays >= mostDelays):
		return []world.Event{CheckoutFinished{Untold: n.Reason}}
	case c.Status == goingBack && c.Delays >= mostDelays:
		return []world.Event{CheckoutStranded{n.Step, n.Reason}}
	case c.Status == telling, c.Status == goingBack, n.Kind == world.TimedOut && n.Step == stepConfirm:
		return []world.Event{CheckoutDelayed{n.Step, n.Reason}}
	case c.Status == asking:
		return []world.Event{CheckoutFailed{stepCharge, "the holder of the card did not answer in time", true}}
	case c.Status == going:
		return []world.Event{CheckoutFailed{n.Step, n.Reason, n.Kind == world.TimedOut}}
	}
	return nil
}

func (c Checkout) hear(n world.News) []world.Event {
	switch e := n.Event.(type) {
	case BasketCheckedOut:
		if c.Status == "" {
			return []world.Event{CheckoutStarted{e.Customer, e.Total, e.Currency, e.Card, e.Address, n.Stream, e.Lines}}
		}
	case PaymentCharged:
		if c.Status == asking {
			return []world.Event{CheckoutPaid{}}
		}
	}
	return nil
}

func (c Checkout) advance(n world.News) []world.Event {
	switch c.Status {
	case going:
		if _, asks := n.Event.(PaymentRequested); asks {
			return []world.Event{HolderAsked{}}
		}
		return []world.Event{[]world.Event{
			CheckoutPlaced{}, CheckoutReserved{}, CheckoutPaid{}, CheckoutShipped{}, CheckoutConfirmed{},
		}[c.Done]}
	case goingBack:
		return []world.Event{StepUndone{forward()[c.Undo-1]}}
	case telling:
		return []world.Event{CheckoutFinished{}}
	}
	return nil
}

// ResumeCheckout asks for a checkout that was stranded to go on.
type ResumeCheckout struct{}

// Resume refuses a checkout that is not stranded.
func (c Checkout) Resume(ResumeCheckout) ([]world.Event, error) {
	if c.Status != stranded {
		return nil, world.Refuse("not_stranded", "only a checkout that could not be undone waits for a person")
	}
	return world.Record(CheckoutResumed{})
}

// Plan tells what was done, what is left, and what would undo it.
func (c Checkout) Plan() []world.Step {
	order := sibling("order", c.Basket)
	plan := []world.Step{
		{Name: stepPlace, About: fmt.Sprintf("place %s over %s %s", order, c.Total, currency), Undo: undoPlace + " the order"},
		{Name: stepReserve, About: fmt.Sprintf("put %s aside", counted(pieces(c.Lines))), Undo: undoReserve + " them"},
		{Name: stepCharge, About: fmt.Sprintf("charge the card, which %s", c.Card), Undo: undoCharge + " the money"},
		{Name: stepShip, About: fmt.Sprintf("ship to %s", c.Address), Undo: undoShip + " the goods"},
		{Name: stepConfirm, About: "count the order as done"},
		{Name: stepNotify, About: fmt.Sprintf("tell %s", c.Customer)},
	}
	for i := range plan {
		plan[i].State = c.stepState(i)
	}
	return plan
}

func counted(n int) string {
	if n == 1 {
		return "1 piece"
	}
	return fmt.Sprintf("%d pieces", n)
}

// stepState tells how far the i-th step of the plan has come.
func (c Checkout) stepState(i int) world.StepState {
	failed := slices.Index(forward(), c.Failed)
	switch {
	case i == len(forward()): // the customer
		return c.telling()
	case failed < 0 && i < c.Done:
		return world.StepDone
	case failed < 0 && i == c.Done:
		return world.StepNow
	case failed < 0:
		return world.StepLeft
	case i == c.Undo-1 && c.Status == goingBack:
		return world.StepUndoing
	case i == failed:
		return world.StepFailed
	case i > failed:
		return world.StepSkipped
	case i < c.Undo:
		return world.StepDone
	}
	return world.StepUndone
}

func (c Checkout) telling() world.StepState {
	switch c.Status {
	case telling:
		return world.StepNow
	case finished:
		return world.StepDone
	}
	return world.StepLeft
}

// Standing says how a checkout stands.
func (c Checkout) Standing() world.Standing {
	switch {
	case c.Status == stranded:
		return world.Standing{Kind: world.Stuck, Why: "it could not be undone; resume the checkout to try again"}
	case c.Status != finished && c.Failed != "":
		return world.Standing{Kind: world.Running, Why: c.Status + ": " + c.Reason}
	case c.Status == going:
		return world.Standing{Kind: world.Running, Why: "at the step " + forward()[c.Done]}
	case c.Status != finished:
		return world.Standing{Kind: world.Running, Why: c.Status}
	case c.Failed == "":
		return world.Standing{Kind: world.Succeeded, Why: "on its way to " + c.Customer}
	case c.Done == 0:
		return world.Standing{Kind: world.GivenUp, Why: c.Reason}
	}
	return world.Standing{Kind: world.Compensated, Why: c.Reason}
}

// addCheckouts adds the process that sees a basket through.
func addCheckouts(w *world.World) {
	checkout := world.Aggregate(w, "checkout", Checkout.Evolve,
		CheckoutStarted{}, CheckoutPlaced{}, CheckoutReserved{}, HolderAsked{}, CheckoutPaid{}, CheckoutShipped{}, CheckoutConfirmed{},
		CheckoutFailed{}, CheckoutDelayed{}, StepUndone{}, CheckoutStranded{}, CheckoutResumed{}, CheckoutFinished{})
	world.Continue(checkout, "Let a checkout go on that could not be undone.", Checkout.Resume)
	m := world.Manage(checkout, world.Process[Checkout]{
		Name: "Checkout", About: "Places an order, reserves, charges, ships and tells the customer; undoes what was done where a step fails.",
		Steps: []string{
			stepPlace, stepReserve, stepCharge, stepShip, stepConfirm, stepNotify,
			undoShip, undoCharge, undoReserve, undoPlace,
		},
		Pending: Checkout.Pending, React: Checkout.React, Plan: Checkout.Plan, Standing: Checkout.Standing,
	})
	world.Hear(m, func(_ BasketCheckedOut, e world.Recorded) world.Stream { return sibling("checkout", e.Stream) })
	world.Hear(m, func(_ PaymentCharged, e world.Recorded) world.Stream { return sibling("checkout", e.Stream) })
}

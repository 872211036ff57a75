package orders

import (
	"fmt"
	"strings"

	"playhead/core/world"
)

// What one may want to know of an order. A row of a table was overwritten by
// the time that somebody asks; the events were not.

// firstAddress asks where the order was to be sent first.
func firstAddress(history []world.Recorded) world.Answer {
	for _, e := range history {
		if d, ok := e.Event.(OrderCreated); ok {
			return world.Because(d.Address, e)
		}
	}
	return world.Because("nowhere yet")
}

// whenDiscounted asks when the discount came, and why.
func whenDiscounted(history []world.Recorded) world.Answer {
	e, d, ok := world.Last[DiscountApplied](history)
	if !ok {
		return world.Because(noDiscount)
	}
	text := fmt.Sprintf("%d %% on %s", d.Percent, world.When(e))
	if d.Reason != "" {
		text += ": " + d.Reason
	}
	return world.Because(text, e)
}

const noDiscount = "there was no discount"

// removed asks what was taken out again.
func removed(history []world.Recorded) world.Answer {
	var items []string
	var events []world.Recorded
	for _, e := range history {
		if d, ok := e.Event.(ItemRemoved); ok {
			items = append(items, fmt.Sprintf("%d × %s", d.Quantity, d.Item))
			events = append(events, e)
		}
	}
	if len(items) == 0 {
		return world.Because("nothing")
	}
	return world.Because(strings.Join(items, ", "), events...)
}

// beforeDiscount asks for the total as it was when the discount came.
func beforeDiscount(history []world.Recorded) world.Answer {
	var order Order
	for _, e := range history {
		if _, ok := e.Event.(DiscountApplied); ok {
			return world.Because(order.Total.String(), e)
		}
		order = order.Evolve(e.Event)
	}
	return world.Because(noDiscount)
}

// total asks for the total now, which a row knows as well.
func total(history []world.Recorded) world.Answer {
	var order Order
	for _, e := range history {
		order = order.Evolve(e.Event)
	}
	return world.Because(order.Total.String())
}

func askQuestions(order world.Handlers[Order]) {
	world.Ask(order, "Where was it to be sent first?",
		func(o Order) (string, bool) { return fmt.Sprintf("holds %q, the last one", o.Address), false }, firstAddress)
	world.Ask(order, "When did the discount come, and why?",
		func(o Order) (string, bool) {
			if o.Discount == 0 {
				return noDiscount, true
			}
			return fmt.Sprintf("holds %d %%, without a time or a reason", o.Discount), false
		}, whenDiscounted)
	world.Ask(order, "What was taken out again?",
		func(o Order) (string, bool) {
			return fmt.Sprintf("holds %d kinds of items that are left", len(o.Items)), false
		}, removed)
	world.Ask(order, "What was the total before the discount?",
		func(o Order) (string, bool) {
			if o.Discount == 0 {
				return noDiscount, true
			}
			return fmt.Sprintf("holds %s, after it; what was in the order then is overwritten", o.Total), false
		}, beforeDiscount)
	world.Ask(order, "What is the total now?",
		func(o Order) (string, bool) { return o.Total.String(), true }, total)
}

package mall

import (
	"fmt"

	"playhead/core/world"
)

// What one may want to know of a product: the price is in its row, and why it
// is what it is was never a column.

const neverChanged = "it never changed"

// whyThePrice asks for the reason of the last change of the price.
func whyThePrice(history []world.Recorded) world.Answer {
	for i := len(history) - 1; i >= 0; i-- {
		e := history[i]
		switch d := e.Event.(type) {
		case PriceRaised:
			return world.Because(fmt.Sprintf("raised to %s: %s", d.Price, d.Reason), e)
		case PriceCut:
			return world.Because(fmt.Sprintf("cut to %s: %s", d.Price, d.Reason), e)
		}
	}
	return world.Because(neverChanged)
}

// firstPrice asks for the price that the product was listed at.
func firstPrice(history []world.Recorded) world.Answer {
	for _, e := range history {
		if d, ok := e.Event.(ProductListed); ok {
			return world.Because(d.Price.String(), e)
		}
	}
	return world.Because("none")
}

// priceNow asks for the price, which a row knows as well.
func priceNow(history []world.Recorded) world.Answer {
	var product Product
	for _, e := range history {
		product = product.Evolve(e.Event)
	}
	return world.Because(product.Price.String())
}

func askQuestions(product world.Handlers[Product]) {
	holds := func(p Product) (string, bool) { return fmt.Sprintf("holds %s, without a reason", p.Price), false }
	world.Ask(product, "Why is the price what it is?", holds, whyThePrice)
	world.Ask(product, "What did it cost at first?",
		func(p Product) (string, bool) { return fmt.Sprintf("holds %s, the last price", p.Price), false }, firstPrice)
	world.Ask(product, "What does it cost now?",
		func(p Product) (string, bool) { return p.Price.String(), true }, priceNow)
}

package mall

import (
	"slices"

	"playhead/core/world"
)

// What undoes what people did. What the process Checkout does it undoes by itself,
// step by step, where one fails: see checkout.go.

// Opposite tells what undoes an event that met the store.
func (s Store) Opposite(e world.Event) world.Opposite {
	switch e.(type) {
	case StoreOpened:
		return world.Final("Nothing undoes that a store was opened: no command of this mall closes one.")
	case StoreMoved:
		return world.UndoneBy(MoveStore{s.Floor}, "People have looked for it where it was; it moves back to the floor before.")
	}
	return world.Opposite{}
}

// Opposite tells what undoes an event that met the product.
func (p Product) Opposite(e world.Event) world.Opposite {
	switch e := e.(type) {
	case ProductListed:
		return world.UndoneBy(WithdrawProduct{"listed by mistake"}, "Somebody may have put it into a basket; it is taken off the shelves.")
	case PriceRaised:
		return world.UndoneBy(CutPrice{p.Price, takenBack(e.Reason)}, "Somebody may have paid the higher price; from now on it is the one before, and the log knows why.")
	case PriceCut:
		return world.UndoneBy(RaisePrice{p.Price, takenBack(e.Reason)}, "Somebody may have paid the lower price; from now on it is the one before, and the log knows why.")
	case ProductWithdrawn:
		return world.UndoneBy(ListProduct{p.Name, p.Store, p.Price}, "A product that was withdrawn does not come back; the same can be listed as another.")
	}
	return world.Opposite{}
}

// takenBack gives a reason for going back on a reason.
func takenBack(reason string) string {
	const most = 120 - len("taken back: ") // what a reason may be long
	if letters := []rune(reason); len(letters) > most {
		reason = string(letters[:most-1]) + "…"
	}
	return "taken back: " + reason
}

// Opposite tells what undoes an event that met the basket.
func (b Basket) Opposite(e world.Event) world.Opposite {
	switch e := e.(type) {
	case BasketTaken:
		return world.Final("Nothing undoes that a basket was taken: it can be left standing.")
	case ProductPutIn:
		if line, held := b.line(e.Product); held {
			return world.UndoneBy(PutIn(line), "It was in the basket before, in another quantity or at another price, and is put in so again.")
		}
		return world.UndoneBy(TakeOut{e.Product}, "It was in the basket for a while; it is put back.")
	case ProductTakenOut:
		line, held := b.line(e.Product)
		if !held {
			return world.Final("It was not in the basket, so that nobody knows how many to put in again.")
		}
		return world.UndoneBy(PutIn(line), "What was thought better of stays known; as many are put in again, at the price that they had.")
	case BasketCheckedOut:
		return world.Final("Nobody calls back what a process acts on already: Checkout sees it through, and undoes its own steps where one fails.")
	}
	return world.Opposite{}
}

func (b Basket) line(product world.Stream) (Line, bool) {
	i := slices.IndexFunc(b.Lines, func(l Line) bool { return l.Product == product })
	if i < 0 {
		return Line{}, false
	}
	return b.Lines[i], true
}

// Opposite tells what undoes an event that met the depot.
func (d Depot) Opposite(e world.Event) world.Opposite {
	if _, received := e.(StockReceived); received {
		return world.Final("Nothing undoes a delivery: goods leave the depot for an order, and for nothing else.")
	}
	return world.Opposite{}
}

// Opposite tells what undoes an event that met the payment.
func (p Payment) Opposite(e world.Event) world.Opposite {
	if _, charged := e.(PaymentCharged); charged {
		return world.Final("A holder's yes is not taken back. The process Checkout gives the money back by itself where a later step fails.")
	}
	return world.Opposite{}
}

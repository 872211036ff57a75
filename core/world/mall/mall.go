// Package mall is the world of a shopping mall: stores list products, people
// fill baskets, and when one is checked out a process manager sees it through
// several aggregates, none of which knows of the others. Read product.go for
// prices that are raised and cut, each with a reason, then basket.go, order.go,
// depot.go and payment.go for what the process asks for, and checkout.go for the
// process itself.
package mall

import "playhead/core/world"

// currency is what everything in the mall costs: one is enough to shop.
const currency = "EUR"

// Line is a product in a basket, an order or the depot.
type Line struct {
	Product  world.Stream `json:"product"`
	Price    world.Amount `json:"price,omitempty"` // of one, when it was put into the basket
	Quantity int          `json:"quantity"`
}

// totalOf adds up what lines cost.
func totalOf(lines []Line) world.Amount {
	var sum world.Amount
	for _, l := range lines {
		sum += l.Price * world.Amount(l.Quantity)
	}
	return sum
}

// World returns the Mall.
func World() *world.World {
	w := world.New("Mall", "Stores, products, baskets, and a process that reserves, charges, ships and undoes.")
	w.Try = "Cut the price of product-1 and say why; then check out basket-3 and see what follows."
	w.Example = "product-1"

	addProducts(w)
	addBaskets(w)
	addOrders(w)
	addDepot(w)
	addPayments(w)
	addNotifications(w)
	addCheckouts(w)

	w.Traffic = Traffic
	w.History = history()
	return w
}

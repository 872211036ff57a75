package mall

import (
	"slices"

	"playhead/core/world"
)

// BasketTaken begins a basket.
type BasketTaken struct {
	Customer string `json:"customer" personal:"true"`
}

// ProductPutIn puts some of a product into a basket, at the price of that moment.
type ProductPutIn struct {
	Product  world.Stream `json:"product"`
	Price    world.Amount `json:"price"`
	Quantity int          `json:"quantity"`
}

// ProductTakenOut takes a product out of a basket.
type ProductTakenOut struct {
	Product world.Stream `json:"product"`
}

// BasketCheckedOut is the customer's word: this is what I want, to be sent
// there and paid so. What follows is the business of the process Checkout.
type BasketCheckedOut struct {
	Customer string       `json:"customer" personal:"true"`
	Total    world.Amount `json:"total"`
	Currency string       `json:"currency"`
	Card     string       `json:"card"`
	Address  string       `json:"address" personal:"true"`
	Lines    []Line       `json:"lines"`
}

// Basket is one basket.
type Basket struct {
	Customer string       `json:"customer"`
	Lines    []Line       `json:"lines"`
	Total    world.Amount `json:"total"`
	Status   string       `json:"status"`
}

// The statuses of a basket; before somebody takes it it has none.
const (
	filling    = "filling"
	checkedOut = "checked out"
)

// Evolve returns the basket after one more event.
func (b Basket) Evolve(e world.Event) Basket {
	switch e := e.(type) {
	case BasketTaken:
		b.Customer, b.Status = e.Customer, filling
	case ProductPutIn:
		b.Lines = append(b.without(e.Product), Line(e))
	case ProductTakenOut:
		b.Lines = b.without(e.Product)
	case BasketCheckedOut:
		b.Status = checkedOut
	}
	b.Total = totalOf(b.Lines)
	return b
}

// without returns the lines without a product. The basket's own lines stay as
// they are: an earlier moment still shows them.
func (b Basket) without(product world.Stream) []Line {
	return slices.DeleteFunc(slices.Clone(b.Lines), func(l Line) bool { return l.Product == product })
}

// TakeBasket asks for a basket.
type TakeBasket struct {
	Customer string `json:"customer" max:"80"`
}

// Take refuses a basket that somebody has.
func (b Basket) Take(c TakeBasket) ([]world.Event, error) {
	if b.Status != "" {
		return nil, world.Refuse("basket_taken", "%s has this basket", b.Customer)
	}
	return world.Record(BasketTaken(c))
}

// PutIn asks for some of a product to be in the basket.
type PutIn struct {
	Product  world.Stream `json:"product" max:"60" default:"product-1"`
	Price    world.Amount `json:"price" min:"0.01" max:"100,000.00" help:"As the shelf says it now."`
	Quantity int          `json:"quantity" min:"1" max:"100" default:"1"`
}

// PutIn refuses when the basket is not being filled.
func (b Basket) PutIn(c PutIn) ([]world.Event, error) {
	if err := b.mustBeFilling(); err != nil {
		return nil, err
	}
	if c.Price <= 0 || c.Quantity < 1 {
		return nil, world.Refuse("not_positive", "price and quantity must be above zero, not %s and %d", c.Price, c.Quantity)
	}
	return world.Record(ProductPutIn(c))
}

// TakeOut asks for a product not to be in the basket.
type TakeOut struct {
	Product world.Stream `json:"product" max:"60"`
}

// TakeOut refuses what is not in the basket.
func (b Basket) TakeOut(c TakeOut) ([]world.Event, error) {
	if err := b.mustBeFilling(); err != nil {
		return nil, err
	}
	if len(b.without(c.Product)) == len(b.Lines) {
		return nil, world.Refuse("not_in_basket", "there is no %s in this basket", c.Product)
	}
	return world.Record(ProductTakenOut(c))
}

// The cards that a customer can have, by what comes of charging them.
const (
	cardPays     = "pays at once"
	cardDeclines = "is declined"
	cardAsks     = "asks its holder"
)

// CheckOut asks for what is in the basket.
type CheckOut struct {
	Card    string `json:"card" choices:"pays at once,is declined,asks its holder" default:"pays at once"`
	Address string `json:"address" max:"120" default:"1 Harbour Road" help:"The carrier needs a house number."`
}

// CheckOut refuses an empty basket.
func (b Basket) CheckOut(c CheckOut) ([]world.Event, error) {
	if err := b.mustBeFilling(); err != nil {
		return nil, err
	}
	if len(b.Lines) == 0 {
		return nil, world.Refuse("basket_empty", "there is nothing in this basket to check out")
	}
	return world.Record(BasketCheckedOut{b.Customer, b.Total, currency, c.Card, c.Address, b.Lines})
}

func (b Basket) mustBeFilling() error {
	switch b.Status {
	case filling:
		return nil
	case "":
		return world.Refuse("basket_not_found", "nobody has this basket yet; take it first")
	default:
		return world.Refuse("basket_checked_out", "this basket is checked out")
	}
}

// addBaskets adds baskets.
func addBaskets(w *world.World) {
	basket := world.Aggregate(w, "basket", Basket.Evolve, BasketTaken{}, ProductPutIn{}, ProductTakenOut{}, BasketCheckedOut{})
	world.Handle(basket, "Take a basket.", Basket.Take)
	world.Handle(basket, "Put some of a product into it.", Basket.PutIn)
	world.Handle(basket, "Put a product back.", Basket.TakeOut)
	world.Handle(basket, "Buy what is in it; a process sees it through.", Basket.CheckOut)
	world.Compensate(basket, Basket.Opposite)
}

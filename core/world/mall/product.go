package mall

import "playhead/core/world"

// Events: what can happen to a store and to a product.

// StoreOpened begins a store.
type StoreOpened struct {
	Name  string `json:"name"`
	Floor int    `json:"floor"`
}

// StoreMoved takes a store to another floor.
type StoreMoved struct {
	Floor int `json:"floor"`
}

// ProductListed begins a product.
type ProductListed struct {
	Name     string       `json:"name"`
	Store    world.Stream `json:"store"`
	Price    world.Amount `json:"price"`
	Currency string       `json:"currency"`
}

// PriceRaised says what a product costs from now on, and why more.
type PriceRaised struct {
	Price  world.Amount `json:"price"`
	Reason string       `json:"reason"`
}

// PriceCut says what a product costs from now on, and why less.
type PriceCut struct {
	Price  world.Amount `json:"price"`
	Reason string       `json:"reason"`
}

// ProductWithdrawn ends a product.
type ProductWithdrawn struct {
	Reason string `json:"reason"`
}

// Store is one store.
type Store struct {
	Name  string `json:"name"`
	Floor int    `json:"floor"`
}

// Evolve returns the store after one more event.
func (s Store) Evolve(e world.Event) Store {
	switch e := e.(type) {
	case StoreOpened:
		s.Name, s.Floor = e.Name, e.Floor
	case StoreMoved:
		s.Floor = e.Floor
	}
	return s
}

// Product is one product.
type Product struct {
	Name   string       `json:"name"`
	Store  world.Stream `json:"store"`
	Price  world.Amount `json:"price"`
	Status string       `json:"status"`
}

// The statuses of a product; before it is listed it has none.
const (
	listed    = "listed"
	withdrawn = "withdrawn"
)

// Evolve returns the product after one more event.
func (p Product) Evolve(e world.Event) Product {
	switch e := e.(type) {
	case ProductListed:
		p.Name, p.Store, p.Price, p.Status = e.Name, e.Store, e.Price, listed
	case PriceRaised:
		p.Price = e.Price
	case PriceCut:
		p.Price = e.Price
	case ProductWithdrawn:
		p.Status = withdrawn
	}
	return p
}

// OpenStore asks for a new store.
type OpenStore struct {
	Name  string `json:"name" max:"60"`
	Floor int    `json:"floor" min:"0" max:"9" default:"1"`
}

// Open refuses to open a store twice.
func (s Store) Open(c OpenStore) ([]world.Event, error) {
	if s.Name != "" {
		return nil, world.Refuse("already_open", "%s was opened before", s.Name)
	}
	return world.Record(StoreOpened(c))
}

// MoveStore asks for a store to be on another floor.
type MoveStore struct {
	Floor int `json:"floor" min:"0" max:"9"`
}

// Move refuses a move to where the store is.
func (s Store) Move(c MoveStore) ([]world.Event, error) {
	switch {
	case s.Name == "":
		return nil, world.Refuse("store_not_found", "there is no such store yet; open it first")
	case s.Floor == c.Floor:
		return nil, world.Refuse("nothing_changed", "%s is on floor %d already", s.Name, s.Floor)
	}
	return world.Record(StoreMoved(c))
}

// ListProduct asks for a product to be sold.
type ListProduct struct {
	Name  string       `json:"name" max:"60"`
	Store world.Stream `json:"store" max:"60" default:"store-1"`
	Price world.Amount `json:"price" min:"0.01" max:"100,000.00"`
}

// List refuses to list a product twice.
func (p Product) List(c ListProduct) ([]world.Event, error) {
	switch {
	case p.Status != "":
		return nil, world.Refuse("already_listed", "this product was listed before, as %s", p.Name)
	case c.Price <= 0:
		return nil, world.Refuse("not_positive", "a price is above zero, not %s", c.Price)
	}
	return world.Record(ProductListed{c.Name, c.Store, c.Price, currency})
}

// RaisePrice asks for a higher price.
type RaisePrice struct {
	Price  world.Amount `json:"price" min:"0.01" max:"100,000.00"`
	Reason string       `json:"reason" max:"120" help:"A row in a table forgets it; the log does not."`
}

// Raise refuses a price that is not higher, and one without a reason.
func (p Product) Raise(c RaisePrice) ([]world.Event, error) {
	if err := p.mayChange(c.Reason); err != nil {
		return nil, err
	}
	if c.Price <= p.Price {
		return nil, world.Refuse("not_higher", "%s is not more than the price now, %s", c.Price, p.Price)
	}
	return world.Record(PriceRaised(c))
}

// CutPrice asks for a lower price.
type CutPrice struct {
	Price  world.Amount `json:"price" min:"0.01" max:"100,000.00"`
	Reason string       `json:"reason" max:"120" help:"A row in a table forgets it; the log does not."`
}

// Cut refuses a price that is not lower, and one without a reason.
func (p Product) Cut(c CutPrice) ([]world.Event, error) {
	if err := p.mayChange(c.Reason); err != nil {
		return nil, err
	}
	if c.Price >= p.Price || c.Price <= 0 {
		return nil, world.Refuse("not_lower", "%s is not less than the price now, %s, and above zero", c.Price, p.Price)
	}
	return world.Record(PriceCut(c))
}

// WithdrawProduct asks for a product not to be sold any more.
type WithdrawProduct struct {
	Reason string `json:"reason" max:"120"`
}

// Withdraw refuses what is not listed.
func (p Product) Withdraw(c WithdrawProduct) ([]world.Event, error) {
	if err := p.mayChange(c.Reason); err != nil {
		return nil, err
	}
	return world.Record(ProductWithdrawn(c))
}

func (p Product) mayChange(reason string) error {
	switch {
	case p.Status == "":
		return world.Refuse("product_not_found", "there is no such product yet; list it first")
	case p.Status == withdrawn:
		return world.Refuse("product_withdrawn", "%s is not sold any more", p.Name)
	case reason == "":
		return world.Refuse("no_reason", "say why: a change without a reason is what nobody understands later")
	}
	return nil
}

// Offer is a row of Products.
type Offer struct {
	Name  string       `json:"name"`
	Store world.Stream `json:"store"`
	Price world.Amount `json:"price"`
}

// Products lists what is sold, and for how much.
func Products(rows world.Table[Offer], e world.Recorded) world.Table[Offer] {
	switch d := e.Event.(type) {
	case ProductListed:
		return rows.Set(e.Stream, Offer{d.Name, d.Store, d.Price})
	case PriceRaised:
		return rows.Update(e.Stream, func(o *Offer) { o.Price = d.Price })
	case PriceCut:
		return rows.Update(e.Stream, func(o *Offer) { o.Price = d.Price })
	case ProductWithdrawn:
		return rows.Delete(e.Stream)
	}
	return rows
}

// PriceChange is an entry of Price changes.
type PriceChange struct {
	Product world.Stream `json:"product"`
	Price   world.Amount `json:"price"`
	Reason  string       `json:"reason"`
}

// PriceChanges remembers why prices are what they are.
func PriceChanges(l world.List[PriceChange], e world.Recorded) world.List[PriceChange] {
	switch d := e.Event.(type) {
	case PriceRaised:
		return l.Add(e, PriceChange{e.Stream, d.Price, "raised: " + d.Reason})
	case PriceCut:
		return l.Add(e, PriceChange{e.Stream, d.Price, "cut: " + d.Reason})
	}
	return l
}

// addProducts adds stores, products and their projections.
func addProducts(w *world.World) {
	store := world.Aggregate(w, "store", Store.Evolve, StoreOpened{}, StoreMoved{})
	product := world.Aggregate(w, "product", Product.Evolve, ProductListed{}, PriceRaised{}, PriceCut{}, ProductWithdrawn{})
	world.Handle(product, "Offer something for sale.", Product.List)
	world.Handle(product, "Ask for more, and say why.", Product.Raise)
	world.Handle(product, "Ask for less, and say why.", Product.Cut)
	world.Handle(product, "Take it off the shelves.", Product.Withdraw)
	world.Compensate(product, Product.Opposite)
	askQuestions(product)
	world.Handle(store, "Begin a store.", Store.Open)
	world.Handle(store, "Take a store to another floor.", Store.Move)
	world.Compensate(store, Store.Opposite)

	world.Project(w, world.View{Name: "Products", About: "What is sold, and for how much.", Key: "product"}, Products)
	world.Project(w, world.View{Name: "Price changes", About: "Why prices are what they are, newest first.", Key: "event"}, PriceChanges)
}

package mall

import "playhead/core/world"

// goods are what traffic sells, each at its first price.
func goods() []Offer {
	return []Offer{
		{Name: "Kettle", Price: 39_00}, {Name: "Toaster", Price: 45_50}, {Name: "Novel", Price: 12_90}, {Name: "Atlas", Price: 34_00},
		{Name: "Scarf", Price: 24_00}, {Name: "Umbrella", Price: 19_90}, {Name: "Globe", Price: 59_00}, {Name: "Teapot", Price: 28_40},
	}
}

// Traffic asks for what happens in a mall: prices move, baskets are filled and
// checked out, goods come in, and some cards are declined.
func Traffic(g world.Glance) (world.Intent, bool) {
	product, offer, known := world.Pick[Product](g, "product")
	if !known || g.Roll(100) < 4 && g.Streams.Len("product") < 2*len(goods()) {
		return list(g), true
	}
	if offer.Status != listed {
		return world.Intent{Stream: depot, Command: ReceiveStock{product, g.Between(1, 3)}}, true
	}
	switch chance := g.Roll(100); {
	case chance < 6:
		reason := world.One(g.Dice, "the supplier asks for more", "the season begins", "a new edition")
		return world.Intent{Stream: product, Command: RaisePrice{offer.Price + world.Amount(g.Between(1, 20)*50), reason}}, true
	case chance < 12:
		reason := world.One(g.Dice, "clearance", "the store across the hall is cheaper", "last year's model")
		return world.Intent{Stream: product, Command: CutPrice{offer.Price * 9 / 10, reason}}, true
	case chance < 20:
		return world.Intent{Stream: depot, Command: ReceiveStock{product, g.Between(2, 12)}}, true
	case chance < 26:
		if payment, state, ok := world.Pick[Payment](g, "payment"); ok && state.Status == requested {
			return world.Intent{Stream: payment, Command: ApprovePayment{}}, true
		}
	}
	return shop(g, product, offer), true
}

func list(g world.Glance) world.Intent {
	n := g.Streams.Len("store")
	if n == 0 || n < 3 && g.Roll(2) == 0 {
		name := world.One(g.Dice, "Tick & Sons", "Book Corner", "House of Tea", "Under Cover")
		return world.Intent{Stream: g.New("store"), Command: OpenStore{name, g.Between(0, 3)}}
	}
	store, _ := g.Streams.At("store", g.Roll(n))
	offer := world.One(g.Dice, goods()...)
	return world.Intent{Stream: g.New("product"), Command: ListProduct{offer.Name, store, offer.Price}}
}

// shop fills a basket, or checks it out.
func shop(g world.Glance, product world.Stream, offer Product) world.Intent {
	basket, state, ok := world.Pick[Basket](g, "basket")
	switch {
	case !ok || state.Status != filling:
		name := world.One(g.Dice, "Alice", "Bruno", "Chen", "Dana", "Emeka", "Farah")
		return world.Intent{Stream: g.New("basket"), Command: TakeBasket{name}}
	case len(state.Lines) == 0 || len(state.Lines) < 3 && g.Roll(2) == 0:
		return world.Intent{Stream: basket, Command: PutIn{product, offer.Price, g.Between(1, 3)}}
	case g.Roll(8) == 0:
		return world.Intent{Stream: basket, Command: TakeOut{state.Lines[0].Product}}
	}
	card := world.One(g.Dice, cardPays, cardPays, cardPays, cardPays, cardDeclines, cardAsks)
	address := world.One(g.Dice, "1 Harbour Road", "27 Mill Lane", "9 Station Street", "4 Orchard Way", "the old mill")
	return world.Intent{Stream: basket, Command: CheckOut{card, address}}
}

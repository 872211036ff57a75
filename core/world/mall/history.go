package mall

import (
	"time"

	"playhead/core/world"
)

// history is three days in the mall: prices go up and down, each time for a
// reason, and a few people are about to buy.
func history() []world.Past {
	past := world.Earlier
	const h, m = time.Hour, time.Minute
	return []world.Past{
		past(76*h, "store-1", "tick", "OpenStore", StoreOpened{"Tick & Sons", 1}),
		past(76*h-4*m, "store-2", "ines", "OpenStore", StoreOpened{"Book Corner", 2}),
		past(75*h, "product-1", "tick", "ListProduct", ProductListed{"Kettle", "store-1", 39_00, currency}),
		past(75*h-2*m, "product-2", "tick", "ListProduct", ProductListed{"Toaster", "store-1", 45_50, currency}),
		past(75*h-9*m, "product-3", "ines", "ListProduct", ProductListed{"Atlas", "store-2", 34_00, currency}),
		past(75*h-12*m, "product-4", "ines", "ListProduct", ProductListed{"Globe", "store-2", 59_00, currency}),
		past(74*h, depot, "depot", "ReceiveStock", StockReceived{"product-1", 12}),
		past(74*h-1*m, depot, "depot", "ReceiveStock", StockReceived{"product-2", 8}),
		past(74*h-2*m, depot, "depot", "ReceiveStock", StockReceived{"product-3", 5}),
		past(74*h-3*m, depot, "depot", "ReceiveStock", StockReceived{"product-4", 1}),
		past(52*h, "product-1", "tick", "RaisePrice", PriceRaised{44_00, "the supplier asks for more"}),
		past(50*h, "product-3", "ines", "CutPrice", PriceCut{29_90, "a new edition comes in spring"}),
		past(28*h, "basket-1", "chen", "TakeBasket", BasketTaken{"Chen"}),
		past(28*h-3*m, "basket-1", "chen", "PutIn", ProductPutIn{"product-3", 29_90, 1}),
		past(27*h, "product-1", "tick", "CutPrice", PriceCut{41_50, "the store across the hall is cheaper"}),
		past(26*h, "basket-2", "dana", "TakeBasket", BasketTaken{"Dana"}),
		past(26*h-2*m, "basket-2", "dana", "PutIn", ProductPutIn{"product-4", 59_00, 2}),
		past(9*h, "store-2", "ines", "MoveStore", StoreMoved{3}),
		past(5*h, "basket-3", "alice", "TakeBasket", BasketTaken{"Alice"}),
		past(5*h-1*m, "basket-3", "alice", "PutIn", ProductPutIn{"product-1", 41_50, 2}),
		past(5*h-4*m, "basket-3", "alice", "PutIn", ProductPutIn{"product-2", 45_50, 1}),
		past(30*m, "product-2", "tick", "RaisePrice", PriceRaised{47_00, "a longer guarantee"}),
	}
}

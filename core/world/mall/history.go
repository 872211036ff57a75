package mall

import (
	"time"

	"playhead/core/world"
)

// history is three days in the mall: prices go up and down, each time for a
// reason, Chen gets what he wants, Dana does not, and Alice is about to buy.
func history() []world.Past {
	past, then := world.Earlier, world.Then
	const h, m, s, by = time.Hour, time.Minute, time.Second, "process Checkout"
	atlas := []Line{{"product-3", 29_90, 1}}
	globes := []Line{{"product-4", 59_00, 2}}
	short := "out of stock: 1 of product-4 are left, asked for 2"
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
		past(28*h-5*m, "basket-1", "chen", "CheckOut", BasketCheckedOut{"Chen", 29_90, currency, cardPays, "4 Orchard Way", atlas}),
		then(28*h-5*m-1*s, "checkout-1", by, "", CheckoutStarted{"Chen", 29_90, currency, cardPays, "4 Orchard Way", "basket-1", atlas}),
		then(28*h-5*m-1*s, "order-1", by, "PlaceOrder", OrderPlaced{"Chen", 29_90, currency, "4 Orchard Way", atlas}),
		then(28*h-5*m-2*s, "checkout-1", by, "", CheckoutPlaced{}),
		then(28*h-5*m-2*s, depot, by, "ReserveStock", StockReserved{"order-1", atlas}),
		then(28*h-5*m-3*s, "checkout-1", by, "", CheckoutReserved{}),
		then(28*h-5*m-3*s, "payment-1", by, "ChargeCard", PaymentCharged{"order-1", 29_90, currency}),
		then(28*h-5*m-4*s, "checkout-1", by, "", CheckoutPaid{}),
		then(28*h-5*m-4*s, depot, by, "ShipGoods", GoodsShipped{"order-1", "4 Orchard Way", atlas}),
		then(28*h-5*m-5*s, "checkout-1", by, "", CheckoutShipped{}),
		then(28*h-5*m-5*s, "order-1", by, "ConfirmOrder", OrderConfirmed{}),
		then(28*h-5*m-6*s, "checkout-1", by, "", CheckoutConfirmed{}),
		then(28*h-5*m-6*s, "notification-1", by, "NotifyCustomer", CustomerNotified{"Chen", "Your order of 29.90 EUR is on its way to 4 Orchard Way."}),
		then(28*h-5*m-7*s, "checkout-1", by, "", CheckoutFinished{}),
		past(27*h, "product-1", "tick", "CutPrice", PriceCut{41_50, "the store across the hall is cheaper"}),
		past(26*h, "basket-2", "dana", "TakeBasket", BasketTaken{"Dana"}),
		past(26*h-2*m, "basket-2", "dana", "PutIn", ProductPutIn{"product-4", 59_00, 2}),
		past(26*h-6*m, "basket-2", "dana", "CheckOut", BasketCheckedOut{"Dana", 118_00, currency, cardPays, "27 Mill Lane", globes}),
		then(26*h-6*m-1*s, "checkout-2", by, "", CheckoutStarted{"Dana", 118_00, currency, cardPays, "27 Mill Lane", "basket-2", globes}),
		then(26*h-6*m-1*s, "order-2", by, "PlaceOrder", OrderPlaced{"Dana", 118_00, currency, "27 Mill Lane", globes}),
		then(26*h-6*m-2*s, "checkout-2", by, "", CheckoutPlaced{}),
		then(26*h-6*m-3*s, "checkout-2", by, "", CheckoutFailed{stepReserve, short, false}),
		then(26*h-6*m-3*s, "order-2", by, "CancelOrder", OrderCancelled{short}),
		then(26*h-6*m-4*s, "checkout-2", by, "", StepUndone{stepPlace}),
		then(26*h-6*m-4*s, "notification-2", by, "NotifyCustomer", CustomerNotified{"Dana", "Your order of 118.00 EUR is cancelled: " + short + "."}),
		then(26*h-6*m-5*s, "checkout-2", by, "", CheckoutFinished{}),
		past(9*h, "store-2", "ines", "MoveStore", StoreMoved{3}),
		past(5*h, "basket-3", "alice", "TakeBasket", BasketTaken{"Alice"}),
		past(5*h-1*m, "basket-3", "alice", "PutIn", ProductPutIn{"product-1", 41_50, 2}),
		past(5*h-4*m, "basket-3", "alice", "PutIn", ProductPutIn{"product-2", 45_50, 1}),
		past(30*m, "product-2", "tick", "RaisePrice", PriceRaised{47_00, "a longer guarantee"}),
	}
}

package orders

import (
	"fmt"

	"playhead/core/world"
)

// What undoes what. An opposite is not an eraser: where it leaves something
// behind, it says so, and what has left the house has none.

// Opposite tells what undoes an event that met the order.
func (o Order) Opposite(e world.Event) world.Opposite {
	switch e := e.(type) {
	case OrderCreated:
		return world.UndoneBy(Cancel{}, "An order that was created stays known; it can be given up while it is open.")
	case ItemAdded:
		return o.undoAdded(e)
	case ItemRemoved:
		return o.undoRemoved(e)
	case ShippingUpdated:
		return o.undoShipping()
	case DiscountApplied:
		return world.Final("Nothing undoes a discount: the customer was promised it, and no command of this shop takes a promise back.")
	case OrderCompleted:
		return world.Final("Nothing undoes an order's completion: the goods and the mail about them are on their way.")
	case OrderCancelled:
		return world.Final("Nothing undoes a cancellation: the customer was told by mail. Create another order.")
	}
	return world.Opposite{}
}

func (o Order) undoAdded(e ItemAdded) world.Opposite {
	why := "The items were in the order, and somebody may have seen them there; they are taken out again."
	if before, held := o.find(e.Item); held && before.Price != e.Price {
		why = fmt.Sprintf("The items are taken out again. Those that were in the order before keep the new price, %s: "+
			"an opposite is not always the whole way back.", e.Price)
	}
	return world.UndoneBy(RemoveItem{e.Item, e.Quantity}, why)
}

func (o Order) undoRemoved(e ItemRemoved) world.Opposite {
	before, held := o.find(e.Item)
	if !held {
		return world.Final(fmt.Sprintf("There was no %s in the order to be removed, so that nobody knows at which price to put it back.", e.Item))
	}
	return world.UndoneBy(AddItem{e.Item, before.Price, e.Quantity},
		"What was thought better of stays known; the items are put back at the price that they had.")
}

func (o Order) undoShipping() world.Opposite {
	if o.Address == "" {
		return world.Final("There was no address before, and an order cannot be sent nowhere.")
	}
	return world.UndoneBy(ChangeAddress{o.Address}, "For a while the order was bound elsewhere; it is sent to the address before again.")
}

package mall

import "playhead/core/world"

// OrderPlaced begins an order.
type OrderPlaced struct {
	Customer string       `json:"customer" personal:"true"`
	Total    world.Amount `json:"total"`
	Currency string       `json:"currency"`
	Address  string       `json:"address" personal:"true"`
	Lines    []Line       `json:"lines"`
}

// OrderConfirmed ends an order well: it is paid and on its way.
type OrderConfirmed struct{}

// OrderCancelled ends an order otherwise.
type OrderCancelled struct {
	Reason string `json:"reason"`
}

// Order is one order.
type Order struct {
	Customer string       `json:"customer"`
	Total    world.Amount `json:"total"`
	Address  string       `json:"address"`
	Status   string       `json:"status"`
	Lines    []Line       `json:"lines"`
}

// The statuses of an order; before it is placed it has none.
const (
	placed    = "placed"
	confirmed = "confirmed"
	cancelled = "cancelled"
)

// Evolve returns the order after one more event.
func (o Order) Evolve(e world.Event) Order {
	switch e := e.(type) {
	case OrderPlaced:
		o.Customer, o.Total, o.Address, o.Lines, o.Status = e.Customer, e.Total, e.Address, e.Lines, placed
	case OrderConfirmed:
		o.Status = confirmed
	case OrderCancelled:
		o.Status = cancelled
	}
	return o
}

// PlaceOrder asks for an order.
type PlaceOrder struct {
	Customer string       `json:"customer"`
	Total    world.Amount `json:"total"`
	Address  string       `json:"address"`
	Lines    []Line       `json:"lines"`
}

// Place refuses an order that was placed, or cancelled before it was.
func (o Order) Place(c PlaceOrder) ([]world.Event, error) {
	if o.Status != "" {
		return nil, world.Refuse("order_"+o.Status, "this order is %s already", o.Status)
	}
	return world.Record(OrderPlaced{c.Customer, c.Total, currency, c.Address, c.Lines})
}

// ConfirmOrder asks for an order to count as done.
type ConfirmOrder struct{}

// Confirm refuses what was not placed, or was cancelled.
func (o Order) Confirm(ConfirmOrder) ([]world.Event, error) {
	if o.Status != placed {
		return nil, world.Refuse("not_placed", "only an order that is placed can be confirmed")
	}
	return world.Record(OrderConfirmed{})
}

// CancelOrder asks for an order to be given up.
type CancelOrder struct {
	Reason string `json:"reason" max:"200"`
}

// Cancel refuses what is cancelled already. An order that is not there yet can
// be cancelled: then placing it comes too late.
func (o Order) Cancel(c CancelOrder) ([]world.Event, error) {
	if o.Status == cancelled {
		return nil, world.Refuse("order_cancelled", "this order is cancelled already")
	}
	return world.Record(OrderCancelled(c))
}

// Sale is a row of Orders.
type Sale struct {
	Customer string       `json:"customer"`
	Total    world.Amount `json:"total"`
	Status   string       `json:"status"`
}

// Orders lists every order and what became of it.
func Orders(rows world.Table[Sale], e world.Recorded) world.Table[Sale] {
	row, _ := rows.Get(e.Stream)
	switch d := e.Event.(type) {
	case OrderPlaced:
		return rows.Set(e.Stream, Sale{d.Customer, d.Total, placed})
	case OrderConfirmed:
		return rows.Update(e.Stream, func(s *Sale) { s.Status = confirmed })
	case OrderCancelled:
		row.Status = cancelled
		return rows.Set(e.Stream, row)
	}
	return rows
}

// addOrders adds orders and their projection.
func addOrders(w *world.World) {
	order := world.Aggregate(w, "order", Order.Evolve, OrderPlaced{}, OrderConfirmed{}, OrderCancelled{})
	world.Internal(order, "Place an order.", Order.Place)
	world.Internal(order, "Count it as done.", Order.Confirm)
	world.Internal(order, "Give it up.", Order.Cancel)
	world.Project(w, world.View{Name: "Orders", About: "Every order and what became of it.", Key: "order"}, Orders)
}

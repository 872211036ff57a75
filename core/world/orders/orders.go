// Package orders is the world of orders: items come and go, the address
// changes, a discount arrives, and the total is always derived. It is for the
// questions that a row in a table can no longer answer.
package orders

import (
	"fmt"
	"slices"
	"time"

	"playhead/core/world"
)

// Events: what can happen to an order.

// OrderCreated begins an order.
type OrderCreated struct {
	Customer string `json:"customer" personal:"true"`
	Address  string `json:"address" personal:"true"`
}

// ItemAdded puts items into the order, each at the price of that day.
type ItemAdded struct {
	Item     string       `json:"item"`
	Price    world.Amount `json:"price"`
	Quantity int          `json:"quantity"`
}

// ItemRemoved takes items out again.
type ItemRemoved struct {
	Item     string `json:"item"`
	Quantity int    `json:"quantity"`
}

// ShippingUpdated sends the order elsewhere.
type ShippingUpdated struct {
	Address string `json:"address" personal:"true"`
}

// DiscountApplied lowers the total, whatever is in the order then and later.
type DiscountApplied struct {
	Percent int    `json:"percent"`
	Reason  string `json:"reason"`
}

// OrderCompleted ends an order well.
type OrderCompleted struct{}

// OrderCancelled ends an order otherwise.
type OrderCancelled struct {
	Reason string `json:"reason"`
}

// State: what the events of one order add up to.

// Order is one order.
type Order struct {
	Customer string       `json:"customer"`
	Address  string       `json:"address"`
	Status   string       `json:"status"`
	Items    []Item       `json:"items"`
	Discount int          `json:"discount" label:"Discount %"`
	Total    world.Amount `json:"total"`
}

// Item is a line of an order.
type Item struct {
	Item     string       `json:"item"`
	Price    world.Amount `json:"price"`
	Quantity int          `json:"quantity"`
}

// The statuses of an order; before it is created it has none.
const (
	open      = "open"
	completed = "completed"
	cancelled = "cancelled"
)

// Evolve returns the order after one more event. The total is in no event: it
// follows from the items and the discount.
func (o Order) Evolve(e world.Event) Order {
	switch e := e.(type) {
	case OrderCreated:
		o.Customer, o.Address, o.Status = e.Customer, e.Address, open
	case ItemAdded:
		o.Items = o.with(e.Item, e.Price, e.Quantity)
	case ItemRemoved:
		o.Items = o.with(e.Item, o.price(e.Item), -e.Quantity)
	case ShippingUpdated:
		o.Address = e.Address
	case DiscountApplied:
		o.Discount = e.Percent
	case OrderCompleted:
		o.Status = completed
	case OrderCancelled:
		o.Status = cancelled
	}
	o.Total = o.total()
	return o
}

// with returns the items after more (or fewer) of one came in. The order's own
// items stay as they are: an earlier moment still shows them.
func (o Order) with(item string, price world.Amount, quantity int) []Item {
	items := slices.Clone(o.Items)
	i := slices.IndexFunc(items, func(i Item) bool { return i.Item == item })
	if i < 0 {
		return append(items, Item{item, price, quantity})
	}
	items[i].Price, items[i].Quantity = price, items[i].Quantity+quantity
	return slices.DeleteFunc(items, func(i Item) bool { return i.Quantity <= 0 })
}

func (o Order) find(item string) (Item, bool) {
	i := slices.IndexFunc(o.Items, func(i Item) bool { return i.Item == item })
	if i < 0 {
		return Item{}, false
	}
	return o.Items[i], true
}

func (o Order) price(item string) world.Amount {
	i, _ := o.find(item)
	return i.Price
}

// total is the sum of the items less the discount, rounded half up to the
// minor unit.
func (o Order) total() world.Amount {
	var sum world.Amount
	for _, i := range o.Items {
		sum += i.Price * world.Amount(i.Quantity)
	}
	return (sum*world.Amount(100-o.Discount) + 50) / 100
}

// Commands: what someone may ask for, and the rules that answer.

// Create asks for a new order.
type Create struct {
	Customer string `json:"customer" max:"80"`
	Address  string `json:"address" max:"160"`
}

// Create refuses to create an order twice.
func (o Order) Create(c Create) ([]world.Event, error) {
	if o.Status != "" {
		return nil, world.Refuse("already_created", "this order was created before, for %s", o.Customer)
	}
	return world.Record(OrderCreated(c))
}

// AddItem asks for items to be put into the order.
type AddItem struct {
	Item     string       `json:"item" max:"60"`
	Price    world.Amount `json:"price" min:"0.01" max:"100,000.00"`
	Quantity int          `json:"quantity" min:"1" max:"1000" default:"1"`
}

// AddItem refuses when the order is not open.
func (o Order) AddItem(c AddItem) ([]world.Event, error) {
	if err := o.mustBeOpen(); err != nil {
		return nil, err
	}
	if c.Quantity < 1 || c.Price <= 0 {
		return nil, world.Refuse("not_positive", "price and quantity must be above zero, not %s and %d", c.Price, c.Quantity)
	}
	return world.Record(ItemAdded(c))
}

// RemoveItem asks for items to be taken out.
type RemoveItem struct {
	Item     string `json:"item" max:"60"`
	Quantity int    `json:"quantity" min:"1" max:"1000" default:"1"`
}

// RemoveItem refuses to remove what is not in the order.
func (o Order) RemoveItem(c RemoveItem) ([]world.Event, error) {
	if err := o.mustBeOpen(); err != nil {
		return nil, err
	}
	item, ok := o.find(c.Item)
	switch {
	case !ok:
		return nil, world.Refuse("item_not_found", "there is no %s in this order", c.Item)
	case c.Quantity < 1 || c.Quantity > item.Quantity:
		return nil, world.Refuse("too_few_items", "the order holds %d of %s, asked to remove %d", item.Quantity, c.Item, c.Quantity)
	}
	return world.Record(ItemRemoved(c))
}

// ChangeAddress asks for the order to be sent elsewhere.
type ChangeAddress struct {
	Address string `json:"address" max:"160"`
}

// ChangeAddress refuses when the order is not open.
func (o Order) ChangeAddress(c ChangeAddress) ([]world.Event, error) {
	if err := o.mustBeOpen(); err != nil {
		return nil, err
	}
	if c.Address == o.Address {
		return nil, world.Refuse("nothing_changed", "the order goes to %s already", o.Address)
	}
	return world.Record(ShippingUpdated(c))
}

// ApplyDiscount asks for a lower total.
type ApplyDiscount struct {
	Percent int    `json:"percent" min:"1" max:"90" default:"10"`
	Reason  string `json:"reason,omitempty" max:"120"`
}

// ApplyDiscount refuses a second discount.
func (o Order) ApplyDiscount(c ApplyDiscount) ([]world.Event, error) {
	if err := o.mustBeOpen(); err != nil {
		return nil, err
	}
	switch {
	case o.Discount != 0:
		return nil, world.Refuse("already_discounted", "this order has a discount of %d %% already", o.Discount)
	case c.Percent < 1 || c.Percent > 90:
		return nil, world.Refuse("discount_out_of_range", "a discount is from 1 %% to 90 %%, not %d %%", c.Percent)
	}
	return world.Record(DiscountApplied(c))
}

// Complete asks for the order to be sent.
type Complete struct{}

// Complete refuses an order without items.
func (o Order) Complete(Complete) ([]world.Event, error) {
	if err := o.mustBeOpen(); err != nil {
		return nil, err
	}
	if len(o.Items) == 0 {
		return nil, world.Refuse("no_items", "there is nothing in this order to send")
	}
	return world.Record(OrderCompleted{})
}

// Cancel asks for the order to be given up.
type Cancel struct {
	Reason string `json:"reason,omitempty" max:"120"`
}

// Cancel refuses when the order is not open.
func (o Order) Cancel(c Cancel) ([]world.Event, error) {
	if err := o.mustBeOpen(); err != nil {
		return nil, err
	}
	return world.Record(OrderCancelled(c))
}

func (o Order) mustBeOpen() error {
	switch o.Status {
	case open:
		return nil
	case "":
		return world.Refuse("order_not_found", "there is no such order yet; create it first")
	default:
		return world.Refuse("order_"+o.Status, "this order is %s", o.Status)
	}
}

// Projections: questions that are asked of all orders at once.

// Line is a row of Orders.
type Line struct {
	Customer string       `json:"customer"`
	Items    int          `json:"items"`
	Total    world.Amount `json:"total"`
	Status   string       `json:"status"`
	Order    Order        `json:"-"` // what the row is derived from
}

// Orders lists every order as it is.
func Orders(rows world.Table[Line], e world.Recorded) world.Table[Line] {
	line, known := rows.Get(e.Stream)
	if _, created := e.Event.(OrderCreated); !known && !created {
		return rows // nothing that this table knows of
	}
	order := line.Order.Evolve(e.Event)
	items := 0
	for _, i := range order.Items {
		items += i.Quantity
	}
	return rows.Set(e.Stream, Line{order.Customer, items, order.Total, order.Status, order})
}

// Removal is an entry of Removed items.
type Removal struct {
	Order    world.Stream `json:"order"`
	Item     string       `json:"item"`
	Quantity int          `json:"quantity"`
}

// RemovedItems remembers what customers thought better of.
func RemovedItems(l world.List[Removal], e world.Recorded) world.List[Removal] {
	if d, ok := e.Event.(ItemRemoved); ok {
		return l.Add(e, Removal{e.Stream, d.Item, d.Quantity})
	}
	return l
}

// Destination is an entry of Addresses.
type Destination struct {
	Order   world.Stream `json:"order"`
	Address string       `json:"address"`
}

// Addresses remembers every address that an order ever had.
func Addresses(l world.List[Destination], e world.Recorded) world.List[Destination] {
	switch d := e.Event.(type) {
	case OrderCreated:
		return l.Add(e, Destination{e.Stream, d.Address})
	case ShippingUpdated:
		return l.Add(e, Destination{e.Stream, d.Address})
	}
	return l
}

// OpenOrders counts the orders that wait for something.
func OpenOrders(n world.Number[int64], e world.Recorded) world.Number[int64] {
	switch e.Event.(type) {
	case OrderCreated:
		return n.Add(1)
	case OrderCompleted, OrderCancelled:
		return n.Add(-1)
	}
	return n
}

// Letter is a row of Mailer.
type Letter struct {
	Customer string `json:"customer"`
	Mail     string `json:"mail"`
}

// Mailer knows who gets which mail. That it is sent is an effect, see Send.
func Mailer(rows world.Table[Letter], e world.Recorded) world.Table[Letter] {
	switch d := e.Event.(type) {
	case OrderCreated:
		return rows.Set(e.Stream, Letter{Customer: d.Customer})
	case OrderCompleted:
		return mail(rows, e, "your order is on its way")
	case OrderCancelled:
		return mail(rows, e, "your order is cancelled")
	}
	return rows
}

func mail(rows world.Table[Letter], e world.Recorded, text string) world.Table[Letter] {
	if letter, known := rows.Get(e.Stream); known {
		letter.Mail = text
		return rows.Set(e.Stream, letter)
	}
	return rows
}

// Send tells the customer how an order has ended. A mail cannot be taken back, so
// it is not sent again when the projection is rebuilt.
func Send(rows world.Table[Letter], e world.Recorded) []world.Effect {
	switch e.Event.(type) {
	case OrderCompleted, OrderCancelled:
		if letter, known := rows.Get(e.Stream); known {
			return []world.Effect{{To: letter.Customer, Text: string(e.Stream) + ": " + letter.Mail}}
		}
	}
	return nil
}

// ItemAddedV1 is from before an item had a quantity.
type ItemAddedV1 struct {
	Item  string       `json:"item"`
	Price world.Amount `json:"price"`
}

// OrderClosed is how orders ended before a good end and another were told apart.
type OrderClosed struct {
	Outcome string `json:"outcome"` // "sent" or "given up"
	Reason  string `json:"reason,omitempty"`
}

// closedApart tells by the outcome which of the two an event was. It stays one
// event, so that the order's versions stay what they were.
func closedApart(old OrderClosed) (world.Event, error) {
	switch old.Outcome {
	case "sent":
		return OrderCompleted{}, nil
	case "given up":
		return OrderCancelled{old.Reason}, nil
	}
	return nil, fmt.Errorf("an order whose outcome is %q was neither sent nor given up", old.Outcome)
}

func addedFromV1(old ItemAddedV1) ItemAdded {
	return ItemAdded{Item: old.Item, Price: old.Price, Quantity: 1}
}

// goods are what traffic orders, each at its price.
func goods() []Item {
	return []Item{
		{Item: "headphones", Price: 49_99}, {Item: "keyboard", Price: 79_99}, {Item: "mouse", Price: 24_50},
		{Item: "lamp", Price: 35_00}, {Item: "notebook", Price: 4_20}, {Item: "cable", Price: 9_90},
	}
}

// Traffic asks for what customers ask for.
func Traffic(g world.Glance) (world.Intent, bool) {
	id, order, ok := world.Pick[Order](g, "order")
	item := world.One(g.Dice, goods()...)
	chance := g.Roll(100)
	to := func(c any) (world.Intent, bool) { return world.Intent{Stream: id, Command: c}, true }
	switch {
	case !ok || chance < 18 || order.Status != open && chance < 90:
		name := world.One(g.Dice, "Alice", "Bruno", "Chen", "Dana", "Emeka", "Farah")
		return world.Intent{Stream: g.New("order"), Command: Create{name, address(g.Dice)}}, true
	case len(order.Items) == 0 || chance < 60:
		return to(AddItem{item.Item, item.Price, g.Between(1, 3)})
	case chance < 70:
		return to(RemoveItem{world.One(g.Dice, order.Items...).Item, 1})
	case chance < 78:
		return to(ChangeAddress{address(g.Dice)})
	case chance < 84:
		return to(ApplyDiscount{g.Between(1, 6) * 5, "loyal customer"})
	case chance < 96:
		return to(Complete{})
	default:
		return to(Cancel{"changed my mind"})
	}
}

func address(d *world.Dice) string {
	return world.One(d, "1 Harbour Road", "27 Mill Lane", "9 Station Street", "4 Orchard Way", "112 High Street")
}

// World returns Orders.
func World() *world.World {
	w := world.New("Orders", "Orders whose totals are derived, and whose past answers what a row forgets.")
	w.Try = "Remove an item from order-2, then step back: the total before is still there."
	w.Example = "order-1"

	order := world.Aggregate(w, "order", Order.Evolve,
		OrderCreated{}, ItemAdded{}, ItemRemoved{}, ShippingUpdated{}, DiscountApplied{}, OrderCompleted{}, OrderCancelled{})
	world.Handle(order, "Begin an order.", Order.Create)
	world.Handle(order, "Put items into the order.", Order.AddItem)
	world.Handle(order, "Take items out.", Order.RemoveItem)
	world.Handle(order, "Send the order elsewhere.", Order.ChangeAddress)
	world.Handle(order, "Lower the total by a percentage.", Order.ApplyDiscount)
	world.Handle(order, "Send the order.", Order.Complete)
	world.Handle(order, "Give the order up.", Order.Cancel)

	world.Compensate(order, Order.Opposite)
	askQuestions(order)

	world.Upcast(w, addedFromV1)
	world.Split(w, closedApart, OrderCompleted{}, OrderCancelled{})

	world.Project(w, world.View{Name: "Orders", About: "Every order as it is now.", Key: "order"}, Orders)
	world.Project(w, world.View{Name: "Open orders", About: "Orders that are neither completed nor cancelled."}, OpenOrders)
	world.Project(w, world.View{Name: "Removed items", About: "What customers thought better of, newest first.", Key: "event"}, RemovedItems)
	world.Project(w, world.View{Name: "Addresses", About: "Every address that an order ever had, newest first.", Key: "event"}, Addresses)

	world.Affect(w, world.View{Name: "Mailer", About: "Who gets which mail, once an order has ended.", Key: "order"}, Mailer, Send)

	w.Traffic = Traffic
	w.History = history()
	return w
}

// history is four orders; the first is the one of the example in the articles:
// 2 × 49.99 and 79.99 less 20 % is 143.98.
func history() []world.Past {
	past := world.Earlier
	const h, m = time.Hour, time.Minute
	return []world.Past{
		past(50*h, "order-1", "alice", "Create", OrderCreated{"Alice", "1 Harbour Road"}),
		past(50*h-2*m, "order-1", "alice", "AddItem", ItemAddedV1{"keyboard", 79_99}),
		past(50*h-3*m, "order-1", "alice", "AddItem", ItemAddedV1{"headphones", 49_99}),
		past(49*h, "order-1", "alice", "AddItem", ItemAdded{"headphones", 49_99, 1}),
		past(48*h, "order-2", "bruno", "Create", OrderCreated{"Bruno", "27 Mill Lane"}),
		past(48*h-1*m, "order-2", "bruno", "AddItem", ItemAddedV1{"lamp", 35_00}),
		past(47*h, "order-1", "alice", "ChangeAddress", ShippingUpdated{"9 Station Street"}),
		past(46*h, "order-1", "shop", "ApplyDiscount", DiscountApplied{20, "late delivery last time"}),
		past(28*h, "order-2", "bruno", "AddItem", ItemAdded{"notebook", 4_20, 5}),
		past(27*h, "order-2", "bruno", "RemoveItem", ItemRemoved{"notebook", 2}),
		past(26*h, "order-1", "shop", "Complete", OrderClosed{Outcome: "sent"}),
		past(9*h, "order-3", "chen", "Create", OrderCreated{"Chen", "4 Orchard Way"}),
		past(9*h-2*m, "order-3", "chen", "AddItem", ItemAdded{"mouse", 24_50, 1}),
		past(8*h, "order-3", "chen", "Cancel", OrderClosed{"given up", "found it cheaper"}),
		past(3*h, "order-4", "dana", "Create", OrderCreated{"Dana", "112 High Street"}),
		past(3*h-5*m, "order-4", "dana", "AddItem", ItemAdded{"cable", 9_90, 3}),
		past(35*m, "order-2", "bruno", "ChangeAddress", ShippingUpdated{"1 Harbour Road"}),
	}
}

package mall

import (
	"slices"
	"strings"

	"playhead/core/world"
)

// depot is the stream of the one depot that all stores of the mall share.
const depot world.Stream = "depot-1"

// StockReceived puts goods into the depot.
type StockReceived struct {
	Product  world.Stream `json:"product"`
	Quantity int          `json:"quantity"`
}

// StockReserved puts goods aside for an order.
type StockReserved struct {
	Order world.Stream `json:"order"`
	Lines []Line       `json:"lines"`
}

// StockReleased puts back what was put aside for an order, if anything was.
// From then on nothing can be reserved for it.
type StockReleased struct {
	Order world.Stream `json:"order"`
	Lines []Line       `json:"lines"`
}

// GoodsShipped sends what was put aside for an order on its way.
type GoodsShipped struct {
	Order   world.Stream `json:"order"`
	Address string       `json:"address" personal:"order"`
	Lines   []Line       `json:"lines"`
}

// GoodsRecalled brings back what was sent for an order, if anything was, and
// puts it aside again. From then on nothing can be shipped for it.
type GoodsRecalled struct {
	Order world.Stream `json:"order"`
	Lines []Line       `json:"lines"`
}

// Depot is the goods of the mall.
type Depot struct {
	Free     []Line  `json:"free"`     // what can be reserved
	Reserved []Aside `json:"reserved"` // what is put aside
	Shipped  int     `json:"shipped"`  // how many pieces are on their way, or there
	// What the depot keeps in mind for its rules alone: what was shipped, in case
	// that it is called back, and what comes too late.
	Away  []Aside `json:"away" show:"-"`
	Ended []Ended `json:"ended" show:"-"`
}

// Aside is what is put aside for an order.
type Aside struct {
	Order world.Stream `json:"order"`
	Lines []Line       `json:"lines"`
}

// Ended says that something was undone for an order before it was done.
type Ended struct {
	Order world.Stream `json:"order"`
	What  string       `json:"what"`
}

// recallable is for how many orders the depot remembers what it shipped: a
// process that calls goods back does it soon.
const recallable = 200

// Evolve returns the depot after one more event.
func (d Depot) Evolve(e world.Event) Depot {
	switch e := e.(type) {
	case StockReceived:
		d.Free = with(d.Free, Line{Product: e.Product, Quantity: e.Quantity})
	case StockReserved:
		d.Free = with(d.Free, negative(e.Lines)...)
		d.Reserved = append(slices.Clone(d.Reserved), Aside{e.Order, e.Lines})
	case StockReleased:
		d.Free = with(d.Free, e.Lines...)
		d.Reserved = without(d.Reserved, e.Order)
		d.Ended = last(append(slices.Clone(d.Ended), Ended{e.Order, "reserve"}))
	case GoodsShipped:
		d.Reserved = without(d.Reserved, e.Order)
		d.Away = last(append(slices.Clone(d.Away), Aside{e.Order, e.Lines}))
		d.Shipped += pieces(e.Lines)
	case GoodsRecalled:
		if len(e.Lines) > 0 {
			d.Away = without(d.Away, e.Order)
			d.Reserved = append(slices.Clone(d.Reserved), Aside{e.Order, e.Lines})
			d.Shipped -= pieces(e.Lines)
		}
		d.Ended = last(append(slices.Clone(d.Ended), Ended{e.Order, "ship"}))
	}
	return d
}

// with returns stock after more (or fewer) of some products came in.
func with(stock []Line, lines ...Line) []Line {
	stock = slices.Clone(stock)
	for _, l := range lines {
		i := slices.IndexFunc(stock, func(s Line) bool { return s.Product == l.Product })
		if i < 0 {
			i, stock = len(stock), append(stock, Line{Product: l.Product})
		}
		stock[i].Quantity += l.Quantity
	}
	return stock
}

func negative(lines []Line) []Line {
	lines = slices.Clone(lines)
	for i := range lines {
		lines[i].Quantity = -lines[i].Quantity
	}
	return lines
}

func without(asides []Aside, order world.Stream) []Aside {
	return slices.DeleteFunc(slices.Clone(asides), func(a Aside) bool { return a.Order == order })
}

func last[T any](all []T) []T { return all[max(0, len(all)-recallable):] }

func pieces(lines []Line) (n int) {
	for _, l := range lines {
		n += l.Quantity
	}
	return n
}

func linesFor(asides []Aside, order world.Stream) []Line {
	for _, a := range asides {
		if a.Order == order {
			return a.Lines
		}
	}
	return nil
}

func (d Depot) hasEnded(order world.Stream, what string) bool {
	return slices.Contains(d.Ended, Ended{order, what})
}

// ReceiveStock asks for goods to be put into the depot.
type ReceiveStock struct {
	Product  world.Stream `json:"product" max:"60" default:"product-1"`
	Quantity int          `json:"quantity" min:"1" max:"10000" default:"10"`
}

// Receive refuses nothing but nothing.
func (d Depot) Receive(c ReceiveStock) ([]world.Event, error) {
	if c.Quantity < 1 {
		return nil, world.Refuse("not_positive", "the quantity must be above zero, not %d", c.Quantity)
	}
	return world.Record(StockReceived(c))
}

// ReserveStock asks for goods to be put aside.
type ReserveStock struct {
	Order world.Stream `json:"order"`
	Lines []Line       `json:"lines"`
}

// Reserve refuses what the depot does not have, all or nothing.
func (d Depot) Reserve(c ReserveStock) ([]world.Event, error) {
	if d.hasEnded(c.Order, "reserve") {
		return nil, world.Refuse("released", "what was meant for %s is released already", c.Order)
	}
	for _, l := range c.Lines {
		free := linesOf(d.Free, l.Product)
		if free < l.Quantity {
			return nil, world.Refuse("out_of_stock", "out of stock: %d of %s are left, asked for %d", free, l.Product, l.Quantity)
		}
	}
	return world.Record(StockReserved(c))
}

func linesOf(stock []Line, product world.Stream) int {
	for _, s := range stock {
		if s.Product == product {
			return s.Quantity
		}
	}
	return 0
}

// ReleaseStock asks for goods not to be put aside any more.
type ReleaseStock struct {
	Order world.Stream `json:"order"`
}

// Release refuses nothing: what was never reserved cannot be from then on.
func (d Depot) Release(c ReleaseStock) ([]world.Event, error) {
	return world.Record(StockReleased{c.Order, linesFor(d.Reserved, c.Order)})
}

// ShipGoods asks for what was put aside to be sent.
type ShipGoods struct {
	Order   world.Stream `json:"order"`
	Address string       `json:"address"`
}

// Ship refuses what the carrier refuses: an address without a house number.
func (d Depot) Ship(c ShipGoods) ([]world.Event, error) {
	lines := linesFor(d.Reserved, c.Order)
	switch {
	case d.hasEnded(c.Order, "ship"):
		return nil, world.Refuse("recalled", "what was meant for %s is called back already", c.Order)
	case len(lines) == 0:
		return nil, world.Refuse("not_reserved", "nothing is put aside for %s", c.Order)
	case !strings.ContainsAny(c.Address, "0123456789"):
		return nil, world.Refuse("no_house_number", "the carrier finds no house number in “%s”", c.Address)
	}
	return world.Record(GoodsShipped{c.Order, c.Address, lines})
}

// RecallGoods asks for what was sent to come back.
type RecallGoods struct {
	Order world.Stream `json:"order"`
}

// Recall refuses nothing: what was never sent cannot be from then on.
func (d Depot) Recall(c RecallGoods) ([]world.Event, error) {
	return world.Record(GoodsRecalled{c.Order, linesFor(d.Away, c.Order)})
}

// Shelf is a row of Stock.
type Shelf struct {
	Free     int `json:"free"`
	Reserved int `json:"reserved"`
	Shipped  int `json:"shipped"`
}

// Stock lists what the depot has of each product.
func Stock(rows world.Table[Shelf], e world.Recorded) world.Table[Shelf] {
	move := func(lines []Line, change func(s *Shelf, n int)) world.Table[Shelf] {
		for _, l := range lines {
			shelf, _ := rows.Get(l.Product)
			change(&shelf, l.Quantity)
			rows = rows.Set(l.Product, shelf)
		}
		return rows
	}
	switch d := e.Event.(type) {
	case StockReceived:
		return move([]Line{{Product: d.Product, Quantity: d.Quantity}}, func(s *Shelf, n int) { s.Free += n })
	case StockReserved:
		return move(d.Lines, func(s *Shelf, n int) { s.Free, s.Reserved = s.Free-n, s.Reserved+n })
	case StockReleased:
		return move(d.Lines, func(s *Shelf, n int) { s.Free, s.Reserved = s.Free+n, s.Reserved-n })
	case GoodsShipped:
		return move(d.Lines, func(s *Shelf, n int) { s.Reserved, s.Shipped = s.Reserved-n, s.Shipped+n })
	case GoodsRecalled:
		return move(d.Lines, func(s *Shelf, n int) { s.Reserved, s.Shipped = s.Reserved+n, s.Shipped-n })
	}
	return rows
}

// addDepot adds the depot and its projection.
func addDepot(w *world.World) {
	goods := world.Aggregate(w, "depot", Depot.Evolve,
		StockReceived{}, StockReserved{}, StockReleased{}, GoodsShipped{}, GoodsRecalled{})
	world.Continue(goods, "Put goods into the depot, which is depot-1.", Depot.Receive)
	world.Internal(goods, "Put goods aside.", Depot.Reserve)
	world.Internal(goods, "Put them back.", Depot.Release)
	world.Internal(goods, "Send them.", Depot.Ship)
	world.Internal(goods, "Call them back.", Depot.Recall)
	world.Compensate(goods, Depot.Opposite)
	world.Project(w, world.View{Name: "Stock", About: "What the depot has of each product.", Key: "product"}, Stock)
}

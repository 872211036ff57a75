package world_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/eventstore"
	"playhead/core/world"
	"playhead/core/world/mall"
)

// Whatever fails, crashes or comes late in two runners at once: each basket that
// was checked out ends as an order that is paid, shipped and confirmed, or as
// one for which nothing was kept; and money and goods add up.
func TestMall_Checkouts_AddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newPlay(t, worlds()["mall"])
		p.stockUp()
		for step := range rapid.IntRange(5, 60).Draw(t, "moves") {
			if rapid.IntRange(0, 2).Draw(t, "shop") == 0 {
				p.shop()
			}
			p.move(step)
		}
		p.settle(func(stranded eventstore.StreamID) { p.send(stranded, mall.ResumeCheckout{}) })
		p.nothingTwice()
		p.eachCheckoutEnded()
		p.goodsAddUp()
	})
}

func (p *play) stockUp() {
	for i := range 3 {
		product := p.seen.Next("product")
		p.send(product, mall.ListProduct{Name: "Kettle", Store: "store-1", Price: world.Amount(10_00 * (i + 1))})
		p.send("depot-1", mall.ReceiveStock{Product: product, Quantity: 4})
	}
}

func (p *play) shop() {
	basket := p.seen.Next("basket")
	p.send(basket, mall.TakeBasket{Customer: "Ada"})
	for range rapid.IntRange(1, 2).Draw(p.T, "lines") {
		product := rapid.SampledFrom(p.seen.Names["product"]).Draw(p.T, "product")
		p.send(basket, mall.PutIn{Product: product, Price: 10_00, Quantity: rapid.IntRange(1, 3).Draw(p.T, "quantity")})
	}
	p.send(basket, mall.CheckOut{
		Card:    rapid.SampledFrom([]string{"pays at once", "pays at once", "is declined", "asks its holder"}).Draw(p.T, "card"),
		Address: rapid.SampledFrom([]string{"1 Harbour Road", "1 Harbour Road", "the old mill"}).Draw(p.T, "address"),
	})
}

func (p *play) eachCheckoutEnded() {
	type end struct {
		total  world.Amount
		status string
	}
	orders, payments := map[string]end{}, map[string]mall.Payment{}
	for stream, state := range p.all("order") {
		order := state.(mall.Order)
		orders[string(stream[len("order"):])] = end{order.Total, order.Status}
	}
	for stream, state := range p.all("payment") {
		payments[string(stream[len("payment"):])] = state.(mall.Payment)
	}
	checkouts := 0
	for stream, state := range p.all("checkout") {
		checkout, number := state.(mall.Checkout), string(stream[len("checkout"):])
		require.Equal(p, "finished", checkout.Status, "%s %s", stream, text(checkout))
		payment := payments[number]
		if checkout.Failed == "" {
			require.Equal(p, "confirmed", orders[number].status, stream)
			require.Equal(p, "charged", payment.Status, stream)
			require.Equal(p, checkout.Total, payment.Amount, stream)
		} else {
			require.NotContains(p, []string{"placed", "confirmed"}, orders[number].status, stream)
			require.NotEqual(p, "charged", payment.Status, stream)
		}
		checkouts++
	}
	for stream, state := range p.all("basket") {
		if state.(mall.Basket).Status == "checked out" {
			checkouts--
			require.LessOrEqual(p, len(p.told(stream)), 1, "messages about %s", stream)
		}
	}
	require.Zero(p, checkouts, "each basket that is checked out has one checkout")
}

func (p *play) told(basket eventstore.StreamID) (messages []eventstore.Event) {
	for e, err := range p.store.ReadStream(p.Context(), "notification"+basket[len("basket"):], 0) {
		require.NoError(p, err)
		messages = append(messages, e)
	}
	return messages
}

// goodsAddUp checks that what came into the depot is there, or was shipped for
// an order that is confirmed, and that nothing is put aside any more.
func (p *play) goodsAddUp() {
	received, shipped := map[eventstore.StreamID]int{}, map[eventstore.StreamID]int{}
	for e, err := range p.store.ReadAll(p.Context(), 0) {
		require.NoError(p, err)
		if d, ok := p.w.Registry.Read(e).Event.(mall.StockReceived); ok {
			received[d.Product] += d.Quantity
		}
	}
	for _, state := range p.all("order") {
		if order := state.(mall.Order); order.Status == "confirmed" {
			for _, line := range order.Lines {
				shipped[line.Product] += line.Quantity
			}
		}
	}
	for _, state := range p.all("depot") {
		depot := state.(mall.Depot)
		require.Empty(p, depot.Reserved)
		for _, free := range depot.Free {
			require.GreaterOrEqual(p, free.Quantity, 0)
			require.Equal(p, received[free.Product], free.Quantity+shipped[free.Product], free.Product)
		}
	}
}

package lint

import (
	"fmt"
	"slices"
	"strings"

	"playhead/core/json"
	"playhead/core/schema"
)

// The names of fields that state a total, and of those that it is made of, as
// one word in lower case.
var (
	totalNames    = strings.Fields(`total totalamount totalprice grandtotal ordertotal amounttotal sum totalsum subtotal`)
	priceNames    = strings.Fields(`price unitprice amount cost unitcost value`)
	quantityNames = strings.Fields(`quantity qty count pieces`)
	percentNames  = strings.Fields(`discountpercent discountpercentage percent percentage discountrate`)
	discountNames = strings.Fields(`discount discountamount rebate`)
	extraNames    = strings.Fields(`tax vat shipping shippingcost fee fees tip surcharge`)
)

func named(names []string, field string) bool {
	return slices.Contains(names, strings.Join(split(field), ""))
}

// sum is an object that states a total beside the parts that it is made of.
type sum struct {
	field     string // that states it
	total     number
	whole     bool // whether no number of it has a fraction: minor units
	parts     []part
	percent   number // taken off
	discount  number // percentage or amount taken off: which one, nobody says
	extras    []number
	hasTotal  bool
	subtotals bool // whether the total is one before discounts
}

type part struct{ quantity, price number }

// sumIn finds a stated total and its parts in an object.
func sumIn(data json.RawMessage) (sum, bool) {
	s := sum{whole: true}
	for name, value := range json.Members(data) {
		switch {
		case named(totalNames, name):
			s.take(value, func(n number) {
				s.total, s.field, s.hasTotal = n, name, true
				s.subtotals = strings.HasPrefix(strings.ToLower(name), "sub")
			})
		case named(percentNames, name):
			s.percent, _, _ = numberOf(value)
		case named(discountNames, name):
			s.takeDiscount(value)
		case named(extraNames, name):
			s.take(value, func(n number) { s.extras = append(s.extras, n) })
		default:
			s.takeParts(value)
		}
	}
	return s, s.hasTotal && len(s.parts) > 0
}

func (s *sum) take(value json.RawMessage, with func(number)) {
	if n, whole, ok := numberOf(value); ok {
		s.whole = s.whole && whole
		with(n)
	}
}

// takeDiscount reads 20, "20%" and {"percent": 20}.
func (s *sum) takeDiscount(value json.RawMessage) {
	for name, inner := range json.Members(value) {
		if named(percentNames, name) {
			s.percent, _, _ = numberOf(inner)
		}
	}
	if strings.HasSuffix(string(value), `%"`) {
		s.percent, _, _ = numberOf(value)
		return
	}
	s.discount, _, _ = numberOf(value)
}

// takeParts reads a list of objects that have prices.
func (s *sum) takeParts(value json.RawMessage) {
	var parts []part
	whole := true
	for element := range json.Elements(value) {
		p, priced := part{quantity: one}, false
		for name, value := range json.Members(element) {
			n, isWhole, ok := numberOf(value)
			switch {
			case !ok:
			case named(quantityNames, name):
				p.quantity = min(n, mostPieces)
			case named(priceNames, name):
				p.price, priced = n, true
				whole = whole && isWhole
			}
		}
		if !priced {
			return // something else than what the total is made of
		}
		parts = append(parts, p)
	}
	if len(parts) > 0 {
		s.parts, s.whole = append(s.parts, parts...), s.whole && whole
	}
}

// derived returns what the parts come to and how that is written, the likeliest
// reading first. A total that fits any reading is let pass.
func (s *sum) derived() []reading {
	base := number(0)
	var terms []string
	for _, p := range s.parts {
		base += p.price.times(p.quantity)
		term := p.price.money(s.whole)
		if p.quantity != one {
			term = p.quantity.plain() + " × " + term
		}
		terms = append(terms, term)
	}
	const most = 4 // terms that can be read
	if n := len(terms); n > most {
		terms = append(terms[:most], fmt.Sprintf("%d more", n-most))
	}
	text := strings.Join(terms, " + ")
	plain := reading{base, text}
	var readings []reading
	if s.percent > 0 {
		readings = append(readings, reading{base.less(s.percent), text + " less " + s.percent.plain() + " %"})
	}
	if s.discount > 0 && s.discount <= 100*one {
		readings = append(readings, reading{base.less(s.discount), text + " less " + s.discount.plain() + " %"})
	}
	if s.discount > 0 {
		readings = append(readings, reading{base - s.discount, text + " less " + s.discount.money(s.whole)})
	}
	if len(readings) == 0 || s.subtotals {
		readings = append(readings, plain)
	}
	for _, r := range slices.Clone(readings) {
		all := r.number
		for _, extra := range s.extras {
			all += extra
			if extra <= 100*one { // which may be a percentage as well
				readings = append(readings, reading{r.number.less(-extra), r.text})
			}
		}
		readings = append(readings, reading{all, r.text})
	}
	return readings
}

// reading is one way to reckon a total.
type reading struct {
	number
	text string
}

// tolerance is what rounding may make of it: one minor unit.
func (s *sum) tolerance() number {
	if s.whole {
		return one
	}
	return one / 100
}

// disagrees says how the stated total differs from all that its parts might
// come to, or nothing.
func (s *sum) disagrees() (what string) {
	readings := s.derived()
	for _, r := range readings {
		if difference := r.number - s.total; difference <= s.tolerance() && -difference <= s.tolerance() {
			return ""
		}
	}
	r := readings[0]
	return fmt.Sprintf("%s is %s, not %s", r.text, r.number.money(s.whole), s.total.money(s.whole))
}

// statedNames are the names of totals that a state derives from events.
var statedNames = append(slices.Clone(totalNames), "balance", "newbalance", "balanceafter")

// against compares a number that an event states with what the stream adds up
// to, and says how they differ, or nothing.
func against(field string, value json.RawMessage, state []schema.Value) (what string) {
	stated, whole, ok := numberOf(value)
	if !ok {
		return ""
	}
	for _, v := range state {
		same := strings.EqualFold(v.Name, field) || v.Name == "balance" && strings.Contains(strings.ToLower(field), "balance") ||
			v.Name == "total" && named(totalNames, field)
		if !same || v.Kind != schema.Money {
			continue
		}
		amount, err := schema.ParseAmount(v.Text)
		if err != nil {
			return ""
		}
		derived := number(amount) * one
		if !whole {
			stated *= 100
		}
		if derived == stated {
			return ""
		}
		return fmt.Sprintf("its events come to %s, not %s", amount, stated.money(true))
	}
	return ""
}

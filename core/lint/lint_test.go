package lint

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

// look is a log that is looked at as it is written.
type look struct {
	*Log
	versions map[eventstore.StreamID]eventstore.Version
}

func lookAt(types ...any) *look {
	registry := schema.NewRegistry()
	for _, t := range types {
		registry.Register(reflect.TypeOf(t).Name(), 1, reflect.TypeOf(t))
	}
	return &look{NewLog(World{Registry: registry}), map[eventstore.StreamID]eventstore.Version{}}
}

func (l *look) record(stream, name, data string) {
	id := eventstore.StreamID(stream)
	l.versions[id]++
	l.Add(eventstore.Event{
		EventData: eventstore.EventData{Type: name, SchemaVersion: 1, Data: []byte(data)},
		Stream:    id, Version: l.versions[id], Position: l.Looked() + 1,
	})
}

// about returns the findings of a rule.
func about(findings []Finding, rule Rule) []Finding {
	var found []Finding
	for _, f := range findings {
		if f.Rule == rule {
			found = append(found, f)
		}
	}
	return found
}

func rules(findings []Finding) []Rule {
	var rules []Rule
	for _, f := range findings {
		rules = append(rules, f.Rule)
	}
	return rules
}

// What is wrong with the name of an event, and what is not.
func TestNameOfEvent(t *testing.T) {
	cases := map[string]Rule{
		"OrderShipped": "", "MoneyWithdrawn": "", "LightningStruck": "", "PasswordReset": "", "ItemAddedToCart": "",
		"AddItem": NotPastTense, "OrderShipping": NotPastTense, "Order": NotPastTense, "NewsFeed": NotPastTense,
		"Action": Generic, "DataChanged": Generic, "EntityUpdated": Generic, "Changed": Generic, "Event": Generic,
		"UserUpdated": CRUD, "ProfileEdited": CRUD, "order_status_changed": CRUD,
		"OrderPlacedAndPaid": SeveralFacts, "OrderShippedEvent": NameStyle, "order-shipped": NameStyle, "orderShipped": NameStyle,
	}
	for name, want := range cases {
		got := rules(nameOfEvent(name, 2, false))
		if want == "" {
			assert.Empty(t, got, name)
			continue
		}
		assert.Contains(t, got, want, name)
	}
}

// What is wrong with the name of a command, and what is not.
func TestNameOfCommand(t *testing.T) {
	cases := map[string]Rule{
		"Open": "", "Deposit": "", "AddItem": "", "ApplyDiscount": "", "Prioritise": "", "Complete": "", "Ship": "", "CutPrice": "", "MarkPaid": "",
		"OrderCreated": NotImperative, "Shipped": NotImperative, "Shipping": NotImperative, "OrderCancel": NotImperative,
		"Cancellation": NotImperative, "Payment": NotImperative, "AddItemCommand": NameStyle,
	}
	for name, want := range cases {
		got := rules(nameOfCommand(name, "order"))
		if want == "" {
			assert.Empty(t, got, name)
			continue
		}
		assert.Equal(t, []Rule{want}, got, name)
	}
}

// An event that is named like a command is told how it might be named.
func TestNameOfEvent_Suggestion(t *testing.T) {
	for name, want := range map[string]string{"AddItem": "ItemAdded", "ShipOrder": "OrderShipped", "PayInvoice": "InvoicePaid", "ApplyDiscount": "DiscountApplied"} {
		assert.Contains(t, nameOfEvent(name, 1, false)[0].Do, want, name)
	}
}

// Totals that parts do not come to are found, however a discount may be read.
func TestTotals(t *testing.T) {
	cases := []struct{ data, want string }{
		{`{"items":[{"price":49.99,"quantity":2},{"price":79.99}],"discount":20,"total":127.50}`, "2 × 49.99 + 79.99 less 20 % is 143.98, not 127.50"},
		{`{"items":[{"price":4999,"quantity":2},{"price":7999}],"discountPercent":20,"total":12750}`, "2 × 49.99 + 79.99 less 20 % is 143.98, not 127.50"},
		{`{"items":[{"price":4999,"quantity":2},{"price":7999}],"discount":"20%","total":14398}`, ""},
		{`{"items":[{"price":4999,"quantity":2},{"price":7999}],"discount":{"percent":20},"total":14398}`, ""},
		{`{"items":[{"price":4999,"quantity":2},{"price":7999}],"discount":20,"total":17977}`, ""}, // less 0.20
		{`{"items":[{"price":100}],"shipping":50,"tax":20,"total":170}`, ""},
		{`{"items":[{"price":10000}],"tax":20,"total":12000}`, ""}, // a percentage
		{`{"items":[{"price":100},{"price":1}],"total":102}`, ""},  // rounding
		{`{"items":[{"price":100},{"price":1}],"total":103}`, "1.00 + 0.01 is 1.01, not 1.03"},
		{`{"lines":[{"amount":1,"qty":3},{"amount":2},{"amount":3},{"amount":4},{"amount":5},{"amount":6}],"sum":1}`,
			"3 × 0.01 + 0.02 + 0.03 + 0.04 + 2 more is 0.23, not 0.01"},
		{`{"items":["a","b"],"total":2}`, ""},
		{`{"items":[],"total":2}`, ""},
		{`{"order":{"items":[{"price":100}],"total":900}}`, "1.00 is 1.00, not 9.00"},
		{`{"items":[{"price":1e400,"quantity":99999999999999999999}],"total":1}`, ""},
	}
	for _, c := range cases {
		l := lookAt()
		l.record("order-1", "OrderPlaced", c.data)
		found := about(l.At(1), TotalDisagrees)
		if c.want == "" {
			assert.Empty(t, found, c.data)
			continue
		}
		if assert.Len(t, found, 1, c.data) {
			assert.Contains(t, found[0].What, c.want)
			assert.Equal(t, Wrong, found[0].Severity)
			assert.Equal(t, []eventstore.Position{1}, found[0].Positions)
		}
	}
}

// A total that follows from what it was made of is never objected to.
func TestTotals_Property(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prices := rapid.SliceOfN(rapid.IntRange(0, 1_000_000), 1, 8).Draw(t, "prices")
		percent := rapid.IntRange(0, 100).Draw(t, "percent")
		total, items := 0, []string{}
		for i, price := range prices {
			total += price * (i + 1)
			items = append(items, fmt.Sprintf(`{"price":%d,"quantity":%d}`, price, i+1))
		}
		total = (total*(100-percent) + 50) / 100
		data := `{"items":[` + strings.Join(items, ",") + `],"percent":%d,"total":%d}`
		l := lookAt()
		l.record("order-1", "OrderPlaced", fmt.Sprintf(data, percent, total))
		l.record("order-1", "OrderPlaced", fmt.Sprintf(data, percent, total+2))
		found := about(l.At(2), TotalDisagrees)
		require.Len(t, found, 1)
		require.Equal(t, []eventstore.Position{2}, found[0].Positions)
	})
}

// UserAdded has a person's data in a field that nothing seals.
type UserAdded struct {
	Name  string `json:"name"`
	Email string `json:"email" personal:"true"`
	Plan  string `json:"plan"`
}

// Personal data in the clear is found where it is declared and where it was
// recorded, and not where it is sealed or no data at all.
func TestPersonal(t *testing.T) {
	l := lookAt(UserAdded{})
	l.record("user-1", "UserAdded", `{"name":"Ada","email":"sealed:1:abcd:e","plan":"x"}`)
	found := about(l.At(1), PersonalInClear)
	require.Len(t, found, 1)
	assert.Equal(t, "name", found[0].Field)
	assert.Contains(t, found[0].Do, "personal")

	l.record("user-2", "UserAdded", `{"name":"Ada","email":"ada@example.com","plan":"x"}`)
	l.record("user-3", "NoteTaken", `{"text":"mail me","to":{"contact":[{"note":"bob@example.com"}]},"customer":"customer-7","name":"unknown"}`)
	var fields []string
	for _, f := range about(l.At(3), PersonalInClear) {
		fields = append(fields, f.Name+"."+f.Field)
	}
	assert.ElementsMatch(t, []string{"UserAdded.name", "UserAdded.email", "NoteTaken.to.contact.note"}, fields)
	assert.Len(t, about(l.At(1), PersonalInClear), 1, "an earlier moment does not know of it")
}

// A stream or an actor that is an address is found.
func TestPersonal_Names(t *testing.T) {
	l := lookAt()
	l.record("user-ada@example.com", "Joined", `{}`)
	require.Len(t, about(l.At(1), PersonalName), 1)
}

// Shapes that are found in the log itself.
func TestShapes(t *testing.T) {
	l := lookAt()
	l.record("cart-1", "CartActed", `{"type":"ItemAdded","payload":{"x":1}}`)
	l.record("cart-1", "PriceSet", `{"price":1.5,"createdAt":1}`)
	l.record("cart-1", "DocumentScanned", `{"page":"`+strings.Repeat("x", hugeEvent)+`"}`)
	l.record("cart-2", "CartSaved", `{"a":1,"b":2,"c":3,"d":4}`)
	l.record("cart-2", "CartSaved", `{"a":1,"b":2,"c":3,"d":5}`)
	for range longStream {
		l.record("meter-1", "MeterRead", `{"kwh":1}`)
	}
	got := rules(l.At(l.Looked()))
	for _, want := range []Rule{TypeField, Generic, MoneyAsFraction, TimeInData, HugeEvent, Repeated, LongStream, Unread} {
		assert.Contains(t, got, want)
	}
	assert.NotContains(t, rules(l.At(l.Looked()-1)), LongStream)
}

// Profile is a state, and ProfileStored an event that is all of it.
type Profile struct {
	Motto, Colour, Size, Shape string
}

type ProfileStored Profile

// An event that carries what its state consists of is found, unless it is the
// one that begins.
func TestWholeState(t *testing.T) {
	l := lookAt(ProfileStored{})
	l.world.States = map[string][]schema.Field{"profile": schema.Fields(reflect.TypeFor[Profile]())}
	l.record("profile-1", "ProfileStored", `{"Motto":"a"}`)
	require.Empty(t, about(l.At(1), WholeState))
	l.record("profile-1", "ProfileStored", `{"Motto":"b"}`)
	require.Len(t, about(l.At(2), WholeState), 1)
}

// Every finding says what to do, and the moment that is looked at never shows
// what comes after it: looking further leaves an answer as it was.
func TestLog_At_Property(t *testing.T) {
	names := []string{"UserUpdated", "UserAdded", "AddItem", "OrderPlaced", "x", "DataChanged"}
	datas := []string{`{}`, `{"total":3,"items":[{"price":1}]}`, `{"name":"Ada","a":1,"b":2,"c":3}`, `{"name":"Bob","a":1,"b":2,"c":3}`, `[1]`, `"x"`, `{"price":1.25}`}
	rapid.Check(t, func(t *rapid.T) {
		l := lookAt(UserAdded{})
		n := rapid.IntRange(1, 40).Draw(t, "n")
		var then [][]Finding
		for range n {
			l.record("s-1", rapid.SampledFrom(names).Draw(t, "name"), rapid.SampledFrom(datas).Draw(t, "data"))
			then = append(then, l.At(l.Looked()))
		}
		for i, want := range then {
			assert.ElementsMatch(t, want, l.At(eventstore.Position(i+1)))
			for _, f := range want {
				require.NotEmpty(t, f.What)
				require.NotEmpty(t, f.Why)
				require.NotEmpty(t, f.Do)
				require.NotEmpty(t, f.Name)
			}
		}
	})
}

// Nothing that can be recorded makes the look panic.
func FuzzLog_Add(f *testing.F) {
	f.Add("OrderPlaced", `{"items":[{"price":49.99,"quantity":2}],"discount":20,"total":127.50}`)
	f.Add("ö", `{"":{"":[[]]}}`)
	f.Fuzz(func(t *testing.T, name, data string) {
		if name == "" {
			return // which the log refuses
		}
		l := lookAt(UserAdded{})
		l.record("s-1", name, data)
		l.record("s-1", name, data)
		for _, finding := range l.At(2) {
			assert.NotEmpty(t, finding.Do)
		}
	})
}

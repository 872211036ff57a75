package json_test

import (
	"errors"
	"fmt"

	"playhead/core/json"
)

func ExampleUnmarshal() {
	type Deposit struct {
		Amount   int64  `json:"amount"`
		Currency string `json:"currency"`
	}
	var d Deposit
	fmt.Println(json.Unmarshal([]byte(`{"amount": 5000, "currency": "USD"}`), &d), d)

	err := json.Unmarshal([]byte(`{"amount": "much"}`), &d)
	var mistyped *json.TypeError
	if errors.As(err, &mistyped) {
		fmt.Printf("%s cannot be %s\n", mistyped.Field, mistyped.Value)
	}
	// Output:
	// <nil> {5000 USD}
	// amount cannot be text
}

func ExampleMarshal() {
	data, err := json.Marshal(map[string]any{"owner": "Ada", "balance": 143_98, "notes": []string(nil)})
	fmt.Println(string(data), err)
	// Output: {"balance":14398,"notes":null,"owner":"Ada"} <nil>
}

func ExampleIndent() {
	text, _ := json.Indent([]byte(`{"amount":5000,"tags":[]}`))
	fmt.Println(text)
	// Output:
	// {
	//   "amount": 5000,
	//   "tags": []
	// }
}

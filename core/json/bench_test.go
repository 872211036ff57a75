package json_test

import (
	stdjson "encoding/json"
	"testing"

	"playhead/core/json"
)

type deposited struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
	Source   string `json:"source"`
}

type order struct {
	Customer string `json:"customer"`
	Items    []item `json:"items"`
}

type item struct {
	Item     string `json:"item"`
	Price    int64  `json:"price"`
	Quantity int    `json:"quantity"`
}

// codec is one of the two that the benchmarks compare.
type codec struct {
	name      string
	marshal   func(any) ([]byte, error)
	unmarshal func([]byte, any) error
}

var codecs = []codec{
	{"playhead", json.Marshal, json.Unmarshal},
	{"encoding", stdjson.Marshal, stdjson.Unmarshal},
}

const (
	depositText = `{"amount":5000,"currency":"USD","source":"cash"}`
	orderText   = `{"customer":"Ada Lovelace","items":[` +
		`{"item":"Tea kettle, copper","price":4999,"quantity":2},` +
		`{"item":"Café «Zürich», beans","price":7999,"quantity":1},` +
		`{"item":"Cup","price":1250,"quantity":6},` +
		`{"item":"Saucer","price":750,"quantity":6},` +
		`{"item":"Spoon","price":320,"quantity":12}]}`
)

func BenchmarkUnmarshal(b *testing.B) {
	for _, codec := range codecs {
		b.Run("deposit/"+codec.name, func(b *testing.B) { unmarshalMany[deposited](b, codec, depositText) })
		b.Run("order/"+codec.name, func(b *testing.B) { unmarshalMany[order](b, codec, orderText) })
	}
}

func BenchmarkMarshal(b *testing.B) {
	for _, codec := range codecs {
		b.Run("deposit/"+codec.name, func(b *testing.B) { marshalMany[deposited](b, codec, depositText) })
		b.Run("order/"+codec.name, func(b *testing.B) { marshalMany[order](b, codec, orderText) })
	}
}

func unmarshalMany[T any](b *testing.B, codec codec, text string) {
	data := []byte(text)
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		var v T
		if err := codec.unmarshal(data, &v); err != nil {
			b.Fatal(err)
		}
	}
}

func marshalMany[T any](b *testing.B, codec codec, text string) {
	var v T
	if err := codec.unmarshal([]byte(text), &v); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := codec.marshal(v); err != nil {
			b.Fatal(err)
		}
	}
}

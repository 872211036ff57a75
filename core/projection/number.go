package projection

import (
	"reflect"

	"playhead/core/schema"
)

// Number is a read model of one value. The zero value is zero.
type Number[N ~int64] struct {
	Value N
}

// Add returns the number with n added.
func (n Number[N]) Add(delta N) Number[N] { return Number[N]{n.Value + delta} }

// Kind is KindNumber.
func (Number[N]) Kind() Kind { return KindNumber }

// Columns describes N.
func (Number[N]) Columns() []schema.Field { return valueColumn[N]() }

// Text returns the number as the page shows it.
func (n Number[N]) Text() string { return schema.Format(n.Value) }

// Figure is a model that is one value.
type Figure interface {
	Model
	Text() string
}

func valueColumn[N ~int64]() []schema.Field {
	return schema.Fields(reflect.TypeFor[struct {
		Value N `json:"value"`
	}]())
}

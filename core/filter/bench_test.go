package filter_test

import (
	"testing"

	"playhead/core/filter"
)

// BenchmarkMatcher_Match tells what one event of a scan costs.
func BenchmarkMatcher_Match(b *testing.B) {
	for _, text := range []string{"type:Money*", "stream:account-0012", "data.amount>100", "data.items.price>79", "graz", "type:Account* data.amount>100"} {
		b.Run(text, func(b *testing.B) {
			f, err := filter.Parse(text)
			if err != nil {
				b.Fatal(err)
			}
			m, e := f.Compile(env), deposit()
			data := func() []byte { return e.Data }
			b.ReportAllocs()
			for b.Loop() {
				m.Match(&e, data)
			}
		})
	}
}

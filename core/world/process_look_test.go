package world_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/eventstore"
	"playhead/core/process"
)

// What the page shows of one process at a moment is what the runner, who reads
// the whole log, would act on there.
func TestLook_IsTheBookOfOneProcess(t *testing.T) {
	for _, name := range []string{"bank", "mall"} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { lookAnywhere(newPlay(t, worlds()[name]), name == "mall") })
		})
	}
}

func lookAnywhere(p *play, shops bool) {
	begin := p.transfer
	if shops {
		begin = p.shop
		p.stockUp()
	} else {
		p.openAccounts()
	}
	for step := range rapid.IntRange(5, 30).Draw(p.T, "moves") {
		begin()
		p.move(step)
	}
	head, err := p.store.Head(p.Context())
	require.NoError(p, err)
	for range 5 {
		compareAt(p, eventstore.Position(rapid.Uint64Range(0, uint64(head.Position)).Draw(p.T, "position")))
	}
}

func asks(b *process.Book, stream eventstore.StreamID) (out []string) {
	for _, a := range b.Process(stream).Asks {
		out = append(out, fmt.Sprintf("%s %d at %d until %s, struck %v, answered %t", a.Step, a.Attempt, a.At, a.Due, a.Struck, a.Answer != nil))
	}
	return out
}

func compareAt(p *play, upTo eventstore.Position) {
	m := p.w.Managers[0]
	whole := process.NewBook(p.w.Managers, p.w.Registry.Read)
	for e, err := range p.store.ReadAll(p.Context(), 0) {
		require.NoError(p, err)
		if e.Position > upTo {
			break
		}
		whole.Fold(e)
	}
	for stream := range p.all(m.Category) {
		found := whole.Process(stream)
		if found == nil {
			continue
		}
		one, own, err := process.Look(p.Context(), p.store, m, p.w.Registry.Read, stream, upTo)
		require.NoError(p, err)
		require.Equal(p, asks(whole, stream), asks(one, stream), "%s at %d", stream, upTo)
		require.Equal(p, found.State, one.Process(stream).State)
		require.EqualValues(p, found.State.Version, len(own))
	}
}

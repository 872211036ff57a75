package snapshot

import (
	"errors"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/aggregate"
)

// A state that was written reads as itself, with what is wrong with it.
func TestEncode_DecodesToItself(t *testing.T) {
	state := aggregate.State{Value: tally{7, map[string]int{"last": 2}}, Version: 9, Problem: "v3 could not be folded"}
	data, err := Encode("tally-1", state, "f")
	require.NoError(t, err)
	got, err := Decode(decider(), "tally-1", "f", data)
	require.NoError(t, err)
	assert.Equal(t, state, got)
}

func TestDecode_Refuses(t *testing.T) {
	data, err := Encode("tally-1", aggregate.State{Value: tally{}, Version: 9}, "f")
	require.NoError(t, err)
	_, err = Decode(decider(), "tally-1", "g", data)
	require.ErrorIs(t, err, ErrStale)
	_, err = Decode(decider(), "tally-2", "f", data)
	require.ErrorContains(t, err, "it is of tally-1 at v9")
	for _, bad := range []string{
		``, `{}`, `{"stream":"tally-1","version":9,"fold":"f","state":7}`, string(data[:len(data)-1]),
		`{"stream":"tally-1","version":9,"fold":"f","state":{"sum":1,"more":2}}`,
	} {
		_, err := Decode(decider(), "tally-1", "f", []byte(bad))
		require.Error(t, err, bad)
		assert.NotErrorIs(t, err, ErrStale, bad)
	}
}

// A fingerprint is another when the fields, the fold or the deploys are.
func TestFingerprint(t *testing.T) {
	d := decider()
	same := Fingerprint(d, 0)
	assert.Equal(t, same, Fingerprint(decider(), 0))
	assert.NotEqual(t, same, Fingerprint(d, 1))
	d.Fold = 1
	assert.NotEqual(t, same, Fingerprint(d, 0))
	other := decider()
	other.Initial = counted{}
	assert.NotEqual(t, same, Fingerprint(other, 0))
}

// What JSON would not bring back is named.
func TestLossless(t *testing.T) {
	type inner struct{ hidden int }
	require.NoError(t, Lossless(reflect.TypeFor[tally]()))
	assert.ErrorContains(t, Lossless(reflect.TypeFor[struct{ In []inner }]()), "In.hidden would be lost")
	assert.ErrorContains(t, Lossless(reflect.TypeFor[struct {
		A int `json:"-"`
	}]()), "A would be lost")
	assert.ErrorContains(t, Lossless(reflect.TypeFor[struct{ Any any }]()), "cannot hold")
	_ = inner{hidden: 0}
}

// Whatever bytes come, reading them ends in a state or an error; a state that was
// read is written as what reads the same.
func FuzzDecode(f *testing.F) {
	good, err := Encode("tally-1", aggregate.State{Value: tally{3, map[string]int{"last": 1}}, Version: 2}, "f")
	require.NoError(f, err)
	f.Add(good)
	f.Add([]byte(`{"stream":"tally-1","version":1,"fold":"f","state":null}`))
	f.Add([]byte(`{"stream":"tally-1","version":18446744073709551615,"fold":"f","state":{"parts":{"":-1}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		state, err := Decode(decider(), "tally-1", "f", data)
		if err != nil {
			assert.False(t, errors.Is(err, ErrStale) && state.Value != nil)
			return
		}
		require.NotZero(t, state.Version)
		again, err := Encode("tally-1", state, "f")
		require.NoError(t, err)
		read, err := Decode(decider(), "tally-1", "f", again)
		require.NoError(t, err)
		assert.Equal(t, state, read)
	})
}

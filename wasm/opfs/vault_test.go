//go:build js && wasm

package opfs

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/sealing"
)

func openVault(name string) *Vault { return NewVault(name, Options{Directory: "keys-of-tests"}) }

func TestVault_Hold(t *testing.T) {
	// What is written in place is there for the next one who holds it, as long as
	// it is, and nothing else.
	v := openVault(logName())
	h, err := v.Hold(t.Context())
	require.NoError(t, err)
	require.NoError(t, h.WriteAt([]byte("a key and more"), 0))
	require.NoError(t, h.WriteAt([]byte("000"), 2)) // in place
	require.NoError(t, h.WriteAt([]byte("end"), 20))
	require.NoError(t, h.Flush())
	h.Close()
	h, err = v.Hold(t.Context())
	require.NoError(t, err)
	defer h.Close()
	content, err := h.Read()
	require.NoError(t, err)
	assert.Equal(t, "a 000 and more"+strings.Repeat("\x00", 6)+"end", string(content))
	require.NoError(t, h.Truncate(1))
	size, err := h.Size()
	require.NoError(t, err)
	assert.Equal(t, 1, size)
}

func TestVault_Hold_OneAfterTheOther(t *testing.T) {
	// Whoever wants to hold it waits for whoever does.
	name := logName()
	var all sync.WaitGroup
	for i := range 8 {
		v := openVault(name)
		all.Go(func() {
			h, err := v.Hold(t.Context())
			if !assert.NoError(t, err) {
				return
			}
			defer h.Close()
			size, err := h.Size()
			assert.NoError(t, err)
			assert.NoError(t, h.WriteAt([]byte{byte(i + 1)}, size))
		})
	}
	all.Wait()
	h, err := openVault(name).Hold(t.Context())
	require.NoError(t, err)
	defer h.Close()
	content, err := h.Read()
	require.NoError(t, err)
	assert.ElementsMatch(t, []byte{1, 2, 3, 4, 5, 6, 7, 8}, content)
}

func TestVault_Hold_ErrTimeout(t *testing.T) {
	// A tab that does not let go is not waited for for ever.
	v := NewVault(logName(), Options{Directory: "keys-of-tests", Within: 200 * time.Millisecond})
	h, err := v.Hold(t.Context())
	require.NoError(t, err)
	_, err = v.Hold(t.Context())
	require.ErrorIs(t, err, errTimeout)
	h.Close()
	h, err = v.Hold(t.Context())
	require.NoError(t, err)
	h.Close()
}

func TestVault_Hold_ErrNoVault(t *testing.T) {
	// So it is in a private window of Firefox.
	v := openVault(logName())
	replace(t, "navigator.storage", "getDirectory", `return Promise.reject(new DOMException("Security error when calling GetDirectory", "SecurityError"));`)
	_, err := v.Hold(t.Context())
	require.ErrorIs(t, err, sealing.ErrNoVault)
}

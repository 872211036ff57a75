//go:build js && wasm

package opfs

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"playhead/core/eventstore/durable"
	"playhead/core/eventstore/durable/durabletest"
)

var logs atomic.Int64

// logName returns a name that no other log has.
func logName() string { return fmt.Sprintf("log-%d", logs.Add(1)) }

func openFiles(t *testing.T, name string) *Files {
	t.Helper()
	f, err := Open(name, Options{})
	require.NoError(t, err)
	return f
}

func TestFiles(t *testing.T) {
	durabletest.RunFiles(t, func(t *testing.T) (a, b durable.Files) {
		name := logName()
		return openFiles(t, name), openFiles(t, name)
	})
}

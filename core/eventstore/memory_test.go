package eventstore_test

import (
	"testing"

	"playhead/core/eventstore"
	"playhead/core/eventstore/storetest"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, func(*testing.T) eventstore.Store { return eventstore.NewMemory() })
}

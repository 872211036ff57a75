package checkpoint_test

import (
	"testing"

	"playhead/core/checkpoint"
	"playhead/core/checkpoint/checkpointtest"
)

func TestMemory(t *testing.T) {
	logs := map[string]*checkpoint.Memory{}
	checkpointtest.Run(t, func(log string) checkpoint.Store {
		if logs[log] == nil {
			logs[log] = &checkpoint.Memory{}
		}
		return logs[log]
	})
}

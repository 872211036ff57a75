package playground

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore"
)

// keeper is a Storage that says of its logs what the test says.
type keeper struct {
	Memory
	kept Kept
}

func (k *keeper) Open(ctx context.Context, name string, past *eventstore.Past) (OpenLog, error) {
	log, err := k.Memory.Open(ctx, name, past)
	log.Kept = func() Kept { return k.kept }
	return log, err
}

func TestPlayground_Kept(t *testing.T) {
	// The page is told how the log is kept, whenever that changes.
	storage := &keeper{kept: Kept{Guarantee: GuaranteeTwoCopies, Persisted: true}}
	p := newPageOn(t, storage)
	p.Kept()
	assert.Empty(t, p.pushes("guarantee"), "no log is open")
	opened := ask[Opened](p, "open", `{"world":"Bank"}`)
	assert.Equal(t, GuaranteeTwoCopies, opened.Log.Guarantee)
	assert.True(t, opened.Log.Persisted)
	assert.Empty(t, opened.Log.Why)

	finding := Finding{Sentence: "Event #3 was changed.", From: 3, To: 3, Restored: true}
	storage.kept = Kept{Guarantee: GuaranteeOneCopy, Why: "the disk is full", Findings: []Finding{finding}}
	p.Kept()
	pushes := p.pushes("guarantee")
	require.Len(t, pushes, 1)
	log := pushes[0].Data.(LogPush).Log
	assert.Equal(t, GuaranteeOneCopy, log.Guarantee)
	assert.Equal(t, "The disk is full.", log.Why)
	assert.Equal(t, []Finding{finding}, log.Findings)
	assert.Equal(t, opened.Log.Head, log.Head)
}

func TestPlayground_Damaged(t *testing.T) {
	// A damaged log is opened again, as it is after it was mended.
	p := newPageOn(t, &keeper{})
	require.NoError(t, p.Damaged(t.Context()), "no log is open")
	opened := ask[Opened](p, "open", `{"world":"Bank"}`)
	require.NoError(t, p.Damaged(t.Context()))
	pushes := p.pushes("mended")
	require.Len(t, pushes, 1)
	assert.Equal(t, opened.Log, pushes[0].Data.(LogPush).Log)
	assert.Empty(t, p.pushes("replaced"))
}

func TestPlayground_Progress(t *testing.T) {
	p := newPage(t)
	p.Progress("verify", "Bank", 3, eventstore.Position(12))
	require.Len(t, p.pushes("progress"), 1)
	assert.Equal(t, ProgressPush{Task: "verify", Name: "Bank", Done: 3, Total: 12}, p.pushes("progress")[0].Data)
}

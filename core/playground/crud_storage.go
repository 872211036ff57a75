package playground

import (
	"context"
	"fmt"
	"sync"

	"playhead/core/aggregate"
	"playhead/core/crud"
)

// counted is a ledger that requests share.
type counted struct {
	turn   sync.Mutex // held while the ledger goes on
	ledger *crud.Ledger
}

func newCounted(deciders map[string]*aggregate.Decider) *counted {
	return &counted{ledger: crud.NewLedger(deciders)}
}

// forget begins anew: the rows that it holds may be of persons whose keys are
// gone.
func (c *counted) forget(deciders map[string]*aggregate.Decider) {
	c.turn.Lock()
	defer c.turn.Unlock()
	c.ledger = crud.NewLedger(deciders)
}

func (p *Playground) storageOf(ctx context.Context, params StorageParams) (StorageResult, error) {
	s, err := p.current()
	if err != nil {
		return StorageResult{}, err
	}
	at := p.positionOr(s, params.Position)
	s.counted.turn.Lock()
	defer s.counted.turn.Unlock()
	ledger := s.counted.ledger
	if at > ledger.Counted() {
		for e, err := range s.log.Store.ReadAll(ctx, ledger.Counted()) {
			if err != nil {
				return StorageResult{}, fmt.Errorf("read the log: %w", err)
			}
			ledger.Add(e, s.world.Registry.Read(e))
			if e.Position == at {
				break
			}
			if e.Position%crudSlice == 0 {
				if err := p.config.Pause(ctx); err != nil {
					return StorageResult{}, err
				}
			}
		}
	}
	sizes := ledger.At(at)
	return StorageResult{
		Position: at, Table: sizes.Table, Rows: sizes.Rows, Overwritten: sizes.Overwritten,
		Events: sizes.Events, Data: sizes.Data, Log: sizes.Log,
	}, nil
}

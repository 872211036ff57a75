package playground

import (
	"context"
	"fmt"
	"iter"
	"sync"

	"playhead/core/eventstore"
	"playhead/core/schema"
)

const (
	// decodedBlock is how many events are decoded at once. Fewer make a fold
	// look up too often, more make a jump pay for what it does not need.
	decodedBlock = 128
	// decodedMost is how many blocks are kept: 8,192 events, some 2 MB. What is
	// kept decoded is also looked through by every garbage collection, and in
	// a browser a long one is felt more than decoding again.
	decodedMost = 64
)

// decoded reads a store's events as they are read today, and keeps those that
// were read last: decoding is what a fold spends most of its time on. It is
// safe for use by several goroutines.
type decoded struct {
	registry *schema.Registry
	store    eventstore.Store

	mu     sync.Mutex
	blocks map[eventstore.Position][]schema.Recorded // by position / decodedBlock
	order  []eventstore.Position                     // of the blocks, oldest first
}

// read yields the events after a position. It is a projection.Source.
func (d *decoded) read(after eventstore.Position) iter.Seq2[schema.Recorded, error] {
	return func(yield func(schema.Recorded, error) bool) {
		for {
			block, err := d.block(after / decodedBlock)
			if err != nil {
				yield(schema.Recorded{}, err)
				return
			}
			for _, e := range block[min(int(after%decodedBlock), len(block)):] {
				if !yield(e, nil) {
					return
				}
				after = e.Position
			}
			if len(block) < decodedBlock {
				return
			}
		}
	}
}

// block returns the events of a block; only the log's last one is shorter than
// decodedBlock.
func (d *decoded) block(number eventstore.Position) ([]schema.Recorded, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if block, ok := d.blocks[number]; ok {
		return block, nil
	}
	var block []schema.Recorded
	for e, err := range d.store.ReadAll(context.Background(), number*decodedBlock) {
		if err != nil {
			return nil, fmt.Errorf("read the log: %w", err)
		}
		block = append(block, d.registry.Read(e))
		if len(block) == decodedBlock {
			d.keep(number, block)
			break
		}
	}
	return block, nil
}

// forget lets go of what is kept: it reads otherwise now.
func (d *decoded) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.blocks, d.order = nil, nil
}

func (d *decoded) keep(number eventstore.Position, block []schema.Recorded) {
	if d.blocks == nil {
		d.blocks = map[eventstore.Position][]schema.Recorded{}
	}
	if len(d.order) == decodedMost {
		delete(d.blocks, d.order[0])
		d.order = d.order[1:]
	}
	d.blocks[number] = block
	d.order = append(d.order, number)
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Position, SnapshotMark } from '../../protocol';
import { stateOf } from './diamonds';

const mark = (position: number, fold: number): SnapshotMark => ({
  position: position as Position,
  fold,
});

test('a snapshot is stale from the deploy on that it precedes', () => {
  assert.equal(stateOf(mark(5, 0), 4, [9]), 'future');
  assert.equal(stateOf(mark(5, 0), 5, [9]), 'fresh');
  assert.equal(stateOf(mark(5, 0), 8, [9]), 'fresh');
  assert.equal(stateOf(mark(5, 0), 9, [9]), 'stale');
  assert.equal(stateOf(mark(12, 1), 12, [9]), 'fresh');
});

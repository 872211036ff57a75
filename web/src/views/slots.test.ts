import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assignSlots, type Slots } from './slots';

const before: Slots = new Map([
  ['a', 0],
  ['b', 1],
  ['c', 2],
]);

for (const { name, rows, slots } of [
  { name: 'the same rows keep theirs', rows: ['a', 'b', 'c'], slots: [0, 1, 2] },
  { name: 'other rows take them in order', rows: ['d', 'e', 'f'], slots: [0, 1, 2] },
  {
    name: 'a row that stays keeps its own wherever it goes',
    rows: ['c', 'd', 'a'],
    slots: [2, 1, 0],
  },
  { name: 'one row more has a slot of its own', rows: ['a', 'b', 'c', 'd'], slots: [0, 1, 2, 3] },
  { name: 'one row less leaves its slot', rows: ['a', 'c'], slots: [0, 2] },
  { name: 'no rows have none', rows: [], slots: [] },
]) {
  test(`slots: ${name}`, () => {
    assert.deepEqual(
      [...assignSlots(before, rows)],
      rows.map((row, i) => [row, slots[i]]),
    );
  });
}

test('slots: no two rows share one, and a list that shrank uses what it had', () => {
  const shrunk = assignSlots(before, ['c']);
  const grown = assignSlots(shrunk, ['d', 'e', 'c']);
  assert.deepEqual([...grown.values()], [3, 4, 2]);
});

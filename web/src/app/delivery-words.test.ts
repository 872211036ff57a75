import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SubscriberOutcome } from '../protocol';
import { taken, verdict } from './delivery-words';

const right: SubscriberOutcome = {
  name: 'A',
  marks: '11',
  over: true,
  equal: true,
  taken: 2,
  again: 0,
  lost: 0,
  sums: [],
  rowsInvented: 0,
  rowsMissing: 0,
  values: 0,
  partings: [],
  parked: [],
  inPark: 0,
};

test('a subscriber that is right is so in the end, or so far', () => {
  assert.equal(verdict(right), 'Equal to the truth.');
  assert.equal(verdict({ ...right, over: false }), 'Equal so far.');
});

test('money is told with its currency, numbers with their column', () => {
  const sums = [
    { what: 'Balance', currency: 'USD', money: true, invented: '450.00', missing: '20.00' },
    { what: 'Items', money: false, invented: '3' },
  ];
  assert.equal(
    verdict({ ...right, equal: false, sums, values: 3 }),
    'Wrong: 450.00 USD invented, 20.00 USD missing and 3 items invented.',
  );
});

test('rows are told, and values where there is nothing else to count', () => {
  const wrong = { ...right, equal: false, values: 2 };
  assert.equal(verdict({ ...wrong, rowsMissing: 1 }), 'Wrong: 1 row missing.');
  assert.equal(verdict(wrong), 'Wrong: 2 values wrong.');
});

test('what was taken is counted', () => {
  assert.equal(taken(right), '2 of 2 taken.');
  const bad = { ...right, marks: '2xp1', taken: 2, again: 1, lost: 1, inPark: 1 };
  assert.equal(taken(bad), '2 of 4 taken, 1 more than once, 1 lost, 1 parked.');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeliveryResult, SubscriberOutcome } from '../protocol';
import { delivered, place, taken, verdict } from './delivery-words';

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

test('a read model of one number has no word for it', () => {
  const sums = [{ what: 'Value', money: true, invented: '29.90' }];
  assert.equal(verdict({ ...right, equal: false, sums, values: 1 }), 'Wrong: 29.90 invented.');
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

test('a run says where it is, and which events are in it', () => {
  const run = { tick: 3, ticks: 9, from: 1, to: 24 } as DeliveryResult;
  assert.equal(place(run), 'tick 3 of 9');
  assert.equal(place({ ...run, tick: 9 }), 'the end, tick 9');
  assert.equal(delivered(run), 'An event is sent at each tick, from #1 to #24.');
  const part = { ...run, from: 99_965, to: 100_024 } as DeliveryResult;
  assert.equal(
    delivered(part),
    'An event is sent at each tick, from #99,965 to #100,024. What was before, everybody has taken.',
  );
});

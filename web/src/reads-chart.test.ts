import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acrossN, downMean, readingAt, readsPath } from './reads-chart';

const readings = [
  { n: 1, mean: 0 },
  { n: 10, mean: 4.5 },
  { n: 100, mean: 9 },
];

test('each power of ten takes as much room as the next', () => {
  assert.equal(acrossN(100, 1), 0);
  assert.equal(acrossN(100, 10), 0.5);
  assert.equal(acrossN(100, 100), 1);
  assert.equal(acrossN(100, 1000), 1);
  assert.equal(acrossN(1, 1), 0);
});

test('the highest mean lies at the top, none at the bottom', () => {
  assert.equal(downMean(9, 9), 0);
  assert.equal(downMean(9, 0), 1);
  assert.equal(downMean(0, 0), 1);
});

test('the line goes through all readings', () => {
  assert.equal(readsPath(readings, 400, 90), 'M0 90L200 45L400 0');
  assert.equal(readsPath([], 400, 90), '');
});

test('a pointer reads the nearest', () => {
  assert.equal(readingAt(readings, 0), 0);
  assert.equal(readingAt(readings, 0.3), 1);
  assert.equal(readingAt(readings, 0.9), 2);
  assert.equal(readingAt([], 0.5), -1);
});

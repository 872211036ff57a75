import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  anchored,
  type Extent,
  farthestTop,
  heightOf,
  indexAt,
  isSeen,
  revealing,
  rowsSeen,
  topOf,
} from './extent';

const closed: Extent = { count: 100, rowHeight: 29, viewport: 290, open: null };
const opened: Extent = { ...closed, open: { index: 4, extra: 120 } };

test('rows stand below each other, and those below the open one by its extra further down', () => {
  assert.equal(heightOf(closed), 2900);
  assert.equal(heightOf(opened), 3020);
  assert.equal(topOf(opened, 4), 116);
  assert.equal(topOf(opened, 5), 265);
});

test('each row is found at its top and at its last pixel', () => {
  for (const extent of [closed, opened]) {
    for (let index = 0; index < extent.count; index++) {
      assert.equal(indexAt(extent, topOf(extent, index)), index);
      assert.equal(indexAt(extent, topOf(extent, index + 1) - 1), index);
    }
  }
});

test('outside of the list the nearest row is found', () => {
  assert.equal(indexAt(opened, -50), 0);
  assert.equal(indexAt(opened, 1e9), 99);
});

test('the rows that are seen cover the viewport, and no row is missing beside the open one', () => {
  for (const extent of [closed, opened]) {
    for (let top = 0; top <= farthestTop(extent); top += 7) {
      const { first, end } = rowsSeen(extent, top, 0);
      assert.ok(topOf(extent, first) <= top, `first row at ${top}`);
      assert.ok(topOf(extent, end) >= top + extent.viewport, `last row at ${top}`);
      assert.ok(end - first <= 11, `${end - first} rows at ${top}`);
    }
  }
});

test('an empty list and one without room show no rows', () => {
  assert.deepEqual(rowsSeen({ ...closed, count: 0 }, 0, 5), { first: 0, end: 0 });
  assert.deepEqual(rowsSeen({ ...closed, viewport: 0 }, 0, 5), { first: 0, end: 0 });
});

test('revealing a row that is seen with its margin moves nothing', () => {
  assert.equal(revealing(closed, 290, 15, 2), 290);
});

test('revealing a row just outside moves the least', () => {
  assert.equal(revealing(closed, 290, 9, 0), 9 * 29);
  assert.equal(revealing(closed, 290, 20, 0), 21 * 29 - 290);
  assert.equal(revealing(closed, 290, 20, 2), 23 * 29 - 290);
});

test('revealing a row far away shows what led to it', () => {
  const top = revealing(closed, 0, 80, 2);
  assert.ok(isSeen(closed, top, 80));
  assert.ok(isSeen(closed, top, 76));
});

test('revealing ends at the ends of the list', () => {
  assert.equal(revealing(closed, 1000, 0, 3), 0);
  assert.equal(revealing(closed, 0, 99, 3), farthestTop(closed));
  assert.equal(revealing({ ...closed, count: 3 }, 0, 2, 3), 0);
});

test('a revealed row is seen from wherever it is asked for', () => {
  for (const extent of [closed, opened]) {
    for (let top = 0; top < farthestTop(extent); top += 113) {
      for (let index = 0; index < extent.count; index += 3) {
        assert.ok(isSeen(extent, revealing(extent, top, index, 3), index), `${index} from ${top}`);
      }
    }
  }
});

test('a row stays where it is seen when one above it opens or closes', () => {
  assert.equal(anchored(closed, opened, 1000, 50), 1120);
  assert.equal(anchored(opened, closed, 1120, 50), 1000);
  assert.equal(anchored(closed, opened, 60, 2), 60);
});

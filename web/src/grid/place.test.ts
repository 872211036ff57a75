import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Extent, farthestTop, heightOf } from './extent';
import { boxHeight, type Place, placeAt, scrolled, tallest } from './place';

const short: Extent = { count: 1_284, rowHeight: 29, viewport: 500, open: null };
const long: Extent = { count: 1_000_000, rowHeight: 29, viewport: 500, open: null };
const farthest = tallest - long.viewport;

test('a list that fits is scrolled as it is', () => {
  assert.equal(boxHeight(short), heightOf(short));
  assert.deepEqual(placeAt(short, 700), { top: 700, scroll: 700 });
  assert.deepEqual(scrolled(short, { top: 0, scroll: 0 }, 20_000), { top: 20_000, scroll: 20_000 });
});

test('the box of a list that does not fit stays below what browsers can scroll', () => {
  assert.equal(boxHeight(long), tallest);
});

test('a turn of the wheel moves a long list by as much', () => {
  const place = placeAt(long, 10_000_000);
  assert.equal(scrolled(long, place, place.scroll + 100).top, 10_000_100);
  assert.equal(scrolled(long, place, place.scroll - 2_000).top, 9_998_000);
});

test('a dragged thumb moves a long list in proportion', () => {
  const place = placeAt(long, 0);
  const { top } = scrolled(long, place, farthest / 2);
  assert.ok(Math.abs(top - farthestTop(long) / 2) < 1);
});

test('one pixel of the thumb is a drag in every window', () => {
  for (const viewport of [200, 500, 1_000, 2_000, 2_600]) {
    const extent = { ...long, viewport };
    const scroll = tallest / viewport;
    const { top } = scrolled(extent, { top: 0, scroll: 0 }, scroll);
    assert.ok(top > scroll * 3, `${viewport}: ${top}`);
  }
});

test('the thumb at an end is the list at that end', () => {
  assert.equal(scrolled(long, placeAt(long, 900_000), 0).top, 0);
  assert.equal(scrolled(long, placeAt(long, 900_000), farthest).top, farthestTop(long));
});

test('wheeling without a pause from one end reaches the other', () => {
  for (const [start, by] of [
    [0, 3_900],
    [farthestTop(long), -3_900],
  ] as const) {
    let place: Place = placeAt(long, start);
    let previous = place.top;
    for (let turns = 0; turns < 8_000; turns++) {
      const scroll = Math.max(0, Math.min(place.scroll + by, farthest));
      place = scrolled(long, place, scroll);
      assert.ok(Math.abs(place.top - previous) <= Math.abs(by) + long.viewport, 'no jump');
      previous = place.top;
    }
    assert.equal(place.top, by > 0 ? farthestTop(long) : 0);
    assert.ok(Math.abs(place.scroll - (by > 0 ? farthest : 0)) < 1);
  }
});

test('a list shorter than its window cannot be scrolled', () => {
  const few = { ...short, count: 3 };
  assert.deepEqual(placeAt(few, 100), { top: 0, scroll: 0 });
});

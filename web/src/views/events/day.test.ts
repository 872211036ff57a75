import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Day } from './day';

const at = (day: number, hour: number, minute = 0) =>
  new Date(2026, 2, day, hour, minute).getTime();

test('moments of one day share it, to its last millisecond', () => {
  const day = new Day();
  assert.ok(day.holds(at(28, 9), at(28, 17)));
  assert.ok(day.holds(at(28, 9), at(29, 0) - 1));
  assert.ok(day.holds(at(28, 9), at(28, 0)));
});

test('midnight begins another day, also for a clock that went back', () => {
  const day = new Day();
  assert.ok(!day.holds(at(28, 23, 59), at(29, 0)));
  assert.ok(!day.holds(at(29, 0), at(28, 23, 59)));
});

test('a day that follows the one before is known as well', () => {
  const day = new Day();
  assert.ok(day.holds(at(28, 9), at(28, 10)));
  assert.ok(day.holds(at(29, 1), at(29, 23)));
  assert.ok(!day.holds(at(28, 1), at(29, 23)));
});

test('a day of 23 or 25 hours is one day', () => {
  const day = new Day();
  // Where clocks change they do so on one of these nights; elsewhere the days are like others.
  for (let date = 1; date <= 31; date++) {
    assert.ok(day.holds(at(date, 0), at(date + 1, 0) - 1));
    assert.ok(!day.holds(at(date, 0), at(date + 1, 0)));
  }
});

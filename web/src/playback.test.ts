import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  dueTimes,
  introLength,
  introPosition,
  longestGap,
  passedBy,
  positionAfter,
} from './playback';
import type { Position } from './protocol';

const p = (n: number) => n as Position;

test('at 4 events a second, an event passes every 250 milliseconds', () => {
  assert.equal(positionAfter(p(10), p(100), 0, 4), 10);
  assert.equal(positionAfter(p(10), p(100), 249, 4), 10);
  assert.equal(positionAfter(p(10), p(100), 250, 4), 11);
  assert.equal(positionAfter(p(10), p(100), 2000, 4), 18);
});

test('playing ends at the head', () => {
  assert.equal(positionAfter(p(10), p(12), 60_000, 4), 12);
});

test('a clock that goes backwards does not move the playhead back', () => {
  assert.equal(positionAfter(p(10), p(12), -500, 4), 10);
});

test('the introduction goes from the beginning to the head', () => {
  assert.equal(introPosition(p(24), 0), 0);
  assert.equal(introPosition(p(24), introLength), 24);
  assert.equal(introPosition(p(24), 10 * introLength), 24);
});

test('the introduction never goes back', () => {
  let last = 0;
  for (let elapsed = 0; elapsed <= introLength; elapsed += 16) {
    const position = introPosition(p(1000), elapsed);
    assert.ok(position >= last, `${position} after ${last}`);
    last = position;
  }
});

test('original tempo keeps short gaps and shortens long ones', () => {
  const night = 8 * 3600 * 1000;
  assert.deepEqual(dueTimes([5000, 5200, 5200, 5200 + night]), [0, 200, 200, 200 + longestGap]);
});

test('original tempo takes a timestamp from before as no gap at all', () => {
  assert.deepEqual(dueTimes([5000, 4000, 4100]), [0, 0, 100]);
});

test('events pass when they are due', () => {
  const due = [0, 200, 200, 900];
  assert.equal(passedBy(due, 0), 1);
  assert.equal(passedBy(due, 199), 1);
  assert.equal(passedBy(due, 200), 3);
  assert.equal(passedBy(due, 5000), 4);
});

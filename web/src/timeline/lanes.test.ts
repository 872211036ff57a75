import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { laneAt, laneWindow, laneY } from './lanes';

describe('laneWindow', () => {
  it('holds every lane that can be seen, wherever the lanes are scrolled', () => {
    for (let scrolled = 0; scrolled < 2000; scrolled += 13) {
      const { from, count } = laneWindow(scrolled, 176, 28);
      assert.ok(from <= laneAt(0, scrolled, 28), `first lane at ${scrolled}`);
      assert.ok(from + count > laneAt(175, scrolled, 28), `last lane at ${scrolled}`);
    }
  });

  it('stays the same for a little scrolling', () => {
    assert.deepEqual(laneWindow(0, 176, 28), laneWindow(3 * 28, 176, 28));
    assert.notDeepEqual(laneWindow(0, 176, 28), laneWindow(20 * 28, 176, 28));
  });

  it('keeps to what the protocol allows', () => {
    assert.equal(laneWindow(0, 1e6, 28).count, 200);
  });
});

describe('laneAt', () => {
  it('finds the lane whose middle is there', () => {
    for (const index of [0, 3, 17]) assert.equal(laneAt(laneY(index, 45, 28), 45, 28), index);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nearest, nearestWithin, scaleOf } from './scale';

const span = { start: -0.5, end: 9.5 };

describe('scaleOf', () => {
  it('puts a position in the middle of its slot', () => {
    const scale = scaleOf(span, 100, 200);
    assert.equal(scale.perEvent, 20);
    assert.equal(scale.x(0), 110);
    assert.equal(scale.x(9), 290);
  });

  it('reads back what it drew', () => {
    const scale = scaleOf({ start: 17.25, end: 431.75 }, 130, 1294);
    for (const position of [18, 200, 431]) {
      assert.equal(nearest(scale.at(scale.x(position)), 1000), position);
    }
  });

  it('is of no width before it is laid out, and divides by nothing', () => {
    const scale = scaleOf(span, 0, 0);
    assert.equal(scale.x(5), 0);
    assert.equal(scale.at(5), span.start);
  });
});

describe('nearest', () => {
  it('stays within the log, with the moment before it', () => {
    assert.equal(nearest(-3, 10), 0);
    assert.equal(nearest(0.6, 10), 1);
    assert.equal(nearest(24, 10), 10);
  });
});

describe('nearestWithin', () => {
  it('takes only positions whose slot can be seen in full', () => {
    const cut = { start: 2.2, end: 7.9 };
    assert.equal(nearestWithin(cut, 0, 10), 3);
    assert.equal(nearestWithin(cut, 9, 10), 7);
    assert.equal(nearestWithin(span, -1, 10), 0);
    assert.equal(nearestWithin(span, 9.4, 10), 9);
  });
});

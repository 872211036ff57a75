import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OverPoint, OverResult } from '../protocol';
import { along, axisOf, boundsOf, courseOf, pointAt, valueAt } from './course';

const point = (position: number, timestamp: number, value?: number) =>
  ({ position, timestamp, value, text: String(value) }) as unknown as OverPoint;
const course = (position: number, begins: number, ends: number) =>
  ({ position, begins, ends }) as unknown as OverResult;
const points = [point(1, 1000, 0), point(3, 2000, 50), point(5, 4000), point(7, 5000, 100)];

test('an axis holds all courses, and an empty log has one too', () => {
  assert.deepEqual(axisOf('log', [course(11, 5, 9), course(4, 5, 7)]), {
    over: 'log',
    from: 1,
    to: 11,
  });
  assert.deepEqual(axisOf('clock', [course(11, 5, 9)]), { over: 'clock', from: 5, to: 9 });
  assert.deepEqual(axisOf('clock', [course(0, 0, 0)]), { over: 'clock', from: 0, to: 1 });
});

test('a part of the width leads to a position and back', () => {
  const axis = axisOf('log', [course(11, 0, 10)]);
  assert.equal(valueAt(axis, 0.5), 6);
  assert.equal(along(axis, { position: 6, timestamp: 0 }), 0.5);
  assert.equal(valueAt(axis, -3), 1);
  assert.equal(along(axis, { position: 99, timestamp: 0 }), 1);
});

test('steps hold until the next one, with a gap where there is no value', () => {
  const axis = axisOf('log', [course(11, 0, 10)]);
  assert.equal(courseOf(points, axis), 'M0 100H200V50H400M600 0H1000');
  assert.equal(courseOf([], axis), '');
  assert.deepEqual(boundsOf(points), { low: 0, high: 100 });
});

test('the point at a position is the last one before it', () => {
  assert.equal(pointAt(points, 4)?.position, 3);
  assert.equal(pointAt(points, 0), undefined);
});

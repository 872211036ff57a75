import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Position } from '../protocol';
import { bounds, deployAfter, deploys, foldAt, forgetDeploys, snapshotPlan } from './snapshots';

const at = (n: number) => n as Position;

afterEach(forgetDeploys);

test('deploys are in the order of the log, whenever they were made', () => {
  deployAfter(at(9));
  deployAfter(at(4));
  deployAfter(at(9));
  assert.deepEqual(snapshotPlan().deploys, [4, 9, 9]);
});

test('code is in force from the event on after which it was deployed', () => {
  assert.deepEqual(
    [3, 4, 8, 9, 10].map((position) => foldAt(position, [4, 9, 9])),
    [0, 1, 1, 3, 3],
  );
});

test('no more deploys are kept than the core takes', () => {
  for (let i = 0; i < bounds.deploys + 5; i++) deployAfter(at(i));
  assert.equal(deploys.value.length, bounds.deploys);
});

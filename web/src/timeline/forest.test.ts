import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Branch, Position } from '../protocol';
import { forestOf } from './forest';

const branch = (name: string, parent: string, at: number, head: number, made = 0): Branch => ({
  name,
  parent,
  at: at as Position,
  head: head as Position,
  made,
});

test('a row each, below what it parts from, the last to part first', () => {
  const rows = forestOf(
    [branch('a', 'main', 10, 12), branch('b', 'a', 11, 20), branch('c', 'main', 15, 15)],
    24,
    24,
  );
  assert.deepEqual(
    rows.map(({ name, parent, own }) => [name, parent, own]),
    [
      ['main', null, 24],
      ['c', 0, 0],
      ['a', 0, 2],
      ['b', 2, 9],
    ],
  );
});

test('a branch begins where it parts', () => {
  const [main, a] = forestOf([branch('a', 'main', 12, 18)], 24, 24);
  assert.ok(main && a);
  assert.ok(a.from > 45 && a.from < 55, `${a.from}`);
  assert.ok(main.to > 95 && main.to <= 100, `${main.to}`);
  assert.equal(a.beyond, false);
  assert.equal(a.nameBefore, false);
});

test('what is longer than the log on show goes to the edge, and says so', () => {
  const [main, a] = forestOf([branch('a', 'main', 28, 31)], 40, 30);
  assert.ok(main && a);
  assert.deepEqual([main.to, main.beyond], [100, true]);
  assert.deepEqual([a.to, a.beyond, a.nameBefore], [100, true, true]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { share } from './share';

test('what is equal is the very same', () => {
  const before = { rows: [{ key: 'a', cells: [1, 'x', null] }], total: 1 };
  assert.equal(share(before, structuredClone(before)), before);
});

test('only the way to what differs is new', () => {
  const before = { left: { n: 1 }, rows: [{ key: 'a' }, { key: 'b' }] };
  const after = share(before, { left: { n: 1 }, rows: [{ key: 'a' }, { key: 'c' }] });
  assert.notEqual(after, before);
  assert.notEqual(after.rows, before.rows);
  assert.equal(after.left, before.left);
  assert.equal(after.rows[0], before.rows[0]);
  assert.deepEqual(after, { left: { n: 1 }, rows: [{ key: 'a' }, { key: 'c' }] });
});

for (const { name, before, after } of [
  { name: 'a part that is new', before: { a: 1 }, after: { a: 1, b: 2 } },
  { name: 'a part that is gone', before: { a: 1, b: 2 }, after: { a: 1 } },
  { name: 'a part of another name', before: { a: undefined }, after: { b: undefined } },
  { name: 'a longer list', before: [1], after: [1, 2] },
  { name: 'a shorter list', before: [1, 2], after: [1] },
  { name: 'a list in place of an object', before: { 0: 'a' }, after: ['a'] },
  { name: 'an object in place of nothing', before: null, after: { a: 1 } },
  { name: 'nothing in place of an object', before: { a: 1 }, after: null },
  { name: 'a text in place of a number', before: 1, after: '1' },
]) {
  test(`${name} is a difference`, () => {
    const shared = share(before, structuredClone(after));
    assert.notEqual(shared, before);
    assert.deepEqual(shared, after);
  });
}

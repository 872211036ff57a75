import assert from 'node:assert/strict';
import { test } from 'node:test';
import { times } from './storage';

test('a ratio is told in few digits', () => {
  assert.equal(times(5.17), '5.2 times');
  assert.equal(times(9.96), '10.0 times');
  assert.equal(times(123.4), '123 times');
});

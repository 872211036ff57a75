import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, dateTime, excerpt, listed, plural, shortHash, time } from './format';

test('counts have groups of three digits', () => {
  assert.equal(count(1284), '1,284');
  assert.equal(count(0), '0');
});

test('one is singular, none and many are plural', () => {
  assert.equal(plural(1, 'event'), '1 event');
  assert.equal(plural(0, 'event'), '0 events');
  assert.equal(plural(1284, 'entry', 'entries'), '1,284 entries');
});

test('times show milliseconds, on a clock of 24 hours', () => {
  const at = new Date(2026, 10, 20, 14, 3, 22, 118).getTime();
  assert.equal(time(at), '14:03:22.118');
  assert.equal(dateTime(at), '20 Nov 2026, 14:03:22.118');
  assert.equal(time(new Date(2026, 10, 20, 0, 0, 0, 5).getTime()), '00:00:00.005');
});

test('a hash is told by its first 8 digits', () => {
  assert.equal(shortHash('3fa9c1d2aabbccdd'), '3fa9c1d2');
});

test('an excerpt ends in an ellipsis and never in half a character', () => {
  assert.equal(excerpt('short'), 'short');
  assert.equal(excerpt('abcdef', 3), 'abc…');
  assert.equal(excerpt('😀😀😀😀', 3), '😀😀😀…');
});

test('a list in a sentence', () => {
  assert.equal(listed([]), '');
  assert.equal(listed(['a']), 'a');
  assert.equal(listed(['a', 'b']), 'a and b');
  assert.equal(listed(['a', 'b', 'c']), 'a, b and c');
});

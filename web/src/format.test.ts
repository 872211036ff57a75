import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, count, dateTime, excerpt, listed, micros, plural, shortHash, time } from './format';

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

test('bytes and microseconds are written in the unit that fits', () => {
  assert.deepEqual([0, 999, 1200, 999_949, 999_950, 3_400_000].map(bytes), [
    '0 B',
    '999 B',
    '1.2 kB',
    '999.9 kB',
    '1.0 MB',
    '3.4 MB',
  ]);
  assert.deepEqual([0, 40, 1800, 2_100_000].map(micros), [
    'under 1 µs',
    '40 µs',
    '1.8 ms',
    '2.1 s',
  ]);
});

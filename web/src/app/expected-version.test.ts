import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  any,
  begun,
  isKnown,
  meaning,
  nothingExpected,
  readIn,
  shown,
  textOf,
  typed,
  versionOf,
} from './expected-version';

test('an untouched form follows what the page shows', () => {
  const expected = shown(shown(nothingExpected, 6), 7);
  assert.equal(textOf(expected), '7');
  assert.equal(meaning(expected), 'from what you last saw');
});

test('a form that was begun keeps the version that was on show then', () => {
  const expected = shown(begun(shown(nothingExpected, 6)), 9);
  assert.equal(textOf(expected), '6');
  assert.equal(meaning(expected), 'it is at v9 now');
});

test('going on with a form does not move its version', () => {
  const expected = begun(shown(begun(shown(nothingExpected, 6)), 9));
  assert.equal(textOf(expected), '6');
});

test('a typed version stands, whatever the page shows', () => {
  const expected = shown(typed(shown(nothingExpected, 6), '3'), 8);
  assert.equal(textOf(expected), '3');
  assert.equal(meaning(expected), 'your claim, it is at v8');
});

test('a cleared field means any version, and says so', () => {
  const expected = typed(shown(nothingExpected, 6), '');
  assert.equal(versionOf(textOf(expected)), any);
  assert.equal(meaning(expected), 'any version will do');
});

test('version 0 means that the stream must be new', () => {
  assert.equal(meaning(shown(nothingExpected, 0)), 'the stream must be new');
});

test('as long as no version is known the field is empty, and that does not mean any version', () => {
  assert.equal(isKnown(begun(nothingExpected)), false);
  assert.equal(textOf(begun(nothingExpected)), '');
  assert.equal(meaning(begun(nothingExpected)), 'being looked up');
});

test('a form that was begun before any version was known keeps the first that is', () => {
  const expected = shown(shown(begun(nothingExpected), 2), 3);
  assert.equal(isKnown(expected), true);
  assert.equal(textOf(expected), '2');
  assert.equal(meaning(expected), 'it is at v3 now');
});

test('a version that was typed before any was known is a claim', () => {
  assert.equal(isKnown(typed(nothingExpected, '4')), true);
  assert.equal(meaning(typed(nothingExpected, '4')), 'your claim');
});

for (const text of ['-1', '1.5', 'six', '9'.repeat(40), '1e3']) {
  test(`${text.slice(0, 8)} is not a version`, () => {
    assert.equal(versionOf(text), null);
    assert.equal(meaning(typed(nothingExpected, text)), 'not a version');
  });
}

test('a version that was read in a read model says where, and what the stream is at', () => {
  const expected = readIn(shown(nothingExpected, 8), 'Balances', 7);
  assert.equal(textOf(expected), '7');
  assert.equal(meaning(expected), 'as Balances shows it, now v8');
  assert.equal(meaning(readIn(shown(nothingExpected, 7), 'Balances', 7)), 'as Balances shows it');
});

test('typing a version ends what was read', () => {
  const expected = typed(readIn(shown(nothingExpected, 8), 'Balances', 7), '6');
  assert.equal(meaning(expected), 'your claim, it is at v8');
});

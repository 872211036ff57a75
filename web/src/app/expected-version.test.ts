import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  any,
  begun,
  meaning,
  nothingExpected,
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
  assert.equal(meaning(nothingExpected), 'the stream must be new');
});

for (const text of ['-1', '1.5', 'six', '9'.repeat(40), '1e3']) {
  test(`${text.slice(0, 8)} is not a version`, () => {
    assert.equal(versionOf(text), null);
    assert.equal(meaning(typed(nothingExpected, text)), 'not a version');
  });
}
